//! Places in requests and answers, and the edits that change them.

use crate::base::text::SmolStr;
use std::ops::Range;

/// A place in a request, or in the answer to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The part of the request.
    pub part: Part,
    /// The header, the field (`items[2].name`, `query.page`, `path.account`) or the fact.
    pub name: Option<SmolStr>,
    /// Of a header: its name or its value.
    pub of: Option<HeaderPart>,
    /// Which of several header lines of this name, from 0.
    pub occurrence: usize,
    /// Bytes of the part as sent (of a header: of its name or value); `None` for what is missing.
    pub range: Option<Range<usize>>,
}

impl Location {
    /// Whether both are about the same bytes, or about the same thing that is missing.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        let is_named_alike = match (&self.name, &other.name) {
            (Some(own), Some(name)) => own == name || self.part == Part::Header && own.eq_ignore_ascii_case(name),
            (own, name) => own == name,
        };
        let is_line = self.part == Part::Header;
        if self.part != other.part || is_line && !is_named_alike {
            return false;
        }
        match (&self.range, &other.range) {
            (Some(own), Some(range)) => {
                let is_same_text = !is_line || self.of == other.of && self.occurrence == other.occurrence;
                let touches = own.start < range.end && range.start < own.end || own == range;
                is_same_text && touches
            }
            _ => is_named_alike,
        }
    }
}

/// A part of a request, or of the answer to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Part {
    /// The method.
    Method,
    /// The request target.
    Target,
    /// The host, where it is not part of target or headers.
    Host,
    /// A header line.
    Header,
    /// The body after content decoding.
    Body,
    /// A fact.
    Fact,
    /// The answer's status.
    AnswerStatus,
    /// A header line of the answer.
    AnswerHeader,
    /// The answer's body after content decoding.
    AnswerBody,
}

impl Part {
    /// Its name, as JSON has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Method => "method",
            Self::Target => "target",
            Self::Host => "host",
            Self::Header => "header",
            Self::Body => "body",
            Self::Fact => "fact",
            Self::AnswerStatus => "answer-status",
            Self::AnswerHeader => "answer-header",
            Self::AnswerBody => "answer-body",
        }
    }

    /// Whether it is part of the answer, not of the request.
    #[must_use]
    pub const fn is_of_answer(self) -> bool {
        matches!(self, Self::AnswerStatus | Self::AnswerHeader | Self::AnswerBody)
    }
}

/// One side of a header line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeaderPart {
    /// The part before the colon.
    Name,
    /// The part after it, without the white space around it.
    Value,
}

/// A change to a request: the bytes at a place are replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub location: Location,
    /// What replaces the text there.
    pub replacement: SmolStr,
    /// Whether it may be applied without asking: it fixes the finding and changes nothing else.
    pub safe: bool,
}
