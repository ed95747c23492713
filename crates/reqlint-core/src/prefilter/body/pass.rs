//! One pass over one body, which a validator checks meanwhile.

use super::{BodyValidator, Element, Inside, Test};
use crate::api::catalogue::{Empty, Field, FieldTree, Required};
use crate::message::body::NodeKind;
use crate::message::body::json::{Enter, Leaf, Sink, read_into};
use crate::message::placeholder::placeholder;
use crate::subject::fields::value::FieldValue;
use std::borrow::Cow;
use std::ops::Range;

/// Whether a text is UTF-8 and JSON, and nothing is wrong with any field.
pub(super) fn passes(validator: &BodyValidator, text: &[u8], tree: Option<&FieldTree>) -> bool {
    read_into(text, &mut Pass { validator, tree }, Some(&validator.root)).is_ok()
}

impl Field {
    /// Whether nothing is wrong with a value without escapes, and it isn't a placeholder.
    fn is_well(&self, kind: NodeKind, text: &[u8]) -> bool {
        let value =
            FieldValue { kind, text: Cow::Borrowed(text), items: 0, typed: true, shaped: true, numbered: false };
        if let Some(empty) = self.empty(&value) {
            return self.takes(empty);
        }
        let mut is_well = kind != NodeKind::Text || !self.has_tests() || placeholder(text).is_none();
        if is_well {
            self.problems(&value, &mut |_| is_well = false);
        }
        is_well
    }

    fn takes(&self, empty: Empty) -> bool {
        match empty {
            Empty::Accepted => true,
            Empty::Refused => false,
            Empty::Blank => matches!(self.required, Required::Never),
            // of a list, about whose length nothing is said
            Empty::Value => true,
        }
    }
}

/// One pass over one body.
struct Pass<'p> {
    validator: &'p BodyValidator,
    /// Looked at for values that the validator leaves open.
    tree: Option<&'p FieldTree>,
}

/// An object or list that is open.
struct Open<'p> {
    element: &'p Element,
    is_object: bool,
    inside: Inside<'p>,
    /// The fields that must be there and were not found yet.
    missing: u64,
}

impl<'p> Pass<'p> {
    fn field(&self, element: &Element) -> Option<&'p Field> {
        self.tree?.fields.get(element.field.trailing_zeros() as usize)
    }

    #[inline]
    fn inside(&self, element: &'p Element, is_object: bool) -> Enter<Open<'p>> {
        match self.validator.inside(element) {
            Some(inside) if is_object => {
                Enter::Inside(Open { element, is_object, inside, missing: inside.branch.required })
            }
            None if is_object => Enter::Around,
            known => {
                let inside = known.unwrap_or(Inside::NOTHING);
                Enter::Inside(Open { element, is_object, inside, missing: 0 })
            }
        }
    }

    #[inline(never)]
    fn takes(&self, element: &Element, kind: NodeKind, value: &[u8], is_plain: bool) -> bool {
        match self.field(element) {
            Some(field) => (kind != NodeKind::Text || is_plain) && field.is_well(kind, value),
            None => matches!(element.test, Test::Anything),
        }
    }
}

impl<'p> Sink for Pass<'p> {
    type Open = Open<'p>;

    /// The element that a value is; `None` for what the catalogue doesn't know.
    type Key = Option<&'p Element>;

    #[inline(always)]
    fn known<'t>(&mut self, inside: &mut Open<'p>, from: &'t [u8]) -> Option<(Option<&'p Element>, &'t [u8])> {
        let (_, element, rest) = inside.inside.find(from)?;
        inside.missing &= !element.field;
        Some((Some(element), rest))
    }

    #[inline]
    fn member(&mut self, inside: &mut Open<'p>, _: Range<usize>, escaped: bool) -> Option<Option<&'p Element>> {
        // a name with escapes may be any
        (!escaped && !inside.inside.branch.is_closed || inside.inside.knows_nothing()).then_some(None)
    }

    #[inline]
    fn item(&mut self, inside: &mut Open<'p>) -> Option<&'p Element> {
        inside.inside.item()
    }

    #[inline(always)]
    fn leaf(&mut self, key: Option<&'p Element>, leaf: Leaf<'_>) -> Option<()> {
        let Some(element) = key else { return Some(()) };
        let takes =
            self.validator.takes_plainly(element, &leaf) || self.takes(element, leaf.kind, leaf.value, leaf.is_plain);
        takes.then_some(())
    }

    #[inline]
    fn open(&mut self, key: Option<&'p Element>, kind: NodeKind, _: usize) -> Option<Enter<Open<'p>>> {
        let Some(element) = key else { return Some(Enter::Around) };
        let is_object = kind == NodeKind::Object;
        let is_well = match element.test {
            Test::Anything => true,
            Test::List => !is_object,
            Test::Object => is_object,
            _ => false,
        };
        // a reader may take the items of a list for the members of an object; an object in the place of a list isn't looked into
        let is_other = |inside: Inside<'_>| match (inside.members.is_empty(), &inside.branch.item) {
            (false, None) => !is_object,
            (true, Some(_)) => is_object,
            _ => false,
        };
        let is_otherwise = self.validator.inside(element).is_some_and(is_other);
        (is_well && !is_otherwise).then(|| self.inside(element, is_object))
    }

    #[inline]
    fn close(&mut self, open: Open<'p>, _: usize, is_empty: bool) -> Option<()> {
        let is_blank = is_empty && !open.is_object;
        let takes_blank = || self.field(open.element).is_none_or(|field| field.takes(field.blank));
        (open.missing == 0 && (!is_blank || takes_blank())).then_some(())
    }
}
