//! Evaluating: one exchange against the rules that meet it. Cannot fail, cannot panic.
//!
//! The exchange is received, which finds its judge, its endpoint and so its plan (`prepare.rs`). The plan's prefilter, if it
//! has one, says which rules need no evaluation. If any are left, what they look at is read, and they run in order
//! (`state.rs`). A gate asks first whether all that is settled at a glance (`settle.rs`).

mod decision;
mod entry;
mod evaluator;
pub(crate) mod excepted;
mod memory;
pub(crate) mod misread;
mod needs;
pub(crate) mod prepare;
pub(crate) mod probe;
pub(crate) mod report;
mod settle;
pub(crate) mod silenced;
pub(crate) mod state;

pub use crate::subject::Scratch;
pub use decision::Decision;
pub use evaluator::Evaluator;
pub(crate) use evaluator::Seen;
pub use memory::with_thread_memory;
pub use needs::Needs;
pub use probe::{NotSingle, Probe, UnknownSelector};
pub use report::Report;
pub use settle::{Glance, Learn};

use crate::api::facts::Facts;
use crate::base::outcome::Outcome;
use crate::check::verdict::{Evidence, MAX_FINDINGS, Trace};
use crate::check::want::Want;
use crate::message::exchange::Exchange;
use crate::prefilter::Skips;
use crate::rules::pack::{Pack, Rule, RuleIx};
use crate::rules::plans::Plan;
use crate::rules::rule_set::RuleSet;
use crate::subject::{Subject, Uses};
use prepare::{Prepared, Received};
use silenced::Silenced;
use state::RuleState;

/// What is asked of an evaluation beside the report.
pub(crate) trait Watcher {
    /// How much is asked for: outcomes, or evidence too.
    const WANT: Want;

    /// Where evidence is put.
    fn evidence(&mut self) -> &mut Vec<Evidence>;

    /// A rule failed; what was seen is the last of the evidence.
    fn failed(&mut self, _prepared: &Prepared<'_>, _index: RuleIx) {}

    /// All rules went, and what they looked at is still there. It isn't called where no rule had to be evaluated.
    fn ended(&mut self, _prepared: &Prepared<'_>, _report: &Report) {}
}

/// The report alone; evidence that isn't wanted is never made.
#[derive(Default)]
pub(crate) struct Unwatched(Vec<Evidence>);

impl Watcher for Unwatched {
    const WANT: Want = Want::Outcomes;

    fn evidence(&mut self) -> &mut Vec<Evidence> {
        &mut self.0
    }
}

/// Evaluates an exchange into a report, whose memory is used again.
pub(crate) fn evaluate(
    rules: &RuleSet,
    exchange: &Exchange<'_>,
    facts: &Facts,
    scratch: &mut Scratch,
    report: &mut Report,
    watcher: &mut impl Watcher,
) {
    report.clear();
    rules.received(exchange, facts, scratch, |mut received| {
        (report.pack, report.endpoint) = (Some(received.judge), received.subject.route.endpoint);
        report.is_ambiguous = received.subject.route.is_ambiguous;
        let Some(plan) = received.plan else { return };
        let skips = if rules.prefilters { received.skips(plan, Want::Outcomes) } else { Skips::NONE };
        if skips.all() {
            return;
        }
        let prepared = read(received, plan, skips);
        report.is_body_unread = prepared.subject.document.is_beyond_limits();
        run(plan, &prepared, skips, report, watcher);
        misread::note(&plan.rules, &prepared, report);
        watcher.ended(&prepared, report);
    });
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
fn any_fails_of(plan: &Plan, pack: &Pack, subject: &Subject<'_>, skips: Skips) -> bool {
    let (mut evidence, mut missing) = (Vec::new(), Vec::new());
    let state = RuleState::of(Silenced::of(pack, plan));
    let mut trace = Trace::new(Want::Failures, &mut evidence, &mut missing);
    let mut left = skips.left(&plan.rules);
    left.any(|index| pack.rule(*index).is_some_and(|rule| rule.run(subject, &state, &mut trace) == Outcome::Fail))
}

/// Runs the rules of a plan.
fn run<W: Watcher>(plan: &Plan, prepared: &Prepared<'_>, skips: Skips, report: &mut Report, watcher: &mut W) {
    let Prepared { pack, subject, .. } = prepared;
    let mut state = RuleState::of(Silenced::of(pack, plan));
    state.failed = std::mem::take(&mut report.failed);
    let (mut left, mut from) = (skips.left_bits(), 0);
    while let Some((position, index)) = left.next(from).and_then(|next| Some((next, plan.rules.get(next)?))) {
        from = position + 1;
        let Some(rule) = pack.rule(*index) else { continue };
        if skips.skips(position) && !state.holds_back(rule) {
            continue;
        }
        let room = MAX_FINDINGS.saturating_sub(watcher.evidence().len());
        let mut trace = Trace::new(W::WANT, watcher.evidence(), &mut report.missing).at_most(room);
        let mark = trace.mark();
        let outcome = rule.run(subject, &state, &mut trace);
        if outcome.is_unknown() {
            report.unknown.push(*index);
        } else {
            trace.drop_missing(mark);
        }
        match outcome {
            Outcome::Fail => watcher.failed(prepared, *index),
            _ => trace.drop_evidence(mark, 0),
        }
        state.note(*index, outcome);
        if state.holds_any_back() {
            // a rule that waits is waited for, also where it would have been skipped
            left |= plan.waiting;
        }
    }
    report.failed = state.failed;
    report.failed.sort_unstable();
    report.unknown.sort_unstable();
}

/// Reads what is left to be looked at: all that the plan uses, or the token alone.
fn read<'s>(received: Received<'s>, plan: &Plan, skips: Skips) -> Prepared<'s> {
    let looks = |rule: &Rule| rule.uses.body_or_fields() || rule.speaks_of_body;
    let mut left = skips.left(&plan.rules).filter_map(|index| received.pack.rule(*index));
    // a rule that fails is held against those that are switched off
    if plan.waits_by_body || !plan.excepted.is_empty() || left.any(looks) {
        received.read(plan.uses)
    } else {
        received.read(Uses { jwt: plan.uses.jwt, ..Uses::NONE })
    }
}
