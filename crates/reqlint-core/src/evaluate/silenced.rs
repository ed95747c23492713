//! An exception silences its rule, and with it what a rule that waits for that one would say of the same place.
//!
//! A rule is written with `unless-failed` because another explains the same problem better. Where a project excepts the better
//! explanation, the worse one must not take its place (docs/language.md#exceptions).

use crate::base::finding::Location;
use crate::base::outcome::Outcome;
use crate::check::verdict::{Mark, Trace};
use crate::check::want::Want;
use crate::evaluate::state::RuleState;
use crate::rules::pack::{Pack, Rule, RuleIx};
use crate::rules::plans::Plan;
use crate::subject::Subject;

/// How many places are compared.
const MAX_PLACES: usize = 10_000;

/// The rules of a plan that exceptions switch off.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Silenced<'p> {
    pack: Option<&'p Pack>,
    rules: &'p [RuleIx],
}

impl<'p> Silenced<'p> {
    pub(crate) fn of(pack: &'p Pack, plan: &'p Plan) -> Self {
        Self { pack: Some(pack), rules: &plan.excepted }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Those that a rule waits for, also by way of others.
    fn awaited_by(&self, rule: &Rule) -> Vec<&'p Rule> {
        let Some(pack) = self.pack else { return Vec::new() };
        let (mut seen, mut next) = (rule.waits.clone(), 0);
        while let Some(index) = seen.get(next).copied() {
            next += 1;
            let further = pack.rule(index).map(|rule| rule.waits.as_slice()).unwrap_or_default();
            let new: Vec<RuleIx> = further.iter().copied().filter(|index| !seen.contains(index)).collect();
            seen.extend(new);
        }
        seen.iter().filter(|index| self.rules.contains(index)).filter_map(|index| pack.rule(*index)).collect()
    }

    /// Those that a rule waits for and that would have failed.
    pub(crate) fn failed_before(&self, rule: &Rule, subject: &Subject<'_>) -> impl Iterator<Item = &'p Rule> {
        self.awaited_by(rule).into_iter().filter(|awaited| awaited.alone(subject).0 == Outcome::Fail)
    }
}

impl Rule {
    /// How a rule goes that failed: it waits if silenced rules found the same at every place; else what was seen at the other
    /// places remains.
    #[cold]
    pub(super) fn unsilenced(
        &self,
        subject: &Subject<'_>,
        state: &RuleState<'_>,
        trace: &mut Trace<'_>,
        since: Mark,
    ) -> Outcome {
        let mut places: Vec<Location> = Vec::new();
        for awaited in state.silenced.awaited_by(self) {
            match awaited.alone(subject) {
                (Outcome::NOT_APPLYING, _) => {}
                // it would have waited itself, and this one with it
                _ if state.holds_back(awaited) => return Outcome::WAITS,
                (Outcome::Fail, found) => places.extend(found),
                _ => {}
            }
        }
        if places.is_empty() {
            return Outcome::Fail;
        }
        let (mut evidence, mut missing) = (Vec::new(), Vec::new());
        let mut again = Trace::new(Want::Evidence, &mut evidence, &mut missing).at_most(MAX_PLACES);
        self.check.verdict(subject, &mut again);
        let left_out = again.left_out();
        evidence.retain(|evidence| !places.iter().any(|place| place.meets(&evidence.location)));
        if evidence.is_empty() && left_out == 0 {
            return Outcome::WAITS;
        }
        trace.drop_evidence(since, 0);
        for evidence in evidence {
            trace.fail(|| evidence);
        }
        trace.leave_out(left_out);
        Outcome::Fail
    }

    /// How the rule goes by itself, and the places at which it fails.
    fn alone(&self, subject: &Subject<'_>) -> (Outcome, Vec<Location>) {
        let (mut evidence, mut missing) = (Vec::new(), Vec::new());
        let mut trace = Trace::new(Want::Evidence, &mut evidence, &mut missing).at_most(MAX_PLACES);
        let outcome = self.run(subject, &RuleState::default(), &mut trace);
        (outcome, evidence.into_iter().map(|evidence| evidence.location).collect())
    }
}
