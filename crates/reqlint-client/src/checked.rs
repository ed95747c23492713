//! What was found in a request, and what became of it.

use crate::words;
use reqlint_core::explain::Expected;
use reqlint_core::{Exchange, Finding, Resolved, RuleSet, Severity};
use std::fmt;

/// What becomes of a request in which a rule of severity error failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// It is not sent; the caller gets a [`crate::Refused`].
    #[default]
    Refuse,
    /// It is sent, with an event and a call of [`crate::ReqlintMiddleware::on_report`].
    Warn,
    /// Safe edits are applied first. Where that isn't enough, it is not sent.
    Mend,
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It was sent: no rule of severity error fails, or none does any more.
    LetThrough,
    /// It was sent although a rule of severity error fails.
    Warn,
    /// It was not sent.
    Refuse,
}

/// A request in which a rule failed: what was found before it was sent, and what became of it.
///
/// No text in it shows a secret. Of a request that was sent it rides in the response's extensions, where
/// [`crate::ResponseExt::checked`] finds it.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// Method, host and target, masked, on one line: `PUT api.example.com/v2/orders`.
    pub request: String,
    /// What became of it.
    pub decision: Decision,
    /// What safe edits mended, in the order in which it was found.
    pub mended: Vec<Finding>,
    /// What is left: findings, the status to expect, and the whole checklist.
    pub resolved: Resolved,
}

impl Checked {
    /// The error that the API would answer with; `None` when no rule of severity error fails.
    #[must_use]
    pub fn expected(&self) -> Option<&Expected> {
        self.resolved.expected.as_ref()
    }

    /// The finding that decides: the first of the rule that the answer would come from, else the first.
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

impl fmt::Display for Checked {
    /// What and where, and on a second line the fix.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&words::checked(self))
    }
}

/// `PUT api.example.com/v2/orders`, masked.
pub(crate) fn request_line(rules: &RuleSet, exchange: &Exchange<'_>) -> String {
    let masked = rules.mask(exchange);
    let host = match exchange.request.headers.get("host") {
        Some(host) if masked.authority.is_empty() => host,
        _ => &masked.authority,
    };
    words::request(&exchange.request.method, host, &masked.target)
}
