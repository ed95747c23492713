//! Views: one single value as what it is, whoever holds it, and the one way to compare two of them.
//!
//! Five types hold values, each with its own owner and moment: [`Literal`](super::literal::Literal) as a file writes it,
//! [`Scalar`](super::scalar::Scalar) as a rule compares with it, `FactValue` as a host knows it, `Value` as a selector finds
//! it, and `FieldValue` as a body spells it. None of them compares: each gives a view, and views are compared here alone.

use crate::base::number::Number;
use crate::base::time::{Duration, Time};
use std::borrow::Cow;
use std::cmp::Ordering;

/// A single value of a rule or a request. Viewing borrows; nothing is copied.
#[derive(Debug)]
pub(crate) enum View<'v> {
    Text(Cow<'v, [u8]>),
    Number(Number),
    Boolean(bool),
    Time(Time),
    Duration(Duration),
    /// Null, a list or an object.
    NotSingle,
}

/// Why two values can't be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// The left value can't be read as what the right one is.
    Left(&'static str),
    /// The right value can't be read as what the left one is: they differ, but nothing is wrong with the left one.
    Right,
}

impl<'v> View<'v> {
    pub(crate) fn text(text: &'v [u8]) -> Self {
        View::Text(Cow::Borrowed(text))
    }

    /// Compares two values; a text is read as what the other side is.
    pub(crate) fn compare(&self, right: &View<'_>, ignore_case: bool) -> Result<Ordering, Unfit> {
        match (self, right) {
            (View::Text(a), View::Text(b)) if ignore_case => Ok(cmp_ignoring_case(a, b)),
            (View::Text(a), View::Text(b)) => Ok(a.cmp(b)),
            (View::Number(a), View::Number(b)) => a.partial_cmp(b).ok_or(Unfit::Right),
            (View::Boolean(a), View::Boolean(b)) => Ok(a.cmp(b)),
            (View::Time(a), View::Time(b)) => Ok(a.cmp(b)),
            (View::Duration(a), View::Duration(b)) => Ok(a.cmp(b)),
            (_, View::NotSingle) => Err(Unfit::Right),
            (View::Text(text), other) => {
                other.read_alike(text).ok_or(Unfit::Left(other.named()))?.compare(other, false)
            }
            (View::NotSingle, other) => Err(Unfit::Left(other.named())),
            (other, View::Text(text)) => other.compare(&other.read_alike(text).ok_or(Unfit::Right)?, false),
            (_, other) => Err(Unfit::Left(other.named())),
        }
    }

    #[inline]
    pub(crate) fn equals(&self, right: &View<'_>, ignore_case: bool) -> bool {
        match (self, right) {
            // fast path: most texts differ in length
            (View::Text(a), View::Text(b)) if !ignore_case => a == b,
            _ => self.compare(right, ignore_case) == Ok(Ordering::Equal),
        }
    }

    /// Whether it is a whole multiple of a number or duration.
    pub(crate) fn is_multiple_of(&self, step: &View<'_>) -> Result<bool, Unfit> {
        match (self, step) {
            (View::Number(a), View::Number(b)) => Ok(a.is_multiple_of(*b)),
            (View::Duration(a), View::Duration(b)) => Ok(b.0 != 0 && a.0 % b.0 == 0),
            (View::Text(text), View::Number(b)) => b.divides(text).ok_or(Unfit::Left(step.named())),
            (View::Text(text), step) => step.read_alike(text).ok_or(Unfit::Left(step.named()))?.is_multiple_of(step),
            (_, step) => Err(Unfit::Left(step.named())),
        }
    }

    /// The time that it is, or reads as.
    pub(crate) fn time(&self) -> Option<Time> {
        match self {
            View::Time(time) => Some(*time),
            View::Text(text) => Time::read(text),
            View::Number(_) | View::Boolean(_) | View::Duration(_) | View::NotSingle => None,
        }
    }

    /// What can be more or less: a text is read as a number, a duration or a time.
    pub(crate) fn quantity(self) -> Option<Self> {
        let View::Text(text) = &self else { return Some(self) };
        let number = Number::read(text).map(View::Number);
        number.or_else(|| Duration::read(text).map(View::Duration)).or_else(|| Time::read(text).map(View::Time))
    }

    /// Reads a text as what this value is.
    fn read_alike(&self, text: &[u8]) -> Option<View<'static>> {
        match self {
            View::Number(_) => Number::read(text).map(View::Number),
            View::Boolean(_) => match text {
                b"true" => Some(View::Boolean(true)),
                b"false" => Some(View::Boolean(false)),
                _ => None,
            },
            View::Time(_) => Time::read(text).map(View::Time),
            View::Duration(_) => Duration::read(text).map(View::Duration),
            View::Text(_) | View::NotSingle => None,
        }
    }

    /// What it is, as a noun phrase.
    fn named(&self) -> &'static str {
        match self {
            View::Text(_) => "a text",
            View::Number(_) => "a number",
            View::Boolean(_) => "true or false",
            View::Time(_) => "a time",
            View::Duration(_) => "a duration",
            View::NotSingle => "a single value",
        }
    }
}

fn cmp_ignoring_case(a: &[u8], b: &[u8]) -> Ordering {
    a.iter().map(u8::to_ascii_lowercase).cmp(b.iter().map(u8::to_ascii_lowercase))
}
