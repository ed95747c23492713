//! The settings of a layer.

use crate::checked::Checked;
use crate::outgoing::Clock;
use crate::renewal::Renewing;
use reqlint_core::{Exchange, Facts, RuleSet};
use std::borrow::Cow;
use std::sync::Arc;

/// What happens to a request that violates a rule of severity error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mode {
    /// It is refused: not sent; the caller gets a [`crate::Refusal`].
    #[default]
    Enforce,
    /// It is sent anyway, with an event and a call of [`crate::ReqlintLayer::on_report`].
    Observe,
    /// Safe edits are applied first. If that isn't enough, it is refused.
    Fix,
}

/// A function called for each request in which a rule failed.
pub(crate) type OnReport = dyn Fn(&Checked) + Send + Sync;

/// The settings of a layer.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) rules: Arc<RuleSet>,
    pub(crate) mode: Mode,
    pub(crate) facts: Facts,
    /// In bytes.
    pub(crate) body_limit: usize,
    /// In bytes.
    pub(crate) answer_limit: usize,
    pub(crate) on_report: Option<Arc<OnReport>>,
    pub(crate) clock: Arc<Clock>,
    pub(crate) renewing: Option<Arc<Renewing>>,
    #[cfg(feature = "reqwest")]
    pub(crate) client_headers: Option<http::HeaderMap>,
}

impl Settings {
    /// Whether any rule can apply to an exchange: the lookup of its host.
    pub(crate) fn concerns(&self, exchange: &Exchange<'_>) -> bool {
        self.rules.judges_host_of(exchange)
    }

    /// The facts about a request: those about all requests, and those given with this one.
    pub(crate) fn facts_with(&self, given: Option<&Facts>) -> Cow<'_, Facts> {
        let Some(given) = given else { return Cow::Borrowed(&self.facts) };
        let mut facts = self.facts.clone();
        facts.extend(given);
        Cow::Owned(facts)
    }
}
