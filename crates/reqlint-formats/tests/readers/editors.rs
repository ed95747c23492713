//! Every text in `tests/editors` beside what is made of it once it is untangled, and every one in `tests/below`, where people write
//! of an answer below a request.

use crate::shown;
use proptest::prelude::*;
use reqlint_formats::Format;
use reqlint_formats::read::raw::Reader;
use reqlint_formats::read::{Source, untangle};

#[test]
fn every_text_reads_as_its_snapshot_says() {
    for folder in ["editors", "below"] {
        snapshots(folder);
    }
}

fn snapshots(folder: &str) {
    for (name, text) in shown::files(&format!("tests/{folder}"), "txt") {
        let mut shown = String::new();
        let source = Source { name: Some(&name), ..Source::default() };
        let read = Format::Http.read::<()>(source, &text[..], &mut |result| {
            shown += &shown::result(result);
            Ok(())
        });
        assert_eq!(read, Ok(()));
        insta::with_settings!({ snapshot_path => format!("../{folder}"), prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, shown);
        });
    }
}

#[test]
fn a_file_is_read_when_it_may_be() {
    let text = b"POST https://x/\n\n< ./body.json\n";
    let files = |name: &str| Ok(format!("content of {name}").into_bytes());
    let record = Reader::new(None, text).with_files(Some(&files)).next().unwrap().unwrap();
    assert_eq!(record.exchange.request.body.bytes(), b"content of ./body.json");
}

proptest! {
    #[test]
    fn any_text_is_untangled_line_by_line(pieces in proptest::collection::vec(proptest::sample::select(&[
        "@a = 1\n", "@b={{a}}{{a}}\n", "{{a}}", "{{b}}", "{{$x}}", "{{", "}}", "\n", "> ", ">", "< HTTP/1.1 200 OK\n", "* a\n", "GET /",
        "###\n", ":path: /\n", "< {%", "%}", "\n\n< a\n", "```", "---\n", ":authority: x\n", "https://x/", "é", "\r\n",
    ][..]), 0..24)) {
        let text = pieces.concat();
        let untangled = untangle(text.as_bytes());
        let lines = |text: &[u8]| text.iter().filter(|b| **b == b'\n').count();
        prop_assert_eq!(lines(&untangled.text), lines(text.as_bytes()));
        for result in Reader::new(None, &untangled.text).with_notes(untangled.notes.clone()) {
            match result {
                Ok(record) => shown::check(&record, lines(text.as_bytes()) + 1),
                Err(error) => prop_assert!(error.place.is_some()),
            }
        }
    }
}
