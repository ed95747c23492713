//! Triggers: what a rule needs in a request to report anything.

use super::specimen::{self, USUAL_METHODS};
use crate::base::number::Number;
use crate::base::scalar::Scalar;
use crate::check::Check;
use crate::check::kinds::framing::Framing;
use crate::check::kinds::value::ValueCheck;
use crate::check::operator::{Operator, Right};
use crate::check::verdict::Verdict;
use crate::message::exchange::is_of_connection;
use crate::message::header_names::{HeaderName, HeaderNames};
use crate::subject::select::Selector;

/// Something that a request has, or may have where that can't be seen.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Trigger {
    /// A line of this header.
    Header(Slot),
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
}

impl Slot {
    fn of(header: &HeaderName) -> Option<Self> {
        let is_of_connection = is_of_connection(&header.text);
        Some(Self { slot: header.slot?, is_of_connection, is_usual: HeaderNames::is_usual(&header.text) })
    }

    const AUTHORIZATION: Self =
        Self { slot: HeaderNames::AUTHORIZATION, is_of_connection: false, is_usual: true };
}

/// Without all of these, what is looked for holds.
pub(super) type Triggers = Vec<Trigger>;

/// What is to hold of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Goal {
    Passes,
    Fails,
    /// It passes or finds nothing: as a rule's check it reports nothing.
    Quiet,
    /// It fails or finds nothing: as a rule's condition it isn't met.
    Unmet,
}

/// Sets of triggers, one of each of which a rule needs to report anything.
pub(super) fn of_rule(methods: &[String], when: Option<&Check>, check: &Check) -> Vec<Triggers> {
    // what a check finds nothing for is unknown where it isn't known whether the rule applies
    let goal = if when.is_some() { Goal::Passes } else { Goal::Quiet };
    let when = when.and_then(|when| without(when, false, Goal::Unmet));
    [of_methods(methods), when, without(check, false, goal)].into_iter().flatten().collect()
}

/// How usual a request is that has one of these.
pub(super) fn usualness(triggers: &Triggers) -> u32 {
    let one = |trigger: &Trigger| match trigger {
        Trigger::Header(slot) if slot.is_usual => 2,
        Trigger::Body | Trigger::NoBody | Trigger::Query | Trigger::Method(Some(0 | 2)) => 2,
        Trigger::Port | Trigger::Method(Some(_)) => 1,
        _ => 0,
    };
    triggers.iter().map(one).max().unwrap_or_default()
}

fn of_methods(methods: &[String]) -> Option<Triggers> {
    let number = |method: &String| USUAL_METHODS.iter().position(|usual| *usual == *method);
    (!methods.is_empty()).then(|| methods.iter().map(|method| Trigger::Method(number(method))).collect())
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
    // one that fails decides over all, and one that passes over any
    let (strong, weak) = if are_all_needed { (Goal::Fails, Goal::Unmet) } else { (Goal::Passes, Goal::Quiet) };
    match goal {
        _ if goal == strong => least(strong),
        _ if goal == weak => least(strong).into_iter().chain(union(weak)).min_by_key(usualness),
        _ => union(goal),
    }
}

fn of_leaf(check: &Check, is_negated: bool, goal: Goal) -> Option<Triggers> {
    let header = |header: &HeaderName| Slot::of(header).map(|slot| vec![Trigger::Header(slot)]);
    let (triggers, verdicts): (_, &[Verdict]) = match check {
        Check::ValueCheck(value) => return of_value(check, value, is_negated, goal),
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

fn of_value(leaf: &Check, check: &ValueCheck, is_negated: bool, goal: Goal) -> Option<Triggers> {
    // how it goes where nothing is found, and where something is that no operator looks at
    let (nothing, anything) = match check.present {
        None => (Verdict::Absent, None),
        Some(true) => (Verdict::Fail, Some(Verdict::Pass)),
        Some(false) => (Verdict::Pass, Some(Verdict::Fail)),
    };
    let is_reached = |verdict| goal.takes(verdict, is_negated);
    let trigger = match &check.of {
        Selector::Method | Selector::Version if check.operators.iter().any(|o| o.selector().is_some()) => return None,
        // the verdict is that of the `not` already
        Selector::Method => return Some(specimen::methods(leaf, is_negated, |verdict| goal.takes(verdict, false))),
        Selector::Version => return specimen::version(leaf, is_negated, |verdict| goal.takes(verdict, false)),
        Selector::Path => return begins_with_slash(check).filter(|_| is_reached(Verdict::Pass)),
        Selector::Header(header) => {
            let slot = Slot::of(header)?;
            // one line meets it, and so does none
            let is_met = is_count(check) && is_reached(Verdict::Pass) && is_reached(Verdict::Absent);
            if is_met { Trigger::SecondLine(slot) } else { Trigger::Header(slot) }
        }
        Selector::Query => Trigger::Query,
        Selector::QueryField(name) => Trigger::Parameter(name.as_str().into()),
        Selector::Port => Trigger::Port,
        Selector::Claim(_) => Trigger::Header(Slot::AUTHORIZATION),
        Selector::Body if check.operators.is_empty() && anything.is_some_and(is_reached) => {
            return Some(vec![Trigger::NoBody]);
        }
        Selector::Body | Selector::Member(_) => Trigger::Body,
        _ => return None,
    };
    is_reached(nothing).then(|| vec![trigger])
}

/// Whether it asks that a header has no more than some lines, and nothing else.
fn is_count(check: &ValueCheck) -> bool {
    let [Operator::MaxCount(Right::Scalars(most, _))] = check.operators.as_slice() else { return false };
    check.present.is_none() && matches!(most.as_slice(), [Scalar::Number(Number::Whole(1..))])
}

fn begins_with_slash(check: &ValueCheck) -> Option<Triggers> {
    let [Operator::StartsWith(right)] = check.operators.as_slice() else { return None };
    (check.present != Some(false) && right.only_text() == Some("/")).then(|| vec![Trigger::NoSlash])
}

impl Goal {
    /// Whether a verdict reaches it, of a check or of its `not`.
    fn takes(self, verdict: Verdict, is_negated: bool) -> bool {
        match (self, verdict) {
            (_, Verdict::Unknown(_)) => false,
            (Goal::Quiet | Goal::Unmet, Verdict::Absent) => true,
            (_, Verdict::Absent) => false,
            (Goal::Passes | Goal::Quiet, verdict) => (verdict == Verdict::Pass) != is_negated,
            (Goal::Fails | Goal::Unmet, verdict) => (verdict == Verdict::Fail) != is_negated,
        }
    }
}
