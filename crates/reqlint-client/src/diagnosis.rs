//! Why an answer was an error, as it is kept in the response.

use crate::request_line::request_line;
use reqlint_core::diagnose::diagnose;
use reqlint_core::diagnose::{Cause, CauseVerdict, Observed, Step};
use reqlint_core::{Exchange, Facts, Resolved, RuleSet};

/// Why an answer was an error.
///
/// This is the engine's diagnosis ([`reqlint_core::diagnose::Diagnosis`]) without its references to rules and request, so that
/// it can be kept in the extensions of a response. No text in it shows a secret. It displays as what answered and why, with
/// what to do on a second line.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Diagnosis {
    /// Method, host and target of the request that was answered, masked, on one line.
    pub request: String,
    /// The name of the answer's status, in the pack's words: `Forbidden`.
    pub status_title: Option<String>,
    /// The answer, as far as it could be read.
    pub observed: Observed,
    /// What the rules say about the request by itself.
    pub resolved: Resolved,
    /// What may explain the answer, most likely first.
    pub causes: Vec<Cause>,
    /// What is odd about the answer.
    pub remarks: Vec<String>,
    /// What to do next.
    pub next: Step,
}

impl Diagnosis {
    /// `None` when the exchange has no response, or no pack judges its host.
    pub(crate) fn of(rules: &RuleSet, exchange: &Exchange<'_>, facts: &Facts) -> Option<Self> {
        let diagnosis = diagnose(rules, exchange, facts)?;
        diagnosis.resolved.pack.as_ref()?;
        Some(Self {
            request: request_line(exchange, &rules.mask(exchange)),
            status_title: diagnosis.status_title().map(str::to_owned),
            next: diagnosis.next_step(),
            observed: diagnosis.observed,
            resolved: diagnosis.resolved,
            causes: diagnosis.causes,
            remarks: diagnosis.remarks,
        })
    }

    /// The most likely cause that is not ruled out.
    #[must_use]
    pub fn cause(&self) -> Option<&Cause> {
        self.causes.iter().find(|cause| cause.verdict != CauseVerdict::RuledOut)
    }

    /// Whether a failed rule explains the answer, so that nothing remains to be found out.
    #[must_use]
    pub fn is_explained(&self) -> bool {
        self.cause().is_some_and(|cause| cause.verdict == CauseVerdict::Confirmed)
    }
}
