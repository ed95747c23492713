//! One rule of a plan: how it goes, given those that ran before it.

use crate::base::outcome::Outcome;
use crate::check::Check;
use crate::check::verdict::{Evidence, Mark, Trace, Verdict};
use crate::check::want::Want;
use crate::evaluate::silenced::Silenced;
use crate::rules::pack::{Rule, RuleIx};
use crate::subject::{Host, Subject};

/// What has become of the rules that others wait for: those that failed, and those that wait themselves.
#[derive(Debug, Default)]
pub(crate) struct RuleState<'p> {
    pub(crate) failed: Vec<RuleIx>,
    pub(crate) waiting: Vec<RuleIx>,
    pub(crate) silenced: Silenced<'p>,
}

impl<'p> RuleState<'p> {
    pub(crate) fn of(silenced: Silenced<'p>) -> Self {
        Self { silenced, ..Self::default() }
    }

    pub(crate) fn note(&mut self, rule: RuleIx, outcome: Outcome) {
        match outcome {
            Outcome::Fail => self.failed.push(rule),
            Outcome::WAITS => self.waiting.push(rule),
            _ => {}
        }
    }

    /// The rules that a rule waits for now.
    pub(crate) fn blocks<'w>(&'w self, rule: &'w Rule) -> impl Iterator<Item = RuleIx> + 'w {
        let blocked = |w: &RuleIx| self.failed.contains(w) || self.waiting.contains(w);
        rule.waits.iter().copied().filter(move |w| blocked(w))
    }

    /// Whether a rule waits for another now.
    pub(crate) fn holds_back(&self, rule: &Rule) -> bool {
        self.holds_any_back() && self.blocks(rule).next().is_some()
    }

    /// Whether a rule may have to wait.
    pub(crate) fn holds_any_back(&self) -> bool {
        !(self.failed.is_empty() && self.waiting.is_empty())
    }
}

impl Rule {
    /// How the rule goes on a subject whose plan holds it (docs/language.md#when-a-rule-applies).
    #[inline]
    pub(crate) fn run(&self, subject: &Subject<'_>, state: &RuleState<'_>, trace: &mut Trace<'_>) -> Outcome {
        if !self.applies_to.takes_method_of(subject) {
            return Outcome::NOT_APPLYING;
        }
        let mark = trace.mark();
        let mut unsure = None;
        if let Some(when) = &self.when {
            let verdict = when.condition(subject, trace);
            trace.drop_evidence(mark, 0);
            match verdict {
                Verdict::Pass => {}
                Verdict::Fail | Verdict::Absent => return Outcome::NOT_APPLYING,
                Verdict::Unknown(reason) => unsure = Some(reason),
            }
        }
        if state.holds_back(self) {
            return Outcome::WAITS;
        }
        if *subject.host == Host::Unseen && !self.applies_to.hosts.is_empty() {
            trace.drop_missing(mark);
            return Outcome::NOT_VISIBLE;
        }
        let mark = trace.mark();
        let verdict = self.check.verdict(subject, trace);
        if let (Some(reason), false) = (unsure, verdict == Verdict::Pass) {
            trace.drop_evidence(mark, 0);
            return Outcome::Unknown(reason);
        }
        match verdict {
            Verdict::Pass => Outcome::Pass,
            Verdict::Fail if self.is_about_marks(subject, trace, mark) => {
                trace.drop_evidence(mark, 0);
                Outcome::NOT_VISIBLE
            }
            Verdict::Fail if !state.silenced.is_empty() => self.unsilenced(subject, state, trace, mark),
            Verdict::Fail => Outcome::Fail,
            Verdict::Unknown(reason) => Outcome::Unknown(reason),
            Verdict::Absent => Outcome::ABSENT,
        }
    }

    /// Whether all that failed since then is about marks that take the place of credentials. A header's syntax looks at what
    /// is before the mark itself.
    fn is_about_marks(&self, subject: &Subject<'_>, trace: &Trace<'_>, since: Mark) -> bool {
        if !subject.exchange.shows.placeholders || matches!(*self.check, Check::HeaderSyntax(_)) {
            return false;
        }
        let are_marks = |evidence: &[Evidence]| {
            !evidence.is_empty() && evidence.iter().all(|evidence| subject.is_redacted(&evidence.location))
        };
        if trace.wants_all() {
            // what was left out may be about something else
            return trace.left_out() == 0 && are_marks(trace.since(since));
        }
        let (mut evidence, mut missing) = (Vec::new(), Vec::new());
        if !subject.is_redacted_somewhere() {
            return false;
        }
        let mut again = Trace::new(Want::Evidence, &mut evidence, &mut missing);
        self.check.verdict(subject, &mut again);
        again.left_out() == 0 && are_marks(&evidence)
    }
}
