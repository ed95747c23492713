//! Triggers: what a rule needs in a request to report anything.

use super::goal::Goal;
use super::parts::Parts;
use super::specimen::{self, USUAL_METHODS, Usual};
use crate::check::Check;
use crate::check::kinds::framing::Framing;
use crate::check::kinds::value::ValueCheck;
use crate::check::operator::Operator;
use crate::check::verdict::Verdict;
use crate::message::header_names::{HeaderName, HeaderNames};
use crate::message::visibility::is_of_connection;
use crate::subject::select::Selector;

/// Something that a request has, or may have where that can't be seen.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Trigger {
    /// A line of this header.
    Header(Slot),
    /// A line of it with the usual value of this number; `None`: with another.
    Value(Slot, Option<usize>),
    /// A second line of it.
    SecondLine(Slot),
    /// The usual method of this number; `None`: another.
    Method(Option<usize>),
    /// A version other than HTTP/1.1.
    OtherVersion,
    /// A path that doesn't begin with a slash.
    NoSlash,
    Query,
    /// A query parameter of this name.
    Parameter(Box<str>),
    Port,
    /// A host that isn't in exactly one Host line.
    HostElsewhere,
    Body,
    NoBody,
}

/// A header that has a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Slot {
    pub(super) slot: usize,
    /// Whether a client adds it as it sends, so that a source may show all headers but such.
    pub(super) is_of_connection: bool,
    is_usual: bool,
    pub(super) usual: Usual,
}

impl Slot {
    fn of(header: &HeaderName) -> Option<Self> {
        let name = &*header.text;
        Some(Self {
            slot: header.slot?,
            is_of_connection: is_of_connection(name),
            is_usual: HeaderNames::is_usual(name),
            usual: Usual::of(name),
        })
    }

    const AUTHORIZATION: Self =
        Self { slot: HeaderNames::AUTHORIZATION, is_of_connection: false, is_usual: true, usual: Usual::Texts(&[]) };
}

/// Without all of these, what is looked for holds.
pub(super) type Triggers = Vec<Trigger>;

/// Sets of triggers, one of each of which a rule needs to report anything.
pub(super) fn of_rule(rule: &Parts<'_>) -> Vec<Triggers> {
    let (when, check) = (rule.when.map(|when| &**when), rule.check);
    // what a check finds nothing for is unknown where it isn't known whether the rule applies
    let goal = if when.is_some() { Goal::Passes } else { Goal::Quiet };
    let pair = when.and_then(|when| of_pair(when, check));
    let when = when.and_then(|when| without(when, false, Goal::Unmet));
    [of_methods(rule), when, without(check, false, goal), pair].into_iter().flatten().collect()
}

/// How usual a request is that has one of these.
pub(super) fn usualness(triggers: &Triggers) -> u32 {
    let one = |trigger: &Trigger| match trigger {
        Trigger::Header(slot) | Trigger::Value(slot, Some(_)) if slot.is_usual => 2,
        Trigger::Value(slot, None) if slot.is_usual => 1,
        Trigger::Body | Trigger::NoBody | Trigger::Query | Trigger::Method(Some(0 | 2)) => 2,
        Trigger::Port | Trigger::Method(Some(_)) => 1,
        _ => 0,
    };
    triggers.iter().map(one).max().unwrap_or_default()
}

/// Of a rule whose condition and check look at one header: its values but for the usual ones with which the rule doesn't apply
/// or passes.
fn of_pair(when: &Check, check: &Check) -> Option<Triggers> {
    let Check::ValueCheck(ValueCheck { of: Selector::Header(header), .. }) = check else { return None };
    let slot = Slot::of(header).filter(|slot| slot.usual.count() > 0)?;
    let is_settled = |verdict: &dyn Fn(&ValueCheck) -> Option<Verdict>| {
        let of_leaf = |leaf: &Check| match leaf {
            Check::ValueCheck(check) if check.of == Selector::Header(header.clone()) => verdict(check),
            _ => None,
        };
        Goal::Unmet.is_reached(when, false, &of_leaf) || Goal::Passes.is_reached(check, false, &of_leaf)
    };
    let is_settled_without = is_settled(&|check| Some(check.verdict_of_nothing()));
    is_settled_without
        .then(|| specimen::values_without(slot, |number| is_settled(&|check| specimen::verdict(check, slot, number))))
}

fn of_methods(rule: &Parts<'_>) -> Option<Triggers> {
    let number = |method: &str| USUAL_METHODS.iter().position(|usual| *usual == method);
    let head = rule.takes_head.then_some("HEAD");
    let methods = rule.methods.iter().map(String::as_str).chain(head);
    (!rule.methods.is_empty()).then(|| methods.map(|method| Trigger::Method(number(method))).collect())
}

