//! Checks tried beforehand, on what nearly every request says: a usual method, version or value of a header.

use super::goal::Goal;
use super::trigger::{Slot, Trigger, Triggers};
use crate::api::Api;
use crate::api::catalogue::Catalogue;
use crate::api::facts::Facts;
use crate::base::pattern::Format;
use crate::check::kinds::value::ValueCheck;
use crate::check::operator::Operator;
use crate::check::verdict::Verdict;
use crate::message::body::Document;
use crate::message::exchange::Exchange;
use crate::message::jwt::Jwt;
use crate::subject::fields::FieldScan;
use crate::subject::{Address, BodyState, Masks, Scratch, Subject, is_plain_host};
use std::cell::OnceCell;

pub(super) const USUAL_METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// What the version is where a source shows none, too.
pub(super) const USUAL_VERSION: &str = "HTTP/1.1";

/// Values that a header mostly has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Usual {
    Texts(&'static [&'static str]),
    /// A name and nothing else, which counts as one value.
    PlainHost,
}

impl Usual {
    pub(super) fn of(header: &str) -> Self {
        const TEXTS: [(&str, &[&str]); 4] = [
            ("accept", &["*/*", "application/json"]),
            ("accept-encoding", &["gzip, deflate", "gzip, deflate, br", "gzip"]),
            ("connection", &["keep-alive", "close"]),
            ("content-type", &["application/json"]),
        ];
        if header.eq_ignore_ascii_case("host") {
            return Usual::PlainHost;
        }
        let texts = TEXTS.iter().find(|(name, _)| name.eq_ignore_ascii_case(header));
        Usual::Texts(texts.map_or(&[], |(_, texts)| *texts))
    }

    /// How many there are.
    pub(super) fn count(self) -> usize {
        match self {
            Usual::Texts(texts) => texts.len(),
            Usual::PlainHost => 1,
        }
    }

    /// Which of them a value is; their number for another.
    #[inline]
    pub(super) fn number(self, value: &[u8]) -> usize {
        match self {
            Usual::Texts(texts) => texts.iter().position(|text| text.as_bytes() == value).unwrap_or(texts.len()),
            Usual::PlainHost => usize::from(!is_plain_host(value)),
        }
    }
}

/// The triggers without which a check of the method reaches a goal, if it surely does without any of them.
pub(super) fn methods(check: &ValueCheck, is_negated: bool, goal: Goal) -> Triggers {
    odd(&USUAL_METHODS, check, is_negated, goal).map(Trigger::Method).collect()
}

/// The same for a check of the version.
pub(super) fn version(check: &ValueCheck, is_negated: bool, goal: Goal) -> Option<Triggers> {
    (odd(&[USUAL_VERSION], check, is_negated, goal).count() == 1).then(|| vec![Trigger::OtherVersion])
}

/// The same for a check of a header, given that it does where the header isn't there.
pub(super) fn values(check: &ValueCheck, is_negated: bool, goal: Goal, slot: Slot) -> Triggers {
    let reaches = |number| verdict(check, slot, number).is_some_and(|verdict| goal.takes(verdict, is_negated));
    values_without(slot, reaches)
}

/// The triggers of a header but for the usual values of which a test holds.
pub(super) fn values_without(slot: Slot, is_settled: impl Fn(usize) -> bool) -> Triggers {
    let odd = (0..slot.usual.count()).filter(|number| !is_settled(*number)).map(Some);
    odd.chain([None]).map(|number| Trigger::Value(slot, number)).collect()
}

/// The verdict of a check for the usual value of this number; `None` where it isn't sure.
pub(super) fn verdict(check: &ValueCheck, slot: Slot, number: usize) -> Option<Verdict> {
    match slot.usual {
        Usual::Texts(texts) => of_text(check, texts.get(number)?),
        Usual::PlainHost => check.verdict_where(is_met_by_plain_host),
    }
}

/// The numbers of the texts for which a check doesn't surely reach a goal, and `None` for any other text.
fn odd(
    texts: &[&'static str],
    check: &ValueCheck,
    is_negated: bool,
    goal: Goal,
) -> impl Iterator<Item = Option<usize>> {
    let reaches = |text: &&str| of_text(check, text).is_some_and(|verdict| goal.takes(verdict, is_negated));
    let odd: Vec<_> = texts.iter().enumerate().filter(|(_, text)| !reaches(text)).map(|(number, _)| number).collect();
    odd.into_iter().map(Some).chain([None])
}

/// The verdict of a check for a text, if nothing else decides about it.
fn of_text(check: &ValueCheck, text: &str) -> Option<Verdict> {
    let is_fixed = check.operators.iter().all(|operator| operator.decides_by_text() || operator.is_whole());
    on_subject(|subject| check.verdict_of_text(text.as_bytes(), subject)).filter(|_| is_fixed)
}

/// Whether every plain host meets an operator, or none does.
fn is_met_by_plain_host(operator: &Operator) -> Option<bool> {
    let is_foreign = |byte: u8| !is_plain_host(&[byte]);
    match operator {
        Operator::Equals(right) if right.only_text() == Some("") => Some(false),
        Operator::Equals(right)
        | Operator::Contains(right)
        | Operator::StartsWith(right)
        | Operator::EndsWith(right) => right.only_text()?.bytes().any(is_foreign).then_some(false),
        Operator::Is(pattern) if pattern.format() == Some(Format::HostAndPort) => Some(true),
        Operator::Is(pattern) => pattern.needs_one_of(is_foreign).then_some(false),
        Operator::MinLength(right) => right.is_at_most_one().then_some(true),
        _ => None,
    }
}

/// For what looks at the right side of an operator alone: any subject does.
fn on_subject(look: impl FnOnce(&Subject<'_>) -> Option<Verdict>) -> Option<Verdict> {
    let (exchange, catalogue, scratch) = (Exchange::default(), Catalogue::default(), Scratch::default());
    let address = Address::of(&exchange);
    let (facts, document, jwt, fields) = (Facts::default(), Document::UNREAD, Jwt::UNREAD, FieldScan::UNREAD);
    look(&Subject {
        exchange: &exchange,
        headers: &scratch.headers,
        facts: &facts,
        api: Api { catalogue: &catalogue, host_names: &[], schemes: &[] },
        target: &address.target,
        host: &address.host,
        hosts: 0..0,
        route: &scratch.route,
        jwt: &jwt,
        body: BodyState::Unused,
        document: &document,
        fields: &fields,
        lineage: OnceCell::new(),
        occurrences: OnceCell::new(),
        masks: Masks::default(),
        has_marks: OnceCell::new(),
        unencoded: OnceCell::new(),
    })
}
