//! Checks whose verdict a text shows as it was sent, once its header line is found: no place is looked for, no list made.

use super::goal::Goal;
use super::specimen::USUAL_VERSION;
use super::wording;
use crate::check::Check;
use crate::check::verdict::Verdict;
use crate::message::header_names::HeaderNames;
use crate::message::jwt::may_hold_jwt;
use crate::subject::Subject;
use crate::subject::select::Selector;

/// Whether the goal is surely reached by a check; `false` says nothing.
pub(super) fn reaches(check: &Check, goal: Goal, subject: &Subject<'_>) -> bool {
    goal.is_reached(check, false, &|leaf| verdict(leaf, subject))
}

/// The verdict of a check that is surely neither unknown nor about something that can't be read.
fn verdict(check: &Check, subject: &Subject<'_>) -> Option<Verdict> {
    match check {
        Check::ValueCheck(check) => match text(&check.of, subject)? {
            Some(text) => check.verdict_of_text(text, subject),
            None => Some(check.verdict_of_nothing()),
        },
        Check::HeaderRequired(check) => {
            let is_filled = |value: &[u8]| !value.trim_ascii().is_empty();
            subject.only_line(&check.header).is_some_and(is_filled).then_some(Verdict::Pass)
        }
        Check::Framing(check) => check.passes_plainly(subject).then_some(Verdict::Pass),
        _ => None,
    }
}

/// The only text that a selector finds, or that it surely finds nothing.
fn text<'s>(selector: &'s Selector, subject: &Subject<'s>) -> Option<Option<&'s [u8]>> {
    let request = &subject.exchange.request;
    match selector {
        Selector::Method => Some(Some(&request.method)),
        Selector::Version => match request.version.as_deref() {
            Some([]) => Some(None),
            version => Some(Some(version.unwrap_or(USUAL_VERSION.as_bytes()))),
        },
        Selector::Path => Some(Some(subject.slice(&subject.target.path))),
        Selector::Query => Some(subject.target.query.as_ref().map(|query| subject.slice(query))),
        Selector::Header(header) => match subject.only_line(header) {
            Some(value) => Some(Some(value)),
            None => wording::is_absent(header, subject).then_some(None),
        },
        Selector::Claim(_) => {
            let lines = subject.headers.lines_of(HeaderNames::AUTHORIZATION);
            let value = subject.headers.authorization(&request.headers)?.1;
            (!lines.again() && !may_hold_jwt(value, subject.exchange.shows)).then_some(None)
        }
        _ => None,
    }
}
