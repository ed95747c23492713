//! A gate's fast path: what is decided about a request in which surely no rule fails.
//!
//! The prefilters find that nothing fails; then only rules are left that are unknown for lack of a fact, or because something
//! can't be seen. Those that look at target and headers alone are run without reading a body, again and again while the host
//! knows more facts.

use crate::api::facts::{FactIx, FactSlot, FactValue, Facts};
use crate::base::finding::Severity;
use crate::base::outcome::Outcome;
use crate::check::Check;
use crate::check::verdict::Trace;
use crate::check::want::Want;
use crate::evaluate::prepare::Prepared;
use crate::evaluate::probe::{self, NotSingle, Probe};
use crate::evaluate::state::RuleState;
use crate::evaluate::{Decision, Report};
use crate::message::exchange::Exchange;
use crate::rules::pack::{Rule, RuleIx};
use crate::rules::rule_set::RuleSet;
use crate::subject::{Scratch, Subject, Uses};
use std::fmt;
use std::sync::Arc;

/// A request while it is being settled, as a host sees it that looks facts up.
pub struct Glance<'g> {
    subject: &'g Subject<'g>,
    missing: &'g [FactIx],
}

impl fmt::Debug for Glance<'_> {
    /// No value of the request.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Glance").field("missing", &self.missing).finish_non_exhaustive()
    }
}

impl Glance<'_> {
    /// The facts whose values would settle what is unknown.
    pub fn missing_facts(&self) -> impl Iterator<Item = &FactSlot> {
        let declared = self.subject.facts.declared();
        self.missing.iter().filter_map(|fact| declared.get(fact.0 as usize))
    }

    /// What probes find, as [`RuleSet::read`] does; `None` where one looks at the body, which isn't read.
    #[must_use]
    pub fn read<'p>(
        &self,
        probes: impl IntoIterator<Item = &'p Probe, IntoIter: Clone>,
    ) -> Option<Vec<Result<FactValue, NotSingle>>> {
        let probes = probes.into_iter();
        let is_light = probes.clone().all(|probe| !probe.uses().body_or_fields());
        is_light.then(|| probe::found(probes, self.subject))
    }
}

/// Looks facts up that are missing; `Some` if more are known than before, all of them.
pub type Learn<'l> = &'l mut dyn FnMut(&Glance<'_>) -> Option<Arc<Facts>>;

impl RuleSet {
    /// What a gate decides about a request in which surely no rule fails: `Passed`, or `Unknown` because a rule of severity
    /// error is. `None` where it takes a report to tell. It takes far less than a report where the prefilters find a body right,
    /// since that isn't read again, and allocates nothing once warm.
    ///
    /// `learn` is asked for facts that are missing, until it knows no more; what a rule finds wrong with them takes a report.
    /// Without it the first unknown rule decides.
    pub fn settled(
        &self,
        exchange: &Exchange<'_>,
        facts: &Facts,
        scratch: &mut Scratch,
        report: &mut Report,
        mut learn: Option<Learn<'_>>,
    ) -> Option<Decision> {
        report.clear();
        let settled = self.received(exchange, facts, scratch, |mut received| {
            if received.subject.route.is_ambiguous {
                return None;
            }
            let Some(plan) = received.plan else { return Some(Decision::Passed) };
            let skips = if self.prefilters { received.skips_unless_any_fails(plan)? } else { return None };
            if skips.all() {
                return Some(Decision::Passed);
            }
            let Prepared { pack, subject, .. } = received.read(Uses { jwt: plan.uses.jwt, ..Uses::NONE });
            let mut left = skips.left(&plan.rules).filter_map(|index| Some((*index, pack.rule(*index)?)));
            let Some(learn) = learn.as_mut() else { return first(left, &subject, report) };
            // the facts that the others miss show only in an evaluation
            let mut is_unknown = false;
            if !left.all(|(index, rule)| rule.is_light() && note(index, rule, &subject, report, &mut is_unknown)) {
                return None;
            }
            while !report.missing.is_empty() {
                let Some(facts) = learn(&Glance { subject: &subject, missing: &report.missing }) else { break };
                let subject = subject.with_facts(&facts);
                // what is known stays as it is when more is known
                let unknown = std::mem::take(&mut report.unknown);
                report.missing.clear();
                is_unknown = false;
                let mut again = unknown.iter().filter_map(|index| Some((*index, pack.rule(*index)?)));
                if !again.all(|(index, rule)| note(index, rule, &subject, report, &mut is_unknown)) {
                    return None;
                }
            }
            Some(if is_unknown { Decision::Unknown } else { Decision::Passed })
        });
        settled.flatten()
    }
}

/// Runs rules that look at target and headers alone, up to the first that decides. `None` where one fails, or others decide.
fn first<'r>(
    rules: impl Iterator<Item = (RuleIx, &'r Rule)>,
    subject: &Subject<'_>,
    report: &mut Report,
) -> Option<Decision> {
    let (mut are_all_light, mut is_unknown) = (true, false);
    for (index, rule) in rules {
        are_all_light &= rule.is_light();
        if rule.is_light() && !note(index, rule, subject, report, &mut is_unknown) {
            return None;
        }
        if is_unknown {
            return Some(Decision::Unknown);
        }
    }
    are_all_light.then_some(Decision::Passed)
}

/// Runs a rule, and notes whether it is unknown, and what facts it misses; false where it fails.
fn note(index: RuleIx, rule: &Rule, subject: &Subject<'_>, report: &mut Report, is_unknown: &mut bool) -> bool {
    let (state, mut evidence) = (RuleState::default(), Vec::new());
    let mut trace = Trace::new(Want::Outcomes, &mut evidence, &mut report.missing);
    let mark = trace.mark();
    match rule.run(subject, &state, &mut trace) {
        Outcome::Fail => return false,
        Outcome::Unknown(_) => {
            report.unknown.push(index);
            *is_unknown |= rule.severity == Severity::Error;
        }
        _ => trace.drop_missing(mark),
    }
    true
}

impl Rule {
    /// Whether target, headers and token show how it goes.
    fn is_light(&self) -> bool {
        let looks_at_more = |check: &Check| check.uses().body_or_fields();
        !self.uses.body_or_fields() && !self.when.as_deref().is_some_and(looks_at_more)
    }
}
