//! What a format of input is: how it is recognised, and how it is read.

use super::Files;
use super::variables::Variables;
use crate::record::Record;
use crate::record::place::{Note, ReadError};
use reqlint_core::Time;
use std::fmt;
use std::io::BufRead;
use std::ops::ControlFlow;

/// Where a text comes from, and what may be read beside it.
#[derive(Clone, Copy, Default)]
pub struct Source<'s> {
    /// The name that messages give the input; `None` for standard input.
    pub name: Option<&'s str>,
    /// Reads the files that requests name; `None` where they are only named.
    pub files: Option<&'s Files<'s>>,
    /// Values for variables that the text itself doesn't set; see [`Environments`](super::Environments).
    pub variables: Option<&'s Variables>,
    /// The texts of the files whose settings a request inherits, the outermost first: `collection.bru` and each `folder.bru`, for
    /// a request of Bruno.
    pub inherited: &'s [String],
    /// When requests are sent that are still to be: what a signature is made for. Without it, such a signature isn't known.
    pub now: Option<Time>,
    /// Whether a command is read as what its program sends, byte for byte: what it refuses is an error, and records have
    /// [`Record::sent`].
    pub is_exact: bool,
}

/// How the fixed requests of a format are given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixedAs {
    /// As the text itself, in which only the edited bytes change: see [`crate::fix::Text`].
    Text(Literal),
    /// As curl commands: see [`crate::fix::curl`].
    Commands {
        /// Whether requests that nothing was changed in are written as well.
        all: bool,
    },
}

/// How a text holds requests literally.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Literal {
    /// As raw HTTP.
    Http,
    /// As a line of JSON each.
    Json,
}

impl Literal {
    /// What is between two texts that are written one after the other.
    #[must_use]
    pub fn separator(self) -> &'static str {
        match self {
            Literal::Http => "\n###\n",
            Literal::Json => "\n",
        }
    }

    /// Whether a text holds more than what is sent: quote marks, variables, and the answers to its requests.
    #[must_use]
    pub fn is_loose(self) -> bool {
        match self {
            Literal::Http => true,
            Literal::Json => false,
        }
    }
}

/// What a format is.
pub(super) struct Definition {
    /// What a person calls it.
    pub(super) name: &'static str,
    /// What it is, for help texts: without a full stop.
    pub(super) about: &'static str,
    /// Endings of the names of files that are of this format even where they are blank.
    pub(super) endings: &'static [&'static str],
    /// Whether such a name decides, because the text alone may look like that of another format.
    pub(super) is_named: bool,
    /// Whether a text that begins like this has the format. It doesn't begin with white space.
    pub(super) sniff: fn(&[u8]) -> Sniff,
    pub(super) read: ReadBy,
    pub(super) fixed_as: FixedAs,
}

/// How a text is read.
pub(super) enum ReadBy {
    /// As it comes, of any length.
    Stream(fn(Source<'_>, &mut dyn BufRead, Take<'_>) -> ControlFlow<()>),
    /// Whole, made fit for a reader, with what was noted of it on the way.
    Whole(fn(Source<'_>, &[u8], Vec<Note>, Take<'_>) -> ControlFlow<()>),
    /// The same, but the given variables are left to the reader, which knows what they are in.
    Unfilled(fn(Source<'_>, &[u8], Vec<Note>, Take<'_>) -> ControlFlow<()>),
}

/// What a record or an error is handed to; it breaks when no more is wanted.
pub(super) type Take<'t> = &'t mut dyn FnMut(Result<Record<'_>, ReadError>) -> ControlFlow<()>;

/// What the beginning of a text tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sniff {
    Yes,
    No,
    /// It depends on what follows.
    More,
}

impl fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source").field("name", &self.name).field("reads_files", &self.files.is_some()).finish()
    }
}
