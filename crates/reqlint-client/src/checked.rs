//! What was found in a request, and what happened to it.

use reqlint_core::evaluate::Decision;
use reqlint_core::explain::Expected;
use reqlint_core::{Finding, Resolved, Severity};

/// A request in which a rule failed: what was found before it was sent, and the decision.
///
/// No text in it shows a secret. It displays as what is wrong and where, with the fix on a second line. If the request was
/// sent, it is found in the response's extensions by [`crate::ResponseExt::checked`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Checked {
    /// Method, host and target, masked, on one line: `PUT api.example.com/v2/orders`.
    pub request: String,
    /// What happened to the request.
    pub decision: Decision,
    /// What safe edits fixed, in the order in which it was found.
    pub fixed: Vec<Finding>,
    /// What is left: findings, the status to expect, and the whole checklist.
    pub resolved: Resolved,
}

impl Checked {
    /// The error that the API would answer with; `None` when no rule of severity error fails.
    #[must_use]
    pub fn expected(&self) -> Option<&Expected> {
        self.resolved.expected.as_ref()
    }

    /// The decisive finding: the first of the rule that determines the answer, else the first.
    #[must_use]
    pub fn finding(&self) -> Option<&Finding> {
        let findings = &self.resolved.findings;
        let decides = |finding: &&Finding| self.expected().is_some_and(|expected| expected.rule == finding.rule);
        findings.iter().find(decides).or_else(|| findings.first())
    }

    /// The findings of severity error.
    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.resolved.findings.iter().filter(|finding| finding.severity == Severity::Error)
    }
}
