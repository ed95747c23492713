//! The parts of a body validator, and how a pass finds its way among them.

use super::BodyValidator;
use crate::base::bytes::{PrefixKey, ShortKey, word_at};
use crate::message::body::NodeKind;
use crate::message::body::json::Leaf;
use crate::message::placeholder::is_literal;
use std::ops::Range;

/// What an object or list may hold.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Branch {
    pub(super) members: Range<u16>,
    pub(super) initials: Initials,
    /// The fields that must be there.
    pub(super) required: u64,
    /// Whether it takes no members but these.
    pub(super) is_closed: bool,
    /// What each item is.
    pub(super) item: Option<Element>,
}

/// A member that the catalogue knows.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Member {
    /// Its name and a quote.
    pub(super) name: PrefixKey,
    /// The next member that begins alike.
    pub(super) next: u8,
    pub(super) element: Element,
}

// a cache line holds it
const _: () = assert!(size_of::<Member>() <= 64);

/// The body, or a member or an item that the catalogue knows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Element {
    /// The bit of its field, if it is one.
    pub(super) field: u64,
    pub(super) test: Test,
    /// What it may hold, if anything is known of that.
    pub(super) branch: u16,
}

/// What a value must be to be well.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Test {
    Anything,
    Text,
    Boolean,
    Integer,
    List,
    Object,
    /// One of the texts there.
    Texts(Range<u16>),
    /// One of the numbers there, which JSON writes in one way only.
    Integers(Range<u16>),
    /// A text of the pattern there.
    Pattern(u16),
    /// What all the tests of the field say.
    Every,
}

/// No branch.
pub(super) const UNKNOWN: u16 = u16::MAX;

impl Branch {
    pub(super) const NONE: Self =
        Self { members: 0..0, initials: Initials([NO_MEMBER; 32]), required: 0, is_closed: false, item: None };
}

/// For each last five bits of a first byte, the first of the members whose names begin so.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Initials([u8; 32]);

/// Where no other member begins alike.
const NO_MEMBER: u8 = u8::MAX;

impl Initials {
    /// Makes a member the first of those that begin alike; gives the one that was.
    pub(super) fn lead(&mut self, position: u8, name: &[u8]) -> u8 {
        // one that is not there is looked for where no quote is
        let first = name.first().copied().unwrap_or(b'"');
        match self.0.get_mut(usize::from(first % 32)) {
            Some(lead) => std::mem::replace(lead, position),
            None => NO_MEMBER,
        }
    }

    /// The first of the members that may begin with a word.
    #[inline]
    fn first(&self, word: u64) -> u8 {
        let [first, ..] = word.to_le_bytes();
        self.0.get(usize::from(first % 32)).copied().unwrap_or(NO_MEMBER)
    }
}

/// What one object or list may hold.
#[derive(Clone, Copy)]
pub(super) struct Inside<'s> {
    pub(super) branch: &'s Branch,
    pub(super) members: &'s [Member],
}

impl<'s> Inside<'s> {
    pub(super) const NOTHING: Inside<'static> = Inside { branch: &NO_BRANCH, members: &[] };

    /// The member whose name, and a quote, a text begins with: its position, what is known of it, and the text after it.
    #[inline(always)]
    pub(super) fn find<'t>(&self, from: &'t [u8]) -> Option<(u8, &'s Element, &'t [u8])> {
        let first = word_at(from, 0);
        let mut position = self.branch.initials.first(first);
        while let Some(member) = self.members.get(usize::from(position)) {
            if let Some(rest) = member.name.rest(first, from) {
                return Some((position, &member.element, rest));
            }
            position = member.next;
        }
        None
    }

    /// Whether any name will do.
    pub(super) fn knows_nothing(&self) -> bool {
        self.members.is_empty() && !self.branch.is_closed
    }

    #[inline]
    pub(super) fn item(&self) -> Option<&'s Element> {
        self.branch.item.as_ref()
    }
}

static NO_BRANCH: Branch = Branch::NONE;

impl BodyValidator {
    /// What an element may hold, if anything is known of that.
    #[inline]
    pub(super) fn inside(&self, element: &Element) -> Option<Inside<'_>> {
        let branch = self.branches.get(usize::from(element.branch))?;
        Some(Inside { branch, members: part(&self.members, &branch.members) })
    }

    /// Whether nothing is wrong with a value, decided by its bytes; `false` says nothing.
    #[inline(always)]
    pub(super) fn takes_plainly(&self, element: &Element, leaf: &Leaf<'_>) -> bool {
        match (&element.test, leaf.kind, leaf.is_plain) {
            (Test::Text | Test::Anything, NodeKind::Text, _) => is_filled(leaf.value),
            (Test::Boolean, NodeKind::Boolean, _) | (Test::Integer, NodeKind::Number, true) => true,
            (Test::Texts(known), NodeKind::Text, true) | (Test::Integers(known), NodeKind::Number, true) => {
                let sent = ShortKey::of_front(leaf.from, leaf.value.len());
                sent.is_some_and(|sent| sent.is_among(part(&self.texts, known)))
            }
            (Test::Pattern(index), NodeKind::Text, true) => self.fits(*index, leaf.value),
            _ => false,
        }
    }

    fn fits(&self, pattern: u16, text: &[u8]) -> bool {
        let pattern = self.patterns.get(usize::from(pattern));
        is_filled(text) && is_literal(text) && pattern.is_some_and(|pattern| pattern.holds(text))
    }
}

/// Whether a text isn't blank, whatever its escapes mean; `false` says nothing.
#[inline]
fn is_filled(text: &[u8]) -> bool {
    text.first().is_some_and(|b| b.is_ascii_graphic() && *b != b'\\')
}

#[inline]
fn part<'s, T>(all: &'s [T], range: &Range<u16>) -> &'s [T] {
    all.get(usize::from(range.start)..usize::from(range.end)).unwrap_or_default()
}
