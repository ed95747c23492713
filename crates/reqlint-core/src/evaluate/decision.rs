//! What a host does with a request, in one vocabulary for all hosts.

use crate::base::finding::Severity;
use crate::evaluate::Report;
use crate::rules::rule_set::RuleSet;

/// What a host did with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Decision {
    /// It went on; no rule failed.
    Passed,
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
    /// assert_eq!(Decision::of(&Report::default(), &rules, false), Decision::Passed);
    /// # Ok::<(), reqlint_core::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn of(report: &Report, rules: &RuleSet, is_refused: bool) -> Self {
        let failed = || report.failed_rules(rules);
        match failed().next() {
            _ if is_refused => Decision::Refused,
            None => Decision::Passed,
            Some(_) if failed().any(|rule| rule.severity() == Severity::Error) => Decision::Spared,
            Some(_) => Decision::Warned,
        }
    }

    /// Its name, as metrics show it: `passed`, `warned`, `spared` or `refused`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Decision::Passed => "passed",
            Decision::Warned => "warned",
            Decision::Spared => "spared",
            Decision::Refused => "refused",
        }
    }
}
