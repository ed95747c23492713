//! `at-least`, `at-most`, `multiple-of`: numbers, durations and times that are more or less.

use super::{Context, Met, Right};
use crate::base::view::Unfit;
use crate::subject::select::{Lack, Value};
use std::cmp::Ordering;

pub(super) fn at_least(right: &Right, value: &Value<'_>, context: Context<'_, '_>) -> Result<Met, Lack> {
    measured(right, value, context, Ordering::is_ge)
}

pub(super) fn at_most(right: &Right, value: &Value<'_>, context: Context<'_, '_>) -> Result<Met, Lack> {
    measured(right, value, context, Ordering::is_le)
}

pub(super) fn multiple_of(right: &Right, value: &Value<'_>, context: Context<'_, '_>) -> Result<Met, Lack> {
    let value = value.view();
    right.each(context.subject, |step| value.is_multiple_of(&step.quantity().ok_or(Unfit::Right)?))
}

fn measured(
    right: &Right,
    value: &Value<'_>,
    context: Context<'_, '_>,
    fits: fn(Ordering) -> bool,
) -> Result<Met, Lack> {
    let value = value.view();
    right.each(context.subject, |bound| value.compare(&bound.quantity().ok_or(Unfit::Right)?, false).map(fits))
}
