//! Why an answer was an error, for whoever holds the response.

use crate::checked::request_line;
use crate::words;
use reqlint_core::diagnose::diagnose;
use reqlint_core::diagnose::{Cause, CauseVerdict, Observed, Step};
use reqlint_core::{Exchange, Facts, Resolved, RuleSet};
use std::fmt;

/// Why an answer was an error.
///
/// The diagnosis of the engine ([`reqlint_core::diagnose::Diagnosis`]) without its way back to rules and request, so that it can ride
/// in the extensions of a response. No text in it shows a secret.
#[derive(Clone, Debug)]
pub struct Diagnosis {
    /// Method, host and target of the request that was answered, masked, on one line.
    pub request: String,
    /// The name of the answer's status, in the pack's words: `Forbidden`.
    pub status_title: Option<String>,
    /// The answer, as far as it could be read.
    pub observed: Observed,
    /// What the rules say of the request by itself.
    pub resolved: Resolved,
    /// What may explain the answer, best first.
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
            request: request_line(rules, exchange),
            status_title: diagnosis.status_title().map(str::to_owned),
            next: diagnosis.next_step(),
            observed: diagnosis.observed,
            resolved: diagnosis.resolved,
            causes: diagnosis.causes,
            remarks: diagnosis.remarks,
        })
    }

    /// The best cause that isn't ruled out.
    #[must_use]
    pub fn cause(&self) -> Option<&Cause> {
        self.causes.iter().find(|cause| cause.verdict != CauseVerdict::RuledOut)
    }

    /// Whether a rule that failed explains the answer: nothing has to be found out.
    #[must_use]
    pub fn is_explained(&self) -> bool {
        self.cause().is_some_and(|cause| cause.verdict == CauseVerdict::Confirmed)
    }
}

impl fmt::Display for Diagnosis {
    /// What answered and why, and on a second line what to do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&words::diagnosis(self))
    }
}
