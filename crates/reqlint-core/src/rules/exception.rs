//! Exceptions: a rule that a project switches off for some endpoints or hosts, with a reason and a last day.

use crate::api::catalogue::EndpointIx;
use crate::api::specificity;
use crate::base::outcome::Outcome;
use crate::rules::pack::RuleIx;
use crate::rules::rule_set::RuleSet;
use std::ops::Range;

/// An exception that holds: where it reaches, its rule isn't run.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Exception {
    /// `pack/id`.
    pub rule: String,
    /// Why, as written.
    pub reason: String,
    /// The last day on which it holds, as written.
    pub until: String,
    /// Its bytes in the `reqlint.toml`.
    pub span: Range<usize>,
    /// In each pack in which the rule runs.
    pub(crate) reach: Vec<Reach>,
}

/// An exception that an exchange meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Excepted {
    /// Its index in [`RuleSet::exceptions`].
    pub exception: usize,
    /// How the rule would have gone, by itself.
    pub outcome: Outcome,
}

/// Where an exception holds, in one pack.
#[derive(Clone, Debug)]
pub(crate) struct Reach {
    /// Index of the pack in its set.
    pub(crate) pack: usize,
    pub(crate) rule: RuleIx,
    /// `None` for all, and for requests that mean no endpoint.
    pub(crate) endpoints: Option<Vec<EndpointIx>>,
    /// In lower case; empty for all.
    pub(crate) hosts: Vec<String>,
}

impl Reach {
    pub(crate) fn holds(&self, endpoint: Option<EndpointIx>, host: Option<&str>) -> bool {
        let is_host = |name: &str| self.hosts.iter().any(|host| specificity(host, name.as_bytes()).is_some());
        self.endpoints.as_ref().is_none_or(|all| endpoint.is_some_and(|endpoint| all.contains(&endpoint)))
            && (self.hosts.is_empty() || host.is_some_and(is_host))
    }
}

impl RuleSet {
    /// The exceptions that hold.
    #[must_use]
    pub fn exceptions(&self) -> &[Exception] {
        &self.exceptions
    }
}
