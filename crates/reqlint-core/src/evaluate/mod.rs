//! Evaluating: one exchange against the rules that meet it. Cannot fail, cannot panic.
//!
//! The exchange is received, which finds its judge, its endpoint and so its plan (`prepare.rs`). The plan's prefilter, if it
//! has one, says which rules need no evaluation. If any are left, what they look at is read, and they run in order
//! (`state.rs`).

mod decision;
mod entry;
mod evaluator;
pub(crate) mod excepted;
mod memory;
mod needs;
pub(crate) mod prepare;
pub(crate) mod probe;
pub(crate) mod report;
pub(crate) mod state;

pub use crate::subject::Scratch;
pub use decision::Decision;
pub use evaluator::Evaluator;
pub use memory::with_thread_memory;
pub use needs::Needs;
pub use probe::{NotSingle, Probe, UnknownSelector};
pub use report::Report;

use crate::api::facts::Facts;
use crate::base::outcome::Outcome;
use crate::check::verdict::Trace;
use crate::check::want::Want;
use crate::message::exchange::Exchange;
use crate::prefilter::Skips;
use crate::rules::pack::{Pack, Plan, Rule};
use crate::rules::rule_set::RuleSet;
use crate::subject::{Subject, Uses};
use prepare::{Prepared, Received};
use state::RuleState;

/// Evaluates an exchange into a report, whose memory is used again, and looks at what the rules looked at; at nothing where
/// no rule was evaluated, since then none failed.
pub(crate) fn evaluate<T>(
    rules: &RuleSet,
    exchange: &Exchange<'_>,
    facts: &Facts,
    scratch: &mut Scratch,
    report: &mut Report,
    look: impl FnOnce(&Prepared<'_>, &Report) -> T,
) -> Option<T> {
    report.clear();
    let evaluated = rules.received(exchange, facts, scratch, |mut received| {
        (report.pack, report.endpoint) = (Some(received.judge), received.subject.route.endpoint);
        let plan = received.plan?;
        let skips = if rules.prefilters { received.skips(plan, Want::Outcomes) } else { Skips::NONE };
        if skips.all() {
            return None;
        }
        let prepared = read(received, plan, skips);
        run(plan, &prepared, skips, report);
        Some(look(&prepared, report))
    });
    evaluated.flatten()
}

/// Whether any rule fails on an exchange; `None` where no pack judges it.
pub(crate) fn any_fails(
    rules: &RuleSet,
    exchange: &Exchange<'_>,
    facts: &Facts,
    scratch: &mut Scratch,
) -> Option<bool> {
    rules.received(exchange, facts, scratch, |mut received| {
        let Some(plan) = received.plan else { return false };
        let skips = if rules.prefilters { received.skips(plan, Want::Failures) } else { Skips::NONE };
        if skips.all() {
            return false;
        }
        let Prepared { pack, subject, .. } = read(received, plan, skips);
        any_fails_of(plan, pack, &subject, skips)
    })
}

/// Whether any rule of a plan fails. None waits for another before one has failed, so each goes by itself.
fn any_fails_of(plan: &Plan, pack: &Pack, subject: &Subject<'_>, skips: Skips<'_>) -> bool {
    let (state, mut evidence, mut missing) = (RuleState::default(), Vec::new(), Vec::new());
    let mut trace = Trace::new(Want::Failures, &mut evidence, &mut missing);
    let mut left = plan.rules.iter().enumerate().filter(|(position, _)| !skips.skips(*position));
    left.any(|(_, index)| pack.rule(*index).is_some_and(|rule| rule.run(subject, &state, &mut trace) == Outcome::Fail))
}

/// Runs the rules of a plan.
fn run(plan: &Plan, Prepared { pack, subject, .. }: &Prepared<'_>, skips: Skips<'_>, report: &mut Report) {
    let mut state = RuleState { failed: std::mem::take(&mut report.failed), waiting: Vec::new() };
    let mut evidence = Vec::new();
    let mut trace = Trace::new(Want::Outcomes, &mut evidence, &mut report.missing);
    for (position, index) in plan.rules.iter().enumerate() {
        let Some(rule) = pack.rule(*index) else { continue };
        // a rule that waits is waited for, also where it would have been skipped
        if skips.skips(position) && !state.holds_back(rule) {
            continue;
        }
        let mark = trace.mark();
        let outcome = rule.run(subject, &state, &mut trace);
        if outcome.is_unknown() {
            report.unknown.push(*index);
        } else {
            trace.drop_missing(mark);
        }
        state.note(*index, outcome);
    }
    report.failed = state.failed;
    report.failed.sort_unstable();
    report.unknown.sort_unstable();
}

/// Reads what is left to be looked at: all that the plan uses, or the token alone.
fn read<'s>(received: Received<'s>, plan: &Plan, skips: Skips<'_>) -> Prepared<'s> {
    // a rule that is skipped may still have to wait, if it applies
    let looks_at_when = |rule: &Rule| {
        let when = rule.when.as_ref().filter(|_| !rule.waits.is_empty());
        when.is_some_and(|when| when.uses().body_or_fields())
    };
    let looks = |position, rule: &Rule| match skips.skips(position) {
        true => looks_at_when(rule),
        false => rule.uses.body_or_fields() || rule.speaks_of_body,
    };
    let mut rules = plan.rules.iter().enumerate();
    let looks_at_body_or_fields =
        rules.any(|(position, index)| received.pack.rule(*index).is_some_and(|rule| looks(position, rule)));
    if looks_at_body_or_fields {
        received.read(plan.uses)
    } else {
        received.read(Uses { jwt: plan.uses.jwt, ..Uses::NONE })
    }
}
