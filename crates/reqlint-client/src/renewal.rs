//! Renewing what has expired, such as an access token.

use crate::outgoing::{Clock, Outgoing};
use crate::refusal::BoxError;
use http::header::{AUTHORIZATION, InvalidHeaderValue};
use http::{HeaderName, HeaderValue, Request};
use reqlint_core::api::FactError;
use reqlint_core::inspect::UnknownRule;
use reqlint_core::{FactValue, Facts, Report, RuleSet};
use std::borrow::Cow;
use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What replaces an expired value: a header, and the facts that go with it.
///
/// ```
/// use reqlint_client::Renewal;
///
/// let renewal = Renewal::bearer("3f2a9c")?.fact("token-issued-at", "2024-05-01T12:00:00Z");
/// # Ok::<(), http::header::InvalidHeaderValue>(())
/// ```
#[derive(Clone)]
pub struct Renewal {
    name: HeaderName,
    value: HeaderValue,
    facts: Vec<(String, FactValue)>,
}

pub(crate) type Hook =
    dyn Fn(Request<()>) -> Pin<Box<dyn Future<Output = Result<Renewal, BoxError>> + Send>> + Send + Sync;

/// How many expired values are remembered; the oldest is dropped. A program has few tokens at a time.
const MAX_KNOWN: usize = 64;

/// The hook and its results so far. It is called once at a time, and not where an earlier result is still fresh.
pub(crate) struct Renewing {
    /// `pack/id`.
    rules: Vec<String>,
    hook: Box<Hook>,
    flight: tokio::sync::Mutex<()>,
    known: Mutex<VecDeque<Known>>,
}

/// The replacement of a value.
#[derive(Clone)]
struct Known {
    stale: Option<HeaderValue>,
    renewal: Renewal,
}

impl Renewal {
    /// A new `Authorization: Bearer`.
    ///
    /// # Errors
    /// When the token contains characters that are not allowed in a header.
    pub fn bearer(token: &str) -> Result<Self, InvalidHeaderValue> {
        Ok(Self::header(AUTHORIZATION, HeaderValue::try_from(format!("Bearer {token}"))?))
    }

    /// A new value for any header. It is marked sensitive.
    #[must_use]
    pub fn header(name: HeaderName, mut value: HeaderValue) -> Self {
        value.set_sensitive(true);
        Self { name, value, facts: Vec::new() }
    }

    /// Adds a known fact about it, such as the time at which a token was issued.
    #[must_use]
    pub fn fact(mut self, name: impl Into<String>, value: impl Into<FactValue>) -> Self {
        self.facts.push((name.into(), value.into()));
        self
    }

    fn apply(&self, outgoing: &mut Outgoing, facts: &mut Cow<'_, Facts>) -> Result<(), FactError> {
        for (name, value) in &self.facts {
            facts.to_mut().set(name, value.clone())?;
        }
        outgoing.head.headers_mut().insert(self.name.clone(), self.value.clone());
        outgoing.is_changed = true;
        Ok(())
    }
}

impl fmt::Debug for Renewal {
    /// Shows the names of the header and of the facts.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts: Vec<_> = self.facts.iter().map(|(name, _)| name).collect();
        f.debug_struct("Renewal").field("header", &self.name).field("facts", &facts).finish_non_exhaustive()
    }
}

impl Renewing {
    pub(crate) fn new(rules: &RuleSet, names: &[&str], hook: Box<Hook>) -> Result<Self, UnknownRule> {
        let rules: Result<_, _> = names.iter().map(|name| Ok(rules.rule(name)?.id().to_owned())).collect();
        let rules = rules?;
        Ok(Self { rules, hook, flight: tokio::sync::Mutex::default(), known: Mutex::default() })
    }

    /// Whether one of its rules failed.
    pub(crate) fn is_due(&self, report: &Report, rules: &RuleSet) -> bool {
        report.failed(rules).any(|failed| self.rules.iter().any(|rule| rule == failed))
    }

    /// Renews what has expired in a request. On failure the request is unchanged.
    pub(crate) async fn renew(
        &self,
        rules: &RuleSet,
        clock: &Clock,
        outgoing: &mut Outgoing,
        facts: &mut Cow<'_, Facts>,
    ) -> Result<(), BoxError> {
        if self.take_known(rules, outgoing, facts) {
            return Ok(());
        }
        // a request that waited here finds what the one before it fetched; a dropped future lets the next one in
        let _flight = self.flight.lock().await;
        outgoing.now = clock();
        if self.take_known(rules, outgoing, facts) {
            return Ok(());
        }
        let renewal = (self.hook)(outgoing.kept().head).await?;
        let stale = outgoing.head.headers().get(&renewal.name).cloned();
        let mut renewed = facts.clone();
        renewal.apply(outgoing, &mut renewed)?;
        *facts = renewed;
        outgoing.now = clock();
        self.remember(Known { stale, renewal });
        Ok(())
    }

    /// Uses what was fetched earlier for the value of this request, if it is still fresh.
    fn take_known(&self, rules: &RuleSet, outgoing: &mut Outgoing, facts: &mut Cow<'_, Facts>) -> bool {
        let headers = outgoing.head.headers();
        let is_for = |known: &&Known| {
            let sent = headers.get(&known.renewal.name);
            sent == known.stale.as_ref() || sent == Some(&known.renewal.value)
        };
        let found = self.known().iter().rev().find(is_for).cloned();
        let Some(Known { renewal, .. }) = found else { return false };
        let (mut tried, mut tried_facts) = (outgoing.kept(), facts.clone());
        let is_fresh = renewal.apply(&mut tried, &mut tried_facts).is_ok()
            && !self.is_due(&tried.evaluate(rules, &tried_facts), rules);
        is_fresh && renewal.apply(outgoing, facts).is_ok()
    }

    fn remember(&self, new: Known) {
        let mut known = self.known();
        known.retain(|old| !(old.renewal.name == new.renewal.name && old.stale == new.stale));
        if known.len() >= MAX_KNOWN {
            known.pop_front();
        }
        known.push_back(new);
    }

    fn known(&self) -> MutexGuard<'_, VecDeque<Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
