//! Where the headers stand that rules look at: every line's name is looked up once, and a rule reads a slot.

use crate::bytes::{self, Block, Ends};
use crate::exchange::Headers;
use std::sync::Arc;

/// The names of the headers that rules look at; each has a slot.
#[derive(Debug)]
pub(crate) struct HeaderNames {
    /// Sorted by length, then by name.
    names: Vec<Name>,
    /// For each length, where the names of it begin in `names`; the last entry is the end.
    lengths: Vec<usize>,
    /// Whether no more names get a slot.
    is_closed: bool,
    /// Whether a rule asks for the form of lines.
    asks_form: bool,
}

/// How many names of one length are tried as they are mostly written, before all are searched.
const FEW: usize = 4;

#[derive(Debug)]
struct Name {
    /// In lower case, and as it is mostly written: `Content-Type`.
    spellings: [(Ends, Box<[u8]>); 2],
    slot: usize,
}

/// A name that may have a slot.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct HeaderName {
    /// As the rule writes it.
    pub(crate) text: Arc<str>,
    /// Without one every line is looked at.
    slot: Option<usize>,
}

/// Where the known headers of one request stand.
#[derive(Debug, Default)]
pub(crate) struct HeaderLines {
    slots: Vec<Lines>,
    /// Whether a rule asks for the form of lines, and there are some, and all are plain.
    pub(crate) are_plain: bool,
}

/// The lines of one name.
#[derive(Clone, Copy, Debug, Default)]
struct Lines {
    /// The number of the first line, counted from 1; 0 for none.
    first: u32,
    /// Whether there is another one.
    again: bool,
}

impl HeaderNames {
    const CONTENT_TYPE: usize = 0;
    const HOST: usize = 1;

    /// For names that are looked up after a pack was compiled: none gets a slot.
    pub(crate) fn closed() -> Self {
        Self { names: Vec::new(), lengths: Vec::new(), is_closed: true, asks_form: false }
    }

    /// A rule asks for the form of lines.
    pub(crate) fn ask_form(&mut self) {
        self.asks_form = true;
    }

    /// A name with its slot, which it gets if it has none.
    pub(crate) fn intern(&mut self, name: &str) -> HeaderName {
        let known = self.slot(Ends::of(name.as_bytes()), name.as_bytes());
        let slot = known.or_else(|| {
            let slot = (!self.is_closed).then_some(self.names.len())?;
            self.add(name, slot);
            Some(slot)
        });
        HeaderName { text: name.into(), slot }
    }

    fn add(&mut self, name: &str, slot: usize) {
        let name = Name::new(name, slot);
        let length = name.lower().len();
        let place = self.names.partition_point(|other| (other.lower().len(), other.lower()) < (length, name.lower()));
        self.lengths.resize(self.lengths.len().max(length + 2), self.names.len());
        self.lengths.iter_mut().skip(length + 1).for_each(|from| *from += 1);
        self.names.insert(place, name);
    }

    /// The slot of a name as it was sent, with its ends.
    #[inline]
    fn slot(&self, ends: Ends, sent: &[u8]) -> Option<usize> {
        if sent.last()?.is_ascii_whitespace() {
            return self.slot_of_padded(sent);
        }
        let &[from, to] = self.lengths.get(sent.len()..sent.len() + 2)? else { return None };
        if from == to {
            return None;
        }
        let names = self.names.get(from..to)?;
        for name in names.iter().take(FEW) {
            if name.is_spelled(ends, sent) {
                return Some(name.slot);
            }
        }
        // whatever its case
        let first = sent.first()? | 0x20;
        let may_be = |name: &Name| name.lower().first().is_some_and(|byte| byte | 0x20 == first);
        if names.len() <= FEW && !names.iter().any(may_be) {
            return None;
        }
        Self::slot_in_any_case(names, sent)
    }

    #[inline(never)]
    fn slot_in_any_case(names: &[Name], sent: &[u8]) -> Option<usize> {
        let lower = |name: &Name| name.lower().iter().copied().cmp(sent.iter().map(u8::to_ascii_lowercase));
        names.get(names.binary_search_by(lower).ok()?).map(|name| name.slot)
    }

    #[cold]
    fn slot_of_padded(&self, sent: &[u8]) -> Option<usize> {
        let sent = sent.trim_ascii_end();
        self.slot(Ends::of(sent), sent)
    }
}

