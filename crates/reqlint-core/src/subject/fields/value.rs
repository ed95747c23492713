//! One value of a field, compared with what the catalogue says about it.

use super::Problem;
use crate::api::catalogue::{Condition, Empty, Field, Limits, Required};
use crate::base::number::Number;
use crate::base::pattern::{Format, Pattern, Test};
use crate::base::scalar::Scalar;
use crate::base::text::characters;
use crate::base::view::View;
use crate::message::body::{Document, NodeIx, NodeKind};
use crate::message::exchange::Visibility;
use std::borrow::Cow;
use std::cmp::Ordering;

/// A value on its way through the tests of a field.
///
/// Unlike a selector's `Value` it keeps a number as it is spelled: patterns and lengths are about the spelling, and nearly
/// every field is tested without reading what its text means.
pub(crate) struct FieldValue<'v> {
    pub(crate) kind: NodeKind,
    pub(crate) text: Cow<'v, [u8]>,
    /// Items of a list.
    pub(crate) items: usize,
    /// Whether the syntax distinguishes numbers from texts.
    pub(crate) typed: bool,
    /// Whether it distinguishes single values, lists and objects.
    pub(crate) shaped: bool,
    /// A list that may as well be an object.
    pub(crate) numbered: bool,
}

/// Whether a requirement holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Holds {
    No,
    /// A placeholder replaces the sibling that decides.
    Hidden,
    Yes,
}

/// Called for each value of a field.
pub(crate) type Visit<'f> = &'f mut dyn FnMut(FieldValue<'_>);

impl<'v> FieldValue<'v> {
    pub(crate) fn text(text: Cow<'v, [u8]>) -> Self {
        Self { kind: NodeKind::Text, text, items: 0, typed: false, shaped: false, numbered: false }
    }

    pub(crate) fn of(document: &Document, node: NodeIx, text: &'v [u8]) -> Self {
        let kind = document.kind(node);
        let items = if matches!(kind, NodeKind::List | NodeKind::Object) { document.children(node).count() } else { 0 };
        let text = if matches!(kind, NodeKind::List | NodeKind::Object) {
            Cow::Borrowed(&b""[..])
        } else {
            document.value(node, text)
        };
        let (typed, shaped) = (document.is_typed(), document.tells_shapes());
        Self { kind, text, items, typed, shaped, numbered: document.is_numbered(node) }
    }

    /// Empty, only spaces, null, or a list without items.
    pub(crate) fn is_blank(&self) -> bool {
        match self.kind {
            NodeKind::Null => true,
            NodeKind::Text => self.text.trim_ascii().is_empty(),
            NodeKind::List => self.items == 0,
            NodeKind::Object | NodeKind::Number | NodeKind::Boolean => false,
        }
    }

    /// Whether it is what a pattern says.
    pub(crate) fn is(&self, pattern: &Pattern) -> bool {
        self.meets(&pattern.test)
    }

    fn meets(&self, test: &Test) -> bool {
        let loose = !self.typed && self.kind == NodeKind::Text;
        match (test.format(), self.kind) {
            (Some(Format::List), kind) => kind == NodeKind::List || !self.shaped,
            (Some(Format::Object), kind) => kind == NodeKind::Object || self.numbered || loose && !self.shaped,
            (Some(Format::Boolean), kind) => kind == NodeKind::Boolean || loose && test.holds(&self.text),
            (Some(Format::Number), NodeKind::Number) => true,
            // JSON may write 3 as 3.0
            (Some(Format::Integer), NodeKind::Number) => Number::read(&self.text).is_some_and(Number::is_whole),
            (Some(Format::Integer | Format::Number), _) => loose && test.holds(&self.text),
            (None, _) if let Test::Any(tests) = test => tests.iter().any(|test| self.meets(test)),
            (_, kind) => kind == NodeKind::Text && test.holds(&self.text),
        }
    }

    pub(crate) fn equals(&self, scalar: &Scalar) -> bool {
        // what the catalogue writes as a text is one: JSON's 3 isn't "3"
        let is_of_type = !matches!(scalar, Scalar::Text(_)) || self.kind == NodeKind::Text;
        is_of_type && self.view().equals(&scalar.view(), false)
    }

    /// Whether it equals any, `reads_text` also as a text that reads so; that is read as a number once, since most lists are of
    /// numbers or of texts.
    pub(super) fn equals_any(&self, scalars: &[Scalar], reads_text: bool) -> bool {
        let mut number = None;
        scalars.iter().any(|scalar| match scalar {
            Scalar::Text(text) => self.kind == NodeKind::Text && text.as_bytes() == &*self.text,
            Scalar::Number(_) | Scalar::Boolean(_) if !reads_text && self.kind == NodeKind::Text => false,
            Scalar::Number(wanted) => {
                let own = number.get_or_insert_with(|| match self.view() {
                    View::Text(text) => Number::read(&text),
                    _ => None,
                });
                own.is_some_and(|own| own.partial_cmp(wanted) == Some(Ordering::Equal))
            }
            other => self.equals(other),
        })
    }

    /// As something to compare: what a number or a boolean is, is read from how it is written.
    fn view(&self) -> View<'_> {
        match self.kind {
            NodeKind::Text | NodeKind::Number | NodeKind::Boolean => View::text(&self.text),
            NodeKind::Object | NodeKind::List | NodeKind::Null => View::NotSingle,
        }
    }

    /// Characters of a text, items of a list.
    pub(crate) fn length(&self) -> usize {
        match self.kind {
            NodeKind::List | NodeKind::Object => self.items,
            _ => characters(&self.text),
        }
    }
}

