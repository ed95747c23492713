//! One pass over one body, held against a screen meanwhile.

use super::super::value::FieldValue;
use super::{Initials, NO_INITIALS, Place, Screen, Test};
use crate::body::NodeKind;
use crate::body::json::{Enter, Leaf, Sink, read_into};
use crate::bytes::{self, Beginning, Ends};
use crate::catalogue::{Field, Required};
use crate::number;
use crate::placeholder::{is_literal, placeholder};
use std::borrow::Cow;
use std::ops::Range;

/// The fields that are there, one bit each, if a text is UTF-8 and JSON and surely all is well.
pub(super) fn fine_fields(screen: &Screen, text: &[u8], fields: &[Field]) -> Option<u64> {
    let mut pass = Pass { screen, text, fields, present: 0 };
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
    text: &'p [u8],
    fields: &'p [Field],
    /// The fields that are there, one bit each.
    present: u64,
}

/// An object or list that is open.
struct Open<'p> {
    place: &'p Place,
    is_object: bool,
    initials: &'p Initials,
    names: &'p [Beginning],
    members: &'p [Place],
    item: Option<&'p Place>,
    /// The members that must be there and were not found yet.
    missing: u64,
}

impl<'p> Pass<'p> {
    fn field(&self, place: &Place) -> Option<&'p Field> {
        self.fields.get(usize::from(place.field?))
    }

    #[inline]
    fn note(&mut self, place: &Place) {
        if let Some(field) = place.field {
            self.present |= 1 << (field % 64);
        }
    }

    #[inline]
    fn inside(&self, place: &'p Place, is_object: bool) -> Enter<Open<'p>> {
        let mut open =
            Open { place, is_object, names: &[], members: &[], item: None, missing: 0, initials: &NO_INITIALS };
        match place.branch.and_then(|branch| self.screen.branches.get(branch)) {
            Some(branch) if is_object => {
                open.names = self.screen.names.get(branch.members.clone()).unwrap_or_default();
                open.members = self.screen.places.get(branch.members.clone()).unwrap_or_default();
                open.initials = &branch.initials;
                open.missing = branch.required;
            }
            Some(branch) => open.item = branch.item.and_then(|item| self.screen.places.get(item)),
            None if is_object => return Enter::Around,
            None => {}
        }
        Enter::Inside(open)
    }
}

impl Open<'_> {
    /// The member whose name, and a quote, a text holds at `start`.
    #[inline]
    fn find(&self, text: &[u8], start: usize) -> Option<usize> {
        let first = bytes::word_at(text, start);
        let mut candidates = self.initials.candidates(first);
        while candidates != 0 {
            let position = candidates.trailing_zeros() as usize;
            let name = self.names.get(position)?;
            if name.fits(first, text, start) && (name.is_whole() || self.is_rest(position, text, start)) {
                return Some(position);
            }
            candidates &= candidates - 1;
        }
        None
    }

    /// Whether all of a long name stands there.
    #[inline(never)]
    fn is_rest(&self, position: usize, text: &[u8], start: usize) -> bool {
        let Some(Place { name, .. }) = self.members.get(position) else { return false };
        text.get(start..start + name.len()) == Some(name)
    }
}

impl<'p> Sink for Pass<'p> {
    const TAKES_BYTES: bool = true;

    type Open = Open<'p>;

    /// Where a value stands; `None` for what the catalogue doesn't know.
    type Key = Option<&'p Place>;

    #[inline]
    fn known(&mut self, inside: &mut Open<'p>, start: usize) -> Option<(Option<&'p Place>, usize)> {
        let position = inside.find(self.text, start)?;
        let place = inside.members.get(position)?;
        inside.missing &= !(1 << position);
        Some((Some(place), start + place.name.len()))
    }

    #[inline]
    fn member(&mut self, inside: &mut Open<'p>, _: Range<usize>, escaped: bool) -> Option<Option<&'p Place>> {
        // a name with escapes may be any
        (!escaped || inside.members.is_empty()).then_some(None)
    }

    #[inline]
    fn item(&mut self, inside: &mut Open<'p>) -> Option<&'p Place> {
        inside.item
    }

    #[inline]
    fn leaf(&mut self, key: Option<&'p Place>, leaf: Leaf) -> Option<()> {
        let Some(place) = key else { return Some(()) };
        self.note(place);
        let raw = self.text.get(leaf.value.clone())?;
        // what begins so isn't blank, whatever its escapes stand for
        let is_filled = || raw.first().is_some_and(|b| b.is_ascii_graphic() && *b != b'\\');
        let is_well = match (&place.test, leaf.kind, leaf.is_plain) {
            (Test::Text | Test::Anything, NodeKind::Text, _) if is_filled() => true,
            (Test::Boolean, NodeKind::Boolean, _) | (Test::Integer, NodeKind::Number, true) => true,
            (Test::Texts(range), NodeKind::Text, true) => {
                let ends = Ends::within(self.text, &leaf.value);
                self.screen.texts.get(range.clone())?.contains(&ends)
            }
            (Test::Integers(range), NodeKind::Number, true) => {
                self.screen.numbers.get(range.clone())?.contains(&number::whole(raw)?)
            }
            (Test::Pattern(pattern), NodeKind::Text, true) if is_filled() && is_literal(raw) => pattern.holds(raw),
            _ => match self.field(place) {
                Some(field) => (leaf.kind != NodeKind::Text || leaf.is_plain) && field.is_well(leaf.kind, raw),
                None => matches!(place.test, Test::Anything),
            },
        };
        is_well.then_some(())
    }

    #[inline]
    fn open(&mut self, key: Option<&'p Place>, kind: NodeKind, _: usize) -> Option<Enter<Open<'p>>> {
        let Some(place) = key else { return Some(Enter::Around) };
        let is_object = kind == NodeKind::Object;
        self.note(place);
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
