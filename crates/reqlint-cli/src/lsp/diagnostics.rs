//! Mistakes as an editor shows them.

use super::place::range;
use super::workspace::Shelf;
use lsp_types::{Diagnostic, DiagnosticSeverity};
use std::collections::BTreeMap;

/// The mistakes of packs, by path.
pub(super) fn diagnostics(shelf: &Shelf) -> BTreeMap<String, Vec<Diagnostic>> {
    let mistakes = &shelf.loaded.mistakes;
    let mut all: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
    for mistake in &mistakes.list {
        let Some(file) = mistakes.files.get(mistake.file) else { continue };
        // what is missing is said of the whole file: shown at its first line
        let first_line = file.text.find('\n').unwrap_or(file.text.len());
        let span = if mistake.span == (0..0) { 0..first_line } else { mistake.span.clone() };
        let help = mistake.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
        all.entry(file.path.clone()).or_default().push(Diagnostic {
            range: range(&file.text, &span),
            severity: Some(DiagnosticSeverity::ERROR),
            source: Some("reqlint".to_owned()),
            message: format!("{}{help}", mistake.message),
            ..Diagnostic::default()
        });
    }
    all
}
