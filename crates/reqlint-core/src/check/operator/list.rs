//! `includes`, `max-count`: what holds of all values together.

use super::{Context, Met, Right};
use crate::base::number::Number;
use crate::base::scalar::Scalar;
use crate::base::view::View;
use crate::subject::select::{Datum, Lack, Value};
use std::cmp::Ordering;

pub(super) fn includes(right: &Right, data: &[Datum<'_>], context: Context<'_, '_>) -> Result<Met, Lack> {
    let met = right
        .each(context.subject, |wanted| Ok(any_item(data, |item| item.view().equals(&wanted, context.ignore_case))))?;
    Ok(if met == Met::No && any_item(data, |item| item.is_hidden(context.subject.exchange.shows)) {
        Met::Hidden
    } else {
        met
    })
}

pub(super) fn max_count(right: &Right, data: &[Datum<'_>], context: Context<'_, '_>) -> Result<Met, Lack> {
    let count = View::Number(Number::of_count(data.len()));
    let met = right.each(context.subject, |most| count.compare(&most, false).map(Ordering::is_le))?;
    Ok(match (met, right) {
        (Met::No, Right::Scalars(most, _)) => match most.first() {
            Some(Scalar::Number(Number::Whole(most))) => Met::NoAt(usize::try_from(*most).unwrap_or(0)),
            _ => Met::No,
        },
        (met, _) => met,
    })
}

/// Whether a test holds for a value, or for an item of a list.
pub(super) fn any_item(data: &[Datum<'_>], mut test: impl FnMut(&Value<'_>) -> bool) -> bool {
    data.iter().any(|datum| match &datum.value {
        Value::List(items) | Value::Element(items) => items.any(|item| test(&item)),
        value => test(value),
    })
}
