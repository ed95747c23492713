//! `min-length`, `max-length`: characters of a text, items of a list. `min-bytes`, `max-bytes`: bytes of a text.

use super::{Context, Met, Right};
use crate::base::number::Number;
use crate::base::text::characters;
use crate::base::view::View;
use crate::subject::select::{Lack, Value};
use std::cmp::Ordering;

pub(super) fn min_length(right: &Right, value: &Value<'_>, context: Context<'_, '_>) -> Result<Met, Lack> {
    measured(right, value, context, Ordering::is_ge)
}

pub(super) fn max_length(right: &Right, value: &Value<'_>, context: Context<'_, '_>) -> Result<Met, Lack> {
    measured(right, value, context, Ordering::is_le)
}

pub(super) fn min_bytes(right: &Right, value: &Value<'_>, context: Context<'_, '_>) -> Result<Met, Lack> {
    weighed(right, value, context, Ordering::is_ge)
}

pub(super) fn max_bytes(right: &Right, value: &Value<'_>, context: Context<'_, '_>) -> Result<Met, Lack> {
    weighed(right, value, context, Ordering::is_le)
}

fn weighed(
    right: &Right,
    value: &Value<'_>,
    context: Context<'_, '_>,
    fits: fn(Ordering) -> bool,
) -> Result<Met, Lack> {
    let Some(text) = value.text() else { return Ok(Met::Unreadable("a text")) };
    let bytes = View::Number(Number::of_count(text.len()));
    right.each(context.subject, |bound| bytes.compare(&bound, false).map(fits))
}

fn measured(
    right: &Right,
    value: &Value<'_>,
    context: Context<'_, '_>,
    fits: fn(Ordering) -> bool,
) -> Result<Met, Lack> {
    let length = match value {
        Value::List(items) | Value::Element(items) => items.len(),
        Value::Object(members) => *members,
        Value::Text(text) | Value::SingleText(text) | Value::TypedText(text) => characters(text),
        Value::Number(number) => number.to_string().len(),
        Value::Boolean(_) | Value::Time(_) | Value::Null => return Ok(Met::Unreadable("a text or a list")),
    };
    let length = View::Number(Number::of_count(length));
    right.each(context.subject, |bound| length.compare(&bound, false).map(fits))
}
