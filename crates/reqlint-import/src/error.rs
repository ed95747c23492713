//! Why a description can't be imported.

use std::fmt;

/// Why a description can't be imported: what is wrong, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub struct ImportError {
    /// The file, as it was named.
    pub file: String,
    /// What is wrong: lower case, without a full stop.
    pub message: String,
    /// Where, with the text of that line, if the format tells.
    pub place: Option<(Position, String)>,
    /// What to do about it.
    pub help: Option<String>,
}

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl ImportError {
    pub(crate) fn new(file: &str, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), message: message.into(), place: None, help: None }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn at(mut self, text: &str, place: Position) -> Self {
        let line = text.lines().nth(place.line.saturating_sub(1)).unwrap_or_default();
        self.place = Some((place, line.to_owned()));
        self
    }
}

impl Position {
    /// From a column that counts bytes.
    pub(crate) fn in_characters(self, text: &str) -> Self {
        let line = text.lines().nth(self.line.saturating_sub(1)).unwrap_or_default();
        let column = line.char_indices().take_while(|(at, _)| *at < self.column).count().max(1);
        Self { column, ..self }
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some((place, _)) = &self.place {
            write!(f, ":{}:{}", place.line, place.column)?;
        }
        write!(f, ": {}", self.message)
    }
}
