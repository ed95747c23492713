//! Diagnostics of rule files: where, what, and how to fix it.

use super::code::Code;
use super::source_map::{SourceFile, line_column};
use std::fmt;
use std::ops::Range;

/// An error or a hint about a rule file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// What sort of error or hint it is.
    pub code: Code,
    /// Index of the file in [`Diagnostics::files`].
    pub file: usize,
    /// Bytes of the file's text that it is about.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A diagnostic without help.
    #[must_use]
    pub fn new(code: Code, file: usize, span: Range<usize>, message: impl Into<String>) -> Self {
        Self { code, file, span, message: message.into(), help: None }
    }
}

/// All errors of a load: first those in what other files rest on, then in the order of files and places.
#[derive(Clone, Default, thiserror::Error)]
#[error("{}", self.summary())]
pub struct Diagnostics {
    /// The files that were read.
    pub files: Vec<SourceFile>,
    /// The errors; never empty when a load fails.
    pub list: Vec<Diagnostic>,
    /// How many further errors aren't listed because they may be consequences of those in `pack.toml` or in endpoints.
    pub cascading: usize,
}

impl Diagnostics {
    /// The 1-based line and column (in characters) at which a diagnostic begins.
    #[must_use]
    pub fn line_column(&self, diagnostic: &Diagnostic) -> (usize, usize) {
        let text = self.files.get(diagnostic.file).map_or("", |f| f.text.as_str());
        line_column(text, diagnostic.span.start)
    }

    /// Whether there is no error.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// What is said of the errors that aren't listed.
    #[must_use]
    pub fn cascade(&self) -> Option<String> {
        let those = if self.list.len() == 1 { "this" } else { "these" };
        match self.cascading {
            0 => None,
            1 => Some(format!("1 more mistake may be a consequence of {those}, and isn't shown")),
            number => Some(format!("{number} more mistakes may be consequences of {those}, and aren't shown")),
        }
    }

    fn summary(&self) -> String {
        let line = |m: &Diagnostic| {
            let (line, column) = self.line_column(m);
            let path = self.files.get(m.file).map_or("", |f| f.path.as_str());
            let help = m.help.as_ref().map(|h| format!(" ({h})")).unwrap_or_default();
            format!("{path}:{line}:{column}: {} {}{help}", m.code, m.message)
        };
        let mut lines: Vec<String> = self.list.iter().map(line).collect();
        lines.extend(self.cascade());
        lines.join("\n")
    }
}

/// As it is displayed: a program whose `main` returns it shows the list, and not the text of every file.
impl fmt::Debug for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
