//! Operators: how one value is tested (docs/language.md#operators).

use crate::api::patterns::Hierarchy;
use crate::base::bytes::{contains_ignoring_case, same_ignoring_case};
use crate::base::number::Number;
use crate::base::pattern::{Pattern, Test as PatternTest};
use crate::base::scalar::{Scalar, any_of};
use crate::base::text::{SmolStr, text};
use crate::base::time::{Duration, Time};
use crate::message::body::NodeKind;
use crate::message::placeholder::placeholder;
use crate::subject::Subject;
use crate::subject::fields::{FieldValue, characters};
use crate::subject::select::{Datum, Lack, Selector, Value};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

/// An operator with its right side.
#[derive(Debug)]
pub(crate) enum Operator {
    Equals(Right),
    OneOf(Right),
    Is(Pattern),
    StartsWith(Right),
    EndsWith(Right),
    Contains(Right),
    Includes(Right),
    Covers(Selector, Arc<Hierarchy>),
    AtLeast(Right),
    AtMost(Right),
    MultipleOf(Right),
    MinLength(Right),
    MaxLength(Right),
    MaxCount(Right),
    EarlierThan(Right),
    LaterThan(Right),
    MaxAge(Right),
}

/// The right side of an operator.
#[derive(Debug)]
pub(crate) enum Right {
    /// One of these, and how a sentence names them: `3, 8 or 14`.
    Scalars(Vec<Scalar>, SmolStr),
    Of(Selector),
}

impl Right {
    pub(crate) fn scalars(scalars: Vec<Scalar>) -> Self {
        let says = text!("{}", any_of(scalars.iter().map(Scalar::quoted)));
        Right::Scalars(scalars, says)
    }
}

/// Why two values can't be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unfit {
    /// The value can't be read as what the right side is.
    Value(&'static str),
    /// The right side can't be read as what the value is: they differ, but nothing is wrong with the value.
    Right,
}

/// How an operator went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Met {
    Yes,
    No,
    /// The value can't be read as what the operator needs.
    Unreadable(&'static str),
    /// A placeholder stands where it would be decided.
    Hidden,
}

impl Operator {
    /// Whether it looks at all values together.
    pub(crate) fn is_whole(&self) -> bool {
        matches!(self, Operator::Includes(_) | Operator::Covers(..) | Operator::MaxCount(_))
    }

