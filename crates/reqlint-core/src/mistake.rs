//! Mistakes in rule files: where, what, and how to mend it.
//!
//! Loading never stops at the first one. Each stage pushes what it finds to the [`Log`] and goes on.

use std::fmt;
use std::ops::Range;

/// A file that was read, kept so that mistakes can be shown in its text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its path as messages name it.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// One mistake in a rule file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Index of the file in [`Mistakes::files`].
    pub file: usize,
    /// Bytes of the file's text that it is about.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

/// All mistakes of a load, in the order of files and places.
#[derive(Clone, Debug, Default, thiserror::Error)]
#[error("{}", self.summary())]
pub struct Mistakes {
    /// The files that were read.
    pub files: Vec<SourceFile>,
    /// What is wrong with them; never empty when a load fails.
    pub list: Vec<Mistake>,
}

impl Mistakes {
    /// The 1-based line and column (in characters) at which a mistake begins.
    #[must_use]
    pub fn line_column(&self, mistake: &Mistake) -> (usize, usize) {
        let text = self.files.get(mistake.file).map_or("", |f| f.text.as_str());
        line_column(text, mistake.span.start)
    }

    fn summary(&self) -> String {
        let line = |m: &Mistake| {
            let (line, column) = self.line_column(m);
            let path = self.files.get(m.file).map_or("", |f| f.path.as_str());
            let help = m.help.as_ref().map(|h| format!(" ({h})")).unwrap_or_default();
            format!("{path}:{line}:{column}: {}{help}", m.message)
        };
        self.list.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

/// The 1-based line and column (in characters) of a byte offset.
#[must_use]
pub fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
    (line, column)
}

/// A value together with the place in a rule file where it was written.
#[derive(Clone)]
pub(crate) struct At<T> {
    pub(crate) value: T,
    pub(crate) place: FilePlace,
}

/// Some bytes of one file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct FilePlace {
    file: u32,
    start: u32,
    end: u32,
}

/// Collects mistakes while files are read and compiled.
#[derive(Default)]
pub(crate) struct Log {
    pub(crate) files: Vec<SourceFile>,
    mistakes: Vec<Mistake>,
}

impl Log {
    /// Takes a file in; what follows is about it.
    pub(crate) fn open(&mut self, path: String, text: String) {
        self.files.push(SourceFile { path, text });
    }

    /// A place in the file that was opened last.
    pub(crate) fn place(&self, span: Range<usize>) -> FilePlace {
        let short = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        FilePlace { file: short(self.files.len().saturating_sub(1)), start: short(span.start), end: short(span.end) }
    }

    pub(crate) fn path(&self, place: FilePlace) -> &str {
        self.files.get(place.file as usize).map_or("", |f| f.path.as_str())
    }

    pub(crate) fn push(&mut self, place: FilePlace, message: impl Into<String>, help: Option<String>) {
        let span = place.start as usize..place.end as usize;
        let mistake = Mistake { file: place.file as usize, span, message: message.into(), help };
        if !self.mistakes.contains(&mistake) {
            self.mistakes.push(mistake);
        }
    }

    pub(crate) fn is_clean(&self) -> bool {
        self.mistakes.is_empty()
    }

    pub(crate) fn finish(mut self) -> Mistakes {
        self.mistakes.sort_by_key(|m| (m.file, m.span.start, m.span.end));
        Mistakes { files: self.files, list: self.mistakes }
    }
}

impl FilePlace {
    pub(crate) fn start(self) -> usize {
        self.start as usize
    }

    /// The bytes `range` of this place's text, for a value whose text stands there between quotes.
    pub(crate) fn inside(self, range: Range<usize>) -> Self {
        let short = |n: usize| u32::try_from(n).unwrap_or(0);
        let clamp = |n: usize| (self.start + 1 + short(n)).min(self.end);
        Self { file: self.file, start: clamp(range.start), end: clamp(range.end) }
    }
}

impl<T: fmt::Debug> fmt::Debug for At<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}