/// The triggers without which the goal holds of a check, or of its `not`; `None` where that isn't known.
fn without(check: &Check, is_negated: bool, goal: Goal) -> Option<Triggers> {
    let (parts, are_all_needed) = match check {
        Check::Not(check) => return without(check, !is_negated, goal),
        // not all is some not
        Check::All(parts) => (parts, !is_negated),
        Check::Any(parts) => (parts, is_negated),
        leaf => return of_leaf(leaf, is_negated, goal),
    };
    let of_each = |goal| parts.iter().map(|part| without(part, is_negated, goal)).collect::<Option<Vec<_>>>();
    let union = |goal| of_each(goal).map(|sets| sets.concat());
    let least = |goal| parts.iter().filter_map(|part| without(part, is_negated, goal)).min_by_key(usualness);
    match goal.by_one(are_all_needed) {
        Some(strong) if strong == goal => least(strong),
        Some(strong) => least(strong).into_iter().chain(union(goal)).min_by_key(usualness),
        None => union(goal),
    }
}

fn of_leaf(check: &Check, is_negated: bool, goal: Goal) -> Option<Triggers> {
    let header = |header: &HeaderName| Slot::of(header).map(|slot| vec![Trigger::Header(slot)]);
    let (triggers, verdicts): (_, &[Verdict]) = match check {
        Check::ValueCheck(check) => return of_value(check, is_negated, goal),
        Check::HeaderRequired(check) => (header(&check.header), &[Verdict::Fail, Verdict::Absent]),
        Check::HeaderSyntax(check) => (header(&check.header), &[Verdict::Absent]),
        Check::Framing(check) => (of_framing(check), &[Verdict::Pass]),
        Check::BodyFormat(_) => (Some(vec![Trigger::Body]), &[Verdict::Absent]),
        Check::Encoding(check) => (check.is_of_query().then(|| vec![Trigger::Query]), &[Verdict::Absent]),
        Check::Size(check) => (check.is_of_body().then(|| vec![Trigger::Body]), &[Verdict::Absent, Verdict::Pass]),
        _ => return None,
    };
    triggers.filter(|_| verdicts.iter().all(|verdict| goal.takes(*verdict, is_negated)))
}

fn of_framing(framing: &Framing) -> Option<Triggers> {
    let (lengths, codings) = (Slot::of(&framing.lengths)?, Slot::of(&framing.codings)?);
    let [host_missing, host_doubled, host_differs, missing, doubled, and_chunked, differs] = framing.tests;
    let sets = [
        (host_missing || host_doubled || host_differs, Trigger::HostElsewhere),
        (doubled, Trigger::SecondLine(lengths)),
        (and_chunked, Trigger::Header(codings)),
        (differs, Trigger::Header(lengths)),
    ];
    (!missing).then(|| sets.into_iter().filter(|(is_asked, _)| *is_asked).map(|(_, trigger)| trigger).collect())
}

fn of_value(check: &ValueCheck, is_negated: bool, goal: Goal) -> Option<Triggers> {
    let is_reached = |verdict| goal.takes(verdict, is_negated);
    let nothing = check.verdict_of_nothing();
    let trigger = match &check.of {
        Selector::Method => return Some(specimen::methods(check, is_negated, goal)),
        Selector::Version => return specimen::version(check, is_negated, goal),
        Selector::Path => return begins_with_slash(check).filter(|_| is_reached(Verdict::Pass)),
        Selector::Header(header) => {
            let slot = Slot::of(header)?;
            // one line meets it, and so does none
            if is_count(check) && is_reached(Verdict::Pass) && is_reached(Verdict::Absent) {
                Trigger::SecondLine(slot)
            } else if slot.usual.count() > 0 {
                return is_reached(nothing).then(|| specimen::values(check, is_negated, goal, slot));
            } else {
                Trigger::Header(slot)
            }
        }
        Selector::Query => Trigger::Query,
        Selector::QueryField(name) => Trigger::Parameter(name.as_str().into()),
        Selector::Port => Trigger::Port,
        Selector::Claim(_) => Trigger::Header(Slot::AUTHORIZATION),
        // where there is one, only whether it may be there matters
        Selector::Body if check.operators.is_empty() && check.verdict_where(|_| None).is_some_and(is_reached) => {
            return Some(vec![Trigger::NoBody]);
        }
        Selector::Body | Selector::Member(_) => Trigger::Body,
        _ => return None,
    };
    is_reached(nothing).then(|| vec![trigger])
}

/// Whether it asks that a header has no more than some lines, and nothing else.
fn is_count(check: &ValueCheck) -> bool {
    let [Operator::MaxCount(most)] = check.operators.as_slice() else { return false };
    check.present.is_none() && most.is_at_least_one()
}

fn begins_with_slash(check: &ValueCheck) -> Option<Triggers> {
    let [Operator::StartsWith(right)] = check.operators.as_slice() else { return None };
    (check.present != Some(false) && right.only_text() == Some("/")).then(|| vec![Trigger::NoSlash])
}