    /// How one value goes.
    pub(crate) fn meets(&self, value: &Value<'_>, ignore_case: bool, subject: &Subject<'_>) -> Result<Met, Lack> {
        let hidden = value.text().and_then(|text| Some((text, placeholder(text)?.start)));
        if let Some((text, start)) = hidden {
            return Ok(self.meets_beginning(text.get(..start).unwrap_or_default(), ignore_case));
        }
        let ordered = |right: &Right, fits: fn(Ordering) -> bool| {
            right.each(subject, |r| compare(&typed(value), &r, ignore_case).map(fits))
        };
        let measured = |right: &Right, fits: fn(Ordering) -> bool| {
            right.each(subject, |r| compare(&typed(value), &quantity(r)?, false).map(fits))
        };
        let same = |a: &[u8], b: &[u8]| a == b || ignore_case && same_ignoring_case(a, b);
        let text_test = |right: &Right, test: &dyn Fn(&[u8], &[u8]) -> bool| {
            right.each(subject, |r| match (value.text(), r) {
                (Some(a), Typed::Text(b)) => Ok(test(a, &b)),
                (Some(_), _) => Err(Unfit::Right),
                (None, _) => Err(Unfit::Value("a text")),
            })
        };
        match self {
            Operator::Equals(right) => ordered(right, |o| o == Ordering::Equal),
            Operator::OneOf(right) => {
                right.any(subject, |r| compare(&typed(value), &r, ignore_case).map(|o| o == Ordering::Equal))
            }
            Operator::AtLeast(right) => measured(right, |o| o != Ordering::Less),
            Operator::AtMost(right) => measured(right, |o| o != Ordering::Greater),
            Operator::EarlierThan(right) => times(value, right, subject, |o| o == Ordering::Less),
            Operator::LaterThan(right) => times(value, right, subject, |o| o == Ordering::Greater),
            Operator::Is(pattern) => Ok(if field_value(value).is(pattern) { Met::Yes } else { Met::No }),
            Operator::StartsWith(right) => {
                text_test(right, &|a, b| a.get(..b.len()).is_some_and(|start| same(start, b)))
            }
            Operator::EndsWith(right) => text_test(right, &|a, b| {
                let start = a.len().checked_sub(b.len());
                start.and_then(|start| a.get(start..)).is_some_and(|end| same(end, b))
            }),
            Operator::Contains(right) => text_test(right, &|a, b| match ignore_case && !b.is_empty() {
                true => contains_ignoring_case(a, b),
                false => memchr::memmem::find(a, b).is_some(),
            }),
            Operator::MultipleOf(right) => right.each(subject, |r| multiple(&typed(value), &quantity(r)?)),
            Operator::MinLength(right) => length(value, right, subject, |o| o != Ordering::Less),
            Operator::MaxLength(right) => length(value, right, subject, |o| o != Ordering::Greater),
            Operator::MaxAge(limit) => {
                let now = subject.exchange.now.ok_or(Lack::Unknown(crate::base::finding::UnknownReason::NotVisible))?;
                let age = time(value).map(|time| now.since(time)).ok_or(Unfit::Value("a time"));
                limit.each(subject, |limit| match quantity(limit)? {
                    Typed::Duration(limit) => Ok(age? < limit),
                    _ => Err(Unfit::Right),
                })
            }
            Operator::Includes(_) | Operator::Covers(..) | Operator::MaxCount(_) => Ok(Met::Yes),
        }
    }

    /// How a value goes of which only the beginning is visible.
    fn meets_beginning(&self, visible: &[u8], ignore_case: bool) -> Met {
        let agrees = |text: &str| {
            let common = visible.len().min(text.len());
            let (a, b) = (visible.get(..common), text.as_bytes().get(..common));
            a == b || ignore_case && a.zip(b).is_some_and(|(a, b)| a.eq_ignore_ascii_case(b))
        };
        let texts = |right: &Right, decide: &dyn Fn(&str) -> Met| match right {
            Right::Of(_) => Met::Hidden,
            Right::Scalars(scalars, _) => {
                let met = scalars.iter().map(|s| match s {
                    Scalar::Text(text) => decide(text),
                    _ => Met::Hidden,
                });
                met.fold(Met::No, |a, b| match (a, b) {
                    (Met::Yes, _) | (_, Met::Yes) => Met::Yes,
                    (Met::Hidden, _) | (_, Met::Hidden) => Met::Hidden,
                    _ => Met::No,
                })
            }
        };
        match self {
            Operator::Equals(right) | Operator::OneOf(right) => {
                texts(right, &|t| if agrees(t) && visible.len() <= t.len() { Met::Hidden } else { Met::No })
            }
            Operator::StartsWith(right) => texts(right, &|t| match agrees(t) {
                true if visible.len() >= t.len() => Met::Yes,
                true => Met::Hidden,
                false => Met::No,
            }),
            Operator::Contains(right) => texts(right, &|t| {
                let (seen, text) = (visible.to_ascii_lowercase(), t.to_ascii_lowercase());
                let (seen, text) = if ignore_case { (&*seen, text.as_bytes()) } else { (visible, t.as_bytes()) };
                if memchr::memmem::find(seen, text).is_some() { Met::Yes } else { Met::Hidden }
            }),
            Operator::Is(pattern) => match &pattern.test {
                PatternTest::Shape(_) if pattern.mismatch(visible).is_some_and(|at| at < visible.len()) => Met::No,
                _ => Met::Hidden,
            },
            _ => Met::Hidden,
        }
    }

