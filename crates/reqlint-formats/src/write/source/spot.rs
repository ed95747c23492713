//! The position of a finding in its input, as tools that annotate files count it.

use crate::record::Record;
use crate::record::judged::{Judged, clipped};
use crate::write::source::Sheet;
use reqlint_core::base::escape::plain;
use reqlint_core::{Finding, Severity};
use std::ops::Range;

/// A line of an input, and columns of it in characters, from 1; the end is not included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    pub(crate) line: usize,
    pub(crate) columns: Option<Range<usize>>,
}

/// The place of a finding. Of an input that doesn't hold the request literally it is where the record begins.
pub(crate) fn spot(sheet: &Sheet<'_>, record: &Record<'_>, finding: &Finding) -> Spot {
    if !sheet.is_literal {
        return Spot { line: record.place.line, columns: None };
    }
    let line = sheet.line(&finding.location);
    let span = sheet.range(&finding.location).and_then(|range| line.span(&range));
    let columns = span.map(|span| {
        let characters = |range| String::from_utf8_lossy(line.text.get(range).unwrap_or_default()).chars().count();
        let start = 1 + characters(0..span.start);
        start..start + characters(span)
    });
    Spot { line: line.number, columns }
}

/// The name of the input, for tools that take paths.
pub(crate) fn path(record: &Record<'_>) -> String {
    plain(record.input.as_deref().unwrap_or("stdin"))
}

/// `PUT api.example.com/v2/…`, masked and on one line.
pub(crate) fn request(judged: &Judged<'_>) -> String {
    let target = judged.target(MAX_TARGET);
    let host = if target.starts_with('/') { judged.host() } else { String::new() };
    plain(&format!("{} {}{target}", judged.method(), clipped(host, MAX_TARGET)))
}

/// How much of a target names a request.
const MAX_TARGET: usize = 1_000;

/// What was seen, why it matters, what to do, and what servers were measured to do: one paragraph.
pub(crate) fn message(finding: &Finding) -> String {
    let answer = match (finding.status, &finding.servers) {
        (Some(status @ ..400), None) if finding.error_type.is_some() => {
            let kind = finding.error_type.as_deref().unwrap_or_default();
            format!(" (the API answers {status} with the error `{kind}`)")
        }
        (Some(status), None) if finding.severity == Severity::Error => format!(" (the API answers {status})"),
        (Some(status), None) => format!(" (the API may answer {status})"),
        _ => String::new(),
    };
    let more = [&finding.why, &finding.fix].into_iter().flatten().map(|text| format!(" {text}"));
    let servers = finding.servers.as_ref().map(|servers| format!(" Servers: {servers}.")).unwrap_or_default();
    plain(&format!("{}{answer}.{}{servers}", finding.detail, more.collect::<String>()))
}

pub(crate) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
