//! Bodies: reqlint can parse what other parsers can, and the other way round.

use super::{Writer, of_record};
use reqlint_core::{Body, Outcome, Resolved, RuleSet};
use reqlint_formats::Record;
use reqlint_formats::read::raw;
use serde::de::IgnoredAny;
use std::borrow::Cow;

/// Reads the body as JSON, as XML and as a form, for a host without documentation and for one with documented fields.
pub(crate) fn of_body(rules: &RuleSet, body: &[u8], writers: &[Writer]) {
    let problem = |media_type| problem(rules, media_type, body, writers);
    let (json, xml, _) =
        (problem("application/json"), problem("application/xml"), problem("application/x-www-form-urlencoded"));
    let Ok(text) = std::str::from_utf8(body) else { return };
    if let Some(is_json) = is_readable(&json) {
        let theirs = serde_json::from_str::<IgnoredAny>(text.strip_prefix('\u{feff}').unwrap_or(text));
        assert_eq!(is_json, theirs.is_ok(), "{json:?}, {theirs:?}");
    }
    // only valid XML must be readable; reqlint may accept more
    if is_readable(&xml) == Some(false) {
        assert!(roxmltree::Document::parse(text).is_err(), "{xml:?}");
    }
}

/// Whether a body can be read; `None` if that is unknown, or if a limit forbids it.
fn is_readable((outcome, problem): &(Outcome, String)) -> Option<bool> {
    match outcome {
        Outcome::Pass => Some(true),
        Outcome::Fail if !problem.contains("nested more than") => Some(false),
        _ => None,
    }
}

/// Whether a body can be read as a media type, and what is wrong with it.
fn problem(rules: &RuleSet, media_type: &str, body: &[u8], writers: &[Writer]) -> (Outcome, String) {
    let documented = "PUT /v2/mcc/customers/0001/edge/purge HTTP/1.1\nHost: api.edgecast.com";
    judged(rules, documented, media_type, body, writers);
    let resolved = judged(rules, "POST /notes HTTP/1.1\nHost: www.example.com", media_type, body, writers);
    let is_reader = |rule: &str| rule == "http/body-unreadable";
    let item = resolved.checklist.iter().find(|item| is_reader(&item.rule)).unwrap();
    let finding = resolved.findings.iter().find(|finding| is_reader(&finding.rule));
    (item.outcome, finding.map(|finding| finding.detail.to_string()).unwrap_or_default())
}

fn judged(rules: &RuleSet, head: &str, media_type: &str, body: &[u8], writers: &[Writer]) -> Resolved {
    let text = format!("{head}\nContent-Type: {media_type}\n");
    let mut record = raw::read_one(text.as_bytes()).unwrap();
    record.exchange.request.body = Body::Whole(Cow::Borrowed(body));
    let record = Record { map: None, ..record };
    let facts = rules.facts();
    of_record(rules, &record, &facts, writers);
    rules.resolve(&rules.evaluate(&record.exchange, &facts), &record.exchange, &facts)
}