    /// How all values go together.
    pub(crate) fn meets_whole(
        &self,
        data: &[Datum<'_>],
        ignore_case: bool,
        subject: &Subject<'_>,
    ) -> Result<Met, Lack> {
        match self {
            Operator::MaxCount(right) => {
                let count = Number::Whole(i64::try_from(data.len()).unwrap_or(i64::MAX));
                right.each(subject, |r| compare(&Typed::Number(count), &r, false).map(|o| o != Ordering::Greater))
            }
            Operator::Includes(right) => {
                let met = right.each(subject, |r| {
                    Ok(any_item(data, |item| compare(&typed(item), &r, ignore_case) == Ok(Ordering::Equal)))
                })?;
                Ok(if met == Met::No && any_item(data, is_hidden) { Met::Hidden } else { met })
            }
            Operator::Covers(needed, hierarchy) => {
                let mut met = Met::Yes;
                needed.select(subject, &mut |needed| {
                    let needed = [needed];
                    let covered = !any_name(&needed, |name| {
                        let granted = any_name(data, |g| hierarchy.covers(g, name));
                        !granted
                    });
                    if !covered {
                        met = Met::No;
                    }
                })?;
                Ok(if met == Met::No && any_item(data, is_hidden) { Met::Hidden } else { met })
            }
            _ => Ok(Met::Yes),
        }
    }
}

/// How a test went for the values of a right side.
#[derive(Default)]
struct Tally {
    met: bool,
    differs: bool,
    hidden: bool,
    unreadable: Option<&'static str>,
}

impl Right {
    /// Whether a test holds for one of the values; unreadable when the value can be read as none of them.
    fn any(&self, subject: &Subject<'_>, test: impl FnMut(Typed<'_>) -> Result<bool, Unfit>) -> Result<Met, Lack> {
        let tally = self.tally(subject, test)?;
        Ok(match tally.unreadable {
            _ if tally.met => Met::Yes,
            _ if tally.hidden => Met::Hidden,
            Some(what) if !tally.differs => Met::Unreadable(what),
            _ => Met::No,
        })
    }

    /// Whether a test holds for each of the values.
    fn each(&self, subject: &Subject<'_>, test: impl FnMut(Typed<'_>) -> Result<bool, Unfit>) -> Result<Met, Lack> {
        let tally = self.tally(subject, test)?;
        Ok(match tally.unreadable {
            _ if tally.differs => Met::No,
            Some(what) => Met::Unreadable(what),
            None if tally.hidden => Met::Hidden,
            None if tally.met => Met::Yes,
            None => Met::No,
        })
    }

    fn tally(
        &self,
        subject: &Subject<'_>,
        mut test: impl FnMut(Typed<'_>) -> Result<bool, Unfit>,
    ) -> Result<Tally, Lack> {
        let mut tally = Tally::default();
        let mut take = |result| match result {
            Ok(true) => tally.met = true,
            Ok(false) | Err(Unfit::Right) => tally.differs = true,
            Err(Unfit::Value(what)) => _ = tally.unreadable.get_or_insert(what),
        };
        match self {
            Right::Scalars(scalars, _) => scalars.iter().for_each(|s| take(test(of_scalar(s)))),
            Right::Of(selector) => {
                let mut hidden = false;
                selector.values(subject, &mut |value| match value {
                    Value::List(items) | Value::Element(items) => {
                        items.any(|item| {
                            take(test(typed(&item)));
                            false
                        });
                    }
                    value if is_hidden(&value) => hidden = true,
                    value => take(test(typed(&value))),
                })?;
                tally.hidden = hidden;
            }
        }
        Ok(tally)
    }
}

