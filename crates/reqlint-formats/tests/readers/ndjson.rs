//! Every text in `tests/ndjson` beside what the reader makes of it.

use crate::shown;
use proptest::prelude::*;
use reqlint_formats::read::ndjson::Reader;

#[test]
fn every_text_reads_as_its_snapshot_says() {
    for (name, text) in shown::files("tests/ndjson", "ndjson") {
        let shown: String = Reader::new(Some(&name), &text[..]).map(shown::result).collect();
        insta::with_settings!({ snapshot_path => "../ndjson", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, shown);
        });
    }
}

#[test]
fn deep_nesting_and_long_lines_are_one_error_each() {
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let deep = format!("{{\"method\":{deep},\"x\":{deep}}}\n{{\"method\":\"GET\",\"target\":\"/\"}}\n");
    let results: Vec<_> = Reader::new(Some("deep.ndjson"), deep.as_bytes()).collect();
    let error = results[0].as_ref().unwrap_err().to_string();
    assert_eq!(error, "deep.ndjson:1:1: `method` takes a text, not a list; one of `target` and `url` is missing");
    assert!(results[1].is_ok());

    let long = format!("{{\"body\":\"{}\"}}\n{{\"method\":\"GET\",\"target\":\"/\"}}", "a".repeat(64 << 20));
    let results: Vec<_> = Reader::new(None, long.as_bytes()).collect();
    assert_eq!(results[0].as_ref().unwrap_err().to_string(), "stdin:1:1: the line is longer than 64 MiB");
    assert_eq!(results[1].as_ref().unwrap().index, 1);
    assert_eq!(results.len(), 2);
}

proptest! {
    #[test]
    fn any_lines_give_records_or_errors_with_a_place(text in proptest::collection::vec(any::<u8>(), 0..200)) {
        for result in Reader::new(None, &text[..]) {
            prop_assert!(result.is_err_and(|error| error.place.is_some()));
        }
    }
}
