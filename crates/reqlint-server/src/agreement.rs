//! How the rules and the service agree: the status expected of each request, held against the one that came.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Counts of what was expected and what came, of a layer that observes.
///
/// A rule is ready to be enforced when it agrees.
#[derive(Debug, Default)]
pub struct Agreement {
    counts: Mutex<AgreementCounts>,
    passed: AtomicU64,
}

/// How often the rules and the service agreed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AgreementCounts {
    /// By rule, `pack/id`: requests that would have been refused by it.
    pub rules: BTreeMap<String, RuleAgreement>,
    /// By status from 400: requests that no rule would have refused, and the service did.
    pub unexplained: BTreeMap<u16, u64>,
    /// Requests that neither would have refused.
    pub passed: u64,
}

/// How often one rule and the service agreed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleAgreement {
    /// The service answered with the rule's status.
    pub agreed: u64,
    /// It answered otherwise: how often with which status.
    pub otherwise: BTreeMap<u16, u64>,
}

impl Agreement {
    /// The counts so far.
    #[must_use]
    pub fn counts(&self) -> AgreementCounts {
        AgreementCounts { passed: self.passed.load(Ordering::Relaxed), ..self.lock().clone() }
    }

    /// Holds the status that a rule, `pack/id`, made one expect against the one that came; whether they agree.
    pub(crate) fn compare(&self, expected: Option<(&str, Option<u16>)>, came: u16) -> bool {
        if expected.is_none() && came < 400 {
            self.passed.fetch_add(1, Ordering::Relaxed);
            return true;
        }
        let mut counts = self.lock();
        let Some((rule, status)) = expected else {
            *counts.unexplained.entry(came).or_default() += 1;
            return false;
        };
        if !counts.rules.contains_key(rule) {
            counts.rules.insert(rule.to_owned(), RuleAgreement::default());
        }
        let Some(count) = counts.rules.get_mut(rule) else { return false };
        if status == Some(came) {
            count.agreed += 1;
        } else {
            *count.otherwise.entry(came).or_default() += 1;
        }
        status == Some(came)
    }

    /// Counts hold whatever a panicking thread left behind.
    fn lock(&self) -> MutexGuard<'_, AgreementCounts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
