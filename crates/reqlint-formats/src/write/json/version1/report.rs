//! The wire types of a report. They mirror the keys of docs/schema/report-1.json and nothing else.

use crate::record::judged::Judged;
use crate::write::json::keys::{FindingKeys, ItemKeys, RequestKeys, SourceKeys};
use reqlint_core::explain::Expected;
use reqlint_core::{Conclusion, Severity};
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
struct ExpectedKeys<'a> {
    status: Option<u16>,
    error_type: Option<&'a str>,
    message: Option<&'a str>,
    rule: &'a str,
}

impl<'a> Report<'a> {
    pub(in crate::write::json) fn of(judged: &Judged<'a>) -> Self {
        let resolved = judged.resolved;
        Report {
            schema: SCHEMA,
            source: SourceKeys::of(judged.record),
            request: RequestKeys::of(judged),
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
