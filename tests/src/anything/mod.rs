//! Whatever bytes a request consists of, nothing panics, and everything reported about it is consistent.

mod properties;
mod strategy;

use crate::support::{self, bytes, corpus, folder, rules};
use properties::{WRITERS, Writer, of_body, of_fix, of_record, of_rule_file, of_text};
use proptest::prelude::*;
use proptest::sample::select;
use reqlint_core::{Body, Evaluator};
use reqlint_formats::Format;
use reqlint_formats::read::raw;
use strategy::{facts, like_files, seen, text};

/// The folder with the readers' test data.
const READERS: &str = "crates/reqlint-formats/tests";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2 * ProptestConfig::default().cases))]

    #[test]
    fn any_request_is_judged(text in text(), facts in facts(), seen in seen()) {
        for mut record in raw::Reader::new(Some("any.http"), &text.0).flatten() {
            seen.apply(&mut record.exchange);
            of_record(rules(), &record, &facts, &WRITERS);
            // a source that doesn't contain the request's text
            record.map = None;
            of_record(rules(), &record, &facts, &WRITERS);
        }
    }
}

/// Checks the properties of a text of some kind, with some writers.
fn check(kind: &str, text: &[u8], writers: &[Writer]) {
    let read = |format| of_text(rules(), format, text, &rules().facts(), writers);
    match kind {
        "http" => read(Format::Http),
        "curl" => read(Format::Curl),
        "har" => read(Format::Har),
        "ndjson" => read(Format::Ndjson),
        "bodies" => of_body(rules(), text, writers),
        "fix" if text.starts_with(b"{") => of_fix(rules(), Format::Ndjson, text),
        "fix" => of_fix(rules(), Format::Http, text),
        "rules" => of_rule_file(&String::from_utf8_lossy(text), writers),
        _ => panic!("no reader for `{kind}`"),
    }
}

fn writer() -> impl Strategy<Value = Writer> {
    select(&WRITERS[..])
}

proptest! {
    #[test]
    fn any_http(text in like_files(&[&format!("{READERS}/http"), &format!("{READERS}/editors")], "txt"), w in writer()) {
        check("http", &text.0, &[w]);
    }

    #[test]
    fn any_curl(text in like_files(&[&format!("{READERS}/curl")], "txt"), writer in writer()) {
        check("curl", &text.0, &[writer]);
    }

    #[test]
    fn any_har(text in like_files(&[&format!("{READERS}/har")], "har"), writer in writer()) {
        check("har", &text.0, &[writer]);
    }

    #[test]
    fn any_ndjson(text in like_files(&[&format!("{READERS}/ndjson")], "ndjson"), writer in writer()) {
        check("ndjson", &text.0, &[writer]);
    }

    #[test]
    fn any_body(text in like_files(&["fuzz/seeds/bodies"], "body"), writer in writer()) {
        check("bodies", &text.0, &[writer]);
    }

    #[test]
    fn any_fix(text in prop_oneof![text(), like_files(&[&format!("{READERS}/ndjson")], "ndjson")]) {
        check("fix", &text.0, &[]);
    }

    #[test]
    fn any_rule_file(text in like_files(&["tests/data/broken", "rules"], "toml"), writer in writer()) {
        check("rules", &text.0, &[writer]);
    }
}

/// Inputs that once failed, found by the properties above or the fuzz targets: each file is in the folder of its kind.
#[test]
fn found_before() {
    for folder in folder("tests/data/found") {
        let kind = folder.rsplit('/').next().unwrap_or_default();
        support::folder(&folder).iter().for_each(|path| check(kind, &bytes(path), &WRITERS));
    }
}

#[test]
fn an_evaluator_keeps_nothing_of_the_last_request() {
    let mut evaluator = Evaluator::new(rules());
    for sample in corpus().iter().chain(corpus().iter().rev()) {
        let mut exchange = raw::read_one(sample.text.as_bytes()).unwrap().exchange;
        exchange.now = Some(sample.now);
        let fresh = rules().evaluate(&exchange, &sample.facts);
        assert_eq!(evaluator.evaluate(&exchange, &sample.facts), fresh, "{}", sample.text);
    }
}

#[test]
fn whether_the_body_is_needed_is_known_before_it_is_read() {
    for sample in corpus() {
        let mut exchange = raw::read_one(sample.text.as_bytes()).unwrap().exchange;
        exchange.now = Some(sample.now);
        let whole = rules().evaluate(&exchange, &sample.facts);
        if rules().needs(&exchange, &sample.facts).body {
            continue;
        }
        exchange.request.body = Body::Unread;
        assert_eq!(rules().evaluate(&exchange, &sample.facts), whole, "{}", sample.text);
    }
}
