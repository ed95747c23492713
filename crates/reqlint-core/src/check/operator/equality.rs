//! `equals`, `one-of`: the value is this, or one of these.

use super::text::agree;
use super::{Context, Met, Right};
use crate::subject::select::{Lack, Value};
use std::cmp::Ordering;

pub(super) fn equals(right: &Right, value: &Value<'_>, context: Context<'_, '_>) -> Result<Met, Lack> {
    let value = value.view();
    right.each(context.subject, |other| value.compare(&other, context.ignore_case).map(Ordering::is_eq))
}

pub(super) fn one_of(right: &Right, value: &Value<'_>, context: Context<'_, '_>) -> Result<Met, Lack> {
    let value = value.view();
    right.any(context.subject, |other| value.compare(&other, context.ignore_case).map(Ordering::is_eq))
}

pub(super) fn begins(right: &Right, visible: &[u8], ignore_case: bool) -> Met {
    right.any_text(|text| {
        let could_be = visible.len() <= text.len() && agree(visible, text, ignore_case);
        if could_be { Met::Hidden } else { Met::No }
    })
}
