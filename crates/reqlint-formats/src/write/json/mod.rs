//! Reports and diagnoses as JSON: the keys of `docs/*.schema.json`, each of them always there.

mod diagnosis;
mod keys;
mod report;
mod rule_list;
mod schema;
mod version1;
mod writers;

pub use rule_list::rule_list;
pub use schema::Schema;

pub(super) use writers::{FORMAT, LINES};

use crate::record::diagnosed::Diagnosed;
use crate::record::judged::Judged;
use reqlint_core::base::escape::is_deceptive;
use reqlint_core::diagnose::Checklist;
use std::fmt::Write;

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

/// Writes what a terminal could act on as escapes. Such characters occur only inside of strings.
pub(crate) fn harmless(json: String) -> String {
    if !json.chars().any(is_loud) {
        return json;
    }
    let mut escaped = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if is_loud(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        } else {
            escaped.push(c);
        }
    }
    escaped
}

fn is_loud(c: char) -> bool {
    c == '\u{7f}' || is_deceptive(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_acts_on_is_escaped() {
        let text = "é\u{9b}\u{202e}\u{7f}\u{e0001}\u{1b}";
        let json = harmless(serde_json::to_string(text).unwrap());
        assert_eq!(json, r#""é\u009b\u202e\u007f\udb40\udc01\u001b""#);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
