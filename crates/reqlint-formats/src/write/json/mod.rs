//! Reports and diagnoses as JSON: the keys of `docs/*.schema.json`, each of them always there.

mod calibration;
mod diagnosis;
mod keys;
mod report;
mod rule_list;
mod version1;
mod writers;

use super::harmless::harmless;
pub use super::schema::Schema;
pub use calibration::calibration;
pub use rule_list::rule_list;

pub(super) use writers::{FORMAT, LINES};

use crate::record::diagnosed::Diagnosed;
use crate::record::judged::Judged;
use reqlint_core::diagnose::Checklist;

/// A report over several lines, as `--format json` prints it; no line break at the end.
///
/// # Errors
/// None in practice: a report holds nothing that JSON lacks.
pub fn pretty(judged: &Judged<'_>, schema: Schema) -> serde_json::Result<String> {
    match schema {
        Schema::One => serde_json::to_string_pretty(&version1::report::Report::of(judged)),
        Schema::Two => serde_json::to_string_pretty(&report::Report::of(judged, true)),
    }
    .map(harmless)
}

/// A report on one line, as `--format ndjson` prints it; no line break at the end. Version 1 always has the checklist.
///
/// # Errors
/// Like [`pretty`].
pub fn line(judged: &Judged<'_>, schema: Schema, checklist: bool) -> serde_json::Result<String> {
    match schema {
        Schema::One => serde_json::to_string(&version1::report::Report::of(judged)),
        Schema::Two => serde_json::to_string(&report::Report::of(judged, checklist)),
    }
    .map(harmless)
}

/// A diagnosis over several lines; no line break at the end.
///
/// # Errors
/// Like [`pretty`].
pub fn pretty_diagnosis(diagnosed: &Diagnosed<'_>, schema: Schema) -> serde_json::Result<String> {
    match schema {
        Schema::One => serde_json::to_string_pretty(&version1::diagnosis::DiagnosisKeys::of(diagnosed)),
        Schema::Two => serde_json::to_string_pretty(&diagnosis::DiagnosisKeys::of(diagnosed, true)),
    }
    .map(harmless)
}

/// A diagnosis on one line; no line break at the end.
///
/// # Errors
/// Like [`pretty`].
pub fn diagnosis_line(diagnosed: &Diagnosed<'_>, schema: Schema, checklist: bool) -> serde_json::Result<String> {
    match schema {
        Schema::One => serde_json::to_string(&version1::diagnosis::DiagnosisKeys::of(diagnosed)),
        Schema::Two => serde_json::to_string(&diagnosis::DiagnosisKeys::of(diagnosed, checklist)),
    }
    .map(harmless)
}

/// A checklist over several lines; no line break at the end.
///
/// # Errors
/// Like [`pretty`].
pub fn pretty_checklist(checklist: &Checklist, schema: Schema) -> serde_json::Result<String> {
    match schema {
        Schema::One => serde_json::to_string_pretty(&version1::diagnosis::ChecklistKeys::of(checklist)),
        Schema::Two => serde_json::to_string_pretty(&diagnosis::ChecklistKeys::of(checklist)),
    }
    .map(harmless)
}

/// A checklist on one line; no line break at the end.
///
/// # Errors
/// Like [`pretty`].
pub fn checklist_line(checklist: &Checklist, schema: Schema) -> serde_json::Result<String> {
    match schema {
        Schema::One => serde_json::to_string(&version1::diagnosis::ChecklistKeys::of(checklist)),
        Schema::Two => serde_json::to_string(&diagnosis::ChecklistKeys::of(checklist)),
    }
    .map(harmless)
}
