//! The wire types of a report. They mirror the keys of docs/schema/report-1.json and nothing else.

use crate::record::judged::Judged;
use reqlint_core::explain::{ChecklistItem, Edit, Expected, HeaderPart, Location};
use reqlint_core::{Conclusion, Finding, Severity};
use serde::Serialize;

const SCHEMA: &str = "reqlint/report/1";

#[derive(Serialize)]
pub(in crate::write::json) struct Report<'a> {
    schema: &'static str,
    source: SourceKeys<'a>,
    request: RequestKeys,
    pack: Option<&'a str>,
    endpoint: Option<&'a str>,
    conclusion: &'static str,
    expected: Option<ExpectedKeys<'a>>,
    findings: Vec<FindingKeys<'a>>,
    checklist: Vec<ItemKeys<'a>>,
}

#[derive(Serialize)]
struct SourceKeys<'a> {
    name: Option<&'a str>,
    index: usize,
    id: Option<&'a str>,
}

#[derive(Serialize)]
struct RequestKeys {
    method: String,
    host: String,
    target: String,
}

#[derive(Serialize)]
struct ExpectedKeys<'a> {
    status: Option<u16>,
    error_type: Option<&'a str>,
    message: Option<&'a str>,
    rule: &'a str,
}

#[derive(Serialize)]
struct FindingKeys<'a> {
    rule: &'a str,
    status: Option<u16>,
    severity: &'static str,
    error_type: Option<&'a str>,
    title: &'a str,
    detail: &'a str,
    message: Option<&'a str>,
    why: Option<&'a str>,
    fix: Option<&'a str>,
    location: LocationKeys<'a>,
    edits: Vec<EditKeys<'a>>,
}

#[derive(Serialize)]
struct LocationKeys<'a> {
    part: &'static str,
    name: Option<&'a str>,
    of: Option<&'static str>,
    occurrence: usize,
    start: Option<usize>,
    end: Option<usize>,
}

#[derive(Serialize)]
struct EditKeys<'a> {
    #[serde(flatten)]
    location: LocationKeys<'a>,
    replacement: &'a str,
    safe: bool,
}

#[derive(Serialize)]
struct ItemKeys<'a> {
    rule: &'a str,
    status: Option<u16>,
    title: &'a str,
    severity: &'static str,
    outcome: &'static str,
    because: Option<&'static str>,
    needs: &'a [String],
    ask: Option<&'a str>,
}

impl<'a> Report<'a> {
    pub(in crate::write::json) fn of(judged: &Judged<'a>) -> Self {
        let Judged { record, masked, resolved, .. } = judged;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Report {
            schema: SCHEMA,
            source: SourceKeys { name: record.input.as_deref(), index: record.index, id: record.id.as_deref() },
            request: RequestKeys {
                method: text(&record.exchange.request.method),
                host: judged.host(),
                target: text(&masked.target),
            },
            pack: resolved.pack.as_deref(),
            endpoint: resolved.endpoint.as_deref(),
            conclusion: match resolved.conclusion {
                Conclusion::Broken | Conclusion::Contradicted => "broken",
                Conclusion::Depends => "depends",
                Conclusion::Clean | Conclusion::Unjudged => "clean",
            },
            expected: resolved.expected.as_ref().map(ExpectedKeys::of),
            findings: resolved
                .findings
                .iter()
                .filter(|finding| finding.severity > Severity::Note)
                .map(FindingKeys::of)
                .collect(),
            checklist: resolved
                .checklist
                .iter()
                .filter(|item| item.severity > Severity::Note)
                .map(ItemKeys::of)
                .collect(),
        }
    }
}

impl<'a> ExpectedKeys<'a> {
    fn of(expected: &'a Expected) -> Self {
        let Expected { status, error_type, message, rule, .. } = expected;
        Self { status: *status, error_type: error_type.as_deref(), message: message.as_deref(), rule }
    }
}

impl<'a> FindingKeys<'a> {
    fn of(finding: &'a Finding) -> Self {
        Self {
            rule: &finding.rule,
            status: finding.status,
            severity: finding.severity.name(),
            error_type: finding.error_type.as_deref(),
            title: &finding.title,
            detail: &finding.detail,
            message: finding.message.as_deref(),
            why: finding.why.as_deref(),
            fix: finding.fix.as_deref(),
            location: LocationKeys::of(&finding.location),
            edits: finding.edits.iter().map(EditKeys::of).collect(),
        }
    }
}

impl<'a> LocationKeys<'a> {
    fn of(location: &'a Location) -> Self {
        Self {
            part: location.part.name(),
            name: location.name.as_deref(),
            of: location.of.map(|of| match of {
                HeaderPart::Name => "name",
                HeaderPart::Value => "value",
            }),
            occurrence: location.occurrence,
            start: location.range.as_ref().map(|range| range.start),
            end: location.range.as_ref().map(|range| range.end),
        }
    }
}

impl<'a> EditKeys<'a> {
    fn of(edit: &'a Edit) -> Self {
        Self { location: LocationKeys::of(&edit.location), replacement: &edit.replacement, safe: edit.safe }
    }
}

impl<'a> ItemKeys<'a> {
    fn of(item: &'a ChecklistItem) -> Self {
        Self {
            rule: &item.rule,
            status: item.status,
            title: &item.title,
            severity: item.severity.name(),
            outcome: item.outcome.name(),
            because: item.outcome.reason(),
            needs: &item.needs,
            ask: item.ask.as_deref(),
        }
    }
}
