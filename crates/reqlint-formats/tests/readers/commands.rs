//! Every text of the formats that have no reader of their own in the library, beside what is made of it.

use crate::shown;
use reqlint_formats::Format;
use reqlint_formats::read::{Source, read_words, recognise};

#[test]
fn every_text_reads_as_its_snapshot_says() {
    for format in [
        Format::Wget,
        Format::Httpie,
        Format::Hurl,
        Format::Bruno,
        Format::Transcript,
        Format::Log,
        Format::Vcr,
        Format::Wiremock,
        Format::Pygithub,
    ] {
        for (name, text) in shown::files(&format!("tests/{format}"), "txt") {
            assert_eq!(recognise(None, &text[..]).unwrap().0, format, "{name}");
            let mut shown = String::new();
            let source = Source { name: Some(&name), ..Source::default() };
            let read = format.read::<()>(source, &text[..], &mut |result| {
                shown += &shown::result(result);
                Ok(())
            });
            read.unwrap();
            let folder = format!("../{format}");
            insta::with_settings!({ snapshot_path => folder, prepend_module_to_snapshot => false, omit_expression => true }, {
                insta::assert_snapshot!(name, shown);
            });
        }
    }
}

#[test]
fn words_that_a_shell_has_split() {
    let read = |words: &[&str]| {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let records = read_words(&words, Source::default());
        let shown = |result: Result<reqlint_formats::Record<'static>, _>| match result {
            Ok(record) => String::from_utf8_lossy(&record.exchange.request.target).into_owned(),
            Err(error) => reqlint_formats::ReadError::to_string(&error),
        };
        records.into_iter().map(shown).collect::<Vec<_>>()
    };
    assert_eq!(read(&["curl", "https://x/a"]), ["/a"]);
    assert_eq!(read(&["wget", "https://x/a", "x/b c"]), ["/a", "/b%20c"]);
    assert_eq!(read(&["http", "--nope"]), ["HTTPie:1:6: HTTPie has no option `--nope`"]);
    assert_eq!(read(&["nc", "x"]), [""; 0]);
}
