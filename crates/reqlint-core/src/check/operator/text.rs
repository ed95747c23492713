//! `starts-with`, `ends-with`, `contains`: what a text is made of.

use super::{Context, Met, Right};
use crate::base::bytes::{contains_ignoring_case, same_ignoring_case};
use crate::base::view::{Unfit, View};
use crate::subject::select::{Lack, Value};

pub(super) fn starts_with(right: &Right, value: &Value<'_>, context: Context<'_, '_>) -> Result<Met, Lack> {
    tested(right, value, context, |text, start| {
        text.get(..start.len()).is_some_and(|begin| same(begin, start, context.ignore_case))
    })
}

pub(super) fn ends_with(right: &Right, value: &Value<'_>, context: Context<'_, '_>) -> Result<Met, Lack> {
    tested(right, value, context, |text, end| {
        let rest = text.len().checked_sub(end.len()).and_then(|at| text.get(at..));
        rest.is_some_and(|rest| same(rest, end, context.ignore_case))
    })
}

pub(super) fn contains(right: &Right, value: &Value<'_>, context: Context<'_, '_>) -> Result<Met, Lack> {
    tested(right, value, context, |text, part| holds(text, part, context.ignore_case))
}

pub(super) fn start_begins(right: &Right, visible: &[u8], ignore_case: bool) -> Met {
    right.any_text(|start| match agree(visible, start, ignore_case) {
        true if visible.len() >= start.len() => Met::Yes,
        true => Met::Hidden,
        false => Met::No,
    })
}

pub(super) fn contained_begins(right: &Right, visible: &[u8], ignore_case: bool) -> Met {
    right.any_text(|part| if holds(visible, part.as_bytes(), ignore_case) { Met::Yes } else { Met::Hidden })
}

/// Whether two texts agree as far as both go.
pub(super) fn agree(visible: &[u8], text: &str, ignore_case: bool) -> bool {
    let common = visible.len().min(text.len());
    let both = visible.get(..common).zip(text.as_bytes().get(..common));
    both.is_some_and(|(a, b)| same(a, b, ignore_case))
}

fn tested(
    right: &Right,
    value: &Value<'_>,
    context: Context<'_, '_>,
    test: impl Fn(&[u8], &[u8]) -> bool,
) -> Result<Met, Lack> {
    let met = |other: View<'_>| match (value.text(), other) {
        (Some(text), View::Text(other)) => Ok(test(text, &other)),
        (Some(_), _) => Err(Unfit::Right),
        (None, _) => Err(Unfit::Left("a text")),
    };
    match right {
        Right::Scalars(..) => right.any(context.subject, met),
        Right::Of(_) => right.each(context.subject, met),
    }
}

fn same(a: &[u8], b: &[u8], ignore_case: bool) -> bool {
    a == b || ignore_case && same_ignoring_case(a, b)
}

fn holds(text: &[u8], part: &[u8], ignore_case: bool) -> bool {
    if ignore_case { contains_ignoring_case(text, part) } else { memchr::memmem::find(text, part).is_some() }
}
