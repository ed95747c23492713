//! The reports written about requests.

use reqlint_core::RuleSet;
use reqlint_core::diagnose::Diagnosis;
use reqlint_core::diagnose::Observed;
use reqlint_formats::write::text::{self, Detail};
use reqlint_formats::write::{github, gitlab, html, json, junit, markdown, sarif, ticket};
use reqlint_formats::{Commands, Diagnosed, Judged};

/// Writes a report and checks that it is harmless to its reader.
pub(crate) type Writer = fn(&RuleSet, &Judged<'_>);

/// All report writers.
pub(crate) const WRITERS: [Writer; 9] = [
    |_, judged| harmless("text", &without_colours(&text::report(judged, Detail::default()))),
    |_, judged| {
        let detail = Detail { checklist: true, ..Detail::default() };
        harmless("text", &without_colours(&text::report(judged, detail)));
    },
    |_, judged| {
        is_json("json", &json::pretty(judged).unwrap());
        is_json("ndjson", &json::line(judged).unwrap());
    },
    |rules, judged| {
        let (mut sarif, mut gitlab) = (sarif::Log::new(rules), gitlab::Log::default());
        sarif.add(judged);
        gitlab.add(judged);
        is_json("sarif", &sarif.finish());
        is_json("gitlab", &gitlab.finish());
    },
    |_, judged| {
        let mut junit = junit::Log::default();
        junit.add(judged);
        is_xml(&junit.finish().unwrap());
    },
    |_, judged| {
        let mut html = html::Log::default();
        html.add(judged);
        harmless("html", &html.finish());
    },
    |_, judged| {
        let mut markdown = markdown::Log::default();
        markdown.add(judged);
        harmless("markdown", &markdown.finish());
    },
    |_, judged| {
        for line in github::annotations(judged).lines() {
            let level = line.strip_prefix("::error ").or_else(|| line.strip_prefix("::warning "));
            assert!(level.is_some_and(|rest| rest.starts_with("file=")), "{line}");
            harmless("github", line);
        }
    },
    diagnosed,
];

/// A diagnosis of the recorded answer, or of a made-up one.
fn diagnosed(rules: &RuleSet, judged: &Judged<'_>) {
    let exchange = &judged.record.exchange;
    let observed = Observed::read(rules, exchange)
        .unwrap_or_else(|| Observed::told(403, Some(String::from_utf8_lossy(exchange.request.body.bytes()).into())));
    let diagnosis = Diagnosis::of(rules, exchange, &rules.facts(), observed);
    let judged = Judged { resolved: &diagnosis.resolved, ..*judged };
    let diagnosed = Diagnosed { judged, diagnosis: &diagnosis, commands: &Commands::default() };
    harmless("diagnosis", &without_colours(&text::diagnosis(&diagnosed, Detail::default())));
    harmless("question", &without_colours(&text::dialogue::opening(&judged, &diagnosis)));
    harmless("ticket", &ticket::diagnosis(&diagnosed));
    is_json("diagnosis in json", &json::pretty_diagnosis(&diagnosed).unwrap());
}

/// Checks that there are no control characters, invisible characters or text direction marks.
pub(super) fn harmless(name: &str, text: &str) {
    let acts = |c: char| {
        c.is_control() && c != '\n'
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    assert_eq!(text.chars().find(|c| acts(*c)), None, "{name}:\n{text}");
}

fn is_json(name: &str, text: &str) {
    serde_json::from_str::<serde_json::Value>(text).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
    harmless(name, text);
}

fn is_xml(text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("junit: {error}\n{text}")) {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(start) => {
                start.attributes().for_each(|attribute| drop(attribute.unwrap()));
            }
            _ => {}
        }
    }
    harmless("junit", text);
}

/// A text without the escape sequences that set colours; any other sequence stays.
pub(super) fn without_colours(text: &str) -> String {
    let mut pieces = text.split("\u{1b}[");
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once('m') {
            Some((codes, rest)) if codes.bytes().all(|b| b.is_ascii_digit() || b == b';') => plain += rest,
            _ => plain += &format!("\u{1b}[{piece}"),
        }
    }
    plain
}
