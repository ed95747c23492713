//! Diagnostics as an editor shows them.

use super::place::range;
use super::workspace::Shelf;
use lsp_types::{Diagnostic, DiagnosticSeverity, NumberOrString};
use reqlint_core::language::Code;
use std::collections::BTreeMap;
use std::ops::Range;

/// The errors and hints of packs or of a project, by path.
pub(super) fn diagnostics(shelf: &Shelf) -> BTreeMap<String, Vec<Diagnostic>> {
    let mistakes = &shelf.loaded.errors;
    let mut all: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
    let errors = mistakes.list.iter().map(|mistake| (DiagnosticSeverity::ERROR, mistake));
    let hints = shelf.loaded.hints.iter().map(|hint| (DiagnosticSeverity::HINT, hint));
    for (severity, mistake) in errors.chain(hints) {
        let Some(file) = mistakes.files.get(mistake.file) else { continue };
        if shelf.project.as_ref().is_some_and(|project| *project != file.path) {
            continue;
        }
        let span = shown(&file.text, &mistake.span);
        let help = mistake.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
        all.entry(file.path.clone()).or_default().push(Diagnostic {
            range: range(&file.text, &span),
            severity: Some(severity),
            code: Some(NumberOrString::String(mistake.code.id().to_owned())),
            source: Some("reqlint".to_owned()),
            message: format!("{}{help}", mistake.message),
            ..Diagnostic::default()
        });
    }
    all
}

/// The codes of what is reported at an offset of a file, each once.
pub(super) fn codes_at(shelf: &Shelf, path: &str, offset: usize) -> Vec<Code> {
    let errors = &shelf.loaded.errors;
    let is_here = |diagnostic: &&reqlint_core::language::Diagnostic| {
        errors.files.get(diagnostic.file).is_some_and(|file| {
            let span = shown(&file.text, &diagnostic.span);
            file.path == path && (span.contains(&offset) || span.end == offset)
        })
    };
    let mut codes: Vec<Code> = errors.list.iter().chain(&shelf.loaded.hints).filter(is_here).map(|d| d.code).collect();
    codes.dedup();
    codes
}

/// The bytes that an editor marks: what is missing is reported of the whole file and shown at its first line.
fn shown(text: &str, span: &Range<usize>) -> Range<usize> {
    if *span == (0..0) { 0..text.find('\n').unwrap_or(text.len()) } else { span.clone() }
}
