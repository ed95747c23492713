//! Workflow commands of GitHub Actions: each finding an annotation of its line.

use super::definition::Definition;
use super::writer::ReportWriter;
use crate::record::judged::Judged;
use crate::write::source::Sheet;
use crate::write::source::spot::{self, Spot};
use crate::write::text;
use reqlint_core::{Conclusion, Severity};
use std::fmt::Write;
use std::io;

pub(super) const FORMAT: Definition = Definition {
    name: "github",
    about: "Workflow commands of GitHub Actions",
    endings: &[],
    reports: |_| Box::new(Annotations),
    diagnoses: None,
};

/// Each report is written at once.
struct Annotations;

impl ReportWriter for Annotations {
    fn add(&mut self, judged: &Judged<'_>, out: &mut String) -> io::Result<()> {
        annotate(judged, out);
        Ok(())
    }

    fn finish(self: Box<Self>, _: &mut dyn io::Write) -> io::Result<()> {
        Ok(())
    }
}

/// Writes the findings of a report, each on a line of its own.
fn annotate(judged: &Judged<'_>, out: &mut String) {
    let conclusion = judged.resolved.conclusion;
    if matches!(conclusion, Conclusion::Unjudged | Conclusion::Contradicted) {
        let (file, line) = (property(&spot::path(judged.record)), judged.record.place.line);
        let text = data(&format!("{}: {}", spot::request(judged), text::of_request(judged)));
        let _ = writeln!(out, "::notice file={file},line={line},title={}::{text}", conclusion.name());
    }
    let sheet = Sheet::of(judged);
    for finding in &judged.resolved.findings {
        let Spot { line, columns } = spot::spot(&sheet, judged.record, finding);
        let status = finding.status.map(|status| format!(" ({status})")).unwrap_or_default();
        let level = if finding.severity == Severity::Note { "notice" } else { spot::level(finding.severity) };
        let file = property(&spot::path(judged.record));
        let columns = columns.map(|c| format!(",col={},endColumn={}", c.start, c.end)).unwrap_or_default();
        let title = property(&format!("{}{status}", finding.rule));
        let text = data(&format!("{}: {}", spot::request(judged), spot::message(finding)));
        let _ = writeln!(out, "::{level} file={file},line={line}{columns},title={title}::{text}");
    }
    if let Some(left_out) = text::left_out(judged) {
        let (file, line) = (property(&spot::path(judged.record)), judged.record.place.line);
        let text = data(&format!("{}: {left_out}", spot::request(judged)));
        let _ = writeln!(out, "::notice file={file},line={line},title=left-out::{text}");
    }
}

/// Text fit to follow the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Text fit to be the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
