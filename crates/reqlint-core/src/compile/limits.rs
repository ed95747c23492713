//! Rules about sizes, held against the largest that servers were measured to take.

use crate::base::prevalence::Answer;
use crate::check::CheckSpec;
use crate::check::kinds::size::Size;
use crate::files::rule::RuleSpec;
use crate::files::server::{Limit, MeasuredSpec};

/// What a server answers to a request that fails a rule about a size, and is only just too large; `None` for other rules, and
/// where the server's limit isn't known.
pub(super) fn answer(rule: &RuleSpec, block: &MeasuredSpec) -> Option<Answer> {
    let size = size_of(rule)?;
    let limit = block.limits.iter().find(|limit| limit.of == size.of())?;
    if limit.at_most > size.at_most() {
        return Some(Answer::Accepted);
    }
    limit.answer
}

/// What a known server answers to a request that fails the rule once it has the server's limit.
pub(super) fn answer_over_limit(rule: &RuleSpec, limits: &[Limit]) -> Option<Answer> {
    let size = size_of(rule)?;
    let limit = limits.iter().find(|limit| limit.of == size.of())?;
    // what is larger still than what was tried may be refused
    Some(limit.answer.unwrap_or(Answer::Accepted))
}

/// Gives rules about sizes the limits of a known server. Of those that measure the same, the one with the lowest limit gets
/// the server's; the others stay above it.
pub(super) fn set(rules: &mut [RuleSpec], limits: &[Limit]) {
    for limit in limits {
        let sizes = || rules.iter().filter_map(size_of).filter(|size| size.of() == limit.of);
        let Some(lowest) = sizes().map(Size::at_most).min() else { continue };
        for rule in rules.iter_mut() {
            if let Some(CheckSpec::Size(size)) = rule.check.as_mut().map(|check| &mut check.value)
                && size.of() == limit.of
            {
                let own = if size.at_most() == lowest { 0 } else { size.at_most() };
                *size = size.with_limit(own.max(limit.at_most));
            }
        }
    }
}

fn size_of(rule: &RuleSpec) -> Option<Size> {
    match &rule.check.as_ref()?.value {
        CheckSpec::Size(size) => Some(*size),
        _ => None,
    }
}
