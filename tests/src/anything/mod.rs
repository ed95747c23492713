//! Whatever bytes a request consists of, nothing panics, and everything reported about it is consistent.

mod properties;
mod strategy;

use crate::support::{self, bytes, corpus, folder, is_there, read, rules};
use properties::{WRITERS, Writer, of_body, of_fix, of_record, of_rule_file, of_text};
use properties::{of_collection, of_description, of_environments, of_recording, of_told};
use proptest::prelude::*;
use proptest::sample::select;
use reqlint_core::{Body, Evaluator};
use reqlint_formats::Format;
use reqlint_formats::read::raw;
use strategy::{Text, facts, like, like_files, samples, seen, text};

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
    if let Some(format) = Format::named(kind) {
        return read(format);
    }
    match kind {
        "bodies" => of_body(rules(), text, writers),
        "fix" if text.starts_with(b"{") => of_fix(rules(), Format::Ndjson, text),
        "fix" => of_fix(rules(), Format::Http, text),
        "rules" => of_rule_file(&String::from_utf8_lossy(text), writers),
        "environments" => of_environments(text),
        "told" => of_told(rules(), text, &rules().facts()),
        "openapi" => of_description(&String::from_utf8_lossy(text)),
        "postman" => of_collection(&String::from_utf8_lossy(text)),
        "recording" => of_recording(text),
        _ => panic!("no reader for `{kind}`"),
    }
}

fn writer() -> impl Strategy<Value = Writer> {
    select(&WRITERS[..])
}

/// Texts of a format: the test data of its reader, which every format has, and, of raw HTTP, what editors write.
fn texts_of(format: Format) -> impl Strategy<Value = (Format, Text)> {
    let own = format!("{READERS}/{}", format.name());
    let folders = if format == Format::Http { vec![own, format!("{READERS}/editors")] } else { vec![own] };
    let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
    let texts = ["txt", format.name()].map(|extension| samples(&folders, extension)).concat();
    assert!(!texts.is_empty(), "{READERS} has no folder `{format}` with texts to vary");
    like(texts).prop_map(move |text| (format, text))
}

fn text_of_any_format() -> impl Strategy<Value = (Format, Text)> {
    proptest::strategy::Union::new(Format::ALL.iter().map(|format| texts_of(*format).boxed()))
}

proptest! {
    // as many cases for each format as a property has
    #![proptest_config(ProptestConfig::with_cases(Format::ALL.len() as u32 * ProptestConfig::default().cases))]

    #[test]
    fn any_text_of_any_format((format, text) in text_of_any_format(), writer in writer()) {
        check(format.name(), &text.0, &[writer]);
    }
}

proptest! {
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

/// The folder with what packs are made of.
const IMPORTS: &str = "crates/reqlint-import/tests";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases / 4))]

    #[test]
    fn any_import(text in prop_oneof![
        like_files(&[&format!("{IMPORTS}/descriptions")], "yaml").prop_map(|text| ("openapi", text)),
        like_files(&[&format!("{IMPORTS}/collections")], "json").prop_map(|text| ("postman", text)),
        like_files(&[&format!("{IMPORTS}/recordings")], "har").prop_map(|text| ("recording", text)),
        like_files(&["fuzz/seeds/environments"], "json").prop_map(|text| ("environments", text)),
        like_files(&["crates/reqlint-formats/tests/transcript"], "txt").prop_map(|text| ("told", text)),
    ]) {
        let (kind, text) = text;
        check(kind, &text.0, &[]);
    }
}

#[test]
fn every_format_has_a_fuzz_target() {
    let (run, manifest) = (read("fuzz/run"), read("fuzz/Cargo.toml"));
    let names = |text: &str, name: &str| text.split([' ', '(', ')', '|']).any(|word| word == name);
    for format in Format::ALL {
        let path = format!("fuzz_targets/{format}.rs");
        assert!(is_there(&format!("fuzz/{path}")), "add fuzz/{path}");
        assert!(manifest.contains(&format!("\"{path}\"")), "add `{format}` to fuzz/Cargo.toml");
        let is_run = run.lines().any(|line| line.starts_with("targets=(") && names(line, format.name()));
        assert!(is_run, "add `{format}` to the targets of fuzz/run");
        let mut arms = run.lines().filter_map(|line| line.split_once(") ")).map(|(arm, _)| arm.trim());
        assert!(arms.any(|arm| names(arm, format.name())), "say in fuzz/run where the seeds of `{format}` are");
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
