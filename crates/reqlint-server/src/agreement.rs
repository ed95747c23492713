//! How the rules and the service agree: the status expected for each request, compared with the one the service gave.

use reqlint_core::evaluate::Decision;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Counts of expected and actual statuses, of a layer that observes.
///
/// A rule that agrees is ready to be enforced.
#[derive(Debug, Default)]
pub struct Agreement {
    counts: Mutex<AgreementCounts>,
    passed: AtomicU64,
    unknown: AtomicU64,
}

/// How often the rules and the service agreed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AgreementCounts {
    /// By rule, `pack/id`: requests that it would have refused.
    pub rules: BTreeMap<String, RuleAgreement>,
    /// By status, from 400: requests that no rule would have refused, but the service did.
    pub unexplained: BTreeMap<u16, u64>,
    /// Requests that neither would have refused.
    pub passed: u64,
    /// Requests that the service took, and about which the rules can't tell.
    pub unknown: u64,
    /// Requests that the service took, to hosts that no pack judges.
    pub unjudged: u64,
}

/// Whether the rules and the service agree on one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Agreed {
    Yes,
    No,
    /// The rules said nothing.
    Unknown,
}

impl Agreed {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Agreed::Yes => "yes",
            Agreed::No => "no",
            Agreed::Unknown => "unknown",
        }
    }
}

/// How often one rule and the service agreed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RuleAgreement {
    /// The service answered with the rule's status.
    pub agreed: u64,
    /// The service answered with another status: how often with which.
    pub otherwise: BTreeMap<u16, u64>,
}

impl Agreement {
    /// The counts so far.
    #[must_use]
    pub fn counts(&self) -> AgreementCounts {
        AgreementCounts {
            passed: self.passed.load(Ordering::Relaxed),
            unknown: self.unknown.load(Ordering::Relaxed),
            ..self.lock().clone()
        }
    }

    /// Compares the status expected because of a rule, `pack/id`, with the actual one, and returns whether they agree.
    pub(crate) fn compare(&self, expected: Option<(&str, Option<u16>)>, decision: Decision, actual: u16) -> Agreed {
        let is_silent = matches!(decision, Decision::Unjudged | Decision::Unknown);
        if expected.is_none() && actual < 400 && !is_silent {
            self.passed.fetch_add(1, Ordering::Relaxed);
            return Agreed::Yes;
        }
        if expected.is_none() && actual < 400 && decision == Decision::Unknown {
            self.unknown.fetch_add(1, Ordering::Relaxed);
            return Agreed::Unknown;
        }
        let mut counts = self.lock();
        let Some((rule, status)) = expected else {
            match actual {
                400.. => *counts.unexplained.entry(actual).or_default() += 1,
                _ => counts.unjudged += 1,
            }
            return if is_silent { Agreed::Unknown } else { Agreed::No };
        };
        if !counts.rules.contains_key(rule) {
            counts.rules.insert(rule.to_owned(), RuleAgreement::default());
        }
        let Some(count) = counts.rules.get_mut(rule) else { return Agreed::No };
        if status == Some(actual) {
            count.agreed += 1;
        } else {
            *count.otherwise.entry(actual).or_default() += 1;
        }
        if status == Some(actual) { Agreed::Yes } else { Agreed::No }
    }

    /// Counts stay valid after a panic in another thread.
    fn lock(&self) -> MutexGuard<'_, AgreementCounts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
