//! `earlier-than`, `later-than`, `max-age`: points in time.

use super::{Context, Met, Right};
use crate::base::outcome::UnknownReason;
use crate::base::view::{Unfit, View};
use crate::subject::select::{Lack, Value};
use std::cmp::Ordering;

/// What a value that can't be read should have been.
const A_TIME: &str = "a time";

pub(super) fn earlier_than(right: &Right, value: &Value<'_>, context: Context<'_, '_>) -> Result<Met, Lack> {
    compared(right, value, context, Ordering::is_lt)
}

pub(super) fn later_than(right: &Right, value: &Value<'_>, context: Context<'_, '_>) -> Result<Met, Lack> {
    compared(right, value, context, Ordering::is_gt)
}

pub(super) fn max_age(limit: &Right, value: &Value<'_>, context: Context<'_, '_>) -> Result<Met, Lack> {
    let now = context.subject.exchange.now.ok_or(Lack::Unknown(UnknownReason::NotVisible))?;
    let age = value.view().time().map(|time| now.since(time)).ok_or(Unfit::Left(A_TIME));
    limit.each(context.subject, |limit| match limit.quantity() {
        Some(View::Duration(limit)) => Ok(age? < limit),
        _ => Err(Unfit::Right),
    })
}

fn compared(
    right: &Right,
    value: &Value<'_>,
    context: Context<'_, '_>,
    fits: fn(Ordering) -> bool,
) -> Result<Met, Lack> {
    let Some(time) = value.view().time() else { return Ok(Met::Unreadable(A_TIME)) };
    right.each(context.subject, |other| other.time().map(|other| fits(time.cmp(&other))).ok_or(Unfit::Right))
}