impl Field {
    /// What becomes of a value without content; `None` for one that is tested.
    #[inline]
    pub(crate) fn empty(&self, value: &FieldValue<'_>) -> Option<Empty> {
        if !value.is_blank() {
            return None;
        }
        let of = match (value.kind, self.null, self.blank) {
            (NodeKind::Null, Empty::Blank, Empty::Value) => Empty::Blank,
            (NodeKind::Null, Empty::Blank, blank) => blank,
            (NodeKind::Null, null, _) => null,
            (_, _, blank) => blank,
        };
        (of != Empty::Value).then_some(of)
    }

    /// Every test that a value doesn't meet. One that isn't what `is` says is tested no further.
    pub(crate) fn problems(&self, value: &FieldValue<'_>, push: &mut impl FnMut(Problem)) {
        let quoted = value.typed && value.kind == NodeKind::Text && self.is_number();
        let or_null = |problem| if value.kind == NodeKind::Null { Problem::Null } else { problem };
        match &self.is {
            Some(pattern) if quoted && pattern.holds(&value.text) => push(Problem::NumericText),
            Some(pattern) if !value.is(pattern) => return push(or_null(Problem::Is)),
            None if quoted && Number::read(&value.text).is_some() => push(Problem::NumericText),
            _ => {}
        }
        if let Some(one_of) = &self.one_of
            && !value.equals_any(&one_of.values, !value.typed || self.is_number())
        {
            push(or_null(Problem::OneOf));
        }
        let Some(limits) = self.limits.as_deref().filter(|_| value.kind != NodeKind::Null) else { return };
        if limits.has_range() && self.is_out_of_range(limits, value) {
            push(Problem::Range);
        }
        if self.has_length(value) && limits.has_length() && !limits.takes_length(value.length()) {
            push(Problem::Length);
        }
        if matches!(value.kind, NodeKind::List | NodeKind::Object) && !limits.takes_items(value.items) {
            push(Problem::Items);
        }
    }

    /// Whether no item of a list may equal another.
    pub(crate) fn is_unique(&self) -> bool {
        self.limits.as_ref().is_some_and(|limits| limits.unique)
    }

    /// Whether it has no test but its pattern.
    #[inline]
    pub(crate) fn has_only_pattern(&self) -> bool {
        self.one_of.is_none() && self.limits.is_none()
    }

    /// Whether there is a test that a text could fail.
    pub(crate) fn has_tests(&self) -> bool {
        let any_text = self.is.as_ref().is_none_or(|pattern| pattern.format() == Some(Format::Text));
        !any_text
            || self.one_of.is_some()
            || self.limits.as_ref().is_some_and(|limits| limits.has_range() || limits.has_length())
    }

    /// Every test that a value could fail.
    pub(crate) fn tests(&self, value: &FieldValue<'_>, push: &mut impl FnMut(Problem)) {
        let any_text = self.is.as_ref().and_then(Pattern::format) == Some(Format::Text);
        if self.is.is_some() && !any_text {
            push(Problem::Is);
        }
        if value.typed && self.is_number() {
            push(Problem::NumericText);
        }
        if self.one_of.is_some() {
            push(Problem::OneOf);
        }
        let Some(limits) = &self.limits else { return };
        if limits.has_range() {
            push(Problem::Range);
        }
        if limits.has_length() {
            push(Problem::Length);
        }
    }

