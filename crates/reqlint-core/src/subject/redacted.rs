//! Credentials that whoever recorded a request replaced by a mark, such as `REDACTED`.
//!
//! It is asked only once a rule fails, so that it costs nothing otherwise.

use super::Subject;
use crate::base::finding::{Location, Part};
use crate::message::exchange::Exchange;
use crate::message::header_names::same_name;
use crate::message::placeholder::{begins_mark, redaction_mark};
use crate::message::secrets::names::{Place, Weight, weigh};
use std::ops::Range;

impl Exchange<'_> {
    /// Where a mark takes the place of the credential in a header, alone or after the scheme.
    pub(crate) fn redacted(&self, name: &[u8], value: &[u8]) -> Option<Range<usize>> {
        let mark = self.shows.placeholders.then(|| mark(value)).flatten()?;
        let is_credential = || same_name(name, "cookie") || weigh(name, Place::Header) == Weight::Secret;
        is_credential().then_some(mark)
    }
}

impl Subject<'_> {
    /// Whether a mark takes the place of any credential of the request.
    pub(crate) fn is_redacted_somewhere(&self) -> bool {
        let request = &self.exchange.request;
        self.exchange.shows.placeholders
            && *self.has_marks.get_or_init(|| {
                request.headers.iter().any(|(name, value)| self.exchange.redacted(name, value).is_some())
                    || may_hold_mark(request.body.bytes(), *b"\"=>")
                    || may_hold_mark(&request.target, *b"=/:")
            })
    }

    /// Whether what is at a location is such a mark.
    pub(crate) fn is_redacted(&self, location: &Location) -> bool {
        let request = &self.exchange.request;
        let name = location.name.as_deref().unwrap_or_default();
        match location.part {
            Part::Header => {
                let mut lines = request.headers.iter().filter(|(own, _)| same_name(own, name));
                let line = lines.nth(location.occurrence);
                line.is_some_and(|(name, value)| self.exchange.redacted(name, value).is_some())
            }
            Part::Target | Part::Body => {
                let text = if location.part == Part::Body { request.body.bytes() } else { &*request.target };
                let value = location.range.clone().and_then(|range| text.get(range)).unwrap_or_default();
                let value = value.strip_prefix(b"\"").and_then(|value| value.strip_suffix(b"\"")).unwrap_or(value);
                redaction_mark(value) && weigh(name.as_bytes(), Place::Member) == Weight::Secret
            }
            _ => false,
        }
    }
}

/// Whether a mark begins anywhere in a text, after one of three bytes that come before values in it.
fn may_hold_mark(text: &[u8], [a, b, c]: [u8; 3]) -> bool {
    memchr::memchr3_iter(a, b, c, text).any(|at| {
        let value = text.get(at + 1..).unwrap_or_default();
        let inside = value.split_first().filter(|(first, _)| b"[<({".contains(first)).map_or(value, |(_, rest)| rest);
        begins_mark(inside)
    })
}

/// A mark that is the whole value, or all after its first word.
fn mark(value: &[u8]) -> Option<Range<usize>> {
    let end = value.trim_ascii_end().len();
    let value = value.get(..end)?;
    if redaction_mark(value) {
        return Some(0..end);
    }
    let space = memchr::memchr2(b' ', b':', value)?;
    let start = space + value.get(space..)?.iter().take_while(|b| b" :=".contains(b)).count();
    redaction_mark(value.get(start..)?).then_some(start..end)
}
