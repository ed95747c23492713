//! What a person sees of reports that were made by hand.

use crate::sample::*;
use proptest::prelude::*;
use reqlint_core::explain::*;
use reqlint_core::language::{Code, Diagnostic};
use reqlint_core::*;
use reqlint_formats::write::text::{self, Detail};
use reqlint_formats::{Place, ReadError, Record};

fn shown(record: &Record<'_>, resolved: &Resolved, detail: Detail) -> String {
    let styled = with_report(record, resolved, |judged| text::report(judged, detail));
    let plain = anstream::adapter::strip_str(&styled).to_string();
    assert!(!plain.chars().any(|c| c.is_control() && c != '\n'), "{plain}");
    assert!(!plain.contains("12345678"), "a secret is shown:\n{plain}");
    plain
}

fn snapshot(name: &str, shown: String) {
    insta::with_settings!({ snapshot_path => "../text", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, shown);
    });
}

#[test]
fn a_report_in_the_text_of_the_request() {
    snapshot("everything", shown(&raw(PURGE), &everything(), Detail::default()));
    snapshot("checklist", shown(&raw(PURGE), &everything(), Detail { checklist: true, ..Detail::default() }));
    snapshot("answer-only", shown(&raw(PURGE), &everything(), Detail { answer_only: true, ..Detail::default() }));
}

#[test]
fn a_report_about_a_line_of_ndjson() {
    let record = line(
        r#"
        {"id":"r1","method":"PUT","target":"/v2/mcc/customers/0001/edge/purge/",
        "headers":[["Host","api.example.com"],["Authorization","\"TOK: 12345678-1234-1234-1234-1234567890ab\""]],
        "body":"{\n\t\"MediaPath\": \"http://x\", \"MediaType\": \"3\"\n}"}"#
            .replace("\n        ", "")
            .as_str(),
    );
    snapshot("ndjson", shown(&record, &everything(), Detail::default()));
}

#[test]
fn nothing_found() {
    snapshot("clean", shown(&raw(PURGE), &resolved(vec![], vec![item("a", 400, Outcome::Pass)]), Detail::default()));
    snapshot("not-judged", shown(&raw(PURGE), &Resolved::new(Conclusion::Unjudged), Detail::default()));
}

#[test]
fn long_lines_are_cut_around_the_caret() {
    let body =
        format!("{{\"a\": \"{}\", \"MediaType\": \"large\", \"b\": \"{}\"}}", "x".repeat(2_500), "y".repeat(2_500));
    let text = format!("PUT /a HTTP/1.1\nHost: x\n\n{body}\n");
    let at = body.find("\"large\"").unwrap();
    let finding = finding("type", 400, "`MediaType` is a text", location(Part::Body, Some(at..at + 7)));
    let shown = shown(&raw(text.as_bytes()), &resolved(vec![finding], vec![]), Detail::default());
    assert!(shown.lines().all(|line| line.chars().count() <= 100), "{shown}");
    snapshot("long-line", shown);
}

#[test]
fn what_is_quoted_is_escaped() {
    let text = b"### \x1b]0;title\x07\nGET /\x1b[2J\xff\xfe HTTP/1.1\nX\x1b[0m: \x9b\xe2\x80\xae a\n";
    let record = raw(text);
    let target = finding("target", 400, "the target holds \u{1b}[31m", location(Part::Target, Some(1..7)));
    let name = Location { of: Some(HeaderPart::Name), ..header("X\u{1b}[0m", Some(1..5)) };
    let name = finding("name", 400, "a name holds \u{202e}", name);
    snapshot("escaped", shown(&record, &resolved(vec![target, name], vec![]), Detail::default()));
}

#[test]
fn inputs_that_cannot_be_read() {
    let error = ReadError {
        input: Some("notes.txt".to_owned()),
        place: Some(Place { line: 3, column: 7 }),
        message: "this is not an HTTP request".to_owned(),
        help: Some("a request begins with a method and a target".to_owned()),
    };
    let nowhere = ReadError { input: Some("missing.http".to_owned()), place: None, help: None, ..error.clone() };
    let shown =
        [text::read_error(&error), text::read_error(&nowhere), text::error("no request was given", None)].join("\n");
    snapshot("errors", anstream::adapter::strip_str(&shown).to_string());
}

#[test]
fn mistakes_in_rule_files() {
    let file = |path: &str, text: &str| SourceFile { path: path.to_owned(), text: text.to_owned() };
    let files = vec![file("rules/a/x.toml", "titel = \"é\"\nstatus = \"403\"\n"), file("rules/a/y.toml", "")];
    let mut unknown = Diagnostic::new(Code::UnknownKey, 0, 0..5, "unknown key `titel`");
    unknown.help = Some("did you mean `title`?".to_owned());
    let list = vec![
        unknown,
        Diagnostic::new(Code::WrongType, 0, 22..27, "`status` expects a number, found a string"),
        Diagnostic::new(Code::MissingKey, 1, 0..0, "`title` is missing"),
        Diagnostic::new(Code::InvalidToml, 1, 70..90, "beyond the end"),
    ];
    let shown = text::diagnostics(&Diagnostics { files, list, cascading: 0 });
    snapshot("mistakes", anstream::adapter::strip_str(&shown).to_string());
}

proptest! {
    #[test]
    fn any_finding_in_any_request_is_drawn(
        line in proptest::collection::vec(any::<u8>(), 0..60),
        body in prop_oneof![proptest::collection::vec(any::<u8>(), 0..60), any::<String>().prop_map(String::into_bytes)],
        places in proptest::collection::vec((0usize..6, proptest::option::of((0usize..70, 0usize..9)), any::<bool>()), 1..6),
    ) {
        let text = [b"PUT /", &line[..], b" HTTP/1.1\nX: \xff\x1b[31m\xc3\xa9\n\n", &body[..]].concat();
        let read = reqlint_formats::read::raw::Reader::new(None, &text).next();
        let Some(Ok(record)) = read else { return Ok(()) };
        let findings = places.into_iter().map(|(part, range, with_edit)| {
            let range = range.map(|(start, length)| start..start + length);
            let part = [Part::Method, Part::Target, Part::Host, Part::Header, Part::Body, Part::Fact][part];
            let place = if part == Part::Header { header("X", range) } else { location(part, range) };
            let edits = if with_edit { vec![edit(place.clone(), "\u{1b}]0;x\u{7}")] } else { vec![] };
            with(finding("r", 400, "\u{9b}31m", place), |finding| finding.edits = edits)
        });
        shown(&record, &resolved(findings.collect(), vec![]), Detail::default());
    }
}
