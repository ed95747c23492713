//! What a host does with a request, in one vocabulary for all hosts.

use crate::base::finding::Severity;
use crate::evaluate::Report;
use crate::inspect::RuleView;
use crate::rules::rule_set::RuleSet;

/// What a host did with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Decision {
    /// It went on; no rule failed.
    Passed,
    /// It went on; no pack judges requests to its host.
    Unjudged,
    /// It went on; no rule of severity error failed, but one is unknown.
    Unknown,
    /// It went on; the only rules that failed are warnings.
    Warned,
    /// It went on although a rule of severity error failed: the host only observes, or does not enforce that rule.
    Spared,
    /// It did not go on.
    Refused,
}

impl Decision {
    /// The decision about a request with this report, given whether the host refuses it.
    ///
    /// ```
    /// use reqlint_core::evaluate::Decision;
    /// use reqlint_core::{Report, RuleSet};
    ///
    /// let rules = RuleSet::load(Vec::new())?;
    /// assert_eq!(Decision::of(&Report::default(), &rules, false), Decision::Unjudged);
    /// # Ok::<(), reqlint_core::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn of(report: &Report, rules: &RuleSet, is_refused: bool) -> Self {
        let is_error = |rule: RuleView<'_>| rule.severity() == Severity::Error;
        match () {
            () if is_refused => Decision::Refused,
            () if !report.is_judged() => Decision::Unjudged,
            () if report.failed_rules(rules).any(is_error) => Decision::Spared,
            () if report.unknown_rules(rules).any(is_error) => Decision::Unknown,
            () if report.failed_rules(rules).next().is_some() => Decision::Warned,
            () => Decision::Passed,
        }
    }

    /// Its name, as metrics show it: `passed`, `unjudged`, `unknown`, `warned`, `spared` or `refused`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Decision::Passed => "passed",
            Decision::Unjudged => "unjudged",
            Decision::Unknown => "unknown",
            Decision::Warned => "warned",
            Decision::Spared => "spared",
            Decision::Refused => "refused",
        }
    }
}