impl Name {
    fn new(name: &str, slot: usize) -> Self {
        let mut begins = true;
        let mostly = |byte: u8| {
            let cased = if begins { byte.to_ascii_uppercase() } else { byte.to_ascii_lowercase() };
            begins = byte == b'-';
            cased
        };
        let mostly: Box<[u8]> = name.bytes().map(mostly).collect();
        let lower: Box<[u8]> = name.to_ascii_lowercase().into_bytes().into();
        Self { spellings: [lower, mostly].map(|text| (Ends::of(&text), text)), slot }
    }

    fn lower(&self) -> &[u8] {
        let [(_, lower), _] = &self.spellings;
        lower
    }

    /// Whether a name is written as it mostly is.
    #[inline]
    fn is_spelled(&self, ends: Ends, sent: &[u8]) -> bool {
        let [(lower, lower_text), (mostly, mostly_text)] = &self.spellings;
        *mostly == ends && (ends.are_whole() || **mostly_text == *sent)
            || *lower == ends && (ends.are_whole() || **lower_text == *sent)
    }
}

impl Default for HeaderNames {
    fn default() -> Self {
        let mut names = Self { is_closed: false, ..Self::closed() };
        names.add("content-type", Self::CONTENT_TYPE);
        names.add("host", Self::HOST);
        names
    }
}

impl HeaderLines {
    /// Looks the names of a request up.
    pub(crate) fn read(&mut self, names: &HeaderNames, headers: &Headers<'_>) {
        self.slots.clear();
        self.slots.resize(names.names.len(), Lines::default());
        let (mut line, mut are_plain) = (0, names.asks_form);
        headers.each(|name, value| {
            line += 1;
            let ends = Ends::of(name);
            are_plain = are_plain && is_plain_name(ends, name) && is_plain_value(value);
            let Some(lines) = names.slot(ends, name).and_then(|slot| self.slots.get_mut(slot)) else { return };
            if lines.first == 0 {
                lines.first = line;
            } else {
                lines.again = true;
            }
        });
        self.are_plain = are_plain && line > 0;
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
        let again = lines.is_none_or(|lines| lines.again);
        std::iter::successors(found, move |(line, _)| if again { headers.find(&name.text, line + 1) } else { None })
    }

    /// The value of a name's only line; `None` also where there are several.
    #[inline]
    pub(crate) fn only<'e>(&self, name: &HeaderName, headers: &'e Headers<'_>) -> Option<&'e [u8]> {
        let lines = self.slots.get(name.slot?)?;
        if lines.again { None } else { first(*lines, headers).map(|(_, value)| value) }
    }

    /// The first line of Content-Type.
    pub(crate) fn content_type<'e>(&self, headers: &'e Headers<'_>) -> Option<(usize, &'e [u8])> {
        self.first(HeaderNames::CONTENT_TYPE, headers)
    }

    /// The first line of Host.
    pub(crate) fn host<'e>(&self, headers: &'e Headers<'_>) -> Option<(usize, &'e [u8])> {
        self.first(HeaderNames::HOST, headers)
    }

    #[inline]
    fn first<'e>(&self, slot: usize, headers: &'e Headers<'_>) -> Option<(usize, &'e [u8])> {
        first(self.slots.get(slot).copied().unwrap_or_default(), headers)
    }
}

/// Whether a line's name is like nearly every one: of letters and dashes.
#[inline]
pub(crate) fn is_plain_name(ends: Ends, name: &[u8]) -> bool {
    let is_strange = |block: Block| !(block.letters() | block.is(b'-'));
    if ends.are_whole() { !name.is_empty() && !ends.any(b'a', is_strange) } else { !bytes::any(name, is_strange) }
}

/// Whether a line's value is like nearly every one: without control characters.
#[inline]
pub(crate) fn is_plain_value(value: &[u8]) -> bool {
    !bytes::any(value, |block| block.below(b' ') | block.is(0x7f))
}

#[inline]
fn first<'e>(lines: Lines, headers: &'e Headers<'_>) -> Option<(usize, &'e [u8])> {
    let line = usize::try_from(lines.first).ok()?.checked_sub(1)?;
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
        lines.read(&names, &headers);
        let found = interned.each_ref().map(|name| lines.of(name, &headers).map(|(line, _)| line).collect::<Vec<_>>());
        assert_eq!(found, [vec![2], vec![1, 4], vec![0], vec![], vec![]]);
        assert_eq!(lines.content_type(&headers), None);
        let unslotted = HeaderNames::closed().intern("accept");
        assert_eq!(lines.of(&unslotted, &headers).map(|(line, _)| line).collect::<Vec<_>>(), [1, 4]);
    }
}
