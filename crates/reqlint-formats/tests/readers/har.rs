//! Every text in `tests/har` beside what the reader makes of it.

use crate::shown;
use proptest::prelude::*;
use reqlint_formats::read::Source;
use reqlint_formats::{Format, ReadError, Record};

fn read<T>(name: Option<&str>, text: &[u8], look: impl Fn(Result<Record<'_>, ReadError>) -> T) -> Vec<T> {
    let mut results = Vec::new();
    let source = Source { name, ..Source::default() };
    let read = Format::Har.read::<()>(source, text, &mut |result| {
        results.push(look(result));
        Ok(())
    });
    assert_eq!(read, Ok(()));
    results
}

#[test]
fn every_text_reads_as_its_snapshot_says() {
    for (name, text) in shown::files("tests/har", "har") {
        let shown: String = read(Some(&name), &text, shown::result).concat();
        insta::with_settings!({ snapshot_path => "../har", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, shown);
        });
    }
}

#[test]
fn reading_stops_when_nobody_wants_more() {
    let text = r#"{"log":{"entries":[{},{},{}]}}"#;
    let mut taken = 0;
    let read = Format::Har.read(Source::default(), text.as_bytes(), &mut |_| {
        taken += 1;
        if taken == 2 { Err("enough") } else { Ok(()) }
    });
    assert_eq!((read, taken), (Err("enough"), 2));
}

#[test]
fn deep_nesting_is_one_error() {
    // what is passed over may be nested as it likes
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let text = format!("{{\"log\":{{\"entries\":[{{}},{deep},{{\"x\":{deep}}}]}}}}");
    let results = read(Some("deep.har"), text.as_bytes(), |result| result.unwrap_err().to_string());
    assert_eq!(results.len(), 3);
    assert!(results[1].ends_with("the entry is not an object"), "{}", results[1]);
    let text = format!("{{\"log\":{{\"entries\":[{{}},{}", "[".repeat(100_000));
    let results = read(Some("deep.har"), text.as_bytes(), |result| result.unwrap_err().to_string());
    assert!(results[1].ends_with("the file ends early: the complete entries were read"), "{}", results[1]);
}

proptest! {
    #[test]
    fn any_text_gives_records_or_errors_with_a_place(
        pieces in proptest::collection::vec(proptest::sample::select(&[
            "{\"log\":{\"entries\":[", "{\"request\":{\"method\":\"GET\",\"url\":\"https://x/a\",\"headers\":[", "{\"name\":\"a\",\"value\":\"b\"}",
            "]", "}", ",", "\"postData\":{\"text\":\"x\",\"encoding\":\"base64\"}", "{}", "[", "\"", "\n", "\u{e9}", "1e999", "null",
        ][..]), 0..24),
    ) {
        let text = pieces.concat();
        let lines = text.matches('\n').count() + 1;
        read(None, text.as_bytes(), |result| match result {
            Ok(record) => shown::check(&record, lines),
            Err(error) => assert!(error.place.is_some_and(|place| place.line <= lines), "{error}"),
        });
    }
}
