//! Requests that succeed: as vendors document them, in `data/vendors`, and as real clients send them, recorded by
//! `tools/clients`. None may have an error; the warnings that some have are in `data/vendors.toml`, with the reason.

use crate::support::{bytes, described, files, folder, rules, stem, table};
use reqlint_core::{Finding, Severity};
use reqlint_formats::Format;
use reqlint_formats::read::Source;
use std::collections::BTreeMap;

/// Why a request that succeeds is warned of.
#[derive(serde::Deserialize)]
struct Warned {
    rules: Vec<String>,
    why: String,
}

/// What is found in the requests of a file. A request that can't be read is a failure.
fn findings(path: &str) -> Vec<Finding> {
    let text = bytes(path);
    let format = if path.ends_with(".sh") { Format::Curl } else { Format::Http };
    let mut found = Vec::new();
    let mut count = 0;
    let read = format.read(Source { name: Some(path), ..Source::default() }, text.as_slice(), &mut |record| {
        let record = record.map_err(|error| error.to_string())?;
        count += 1;
        found.extend(rules().explain(&record.exchange, &rules().facts()).resolved.findings);
        Ok::<(), String>(())
    });
    read.unwrap_or_else(|error| panic!("{path}: {error}"));
    assert!(count > 0, "{path}: no request");
    found
}

#[test]
fn documented_requests_have_no_error_and_just_the_warnings_listed() {
    let mut listed: BTreeMap<String, Warned> = table("tests/data/vendors.toml");
    for path in folder("tests/data/vendors") {
        let found = findings(&path);
        let errors: Vec<_> = found.iter().filter(|f| f.severity == Severity::Error).map(described).collect();
        assert!(errors.is_empty(), "{path}: {errors:#?}");
        let mut warned: Vec<&str> = found.iter().map(|finding| finding.rule.as_str()).collect();
        warned.dedup();
        let own = listed.remove(stem(&path));
        let expected = own.as_ref().map(|own| own.rules.as_slice()).unwrap_or_default();
        assert_eq!(warned, expected, "{path}");
        assert!(own.is_none_or(|own| !own.why.is_empty()), "{path}: why?");
    }
    assert!(listed.is_empty(), "no such request: {:?}", listed.keys());
}

#[test]
fn what_clients_send_is_silent() {
    assert!(folder("tools/clients/recorded").len() >= 20);
    for path in files("tools/clients/recorded", "http") {
        let found: Vec<_> = findings(&path).iter().map(described).collect();
        assert!(found.is_empty(), "{path}: {found:#?}");
    }
}
