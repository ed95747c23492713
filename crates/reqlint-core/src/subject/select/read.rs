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

    /// Where it looks, for a finding about what isn't there.
    pub(crate) fn place(&self) -> Place<'_> {
        self.place_in(None)
    }

    /// Whether a name is one of a selector that takes no name of the writer's, such as `method`.
    pub(crate) fn is_whole_name(name: &str) -> bool {
        SELECTORS.iter().any(|entry| entry.rest.is_empty() && entry.name == name)
    }
}