/// A value as what it is.
pub(crate) enum Typed<'v> {
    Text(Cow<'v, [u8]>),
    Number(Number),
    Boolean(bool),
    Time(Time),
    Duration(Duration),
    Other,
}

fn typed<'v>(value: &'v Value<'_>) -> Typed<'v> {
    match value {
        Value::Text(t) | Value::TypedText(t) => Typed::Text(Cow::Borrowed(t)),
        Value::Number(n) => Typed::Number(*n),
        Value::Boolean(b) => Typed::Boolean(*b),
        Value::Time(t) => Typed::Time(*t),
        Value::Null | Value::List(_) | Value::Object(_) | Value::Element(_) => Typed::Other,
    }
}

fn of_scalar(scalar: &Scalar) -> Typed<'_> {
    match scalar {
        Scalar::Text(t) => Typed::Text(Cow::Borrowed(t.as_bytes())),
        Scalar::Number(n) => Typed::Number(*n),
        Scalar::Boolean(b) => Typed::Boolean(*b),
        Scalar::Time(t) => Typed::Time(*t),
        Scalar::Duration(s) => Typed::Duration(*s),
    }
}

/// Compares two values; text is read as what the other side is.
fn compare(left: &Typed<'_>, right: &Typed<'_>, ignore_case: bool) -> Result<Ordering, Unfit> {
    match (left, right) {
        (Typed::Text(a), Typed::Text(b)) if ignore_case => Ok(a.to_ascii_lowercase().cmp(&b.to_ascii_lowercase())),
        (Typed::Text(a), Typed::Text(b)) => Ok(a.cmp(b)),
        (Typed::Number(a), Typed::Number(b)) => a.partial_cmp(b).ok_or(Unfit::Right),
        (Typed::Boolean(a), Typed::Boolean(b)) => Ok(a.cmp(b)),
        (Typed::Time(a), Typed::Time(b)) => Ok(a.cmp(b)),
        (Typed::Duration(a), Typed::Duration(b)) => Ok(a.cmp(b)),
        (_, Typed::Other) => Err(Unfit::Right),
        (Typed::Text(text), other) => compare(&read_as(text, other).ok_or(Unfit::Value(says(other)))?, other, false),
        (Typed::Other, other) => Err(Unfit::Value(says(other))),
        (other, Typed::Text(text)) => compare(other, &read_as(text, other).ok_or(Unfit::Right)?, false),
        (_, other) => Err(Unfit::Value(says(other))),
    }
}

