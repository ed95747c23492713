//! Causes of rules and of the answer as one list.

use super::causes::{Cause, CauseVerdict, UNREADABLE};
use super::explaining::NOT_CERTAIN;
use crate::base::finding::{Location, Part, Severity};

/// How the kinds of causes begin that are about what a shell did.
const SHELL: &str = "answer/shell";

/// Causes of rules and of the answer as one list. A cause of the answer that is about what a failed rule found goes with
/// the rule, which says more of it; if the answer speaks of the request, and not of what a rule found, that rule is possible
/// at most.
pub(super) fn joined(rules: Vec<Cause>, answer: Vec<Cause>) -> Vec<Cause> {
    let is_told = answer.iter().any(|cause| cause.verdict == CauseVerdict::Confirmed && cause.location.is_some());
    let mut joined = Vec::new();
    for mut rule in rules {
        let touched = answer.iter().find(|cause| touches(&rule, cause));
        let is_failed = rule.location.is_some() && rule.verdict == CauseVerdict::Confirmed;
        // what a library or a shell made of the body is what the API could not read
        let is_of_body = rule.location.as_ref().is_some_and(|location| location.part == Part::Body);
        if rule.leads && is_of_body && answer.iter().any(is_unreadable) {
            rule.verdict = CauseVerdict::Confirmed;
            rule.because.push("the answer says that what was sent could not be read".to_owned());
        }
        if rule.is_unsettled() && rule.location.is_some() {
            match touched {
                Some(told) => {
                    rule.because.extend(told.because.iter().cloned());
                    rule.verdict = told.verdict;
                    rule.listed = true;
                }
                // the answer is about another place
                None if is_told => continue,
                None => {}
            }
        } else if is_failed && rule.is_of_any_api() {
            match touched {
                Some(told) => {
                    rule.because.extend(told.because.iter().cloned());
                    rule.verdict = told.verdict;
                    rule.listed = true;
                    // what the shell did says how to write it there
                    if told.kind.is_some_and(|kind| kind.starts_with(SHELL)) {
                        rule.fix.clone_from(&told.fix);
                    }
                    if told.verdict == CauseVerdict::Confirmed {
                        // the answer itself refuses it
                        rule.severity = Severity::Error;
                        rule.because.retain(|reason| reason != NOT_CERTAIN);
                    }
                }
                None => rule.verdict = CauseVerdict::Possible,
            }
        } else if is_failed && !rule.listed && is_told && touched.is_none() {
            rule.verdict = CauseVerdict::Possible;
        } else if let Some(told) = touched.filter(|_| is_failed) {
            rule.because.extend(told.because.first().cloned());
        }
        joined.push(rule);
    }
    let is_said = |cause: &Cause| {
        joined
            .iter()
            .any(|rule| rule.verdict != CauseVerdict::RuledOut && rule.location.is_some() && touches(rule, cause))
    };
    let own: Vec<Cause> = answer.into_iter().filter(|cause| !is_said(cause)).collect();
    joined.extend(own);
    joined
}

/// Causes of the answer without those of which a reply file of the pack says more: what it knows of the value at their place.
pub(super) fn untold(mut answer: Vec<Cause>, replies: &[Cause]) -> Vec<Cause> {
    let confirmed = |reply: &&Cause| reply.verdict == CauseVerdict::Confirmed;
    answer.retain(|cause| !replies.iter().filter(confirmed).any(|reply| touches(reply, cause)));
    answer
}

/// Whether both are about the same place of the request.
fn touches(a: &Cause, b: &Cause) -> bool {
    match (&a.location, &b.location) {
        (Some(a), Some(b)) => a.part == b.part && (a.name == b.name && a.name.is_some() || overlap(a, b)),
        _ => false,
    }
}

/// Whether the API could not read the body, as both its answer and the request show.
fn is_unreadable(cause: &Cause) -> bool {
    cause.kind == Some(UNREADABLE) && cause.verdict == CauseVerdict::Confirmed
}

/// Whether two places without a name share a byte, or are next to each other.
fn overlap(a: &Location, b: &Location) -> bool {
    match (&a.range, &b.range) {
        (Some(x), Some(y)) => a.name.is_none() && b.name.is_none() && x.start <= y.end && y.start <= x.end,
        _ => false,
    }
}
