//! Whatever bytes are a request: nothing panics, and what is said of it agrees with itself.

mod strategy;

use crate::support::{corpus, rules};
use proptest::prelude::*;
use reqlint_core::{
    Body, Conclusion, Edit, Evaluator, Exchange, Facts, HeaderPart, Location, Outcome, Part, Report, Resolved, Severity,
};
use reqlint_formats::text::{self, Detail};
use reqlint_formats::{Judged, Record, http, json};
use strategy::{facts, seen, text};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2 * ProptestConfig::default().cases))]

    #[test]
    fn any_request_is_judged(text in text(), facts in facts(), seen in seen()) {
        for mut record in http::Reader::new(Some("any.http"), &text.0).flatten() {
            seen.apply(&mut record.exchange);
            judge(&record, &facts);
            // a source that doesn't hold the request's text
            record.map = None;
            judge(&record, &facts);
        }
    }
}

/// Judges a record in every way, and looks at what comes.
fn judge(record: &Record<'_>, facts: &Facts) {
    let exchange = &record.exchange;
    let report = rules().evaluate(exchange, facts);
    let mut evaluator = Evaluator::new(rules());
    for _ in 0..2 {
        assert_eq!(evaluator.evaluate(exchange, facts), report, "an evaluator that was used before says otherwise");
    }
    let resolved = rules().resolve(&report, exchange, facts);
    agree(&report, &resolved);
    for finding in &resolved.findings {
        inside(&finding.location, exchange);
        finding.edits.iter().for_each(|edit| inside(&edit.location, exchange));
    }
    let edits: Vec<Edit> = resolved.findings.iter().flat_map(|finding| &finding.edits).cloned().collect();
    let mended = exchange.mended(&edits);
    let _ = rules().evaluate(&mended, facts);
    let needs = rules().needs(exchange, facts);
    assert!(needs.facts.iter().all(|fact| *fact < facts.declared().len()));
    let _ = rules().reply(&report, exchange);
    write(record, &resolved, facts);
}

/// Report, findings, checklist and conclusion tell one story.
fn agree(report: &Report, resolved: &Resolved) {
    let with = |outcome| resolved.checklist.iter().filter(move |item| item.outcome == outcome);
    let failed: Vec<_> = with(Outcome::Fail).map(|item| item.rule.as_str()).collect();
    assert_eq!(report.failed(rules()).collect::<Vec<_>>(), failed);
    let mut found: Vec<_> = resolved.findings.iter().map(|finding| finding.rule.as_str()).collect();
    found.dedup();
    assert_eq!(found, failed, "each failed rule has findings, and no other");
    let of_error = |outcome| with(outcome).find(|item| item.severity == Severity::Error);
    let first = of_error(Outcome::Fail);
    assert_eq!(resolved.expected.as_ref().map(|e| (&e.rule, e.status)), first.map(|item| (&item.rule, item.status)));
    assert_eq!(report.expected_status(rules()), first.and_then(|item| item.status));
    let conclusion = match (first, of_error(Outcome::Unknown)) {
        (Some(_), _) => Conclusion::Broken,
        (None, Some(_)) => Conclusion::Depends,
        (None, None) => Conclusion::Clean,
    };
    assert_eq!((resolved.conclusion, report.conclusion(rules())), (conclusion, conclusion));
}

/// A place lies within its part.
fn inside(location: &Location, exchange: &Exchange<'_>) {
    let Some(range) = &location.range else { return };
    let request = &exchange.request;
    let part: &[u8] = match location.part {
        Part::Method => &request.method,
        Part::Target => &request.target,
        Part::Host => request.authority.as_deref().unwrap_or_default(),
        Part::Body => request.body.bytes(),
        Part::Fact => &[],
        Part::Header => {
            // a name that may hold a secret goes by how it is shown
            let masked = rules().mask(exchange).headers;
            let named = |shown: &[u8]| {
                let (shown, name) = (String::from_utf8_lossy(shown), location.name.as_deref().unwrap_or_default());
                shown.trim_ascii_end().eq_ignore_ascii_case(name.trim_ascii_end())
            };
            let mut lines = request.headers.iter().zip(&masked).filter(|(_, (shown, _))| named(shown));
            let line = lines.nth(location.occurrence);
            let ((name, value), _) = line.unwrap_or_else(|| panic!("{location:?} is on no line"));
            if location.of == Some(HeaderPart::Name) { name } else { value }
        }
    };
    assert!(range.start <= range.end && range.end <= part.len(), "{location:?} of {} bytes", part.len());
}

/// Writes a report in every form; what is written can do nothing to a terminal.
fn write(record: &Record<'_>, resolved: &Resolved, facts: &Facts) {
    let masked = rules().mask(&record.exchange);
    let judged = Judged { record, masked: &masked, resolved, facts: facts.declared() };
    for detail in [Detail::default(), Detail { checklist: true, ..Detail::default() }] {
        let plain = without_colours(&text::report(&judged, detail));
        let control = plain.chars().find(|c| c.is_control() && *c != '\n');
        assert_eq!(control, None, "{plain}");
    }
    for json in [json::pretty(&judged).unwrap(), json::line(&judged).unwrap()] {
        serde_json::from_str::<serde_json::Value>(&json).unwrap();
    }
}

/// A text without the sequences that set colours; any other sequence stays.
fn without_colours(text: &str) -> String {
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

/// What was found once.
#[test]
fn found_before() {
    let text = b"POST /notes HTTP/1.1\nHost: www.example.com\n\n< a\0b\x1b]0;c\x07";
    http::Reader::new(Some("any.http"), text).flatten().for_each(|record| judge(&record, &rules().facts()));
}

#[test]
fn an_evaluator_forgets_the_last_request() {
    let mut evaluator = Evaluator::new(rules());
    for sample in corpus().iter().chain(corpus().iter().rev()) {
        let mut exchange = http::read_one(sample.text.as_bytes()).unwrap().exchange;
        exchange.now = Some(sample.now);
        let fresh = rules().evaluate(&exchange, &sample.facts);
        assert_eq!(evaluator.evaluate(&exchange, &sample.facts), fresh, "{}", sample.text);
    }
}

#[test]
fn what_a_body_needs_is_known_before_it_is_read() {
    for sample in corpus() {
        let mut exchange = http::read_one(sample.text.as_bytes()).unwrap().exchange;
        exchange.now = Some(sample.now);
        let whole = rules().evaluate(&exchange, &sample.facts);
        if rules().needs(&exchange, &sample.facts).body {
            continue;
        }
        exchange.request.body = Body::Unread;
        assert_eq!(rules().evaluate(&exchange, &sample.facts), whole, "{}", sample.text);
    }
}