/// A right side that can be more or less: where it is text, a number, a duration or a time.
fn quantity(right: Typed<'_>) -> Result<Typed<'_>, Unfit> {
    let Typed::Text(text) = &right else { return Ok(right) };
    let number = Number::read(text).map(Typed::Number);
    let read =
        number.or_else(|| Duration::read(text).map(Typed::Duration)).or_else(|| Time::read(text).map(Typed::Time));
    read.ok_or(Unfit::Right)
}

fn read_as(text: &[u8], like: &Typed<'_>) -> Option<Typed<'static>> {
    match like {
        Typed::Number(_) => Number::read(text).map(Typed::Number),
        Typed::Boolean(_) => match text {
            b"true" => Some(Typed::Boolean(true)),
            b"false" => Some(Typed::Boolean(false)),
            _ => None,
        },
        Typed::Time(_) => Time::read(text).map(Typed::Time),
        Typed::Duration(_) => Duration::read(text).map(Typed::Duration),
        Typed::Text(_) | Typed::Other => None,
    }
}

fn says(typed: &Typed<'_>) -> &'static str {
    match typed {
        Typed::Text(_) => "a text",
        Typed::Number(_) => "a number",
        Typed::Boolean(_) => "true or false",
        Typed::Time(_) => "a time",
        Typed::Duration(_) => "a duration",
        Typed::Other => "a single value",
    }
}

fn multiple(left: &Typed<'_>, right: &Typed<'_>) -> Result<bool, Unfit> {
    match (left, right) {
        (Typed::Number(a), Typed::Number(b)) => Ok(a.is_multiple_of(*b)),
        (Typed::Duration(a), Typed::Duration(b)) => Ok(b.0 != 0 && a.0 % b.0 == 0),
        (Typed::Text(text), other) => multiple(&read_as(text, other).ok_or(Unfit::Value(says(other)))?, other),
        (_, other) => Err(Unfit::Value(says(other))),
    }
}

fn time(value: &Value<'_>) -> Option<Time> {
    match value {
        Value::Time(time) => Some(*time),
        value => Time::read(value.text()?),
    }
}

fn times(value: &Value<'_>, right: &Right, subject: &Subject<'_>, fits: fn(Ordering) -> bool) -> Result<Met, Lack> {
    let Some(left) = time(value) else { return Ok(Met::Unreadable("a time")) };
    right.each(subject, |r| {
        let right = match r {
            Typed::Time(time) => Some(time),
            Typed::Text(text) => Time::read(&text),
            _ => None,
        };
        right.map(|r| fits(left.cmp(&r))).ok_or(Unfit::Right)
    })
}

fn length(value: &Value<'_>, right: &Right, subject: &Subject<'_>, fits: fn(Ordering) -> bool) -> Result<Met, Lack> {
    let length = match value {
        Value::List(items) => items.len(),
        Value::Object(members) => *members,
        Value::Element(items) => items.len(),
        Value::Text(text) | Value::TypedText(text) => characters(text),
        Value::Number(n) => n.to_string().len(),
        Value::Boolean(_) | Value::Time(_) | Value::Null => return Ok(Met::Unreadable("a text or a list")),
    };
    let length = Typed::Number(Number::Whole(i64::try_from(length).unwrap_or(i64::MAX)));
    right.each(subject, |r| compare(&length, &r, false).map(fits))
}

fn field_value<'v>(value: &'v Value<'_>) -> FieldValue<'v> {
    let new = |kind, text: Cow<'v, [u8]>, items, typed| FieldValue { kind, text, items, typed };
    let empty = || Cow::Borrowed(&b""[..]);
    match value {
        Value::Text(text) => new(NodeKind::Text, Cow::Borrowed(text), 0, false),
        Value::TypedText(text) => new(NodeKind::Text, Cow::Borrowed(text), 0, true),
        Value::Number(n) => new(NodeKind::Number, Cow::Owned(n.to_string().into_bytes()), 0, true),
        Value::Boolean(b) => new(NodeKind::Boolean, Cow::Borrowed(if *b { b"true" } else { b"false" }), 0, true),
        Value::Time(t) => new(NodeKind::Text, Cow::Owned(t.to_string().into_bytes()), 0, false),
        Value::Null => new(NodeKind::Null, empty(), 0, true),
        Value::List(items) => new(NodeKind::List, empty(), items.len(), true),
        Value::Object(members) => new(NodeKind::Object, empty(), *members, true),
        Value::Element(items) => new(NodeKind::Object, empty(), items.len(), false),
    }
}

fn is_hidden(value: &Value<'_>) -> bool {
    value.text().is_some_and(|text| placeholder(text).is_some())
}

/// Whether a test holds for a value, or for an item of a list.
fn any_item(data: &[Datum<'_>], mut test: impl FnMut(&Value<'_>) -> bool) -> bool {
    data.iter().any(|datum| match &datum.value {
        Value::List(items) | Value::Element(items) => items.any(|item| test(&item)),
        value => test(value),
    })
}

/// Whether a test holds for a name: texts are split at spaces.
fn any_name(data: &[Datum<'_>], mut test: impl FnMut(&[u8]) -> bool) -> bool {
    any_item(data, |value| {
        let names = value.text().unwrap_or_default().split(|b| *b == b' ').filter(|n| !n.is_empty());
        let mut names = names;
        names.any(&mut test)
    })
}
