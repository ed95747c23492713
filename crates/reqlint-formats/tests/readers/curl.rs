//! Every text in `tests/curl` beside what the reader makes of it.

use crate::shown;
use proptest::prelude::*;
use reqlint_formats::read::Source;
use reqlint_formats::read::curl::{Reader, read_words};

#[test]
fn every_text_reads_as_its_snapshot_says() {
    for (name, text) in shown::files("tests/curl", "txt") {
        let shown: String = Reader::new(Some(&name), &text).map(shown::result).collect();
        insta::with_settings!({ snapshot_path => "../curl", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, shown);
        });
    }
}

#[test]
fn words_that_a_shell_has_split() {
    let words = ["curl", "-H", "A: b c", "https://x/"].map(str::to_owned);
    let record = read_words(&words, Source::default()).remove(0).unwrap();
    assert_eq!(record.exchange.request.headers.get("a"), Some(&b"b c"[..]));
    let words = ["curl", "--hedaer", "https://x/"].map(str::to_owned);
    let error = read_words(&words, Source::default()).remove(0).unwrap_err();
    assert_eq!(error.to_string(), "curl:1:6: curl has no option `--hedaer`: did you mean `--header`?");
    assert!(read_words(&["wget".to_owned()], Source::default()).is_empty());
}

#[test]
fn files_are_read_when_they_may_be() {
    let files = |name: &str| match name {
        "a.json" => Ok(b"{\n}\r\n".to_vec()),
        _ => Err(std::io::Error::from(std::io::ErrorKind::NotFound)),
    };
    let body = |text: &str| {
        let record = Reader::new(None, text.as_bytes()).with_files(Some(&files)).next().unwrap().unwrap();
        (format!("{:?}", record.exchange.request.body), record.exchange.request.body.bytes().to_vec())
    };
    assert_eq!(body("curl -d @a.json https://x/").1, b"{}");
    assert_eq!(body("curl --data-binary @a.json https://x/").1, b"{\n}\r\n");
    assert_eq!(body("curl --data-urlencode n@a.json https://x/").1, b"n=%7B%0A%7D%0D%0A");
    assert_eq!(body("curl -T a.json https://x/").1, b"{\n}\r\n");
    assert_eq!(body("curl -d @b.json https://x/").0, "Unread");
}

proptest! {
    #[test]
    fn any_commands_give_records_or_errors_with_a_place(text in prop_oneof![
        proptest::collection::vec(proptest::sample::select(&[
            "curl ", "curl ", "\ncurl ", "'", "\"", "$'", "^", "^\n", "\\\n", "\\", "-H ", "-d ", "-F ", "@f", "--json ", "-X",
            "https://x/a", "https://u:p@x/../a?b#c", " ", " ", "{}", "a: b", "=", "&", "|", "$T", "$(", ")", "--next ", "-G ",
            "--url-query ", "–X ", "“", "”", "%T%", "\u{e9}", "-u ", "-b ", "-T ", "\r\n", "#", "-I", "--", "$ ",
        ][..]).prop_map(str::as_bytes).prop_map(<[u8]>::to_vec), 0..24).prop_map(|pieces| pieces.concat()),
        proptest::collection::vec(any::<u8>(), 0..200),
    ]) {
        let lines = text.iter().filter(|b| **b == b'\n').count() + 1;
        let results: Vec<_> = Reader::new(None, &text).collect();
        prop_assert!(!results.is_empty());
        for result in results {
            match result {
                Ok(record) => shown::check(&record, lines),
                Err(error) => {
                    let place = error.place.unwrap();
                    prop_assert!((1..=lines).contains(&place.line) && (1..=text.len() + 1).contains(&place.column));
                }
            }
        }
    }
}
