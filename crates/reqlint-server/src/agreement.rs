//! How the rules and the service agree: the status expected for each request, compared with the one the service gave.

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
        AgreementCounts { passed: self.passed.load(Ordering::Relaxed), ..self.lock().clone() }
    }

    /// Compares the status expected because of a rule, `pack/id`, with the actual one, and returns whether they agree.
    pub(crate) fn compare(&self, expected: Option<(&str, Option<u16>)>, actual: u16) -> bool {
        if expected.is_none() && actual < 400 {
            self.passed.fetch_add(1, Ordering::Relaxed);
            return true;
        }
        let mut counts = self.lock();
        let Some((rule, status)) = expected else {
            *counts.unexplained.entry(actual).or_default() += 1;
            return false;
        };
        if !counts.rules.contains_key(rule) {
            counts.rules.insert(rule.to_owned(), RuleAgreement::default());
        }
        let Some(count) = counts.rules.get_mut(rule) else { return false };
        if status == Some(actual) {
            count.agreed += 1;
        } else {
            *count.otherwise.entry(actual).or_default() += 1;
        }
        status == Some(actual)
    }

    /// Counts stay valid after a panic in another thread.
    fn lock(&self) -> MutexGuard<'_, AgreementCounts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
