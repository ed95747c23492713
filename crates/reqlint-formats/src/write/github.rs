//! Workflow commands of GitHub Actions: each finding an annotation of its line.

use crate::record::judged::Judged;
use crate::write::source::Sheet;
use crate::write::source::spot::{self, Spot};
use std::fmt::Write;

/// The annotations of a report, each on a line of its own.
#[must_use]
pub fn annotations(judged: &Judged<'_>) -> String {
    let sheet = Sheet::of(judged);
    let mut out = String::new();
    for finding in &judged.resolved.findings {
        let Spot { line, columns } = spot::spot(&sheet, judged.record, finding);
        let status = finding.status.map(|status| format!(" ({status})")).unwrap_or_default();
        let (level, file) = (spot::level(finding.severity), property(&spot::path(judged.record)));
        let columns = columns.map(|c| format!(",col={},endColumn={}", c.start, c.end)).unwrap_or_default();
        let title = property(&format!("{}{status}", finding.rule));
        let text = data(&format!("{}: {}", spot::request(judged), spot::message(finding)));
        let _ = writeln!(out, "::{level} file={file},line={line}{columns},title={title}::{text}");
    }
    out
}

/// What may stand behind the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What may stand as the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
