//! Objects that every version of a report writes alike.
//!
//! Version 1 is closed: its schema, against which tests hold it, refuses a key that is added here. What gains a key in a
//! later version therefore gets an object of its own there.

use crate::record::Record;
use crate::record::judged::{Judged, clipped};
use reqlint_core::Finding;
use reqlint_core::explain::{ChecklistItem, Edit, HeaderPart, Location};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct SourceKeys<'a> {
    name: Option<&'a str>,
    index: usize,
    id: Option<String>,
}

#[derive(Serialize)]
pub(super) struct RequestKeys {
    method: String,
    host: String,
    target: String,
}

#[derive(Serialize)]
pub(super) struct FindingKeys<'a> {
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
pub(super) struct EditKeys<'a> {
    #[serde(flatten)]
    location: LocationKeys<'a>,
    replacement: &'a str,
    safe: bool,
}

#[derive(Serialize)]
pub(super) struct ItemKeys<'a> {
    rule: &'a str,
    status: Option<u16>,
    title: &'a str,
    severity: &'static str,
    outcome: &'static str,
    because: Option<&'static str>,
    needs: &'a [String],
    ask: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct LocationKeys<'a> {
    part: &'static str,
    name: Option<&'a str>,
    of: Option<&'static str>,
    occurrence: usize,
    start: Option<usize>,
    end: Option<usize>,
}

impl<'a> LocationKeys<'a> {
    pub(super) fn of(location: &'a Location) -> Self {
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

impl<'a> SourceKeys<'a> {
    pub(super) fn of(record: &'a Record<'_>) -> Self {
        Self { name: record.input.as_deref(), index: record.index, id: record.shown_id() }
    }
}

impl RequestKeys {
    pub(super) fn of(judged: &Judged<'_>) -> Self {
        Self { method: judged.method(), host: clipped(judged.host(), MAX_TARGET), target: judged.target(MAX_TARGET) }
    }
}

/// How much of a target is written.
const MAX_TARGET: usize = 64 << 10;

impl<'a> FindingKeys<'a> {
    pub(super) fn of(finding: &'a Finding) -> Self {
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

impl<'a> EditKeys<'a> {
    pub(super) fn of(edit: &'a Edit) -> Self {
        Self { location: LocationKeys::of(&edit.location), replacement: &edit.replacement, safe: edit.safe }
    }
}

impl<'a> ItemKeys<'a> {
    pub(super) fn of(item: &'a ChecklistItem) -> Self {
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
