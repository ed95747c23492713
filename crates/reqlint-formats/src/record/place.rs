//! Places in an input, and what is said about them: things assumed, and what could not be understood.

use memchr::{memchr_iter, memrchr};
use std::fmt;

/// A place in an input, counted from 1 as editors count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column in characters; a byte that is not UTF-8 counts as one.
    pub column: usize,
}

/// Looks places up in a text. It goes on from the last one, so that many of them don't cost a walk through the text each.
#[derive(Debug)]
pub(crate) struct Places<'a> {
    text: &'a [u8],
    at: usize,
    place: Place,
}

impl<'a> Places<'a> {
    pub(crate) fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0, place: Place { line: 1, column: 1 } }
    }

    /// The place of an offset.
    pub(crate) fn of(&mut self, offset: usize) -> Place {
        let offset = offset.min(self.text.len());
        if offset < self.at {
            *self = Self::new(self.text);
        }
        let passed = self.text.get(self.at..offset).unwrap_or_default();
        let (line, from) = match memrchr(b'\n', passed) {
            Some(found) => (memchr_iter(b'\n', passed).count(), passed.get(found + 1..).unwrap_or_default()),
            None => (0, passed),
        };
        let column = if line > 0 { 1 } else { self.place.column };
        let columns: usize =
            from.utf8_chunks().map(|chunk| chunk.valid().chars().count() + chunk.invalid().len()).sum();
        self.place = Place { line: self.place.line + line, column: column + columns };
        self.at = offset;
        self.place
    }
}

/// Something that a reader assumed, because the text leaves it open or is not quite HTTP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Where.
    pub place: Place,
    /// What was assumed: lower case, without a full stop.
    pub message: String,
}

/// A record that can't be understood. The records around it are not touched by it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{message}{}", self.position(), .help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default())]
pub struct ReadError {
    /// The name of the input; `None` for standard input.
    pub input: Option<String>,
    /// Where in it; `None` when it could not be read at all.
    pub place: Option<Place>,
    /// What is wrong: lower case, without a full stop. Never quotes a header's value.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl ReadError {
    /// `purge.http:3:16`, as far as it is known.
    #[must_use]
    pub fn origin(&self) -> String {
        let input = self.input.as_deref().unwrap_or("stdin");
        self.place.map_or_else(|| input.to_owned(), |place| format!("{input}:{place}"))
    }

    fn position(&self) -> String {
        format!("{}: ", self.origin())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// What is wrong at a place, before the input's name is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    pub(crate) place: Place,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

impl Trouble {
    pub(crate) fn new(place: Place, message: impl Into<String>) -> Self {
        Self { place, message: message.into(), help: None }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn of(self, input: Option<&str>) -> ReadError {
        let Self { place, message, help } = self;
        ReadError { input: input.map(str::to_owned), place: Some(place), message, help }
    }
}
