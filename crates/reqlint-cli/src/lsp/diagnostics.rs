//! Diagnostics as an editor shows them.

use super::place::range;
use super::workspace::Shelf;
use lsp_types::{Diagnostic, DiagnosticSeverity};
use std::collections::BTreeMap;

/// The mistakes of packs or of a project, and what could be written better, by path.
pub(super) fn diagnostics(shelf: &Shelf) -> BTreeMap<String, Vec<Diagnostic>> {
    let mistakes = &shelf.loaded.mistakes;
    let mut all: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
    let errors = mistakes.list.iter().map(|mistake| (DiagnosticSeverity::ERROR, mistake));
    let hints = shelf.loaded.hints.iter().map(|hint| (DiagnosticSeverity::HINT, hint));
    for (severity, mistake) in errors.chain(hints) {
        let Some(file) = mistakes.files.get(mistake.file) else { continue };
        if shelf.project.as_ref().is_some_and(|project| *project != file.path) {
            continue;
        }
        // what is missing is said of the whole file: shown at its first line
        let first_line = file.text.find('\n').unwrap_or(file.text.len());
        let span = if mistake.span == (0..0) { 0..first_line } else { mistake.span.clone() };
        let help = mistake.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
        all.entry(file.path.clone()).or_default().push(Diagnostic {
            range: range(&file.text, &span),
            severity: Some(severity),
            source: Some("reqlint".to_owned()),
            message: format!("{}{help}", mistake.message),
            ..Diagnostic::default()
        });
    }
    all
}
