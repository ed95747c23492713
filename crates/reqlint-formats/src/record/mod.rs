//! What a reader gives: one exchange with all that is known about where it came from.

pub(crate) mod diagnosed;
pub(crate) mod judged;
pub(crate) mod place;
pub(crate) mod typed;

use place::{Note, Place};
use reqlint_core::explain::{Edit, HeaderPart, Location, Masked, MaskedText, Part};
use reqlint_core::{Exchange, FactValue};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;
pub use typed::Typed;

/// One exchange out of an input.
#[derive(Clone)]
pub struct Record<'a> {
    /// The name of the input, such as a file's path; `None` for standard input.
    pub input: Option<Arc<str>>,
    /// Which record of the input it is, from 0. A broken record counts.
    pub index: usize,
    /// The `id` of an NDJSON record, or the name after `###`.
    pub id: Option<String>,
    /// Where the record begins.
    pub place: Place,
    /// The request, its response if there is one, and its time.
    pub exchange: Exchange<'a>,
    /// The facts that the record brings along, by name. A rule set has not seen them yet.
    pub facts: Vec<(String, FactValue)>,
    /// What was assumed while reading it.
    pub notes: Vec<Note>,
    /// Where the request is in the input; `None` where the input does not hold it literally (JSON).
    pub map: Option<SourceMap<'a>>,
    /// Where the words are that it was made of, of a command for a POSIX shell.
    pub typed: Option<Typed>,
    /// The names of variables in it that a shell fills in: `${NAME}` stands for each.
    pub variables: Vec<Box<str>>,
    /// The bytes that are sent, where the source is a command and they were asked for. They hold secrets.
    pub sent: Option<Sent>,
    /// What is pasted below the command and may be the body of an answer, where nothing says its status. It may repeat
    /// secrets.
    pub unheaded: Option<Vec<u8>>,
}

/// The bytes of a request as its program sends them.
#[derive(Clone, PartialEq, Eq)]
pub struct Sent(pub Vec<u8>);

impl<'a> Record<'a> {
    /// A record of an exchange, with nothing else known of it.
    pub(crate) fn new(place: Place, exchange: Exchange<'a>, notes: Vec<Note>) -> Self {
        Self {
            input: None,
            index: 0,
            id: None,
            place,
            exchange,
            facts: Vec::new(),
            notes,
            map: None,
            typed: None,
            variables: Vec::new(),
            sent: None,
            unheaded: None,
        }
    }

    /// Its id or name as it may be shown: a person may have written a secret into it.
    pub(crate) fn shown_id(&self) -> Option<String> {
        let id = self.id.as_deref()?;
        Some(String::from_utf8_lossy(&MaskedText::of_text(id.as_bytes()).shown()).into_owned())
    }
}

/// Where the parts of a request are in the text that they were read from.
#[derive(Clone)]
pub struct SourceMap<'a> {
    /// The text that the places are about, as a rule the whole input. It holds secrets: show it only where masked parts
    /// are laid over it.
    pub text: Cow<'a, [u8]>,
    /// The line of the method and the target.
    pub request_line: Range<usize>,
    /// The method.
    pub method: Range<usize>,
    /// The target.
    pub target: Range<usize>,
    /// The header lines, in their order.
    pub headers: Vec<FieldPlace>,
    /// The body; `None` when there is none, or when it was decoded.
    pub body: Option<Range<usize>>,
    /// Where it ends.
    pub end: usize,
    /// The response that follows, and the blank lines after it.
    pub response: Option<Range<usize>>,
}

/// Where a header line is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldPlace {
    /// All before the colon.
    pub name: Range<usize>,
    /// The value without the white space around it.
    pub value: Range<usize>,
}

impl SourceMap<'_> {
    /// Where a location of the request is in the text; `None` for what is missing.
    pub(crate) fn range(&self, location: &Location, masked: &Masked) -> Option<Range<usize>> {
        let range = location.range.clone()?;
        let part = self.part(location, masked)?;
        let at = |offset: usize| part.start.saturating_add(offset).min(part.end);
        Some(at(range.start)..at(range.end))
    }

    /// What an edit writes there: a header line without a colon gets one in front of its value.
    pub(crate) fn written<'e>(&self, edit: &'e Edit, masked: &Masked) -> Cow<'e, str> {
        let location = &edit.location;
        let is_value = location.part == Part::Header && location.of == Some(HeaderPart::Value);
        let is_front = is_value && location.range.as_ref().is_some_and(|range| range.start == 0);
        let line = || self.headers.get(header_line(location, masked)?);
        if is_front && line().is_some_and(|place| place.name.end == place.value.start) {
            return Cow::Owned(format!(": {}", edit.replacement));
        }
        Cow::Borrowed(&edit.replacement)
    }

    /// The whole of the part that a place is in.
    pub(crate) fn part(&self, location: &Location, masked: &Masked) -> Option<Range<usize>> {
        match location.part {
            Part::Method => Some(self.method.clone()),
            Part::Target => Some(self.target.clone()),
            Part::Body => self.body.clone(),
            Part::Header => {
                let place = self.headers.get(header_line(location, masked)?)?;
                let is_name = location.of == Some(HeaderPart::Name);
                Some(if is_name { place.name.clone() } else { place.value.clone() })
            }
            // no other part is text of the request
            _ => None,
        }
    }
}

/// The number of the header line that a place is in. Its name is the one that is shown, which may be masked.
pub(crate) fn header_line(location: &Location, masked: &Masked) -> Option<usize> {
    let name = location.name.as_deref()?;
    let mut named = masked.headers.iter().enumerate().filter(|(_, (sent, _))| {
        let sent = String::from_utf8_lossy(sent);
        sent.eq_ignore_ascii_case(name) || sent.trim_ascii_end().eq_ignore_ascii_case(name)
    });
    named.nth(location.occurrence).map(|(line, _)| line)
}

// INVARIANT: like the exchange's own, this shows no secret.
impl std::fmt::Debug for Record<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<&str> = self.facts.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Record")
            .field("input", &self.input)
            .field("index", &self.index)
            .field("id", &self.shown_id())
            .field("place", &self.place)
            .field("exchange", &self.exchange)
            .field("facts", &names)
            .field("notes", &self.notes)
            .field("map", &self.map)
            .finish_non_exhaustive()
    }
}

// INVARIANT: like the exchange's own, this shows no value.
impl std::fmt::Debug for Sent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sent").finish_non_exhaustive()
    }
}

// INVARIANT: like the exchange's own, this shows no value.
impl std::fmt::Debug for SourceMap<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SourceMap").field("request_line", &self.request_line).finish_non_exhaustive()
    }
}
