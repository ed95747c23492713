//! The names of headers by their hash, whatever their case.

use crate::base::bytes::{self, Block, HashTable, ShortKey, same_ignoring_case};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The names of the headers that rules look at, each of which has a slot; and those that requests mostly have.
#[derive(Debug)]
pub(crate) struct HeaderNames {
    names: Vec<Name>,
    /// The index of each name, in lower case.
    numbers: BTreeMap<Box<[u8]>, usize>,
    table: HashTable,
    /// How many names have a slot.
    pub(crate) slots: usize,
    /// Whether no more names get a slot.
    is_closed: bool,
    /// Whether a rule asks for the form of lines.
    pub(crate) asks_form: bool,
}

#[derive(Debug)]
pub(crate) struct Name {
    /// In lower case.
    text: Box<[u8]>,
    pub(crate) slot: Option<usize>,
    pub(crate) is_plain: bool,
}

/// A name that may have a slot.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct HeaderName {
    /// As the rule writes it.
    pub(crate) text: Arc<str>,
    /// Without one every line is looked at.
    pub(crate) slot: Option<usize>,
}

/// Fast path: names that nearly every request has, known in advance to be valid.
const USUAL: [&str; 16] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "authorization",
    "cache-control",
    "connection",
    "content-length",
    "cookie",
    "date",
    "origin",
    "referer",
    "traceparent",
    "user-agent",
    "x-forwarded-for",
    "x-forwarded-proto",
    "x-request-id",
];

impl HeaderNames {
    pub(crate) const CONTENT_TYPE: usize = 0;
    pub(crate) const HOST: usize = 1;
    pub(crate) const AUTHORIZATION: usize = 2;

    /// Whether nearly every request has a header of this name.
    pub(crate) fn is_usual(name: &str) -> bool {
        ["content-type", "host"].iter().chain(&USUAL).any(|usual| usual.eq_ignore_ascii_case(name))
    }

    /// For names that are looked up after a pack was compiled: none gets a slot.
    pub(crate) fn closed() -> Self {
        Self {
            names: Vec::new(),
            numbers: BTreeMap::new(),
            table: HashTable::default(),
            slots: 0,
            is_closed: true,
            asks_form: false,
        }
    }

    /// Those that gave these [`Self::slotted`].
    #[cfg(feature = "prepared")]
    pub(crate) fn of(slotted: &[String], asks_form: bool) -> Self {
        let mut names = Self { asks_form, ..Self::default() };
        slotted.iter().for_each(|name| drop(names.intern(name)));
        names.finish()
    }

    /// The names that have a slot, in its order.
    #[cfg(feature = "prepared")]
    pub(crate) fn slotted(&self) -> Vec<String> {
        let mut slotted: Vec<_> = self.names.iter().filter(|name| name.slot.is_some()).collect();
        slotted.sort_by_key(|name| name.slot);
        slotted.into_iter().map(|name| String::from_utf8_lossy(&name.text).into_owned()).collect()
    }

    /// A rule asks for the form of lines.
    pub(crate) fn ask_form(&mut self) {
        self.asks_form = true;
    }

    /// A name with its slot, which it gets if it has none.
    pub(crate) fn intern(&mut self, text: &str) -> HeaderName {
        let slot = if self.is_closed { None } else { self.slot(text) };
        HeaderName { text: text.into(), slot }
    }

    fn slot(&mut self, text: &str) -> Option<usize> {
        let number = self.number(text);
        let name = self.names.get_mut(number)?;
        if name.slot.is_none() {
            name.slot = Some(self.slots);
            self.slots += 1;
        }
        name.slot
    }

    /// The index of a name, which is added if it is new.
    fn number(&mut self, text: &str) -> usize {
        let text: Box<[u8]> = text.to_ascii_lowercase().into_bytes().into();
        if let Some(number) = self.numbers.get(&text) {
            return *number;
        }
        let number = self.names.len();
        let is_plain = is_plain_name(ShortKey::of(&text), &text);
        self.names.push(Name { text: text.clone(), slot: None, is_plain });
        self.numbers.insert(text, number);
        number
    }

    /// Makes look-ups quick, once every name has been added.
    pub(crate) fn finish(mut self) -> Self {
        self.table = HashTable::of(self.names.iter().map(|name| ShortKey::of(&name.text)).zip(0..));
        self
    }

    /// The name that was sent, with its key, if it is known.
    #[inline(always)]
    pub(crate) fn find(&self, sent: ShortKey, text: &[u8]) -> Option<&Name> {
        let is_it = |number| self.names.get(number).is_some_and(|name: &Name| same_ignoring_case(&name.text, text));
        self.table.find(sent.lower(), is_it).and_then(|number| self.names.get(number))
    }
}

impl Default for HeaderNames {
    fn default() -> Self {
        let mut names = Self { is_closed: false, ..Self::closed() };
        // in the order of their slots
        names.intern("content-type");
        names.intern("host");
        names.intern("authorization");
        USUAL.iter().for_each(|name| {
            names.number(name);
        });
        names
    }
}

/// Whether a name that was sent is this one, ignoring case and trailing spaces.
#[inline]
pub(crate) fn same_name(sent: &[u8], name: &str) -> bool {
    if sent.len() <= name.len() {
        return same_ignoring_case(sent, name.as_bytes());
    }
    sent.last().is_some_and(u8::is_ascii_whitespace) && same_ignoring_case(sent.trim_ascii_end(), name.as_bytes())
}

/// Fast path: whether a line's name consists of letters and dashes, as nearly all do.
#[inline(never)]
pub(crate) fn is_plain_name(key: ShortKey, name: &[u8]) -> bool {
    let is_strange = |block: Block| !(block.letters() | block.is(b'-'));
    if key.is_whole() { !name.is_empty() && !key.any(b'a', is_strange) } else { !bytes::any(name, is_strange) }
}
