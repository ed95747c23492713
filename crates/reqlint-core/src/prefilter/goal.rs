//! What is to hold of a check, so that its rule reports nothing.

use crate::check::Check;
use crate::check::verdict::Verdict;

/// What is to hold of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Goal {
    Passes,
    Fails,
    /// It passes or finds nothing: as a rule's check it reports nothing.
    Quiet,
    /// It fails or finds nothing: as a rule's condition it isn't met.
    Unmet,
}

impl Goal {
    /// Whether a verdict reaches it, of a check or of its `not`.
    pub(super) fn takes(self, verdict: Verdict, is_negated: bool) -> bool {
        match (self, verdict) {
            (_, Verdict::Unknown(_)) => false,
            (Goal::Quiet | Goal::Unmet, Verdict::Absent) => true,
            (_, Verdict::Absent) => false,
            (Goal::Passes | Goal::Quiet, verdict) => (verdict == Verdict::Pass) != is_negated,
            (Goal::Fails | Goal::Unmet, verdict) => (verdict == Verdict::Fail) != is_negated,
        }
    }

    /// What of one check is enough for several joined, where all of them are needed or any is: one that fails decides over all,
    /// and one that passes over any. Otherwise each has to reach the goal.
    pub(super) fn by_one(self, are_all_needed: bool) -> Option<Self> {
        match (self, are_all_needed) {
            (Goal::Fails | Goal::Unmet, true) => Some(Goal::Fails),
            (Goal::Passes | Goal::Quiet, false) => Some(Goal::Passes),
            _ => None,
        }
    }

    /// Whether it is surely reached by a check, or by its `not`, given what is surely the verdict of its leaves; `false` says
    /// nothing.
    pub(super) fn is_reached(
        self,
        check: &Check,
        is_negated: bool,
        verdict: &impl Fn(&Check) -> Option<Verdict>,
    ) -> bool {
        let (parts, are_all_needed) = match check {
            Check::Not(check) => return self.is_reached(check, !is_negated, verdict),
            // not all is some not
            Check::All(parts) => (parts, !is_negated),
            Check::Any(parts) => (parts, is_negated),
            leaf => return verdict(leaf).is_some_and(|verdict| self.takes(verdict, is_negated)),
        };
        let every = |goal: Self| parts.iter().all(|part| goal.is_reached(part, is_negated, verdict));
        let some = |goal: Self| parts.iter().any(|part| goal.is_reached(part, is_negated, verdict));
        match self.by_one(are_all_needed) {
            Some(strong) => some(strong) || self != strong && every(self),
            None => every(self),
        }
    }
}