    /// Whether JSON should have a number there.
    pub(crate) fn is_number(&self) -> bool {
        let number = |s: &Scalar| matches!(s, Scalar::Number(_));
        match (self.is.as_ref().map(Pattern::format), &self.one_of) {
            (Some(format), _) => matches!(format, Some(Format::Integer | Format::Number)),
            (None, Some(one_of)) => one_of.values.iter().all(number),
            (None, None) => self.limits.as_ref().is_some_and(|limits| limits.has_numeric_range()),
        }
    }

    /// Whether it is an object, and nothing else.
    pub(crate) fn is_object(&self) -> bool {
        self.is.as_ref().and_then(Pattern::format) == Some(Format::Object)
    }

    /// Whether a value may be of one of several types.
    fn is_of_several(&self) -> bool {
        self.is.as_ref().is_some_and(|pattern| matches!(pattern.test, Test::Any(_)))
    }

    /// Whether a length is said of a value: of one of several types it is about texts and lists.
    fn has_length(&self, value: &FieldValue<'_>) -> bool {
        !self.is_of_several() || matches!(value.kind, NodeKind::Text | NodeKind::List)
    }

    /// Of one of several types a range is about those values that can be compared with it.
    fn is_out_of_range(&self, limits: &Limits, value: &FieldValue<'_>) -> bool {
        let several = self.is_of_several();
        if several && value.typed && value.kind == NodeKind::Text && limits.has_numeric_range() {
            return false;
        }
        let outside = |bound: &Option<Scalar>, wrong: Ordering| {
            bound
                .as_ref()
                .is_some_and(|bound| value.view().compare(&bound.view(), false).map_or(!several, |o| o == wrong))
        };
        let is_multiple = |step: &Scalar| value.view().is_multiple_of(&step.view()).unwrap_or(several);
        outside(&limits.at_least, Ordering::Less)
            || outside(&limits.at_most, Ordering::Greater)
            || limits.multiple_of.as_ref().is_some_and(|step| !is_multiple(step))
    }
}

impl Limits {
    /// Whether a list may have so many items, or an object so many members.
    pub(crate) fn takes_items(&self, number: usize) -> bool {
        self.min_items.is_none_or(|least| number >= least) && self.max_items.is_none_or(|most| number <= most)
    }

    /// Whether anything is said of a list as a whole.
    pub(crate) fn has_items(&self) -> bool {
        self.min_items.is_some() || self.max_items.is_some() || self.unique
    }

    fn takes_length(&self, length: usize) -> bool {
        self.min_length.is_none_or(|least| length >= least) && self.max_length.is_none_or(|most| length <= most)
    }

    fn has_length(&self) -> bool {
        self.min_length.is_some() || self.max_length.is_some()
    }

    fn has_range(&self) -> bool {
        self.at_least.is_some() || self.at_most.is_some() || self.multiple_of.is_some()
    }

    fn has_numeric_range(&self) -> bool {
        let number = |bound: &Scalar| matches!(bound, Scalar::Number(_));
        [&self.at_least, &self.at_most, &self.multiple_of].into_iter().flatten().any(number)
    }
}

impl Required {
    /// Whether a field is required, given what visits each value of a sibling: of one that is repeated a service may read any.
    pub(crate) fn holds(&self, shows: Visibility, siblings: impl Fn(&str, Visit<'_>)) -> Holds {
        let Required::When(conditions) = self else {
            return if matches!(self, Required::Always) { Holds::Yes } else { Holds::No };
        };
        let mut all = Holds::Yes;
        for condition in conditions {
            let mut any = None;
            siblings(&condition.sibling, &mut |value| any = any.max(Some(condition.holds(shows, Some(value)))));
            match any.unwrap_or_else(|| condition.holds(shows, None)) {
                Holds::Yes => {}
                Holds::No => return Holds::No,
                Holds::Hidden => all = Holds::Hidden,
            }
        }
        all
    }
}

impl Condition {
    fn holds(&self, shows: Visibility, sibling: Option<FieldValue<'_>>) -> Holds {
        let value = sibling.filter(|value| value.kind != NodeKind::Null);
        let holds = match (&self.one_of, value) {
            (Some(_), Some(value)) if value.kind == NodeKind::Text && shows.hides(&value.text) => {
                return Holds::Hidden;
            }
            (None, value) => value.is_none(),
            (Some(scalars), Some(value)) => value.equals_any(scalars, true),
            (Some(_), None) => false,
        };
        if holds { Holds::Yes } else { Holds::No }
    }
}
