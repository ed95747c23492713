//! Reading a subject by a selector.

use super::{Datum, Lack, SELECTORS, Selector, Value, Visit};
use crate::api::catalogue::Step;
use crate::subject::Subject;
use crate::subject::place::Place;

impl Selector {
    /// Visits what is there, each value at its place; at least one unless there is a lack.
    pub(crate) fn select<'s>(&'s self, subject: &Subject<'s>, visit: Visit<'_, 's>) -> Result<(), Lack> {
        let Some(value) = self.only(subject) else { return self.several(subject, visit) };
        visit(Datum { value: value?, place: self.place_in(Some(subject)) });
        Ok(())
    }

    /// Visits the values alone, which is cheaper.
    pub(crate) fn values<'s>(&'s self, subject: &Subject<'s>, visit: &mut impl FnMut(Value<'s>)) -> Result<(), Lack> {
        match self.only(subject) {
            Some(value) => visit(value?),
            None => self.several(subject, &mut |datum| visit(datum.value))?,
        }
        Ok(())
    }

    /// Whether a header, parameter or member that should be there once is there several times, so that a service may read any
    /// of them. The items of a list are no repetition.
    pub(crate) fn is_repeated(&self, subject: &Subject<'_>) -> bool {
        match self {
            Selector::Header(name) => subject.header_lines(name).nth(1).is_some(),
            Selector::Member(steps) if steps.iter().any(|step| !matches!(step, Step::Member(_))) => false,
            Selector::QueryField(_) | Selector::Member(_) | Selector::Claim(_) => {
                let mut count = 0;
                let found = self.values(subject, &mut |_| count += 1);
                found.is_ok() && count > 1
            }
            _ => false,
        }
    }

    /// Whether it finds an object that may be the variant of an enum, as serde reads it: `{"sealed": null}` for `"sealed"`. Of a
    /// list all items count.
    pub(crate) fn has_variant(&self, subject: &Subject<'_>) -> bool {
        let mut has = false;
        if self.is_of_member() {
            let _ = self.select(subject, &mut |datum| has |= variant(&datum, subject).is_some());
        }
        has
    }

    /// Visits whatever a service may read: the values that are there, and the names of variants.
    pub(crate) fn readings<'s>(&'s self, subject: &Subject<'s>, visit: Visit<'_, 's>) {
        let _ = self.select(subject, &mut |datum| {
            let variant = if self.is_of_member() { variant(&datum, subject) } else { None };
            visit(datum);
            if let Some(variant) = variant {
                visit(variant);
            }
        });
    }

    fn is_of_member(&self) -> bool {
        matches!(self, Selector::Member(steps) if steps.iter().all(|step| matches!(step, Step::Member(_))))
    }

    /// Where it looks, for a finding about what isn't there.
    pub(crate) fn place(&self) -> Place<'_> {
        self.place_in(None)
    }

    /// Whether a name is one of a selector that takes no name of the writer's, such as `method`.
    pub(crate) fn is_whole_name(name: &str) -> bool {
        SELECTORS.iter().any(|entry| entry.rest.is_empty() && entry.name == name)
    }
}

/// The name of the variant that an object may be.
fn variant<'s>(datum: &Datum<'s>, subject: &Subject<'s>) -> Option<Datum<'s>> {
    let Place::Member(node) = datum.place else { return None };
    let name = subject.document.key(subject.document.variant(node)?, subject.body_text());
    Some(Datum { value: Value::TypedText(name), place: Place::Member(node) })
}
