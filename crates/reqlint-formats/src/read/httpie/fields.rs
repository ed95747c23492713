//! Header lines in the order in which HTTPie sends them.

use reqlint_core::message::HeaderField;
use std::borrow::Cow;

/// The names of the library below, in its order: lines of these names come first, whoever gives them.
const LIBRARY: [&str; 4] = ["User-Agent", "Accept-Encoding", "Accept", "Connection"];

/// Header lines that are given or made up: a name that is known keeps its place.
#[derive(Default)]
pub(super) struct Fields {
    list: Vec<Named>,
}

/// The lines of one name; without any it is not sent.
struct Named {
    /// In lower case.
    name: Vec<u8>,
    /// Each with its name as it is written.
    lines: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Fields {
    /// A line of HTTPie's own.
    pub(super) fn own(&mut self, name: &str, value: &[u8]) {
        self.give(name.as_bytes(), Some(value), true);
    }

    /// A line that is given: the first of a name takes the place of HTTPie's own, `None` takes it away.
    pub(super) fn give(&mut self, name: &[u8], value: Option<&[u8]>, is_first: bool) {
        let line = value.map(|value| (name.to_vec(), value.to_vec()));
        match self.list.iter_mut().find(|known| known.name.eq_ignore_ascii_case(name)) {
            Some(known) => {
                if is_first {
                    known.lines.clear();
                }
                known.lines.extend(line);
            }
            None => self.list.push(Named { name: name.to_ascii_lowercase(), lines: line.into_iter().collect() }),
        }
    }

    fn named(&self, name: &str) -> Option<&Named> {
        self.list.iter().find(|known| known.name.eq_ignore_ascii_case(name.as_bytes()))
    }

    /// The first value of a name.
    pub(super) fn get(&self, name: &str) -> Option<&[u8]> {
        self.named(name)?.lines.first().map(|(_, value)| value.as_slice())
    }

    /// Appends to the value of a line.
    pub(super) fn extend(&mut self, name: &str, more: &[u8]) {
        let found = self.list.iter_mut().find(|known| known.name.eq_ignore_ascii_case(name.as_bytes()));
        if let Some((_, value)) = found.and_then(|known| known.lines.first_mut()) {
            value.extend_from_slice(more);
        }
    }

    /// Takes the lines of a name out.
    pub(super) fn remove(&mut self, name: &str) {
        self.list.retain(|known| !known.name.eq_ignore_ascii_case(name.as_bytes()));
    }

    /// All lines, behind those of the library below.
    pub(super) fn after(mut self, front: &[(&str, Vec<u8>)]) -> Vec<HeaderField<'static>> {
        let rank = |known: &Named| {
            let found = LIBRARY.iter().position(|name| known.name.eq_ignore_ascii_case(name.as_bytes()));
            found.unwrap_or(LIBRARY.len())
        };
        self.list.sort_by_key(rank);
        let field = |name: &[u8], value: &[u8]| HeaderField {
            name: Cow::Owned(name.to_vec()),
            value: Cow::Owned(value.to_vec()),
        };
        let front = front.iter().filter(|(name, _)| self.named(name).is_none());
        let front = front.map(|(name, value)| field(name.as_bytes(), value));
        let own = self.list.iter().flat_map(|known| &known.lines).map(|(name, value)| field(name, value.trim_ascii()));
        front.chain(own).collect()
    }
}
