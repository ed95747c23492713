//! One pass over one body, held against a screen meanwhile.

use super::super::value::FieldValue;
use super::{Branch, Member, Place, Screen, Test};
use crate::body::NodeKind;
use crate::body::json::{Enter, Leaf, Sink, read_into};
use crate::bytes::{self, Ends};
use crate::catalogue::{Field, Required};
use crate::number;
use crate::placeholder::{is_literal, placeholder};
use std::borrow::Cow;
use std::ops::Range;

/// The fields that are there, one bit each, if a text is UTF-8 and JSON and surely all is well.
pub(super) fn fine_fields(screen: &Screen, text: &[u8], fields: &[Field]) -> Option<u64> {
    let mut pass = Pass { screen, fields, present: 0 };
    read_into(text, &mut pass, Some(&screen.root)).ok()?;
    Some(pass.present)
}

impl Field {
    /// Whether nothing is wrong with a value without escapes, and no placeholder stands for it.
    fn is_well(&self, kind: NodeKind, text: &[u8]) -> bool {
        let value = FieldValue { kind, text: Cow::Borrowed(text), items: 0, typed: true };
        if value.is_blank() {
            return self.takes_blank();
        }
        let mut is_well = kind != NodeKind::Text || !self.has_tests() || placeholder(text).is_none();
        if is_well {
            self.problems(&value, &mut |_| is_well = false);
        }
        is_well
    }

    fn takes_blank(&self) -> bool {
        self.may_be_blank || matches!(self.required, Required::Never)
    }
}

/// One pass over one body.
struct Pass<'p> {
    screen: &'p Screen,
    fields: &'p [Field],
    /// The fields that are there, one bit each.
    present: u64,
}

/// An object or list that is open.
struct Open<'p> {
    place: &'p Place,
    is_object: bool,
    branch: &'p Branch,
    members: &'p [Member],
    /// The fields that must be there and were not found yet.
    missing: u64,
}

static NO_BRANCH: Branch = Branch::NONE;

impl<'p> Pass<'p> {
    fn field(&self, place: &Place) -> Option<&'p Field> {
        self.fields.get(place.field.trailing_zeros() as usize)
    }

    #[inline]
    fn inside(&self, place: &'p Place, is_object: bool) -> Enter<Open<'p>> {
        let known = self.screen.branches.get(usize::from(place.branch));
        if known.is_none() && is_object {
            return Enter::Around;
        }
        let branch = known.unwrap_or(&NO_BRANCH);
        if !is_object {
            return Enter::Inside(Open { place, is_object, branch, members: &[], missing: 0 });
        }
        let range = usize::from(branch.members.start)..usize::from(branch.members.end);
        let members = self.screen.members.get(range).unwrap_or_default();
        Enter::Inside(Open { place, is_object, branch, members, missing: branch.required })
    }

    /// Whether nothing is wrong with a value, told at a glance; `false` says nothing.
    #[inline(always)]
    fn is_surely_well(&self, test: &Test, leaf: &Leaf<'_>) -> bool {
        match (test, leaf.kind, leaf.is_plain) {
            (Test::Text | Test::Anything, NodeKind::Text, _) => is_filled(leaf.value),
            (Test::Boolean, NodeKind::Boolean, _) | (Test::Integer, NodeKind::Number, true) => true,
            (Test::Texts(range), NodeKind::Text, true) => {
                let sent = Ends::within(leaf.from, &(0..leaf.value.len()));
                part(&self.screen.texts, range).contains(&sent)
            }
            (Test::Integers(range), NodeKind::Number, true) => {
                number::whole(leaf.value).is_some_and(|number| part(&self.screen.numbers, range).contains(&number))
            }
            (Test::Pattern(index), NodeKind::Text, true) => self.fits(*index, leaf.value),
            _ => false,
        }
    }

    fn fits(&self, pattern: u16, text: &[u8]) -> bool {
        let pattern = self.screen.patterns.get(usize::from(pattern));
        is_filled(text) && is_literal(text) && pattern.is_some_and(|pattern| pattern.holds(text))
    }

    #[inline(never)]
    fn is_well(&self, place: &Place, kind: NodeKind, value: &[u8], is_plain: bool) -> bool {
        match self.field(place) {
            Some(field) => (kind != NodeKind::Text || is_plain) && field.is_well(kind, value),
            None => matches!(place.test, Test::Anything),
        }
    }
}

/// Whether a text surely isn't blank, whatever its escapes stand for.
#[inline]
fn is_filled(text: &[u8]) -> bool {
    text.first().is_some_and(|b| b.is_ascii_graphic() && *b != b'\\')
}

#[inline]
fn part<'s, T>(all: &'s [T], range: &Range<u16>) -> &'s [T] {
    all.get(usize::from(range.start)..usize::from(range.end)).unwrap_or_default()
}

impl<'p> Sink for Pass<'p> {
    const TAKES_BYTES: bool = true;

    type Open = Open<'p>;

    /// Where a value stands; `None` for what the catalogue doesn't know.
    type Key = Option<&'p Place>;

    #[inline(always)]
    fn known<'t>(&mut self, inside: &mut Open<'p>, from: &'t [u8]) -> Option<(Option<&'p Place>, &'t [u8])> {
        let first = bytes::word_at(from, 0);
        let mut position = inside.branch.initials.first(first);
        while let Some(member) = inside.members.get(usize::from(position)) {
            if let Some(rest) = member.name.rest(first, from) {
                inside.missing &= !member.place.field;
                self.present |= member.place.field;
                return Some((Some(&member.place), rest));
            }
            position = member.next;
        }
        None
    }

    #[inline]
    fn member(&mut self, inside: &mut Open<'p>, _: Range<usize>, escaped: bool) -> Option<Option<&'p Place>> {
        // a name with escapes may be any
        (!escaped || inside.members.is_empty()).then_some(None)
    }

    #[inline]
    fn item(&mut self, inside: &mut Open<'p>) -> Option<&'p Place> {
        let item = inside.branch.item.as_ref()?;
        self.present |= item.field;
        Some(item)
    }

    #[inline(always)]
    fn leaf(&mut self, key: Option<&'p Place>, leaf: Leaf<'_>) -> Option<()> {
        let Some(place) = key else { return Some(()) };
        let is_well =
            self.is_surely_well(&place.test, &leaf) || self.is_well(place, leaf.kind, leaf.value, leaf.is_plain);
        is_well.then_some(())
    }

    #[inline]
    fn open(&mut self, key: Option<&'p Place>, kind: NodeKind, _: usize) -> Option<Enter<Open<'p>>> {
        let Some(place) = key else { return Some(Enter::Around) };
        let is_object = kind == NodeKind::Object;
        let is_well = match place.test {
            Test::Anything => true,
            Test::List => !is_object,
            Test::Object => is_object,
            _ => false,
        };
        is_well.then(|| self.inside(place, is_object))
    }

    #[inline]
    fn close(&mut self, open: Open<'p>, _: usize, is_empty: bool) -> Option<()> {
        let is_blank = is_empty && !open.is_object;
        let takes_blank = || self.field(open.place).is_none_or(Field::takes_blank);
        (open.missing == 0 && (!is_blank || takes_blank())).then_some(())
    }
}
