//! Where the headers stand that rules look at: every line's name is looked up once, and a rule reads a slot.

use crate::bytes::same_ignoring_case;
use crate::exchange::Headers;
use std::sync::Arc;

/// The names of the headers that the rules of a pack look at; each has a slot.
#[derive(Debug)]
pub(crate) struct HeaderNames {
    /// In lower case, each with its slot; sorted by length.
    names: Vec<(Box<str>, usize)>,
    /// The lengths that names have, one bit each; a name longer than 63 bytes counts as 63 long.
    has_length: u64,
    /// For each length, where the names of it begin in `names`; the last entry is the end.
    lengths: Vec<usize>,
    /// Whether no more names get a slot.
    is_closed: bool,
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

    /// For names that are looked up after a pack was compiled: none gets a slot.
    pub(crate) fn closed() -> Self {
        Self { names: Vec::new(), has_length: 0, lengths: Vec::new(), is_closed: true }
    }

    /// A name with its slot, which it gets if it has none.
    pub(crate) fn intern(&mut self, name: &str) -> HeaderName {
        let known = self.slot(name.as_bytes());
        let slot = known.or_else(|| {
            let slot = (!self.is_closed).then_some(self.names.len())?;
            self.add(name, slot);
            Some(slot)
        });
        HeaderName { text: name.into(), slot }
    }

    fn add(&mut self, name: &str, slot: usize) {
        let name = name.to_ascii_lowercase().into_boxed_str();
        self.has_length |= 1 << name.len().min(63);
        let place = self.names.partition_point(|(other, _)| other.len() <= name.len());
        self.lengths.resize(self.lengths.len().max(name.len() + 2), self.names.len());
        self.lengths.iter_mut().skip(name.len() + 1).for_each(|from| *from += 1);
        self.names.insert(place, (name, slot));
    }

    /// The slot of a name as it was sent.
    #[inline]
    fn slot(&self, sent: &[u8]) -> Option<usize> {
        let padded = sent.last().is_some_and(|last| *last <= b' ');
        if self.has_length >> sent.len().min(63) & 1 == 0 && !padded {
            return None;
        }
        let sent = if padded { sent.trim_ascii_end() } else { sent };
        let &[from, to] = self.lengths.get(sent.len()..sent.len() + 2)? else { return None };
        let names = self.names.get(from..to)?;
        let first = sent.first()? | 0x20;
        let is_this = |name: &str| {
            name.as_bytes().first().is_some_and(|byte| byte | 0x20 == first)
                && same_ignoring_case(sent, name.as_bytes())
        };
        names.iter().find(|(name, _)| is_this(name)).map(|(_, slot)| *slot)
    }
}

impl Default for HeaderNames {
    fn default() -> Self {
        let mut names = Self { is_closed: false, ..Self::closed() };
        names.add("content-type", Self::CONTENT_TYPE);
        names
    }
}

impl HeaderLines {
    /// Looks the names of a request up.
    pub(crate) fn read(&mut self, names: &HeaderNames, headers: &Headers<'_>) {
        self.slots.clear();
        self.slots.resize(names.names.len(), Lines::default());
        let mut line = 0;
        headers.each(|name, _| {
            line += 1;
            let Some(lines) = names.slot(name).and_then(|slot| self.slots.get_mut(slot)) else { return };
            if lines.first == 0 {
                lines.first = line;
            } else {
                lines.again = true;
            }
        });
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

    /// The first line of Content-Type.
    pub(crate) fn content_type<'e>(&self, headers: &'e Headers<'_>) -> Option<(usize, &'e [u8])> {
        first(self.slots.get(HeaderNames::CONTENT_TYPE).copied().unwrap_or_default(), headers)
    }
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
        let headers = [("x-A ", "1"), ("ACCEPT", "2"), ("X-B", "3"), ("Other", "4"), ("accept", "5"), ("", "6")];
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
