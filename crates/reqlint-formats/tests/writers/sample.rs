//! Reports made by hand, for tests of the writers.

use reqlint_core::explain::*;
use reqlint_formats::read::{ndjson, raw};
use reqlint_formats::{Judged, Record};
use std::ops::Range;

pub(crate) const PURGE: &[u8] = b"### purge\n\
PUT /v2/mcc/customers/0001/edge/purge/ HTTP/1.1\n\
Host: api.example.com\n\
Authorization: \"TOK: 12345678-1234-1234-1234-1234567890ab\"\n\
Content-Type: application/json\n\
\n\
{\n\t\"MediaPath\": \"http://x\", \"MediaType\": \"3\"\n}\n";

/// The first record of a raw text.
pub(crate) fn raw(text: &[u8]) -> Record<'_> {
    raw::Reader::new(Some("purge.http"), text).next().unwrap().unwrap()
}

/// The last record of some NDJSON.
pub(crate) fn line(text: &str) -> Record<'static> {
    ndjson::Reader::new(Some("day.ndjson"), text.as_bytes()).last().unwrap().unwrap()
}

/// A value after a change.
pub(crate) fn with<T>(mut value: T, change: impl FnOnce(&mut T)) -> T {
    change(&mut value);
    value
}

/// Stars for all letters and digits of Authorization after the scheme.
pub(crate) fn masked(record: &Record<'_>) -> Masked {
    let request = &record.exchange.request;
    let is_secret = |b: &u8| b.is_ascii_alphanumeric() || *b == b'-';
    let star = |value: &[u8]| {
        let colon = value.iter().position(|b| *b == b':').unwrap_or(0);
        let start = value.iter().skip(colon).position(is_secret).map_or(value.len(), |at| colon + at);
        start..value.len() - value.iter().rev().take_while(|b| !is_secret(b)).count()
    };
    let header = |(name, value): (&[u8], &[u8])| {
        let secret = name.eq_ignore_ascii_case(b"authorization").then(|| star(value));
        (name.to_vec(), MaskedText::of(value, secret))
    };
    let plain = |text: &[u8]| MaskedText::of(text, []);
    with(Masked::default(), |masked| {
        masked.target = plain(&request.target);
        masked.authority = plain(request.authority.as_deref().unwrap_or_default());
        masked.headers = request.headers.iter().map(header).collect();
        masked.body = plain(request.body.bytes());
    })
}

/// Everything of a report, ready for a writer.
pub(crate) fn with_report<T>(record: &Record<'_>, resolved: &Resolved, write: impl FnOnce(&Judged<'_>) -> T) -> T {
    write(&Judged { record, masked: &masked(record), resolved, facts: &[] })
}

pub(crate) fn location(part: Part, range: Option<Range<usize>>) -> Location {
    Location { part, name: None, of: None, occurrence: 0, range }
}

pub(crate) fn header(name: &str, range: Option<Range<usize>>) -> Location {
    Location { name: Some(name.into()), of: Some(HeaderPart::Value), ..location(Part::Header, range) }
}

pub(crate) fn edit(location: Location, replacement: &str) -> Edit {
    Edit { location, replacement: replacement.into(), safe: true }
}

pub(crate) fn finding(rule: &str, status: u16, detail: &str, location: Location) -> Finding {
    let finding = Finding::new(format!("example/{rule}"), Severity::Error, "Something holds", detail, location);
    with(finding, |finding| finding.status = Some(status))
}

pub(crate) fn item(rule: &str, status: u16, outcome: Outcome) -> ChecklistItem {
    let title = format!("The request passes {rule}");
    let item = ChecklistItem::new(format!("example/{rule}"), title, Severity::Error, outcome);
    with(item, |item| item.status = Some(status))
}

/// A report of these findings; every rule that found something is the checklist's, and `more`.
pub(crate) fn resolved(findings: Vec<Finding>, more: Vec<ChecklistItem>) -> Resolved {
    let mut checklist: Vec<ChecklistItem> = Vec::new();
    for finding in &findings {
        let name = finding.rule.trim_start_matches("example/");
        let failed = with(item(name, 400, Outcome::Fail), |item| item.severity = finding.severity);
        if !checklist.contains(&failed) {
            checklist.push(failed);
        }
    }
    checklist.extend(more);
    let first = findings.iter().find(|finding| finding.severity == Severity::Error);
    let is_open = checklist.iter().any(|item| item.outcome.is_unknown());
    let conclusion = match first {
        Some(_) => Conclusion::Broken,
        None if is_open => Conclusion::Depends,
        None => Conclusion::Clean,
    };
    let expected = first.map(|finding| {
        with(Expected::new(finding.rule.as_str()), |expected| {
            expected.status = finding.status;
            expected.statuses = finding.status.into_iter().collect();
            expected.status_title = Some("Not Found".to_owned());
            expected.error_type = Some("Invalid Request URI".to_owned());
            expected.message = Some("Endpoint not found".to_owned());
        })
    });
    with(Resolved::new(conclusion), |resolved| {
        resolved.pack = Some("example".to_owned());
        resolved.endpoint = Some("purge-content".to_owned());
        resolved.expected = expected;
        resolved.findings = findings;
        resolved.checklist = checklist;
    })
}

/// A report with something of everything, about [`PURGE`].
pub(crate) fn everything() -> Resolved {
    let slash = location(Part::Target, Some(33..34));
    let slash = with(finding("trailing-slash", 404, "the URL ends with a slash", slash.clone()), |finding| {
        finding.edits = vec![edit(slash, "")];
    });
    let quotes = header("Authorization", Some(0..1));
    let quotes = finding("token-in-quotes", 403, "the Authorization value is in quotes", quotes);
    let quotes = with(quotes, |finding| {
        finding.edits = [0..1, 42..43].map(|range| edit(header("authorization", Some(range)), "")).into();
        finding.why =
            Some("The API compares the whole value with your token: a quote makes it a different value.".into());
        finding.fix = Some("Send the value without quotes.".into());
    });
    let missing = finding("accept-missing", 400, "the Accept header is missing", header("Accept", None));
    let missing = with(missing, |finding| finding.fix = Some("Send Accept.".into()));
    let member = Location { name: Some("MediaType".into()), ..location(Part::Body, Some(41..44)) };
    let number = finding("number-in-quotes", 400, "`MediaType` is a text; a number is expected", member.clone());
    let number = with(number, |finding| {
        finding.severity = Severity::Warning;
        finding.edits = vec![edit(member, "3")];
    });
    let open = with(item("account-inactive", 400, Outcome::FACT_MISSING), |item| {
        item.needs = vec!["account-status".to_owned()];
        item.ask = Some("What is the status of account 0001?".to_owned());
    });
    let waits = with(item("token-unknown", 403, Outcome::WAITS), |item| {
        item.needs = vec!["example/token-in-quotes".to_owned()];
    });
    let more = vec![
        open,
        waits,
        item("method-wrong", 405, Outcome::Pass),
        item("token-expired", 401, Outcome::NOT_APPLYING),
        item("field-blank", 400, Outcome::ABSENT),
        item("framing", 400, Outcome::NOT_VISIBLE),
    ];
    resolved(vec![slash, quotes, missing, number], more)
}
