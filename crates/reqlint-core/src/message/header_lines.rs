//! The lines of the headers that rules look at: every line's name is looked up once, and a rule reads a slot.

use crate::base::bytes::{self, ShortKey};
use crate::message::exchange::{Headers, Request};
use crate::message::header_names::{HeaderName, HeaderNames, is_plain_name};

/// The lines of one request's known headers.
#[derive(Debug, Default)]
pub(crate) struct HeaderLines {
    slots: Vec<Lines>,
    /// Whether a rule asks for the form of lines, and there are some, and all are plain.
    pub(crate) are_plain: bool,
}

/// The lines of one name: the number of the first, counted from 1, 0 for none; and in the last bit, whether there is
/// another one.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Lines(u32);

/// A look at the lines of one request, one after the other.
struct Reading<'r> {
    names: &'r HeaderNames,
    slots: &'r mut [Lines],
    line: u32,
    are_plain: bool,
}

impl HeaderLines {
    /// Looks the names of a request up.
    pub(crate) fn read(&mut self, names: &HeaderNames, request: &Request<'_>) {
        if self.slots.len() != names.slots {
            self.slots.resize(names.slots, Lines::default());
        }
        self.slots.fill(Lines::default());
        let mut reading = Reading { names, slots: &mut self.slots, line: 0, are_plain: names.asks_form };
        // the line is read in the loop, not by a call
        match request.headers.fields() {
            Ok(fields) => fields.iter().for_each(|field| reading.line(&field.name, &field.value)),
            Err(map) => map.iter().for_each(|(name, value)| reading.line(name.as_ref(), value.as_bytes())),
        }
        self.are_plain = reading.are_plain && reading.line > 0 && request.without_colon.is_empty();
    }

    /// The lines of a name: their number among all lines, and value.
    #[inline]
    pub(crate) fn of<'e>(
        &self,
        name: &'e HeaderName,
        headers: &'e Headers<'_>,
    ) -> impl Iterator<Item = (usize, &'e [u8])> {
        let lines = name.slot.map(|slot| self.slots.get(slot).copied().unwrap_or_default());
        let found = lines.map_or_else(|| headers.find(&name.text, 0), |lines| first(lines, headers));
        let again = lines.is_none_or(Lines::again);
        std::iter::successors(found, move |(line, _)| if again { headers.find(&name.text, line + 1) } else { None })
    }

    /// The value of a name's only line; `None` also where there are several.
    #[inline]
    pub(crate) fn only<'e>(&self, name: &HeaderName, headers: &'e Headers<'_>) -> Option<&'e [u8]> {
        self.only_in(name.slot?, headers)
    }

    /// The value of the only line of the name with this slot; `None` also where there are several.
    #[inline]
    pub(crate) fn only_in<'e>(&self, slot: usize, headers: &'e Headers<'_>) -> Option<&'e [u8]> {
        let lines = self.slots.get(slot)?;
        if lines.again() { None } else { first(*lines, headers).map(|(_, value)| value) }
    }

    /// The lines of the name with this slot.
    #[inline]
    pub(crate) fn lines_of(&self, slot: usize) -> Lines {
        self.slots.get(slot).copied().unwrap_or_default()
    }

    /// The first line of Content-Type.
    pub(crate) fn content_type<'e>(&self, headers: &'e Headers<'_>) -> Option<(usize, &'e [u8])> {
        self.first(HeaderNames::CONTENT_TYPE, headers)
    }

    /// The first line of Authorization.
    pub(crate) fn authorization<'e>(&self, headers: &'e Headers<'_>) -> Option<(usize, &'e [u8])> {
        self.first(HeaderNames::AUTHORIZATION, headers)
    }

    /// The first line of Host.
    pub(crate) fn host<'e>(&self, headers: &'e Headers<'_>) -> Option<(usize, &'e [u8])> {
        self.first(HeaderNames::HOST, headers)
    }

    #[inline]
    fn first<'e>(&self, slot: usize, headers: &'e Headers<'_>) -> Option<(usize, &'e [u8])> {
        first(self.lines_of(slot), headers)
    }
}

impl Lines {
    #[inline]
    fn note(&mut self, line: u32) {
        self.0 = if self.0 == 0 { line << 1 } else { self.0 | 1 };
    }

    #[inline]
    fn first(self) -> usize {
        self.0 as usize >> 1
    }

    #[inline]
    pub(crate) fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Whether there are several.
    #[inline]
    pub(crate) fn again(self) -> bool {
        self.0 & 1 == 1
    }
}

impl Reading<'_> {
    #[inline(always)]
    fn line(&mut self, name: &[u8], value: &[u8]) {
        self.line += 1;
        let key = ShortKey::of(name);
        let known = self.names.find(key, name);
        let has_plain_name = || known.map_or_else(|| is_plain_name(key, name), |known| known.is_plain);
        self.are_plain = self.are_plain && has_plain_name() && is_plain_value(value);
        let slot = known.map_or_else(|| padded_slot(self.names, name), |known| known.slot);
        if let Some(lines) = slot.and_then(|slot| self.slots.get_mut(slot)) {
            lines.note(self.line);
        }
    }
}

/// The slot of a name with trailing white space.
#[inline]
fn padded_slot(names: &HeaderNames, sent: &[u8]) -> Option<usize> {
    if sent.last()?.is_ascii_whitespace() { slot_of_trimmed(names, sent.trim_ascii_end()) } else { None }
}

#[cold]
fn slot_of_trimmed(names: &HeaderNames, name: &[u8]) -> Option<usize> {
    names.find(ShortKey::of(name), name)?.slot
}

/// Fast path: whether a line's value has no control characters, as nearly all values have none.
#[inline]
pub(crate) fn is_plain_value(value: &[u8]) -> bool {
    !bytes::any(value, |block| block.below(b' ') | block.is(0x7f))
}

#[inline]
fn first<'e>(lines: Lines, headers: &'e Headers<'_>) -> Option<(usize, &'e [u8])> {
    let line = lines.first().checked_sub(1)?;
    Some((line, headers.value(line)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_under_any_spelling_of_its_name() {
        let mut names = HeaderNames::default();
        let interned = ["X-B", "Accept", "x-a", "A", "X-Rather-Long-Name"].map(|name| names.intern(name));
        assert_eq!(names.intern("x-b").slot, names.intern("X-B").slot);
        let names = names.finish();
        let headers = [
            ("x-A ", "1"),
            ("ACCEPT", "2"),
            ("X-B", "3"),
            ("Other", "4"),
            ("accept", "5"),
            ("", "6"),
            (" \t", "7"),
            ("x-b\u{1}", "8"),
            ("x-b\u{b}", "9"),
        ];
        let headers: Headers<'_> = headers.into_iter().collect();
        let mut lines = HeaderLines::default();
        let request = Request { headers, ..Request::default() };
        lines.read(&names, &request);
        let headers = request.headers;
        let found = interned.each_ref().map(|name| lines.of(name, &headers).map(|(line, _)| line).collect::<Vec<_>>());
        assert_eq!(found, [vec![2], vec![1, 4], vec![0], vec![], vec![]]);
        assert_eq!(lines.content_type(&headers), None);
        let unslotted = HeaderNames::closed().intern("accept");
        assert_eq!(lines.of(&unslotted, &headers).map(|(line, _)| line).collect::<Vec<_>>(), [1, 4]);
    }
}
