//! The files of a load, and what is written at a place in them.

use super::key::{Key, KindEntry};
use super::span::SourceSpan;
use std::ops::Range;

/// A file that was read, kept so that diagnostics can be shown in its text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its path as messages name it.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// What a file may contain at its top level.
#[derive(Clone, Copy, Default)]
struct Vocabulary {
    keys: &'static [Key],
    /// The kinds of check, if the file holds a check.
    kinds: &'static [KindEntry],
}

/// Every file of a load, in the order in which they were opened.
#[derive(Default)]
pub(crate) struct SourceMap {
    files: Vec<SourceFile>,
    /// For each file, what it may contain.
    vocabularies: Vec<Vocabulary>,
}

impl SourceMap {
    /// Adds a file. Until the next one is added it is the current file: [`SourceMap::span`] makes spans of it.
    pub(super) fn open(&mut self, path: String, text: String) {
        self.files.push(SourceFile { path, text });
        self.vocabularies.push(Vocabulary::default());
    }

    /// Sets the keys of the current file's top level.
    pub(super) fn set_keys(&mut self, keys: &'static [Key]) {
        if let Some(current) = self.vocabularies.last_mut() {
            current.keys = keys;
        }
    }

    /// Sets the kinds of check that the current file may hold.
    pub(super) fn set_kinds(&mut self, kinds: &'static [KindEntry]) {
        if let Some(current) = self.vocabularies.last_mut() {
            current.kinds = kinds;
        }
    }

    /// A span of the current file.
    pub(super) fn span(&self, range: Range<usize>) -> SourceSpan {
        let short = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let file = short(self.files.len().saturating_sub(1));
        SourceSpan { file, start: short(range.start), end: short(range.end), opening: 1 }
    }

    /// The span of a string in the current file: its quotes are one, or three with or without a line break after them.
    pub(super) fn string_span(&self, range: Range<usize>) -> SourceSpan {
        let span = self.span(range);
        let written = self.written(span);
        let opening = match written.strip_prefix("\"\"\"").or_else(|| written.strip_prefix("'''")) {
            None => 1,
            Some(text) if text.starts_with("\r\n") => 5,
            Some(text) if text.starts_with('\n') => 4,
            Some(_) => 3,
        };
        SourceSpan { opening, ..span }
    }

    /// The text of the file of a span.
    pub(crate) fn text(&self, span: SourceSpan) -> &str {
        self.files.get(span.file()).map_or("", |file| file.text.as_str())
    }

    /// The path of the file of a span.
    pub(crate) fn path(&self, span: SourceSpan) -> &str {
        self.files.get(span.file()).map_or("", |file| file.path.as_str())
    }

    /// What is written at a span.
    pub(crate) fn written(&self, span: SourceSpan) -> &str {
        self.text(span).get(span.range()).unwrap_or_default()
    }

    /// The keys of the top level of a span's file.
    pub(crate) fn keys(&self, span: SourceSpan) -> &'static [Key] {
        self.vocabularies.get(span.file()).map_or(&[], |file| file.keys)
    }

    /// The kinds of check that a span's file may hold.
    pub(crate) fn kinds(&self, span: SourceSpan) -> &'static [KindEntry] {
        self.vocabularies.get(span.file()).map_or(&[], |file| file.kinds)
    }

    /// Whether a span is in a table header.
    pub(crate) fn is_header(&self, span: SourceSpan) -> bool {
        let before = self.text(span).get(..span.start()).unwrap_or_default();
        before.rsplit('\n').next().is_some_and(|line| line.trim_start().starts_with('['))
    }

    pub(super) fn into_files(self) -> Vec<SourceFile> {
        self.files
    }
}

/// The 1-based line and column (in characters) of a byte offset.
#[must_use]
pub fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
    (line, column)
}
