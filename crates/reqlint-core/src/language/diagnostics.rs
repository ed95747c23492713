//! Diagnostics of rule files: where, what, and how to fix it.

use super::source_map::{SourceFile, line_column};
use std::fmt;
use std::ops::Range;

/// One mistake in a rule file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Index of the file in [`Diagnostics::files`].
    pub file: usize,
    /// Bytes of the file's text that it is about.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

/// All mistakes of a load, in the order of files and places.
#[derive(Clone, Default, thiserror::Error)]
#[error("{}", self.summary())]
pub struct Diagnostics {
    /// The files that were read.
    pub files: Vec<SourceFile>,
    /// What is wrong with them; never empty when a load fails.
    pub list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// The 1-based line and column (in characters) at which a mistake begins.
    #[must_use]
    pub fn line_column(&self, mistake: &Diagnostic) -> (usize, usize) {
        let text = self.files.get(mistake.file).map_or("", |f| f.text.as_str());
        line_column(text, mistake.span.start)
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    fn summary(&self) -> String {
        let line = |m: &Diagnostic| {
            let (line, column) = self.line_column(m);
            let path = self.files.get(m.file).map_or("", |f| f.path.as_str());
            let help = m.help.as_ref().map(|h| format!(" ({h})")).unwrap_or_default();
            format!("{path}:{line}:{column}: {}{help}", m.message)
        };
        self.list.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

/// As it is displayed: a program whose `main` returns it shows the list, and not the text of every file.
impl fmt::Debug for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
