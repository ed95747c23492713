//! The formats that other tools read: as snapshots, against their schema, and with hostile requests.

use crate::sample::*;
use reqlint_core::explain::*;
use reqlint_core::*;
use reqlint_formats::write::Options;
use reqlint_formats::write::text::Detail;
use reqlint_formats::{Judged, OutputFormat, Record};
use serde_json::Value;

/// The report in each format that has no tests of its own, by the format's name.
fn written(record: &Record<'_>, resolved: &Resolved) -> Vec<(&'static str, String)> {
    let formats = OutputFormat::ALL.iter().filter(|format| !matches!(format.name(), "text" | "json" | "ndjson"));
    formats.map(|format| (format.name(), written_as(*format, record, resolved))).collect()
}

fn written_as(format: OutputFormat, record: &Record<'_>, resolved: &Resolved) -> String {
    let rules = RuleSet::load(Vec::new()).unwrap();
    with_report(record, resolved, |judged: &Judged<'_>| {
        let mut out = String::new();
        let mut writer = format.reports(Options { rules: &rules, detail: Detail::default(), requires_judged: false });
        writer.add(judged, &mut out).unwrap();
        let mut out = out.into_bytes();
        writer.finish(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    })
}

#[test]
fn every_format_writes_what_its_snapshot_says() {
    for (name, text) in written(&raw(PURGE), &everything()) {
        assert!(!text.contains("12345678"), "{name} shows a secret");
        insta::with_settings!({ snapshot_path => "../outputs", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, text);
        });
    }
}

#[test]
fn sarif_follows_its_schema() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/outputs/sarif-2.1.0.json");
    // one of the schema's patterns has a bracket too many
    let schema = std::fs::read_to_string(path).unwrap().replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}?$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let purge = raw(PURGE);
    let ndjson = line(r#"{"method":"GET","url":"https://api.example.com/a"}"#);
    for (record, resolved) in [(&purge, everything()), (&ndjson, everything()), (&purge, resolved(vec![], vec![]))] {
        let text = written_as(OutputFormat::Sarif, record, &resolved);
        let value: Value = serde_json::from_str(&text).unwrap();
        let wrong: Vec<String> = validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}

#[test]
fn hostile_requests_stay_text() {
    // what each is aimed at
    const HOSTILE: [&str; 10] = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "]]><x/>&amp;&#x41;",
        "::error::owned%0A::set-output name=a::b",
        "```\n# owned\n[a](javascript:b)",
        "@everyone <!-- --> | a | b |",
        "\u{1b}[31mred\u{1b}]0;title\u{7}",
        "\u{202e}desrever\u{200b}",
        "${{ secrets.TOKEN }} $(id) `id`",
        "</pre></details></table>\u{0}",
    ];
    for hostile in HOSTILE {
        let one_line = hostile.replace(['\n', '\0'], " ");
        let text = format!("GET /{} HTTP/1.1\nHost: x\nX: {one_line}\n", one_line.replace(' ', "%20"));
        let record = Record { id: Some(hostile.to_owned()), input: Some(hostile.into()), ..raw(text.as_bytes()) };
        let found = with(finding("a", 400, hostile, header("X", Some(0..3))), |found| {
            found.why = Some(hostile.into());
            found.fix = Some(hostile.into());
        });
        let open = with(item("b", 400, Outcome::FACT_MISSING), |open| {
            open.ask = Some(hostile.to_owned());
            open.title = hostile.to_owned();
        });
        for (name, text) in written(&record, &resolved(vec![found], vec![open])) {
            let is_loud = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202e}' | '\u{200b}');
            assert!(!text.contains(is_loud), "{name}: {hostile:?}");
            let forbidden: &[&str] = match name {
                "html" => &["<script", "<img", "</x>", "<x/>", "<!--"],
                "markdown" => &["\n# owned", "\n::", " @everyone", "](javascript"],
                "junit" => &["<script", "<img", "<x/>", "]]>"],
                "github" => &["%0A::", "\n::set"],
                // JSON is escaped by its library
                "sarif" | "gitlab" => &[],
                other => panic!("say here what must not get through in {other}"),
            };
            for word in forbidden {
                let outside = outside_of_code(name, &text);
                assert!(!outside.contains(word), "{name}: {hostile:?} leaves {word:?} in\n{outside}");
            }
            if name == "github" {
                assert!(text.lines().all(|line| line.starts_with("::error file=")), "{text}");
            }
            if name == "junit" {
                let mut reader = quick_xml::Reader::from_str(&text);
                while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
            }
            if name == "html" {
                assert_eq!(text.matches("<pre>").count(), text.matches("</pre>").count(), "{text}");
                assert_eq!(text.matches("</details>").count(), 1, "{text}");
            }
            if matches!(name, "sarif" | "gitlab") {
                serde_json::from_str::<Value>(&text).unwrap();
            }
        }
    }
}

/// Markdown outside of code blocks and spans, inside of which nothing has a meaning.
fn outside_of_code(name: &str, text: &str) -> String {
    if name != "markdown" {
        return text.to_owned();
    }
    let mut fence: Option<String> = None;
    let mut out = String::new();
    for line in text.lines() {
        let ticks: String = line.chars().take_while(|c| *c == '`').collect();
        match &fence {
            Some(open) if ticks.len() >= open.len() && line == ticks => fence = None,
            Some(_) => {}
            None if ticks.len() > 2 && line.ends_with("text") => fence = Some(ticks),
            None => {
                out += &without_spans(line);
                out.push('\n');
            }
        }
    }
    assert_eq!(fence, None, "a code block is not closed:\n{text}");
    out
}

/// A line without its code spans, each of which ends at as many backticks as it begins with.
fn without_spans(line: &str) -> String {
    let is_span = |(at, _): &(usize, &str)| !line[..*at].ends_with('\\');
    let Some((start, _)) = line.match_indices('`').find(is_span) else { return line.to_owned() };
    let ticks: String = line[start..].chars().take_while(|c| *c == '`').collect();
    let inside = &line[start + ticks.len()..];
    let mut at = 0;
    while let Some(found) = inside[at..].find(&ticks) {
        let length = inside[at + found..].chars().take_while(|c| *c == '`').count();
        at += found + length;
        if length == ticks.len() {
            return line[..start].to_owned() + &without_spans(&inside[at..]);
        }
    }
    line.to_owned()
}
