//! Renewing what went stale, such as an access token, and going on.

use crate::check::Check;
use crate::outgoing::Outgoing;
use crate::refused::BoxError;
use http::header::{AUTHORIZATION, InvalidHeaderValue};
use http::{HeaderName, HeaderValue, Request};
use reqlint_core::api::FactError;
use reqlint_core::base::near::suggest;
use reqlint_core::{FactValue, Facts, Report, RuleSet};
use std::borrow::Cow;
use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What stands for what went stale: a header, and the facts that go with it.
#[derive(Clone)]
pub struct Renewal {
    name: HeaderName,
    value: HeaderValue,
    facts: Vec<(String, FactValue)>,
}

/// No loaded pack has a rule of that name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no rule `{name}`{}", .help.as_ref().map(|help| format!(": {help}")).unwrap_or_default())]
pub struct UnknownRule {
    /// The name as given.
    pub name: String,
    /// The nearest name, or how many there are.
    pub help: Option<String>,
}

pub(crate) type Hook =
    dyn Fn(Request<()>) -> Pin<Box<dyn Future<Output = Result<Renewal, BoxError>> + Send>> + Send + Sync;

/// How many stale values are remembered, oldest out: a program has few tokens at a time.
const MAX_KNOWN: usize = 64;

/// The hook, with what it gave so far: one call at a time, and none where an earlier one helps.
pub(crate) struct Renewing {
    /// `pack/id`.
    rules: Vec<String>,
    hook: Box<Hook>,
    flight: tokio::sync::Mutex<()>,
    known: Mutex<VecDeque<Known>>,
}

/// What came in the place of a value.
#[derive(Clone)]
struct Known {
    stale: Option<HeaderValue>,
    renewal: Renewal,
}

impl Renewal {
    /// A new `Authorization: Bearer`.
    ///
    /// # Errors
    /// When the token can't stand in a header.
    pub fn bearer(token: &str) -> Result<Self, InvalidHeaderValue> {
        Ok(Self::header(AUTHORIZATION, HeaderValue::try_from(format!("Bearer {token}"))?))
    }

    /// A new value of any header. It is marked sensitive.
    #[must_use]
    pub fn header(name: HeaderName, mut value: HeaderValue) -> Self {
        value.set_sensitive(true);
        Self { name, value, facts: Vec::new() }
    }

    /// With a fact that is known of it, such as the time at which a token was issued.
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
    /// Visibility the header's name and those of the facts.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts: Vec<_> = self.facts.iter().map(|(name, _)| name).collect();
        f.debug_struct("Renewal").field("header", &self.name).field("facts", &facts).finish_non_exhaustive()
    }
}

impl Renewing {
    pub(crate) fn new(rules: &RuleSet, names: &[&str], hook: Box<Hook>) -> Result<Self, UnknownRule> {
        let ids = || rules.rules().map(|rule| rule.id());
        for name in names {
            if !ids().any(|id| id == *name) {
                return Err(UnknownRule { name: (*name).to_owned(), help: suggest(name, ids()) });
            }
        }
        let rules = names.iter().map(|name| (*name).to_owned()).collect();
        Ok(Self { rules, hook, flight: tokio::sync::Mutex::default(), known: Mutex::default() })
    }

    /// Whether one of its rules failed.
    pub(crate) fn is_due(&self, report: &Report, rules: &RuleSet) -> bool {
        report.failed(rules).any(|failed| self.rules.iter().any(|rule| rule == failed))
    }

    /// Puts something fresh into a request. It is changed only if that worked.
    pub(crate) async fn renew(
        &self,
        check: &Check,
        outgoing: &mut Outgoing,
        facts: &mut Cow<'_, Facts>,
    ) -> Result<(), BoxError> {
        if self.take_known(check, outgoing, facts) {
            return Ok(());
        }
        // whoever waited here finds what the one before fetched; a dropped future lets the next in
        let _flight = self.flight.lock().await;
        outgoing.now = (check.clock)();
        if self.take_known(check, outgoing, facts) {
            return Ok(());
        }
        let renewal = (self.hook)(outgoing.kept().head).await?;
        let stale = outgoing.head.headers().get(&renewal.name).cloned();
        let mut renewed = facts.clone();
        renewal.apply(outgoing, &mut renewed)?;
        *facts = renewed;
        outgoing.now = (check.clock)();
        self.remember(Known { stale, renewal });
        Ok(())
    }

    /// Uses what was fetched for the value that a request has, if that is still fresh.
    fn take_known(&self, check: &Check, outgoing: &mut Outgoing, facts: &mut Cow<'_, Facts>) -> bool {
        let headers = outgoing.head.headers();
        let is_for = |known: &&Known| {
            let sent = headers.get(&known.renewal.name);
            sent == known.stale.as_ref() || sent == Some(&known.renewal.value)
        };
        let found = self.known().iter().rev().find(is_for).cloned();
        let Some(Known { renewal, .. }) = found else { return false };
        let (mut tried, mut tried_facts) = (outgoing.kept(), facts.clone());
        let is_fresh = renewal.apply(&mut tried, &mut tried_facts).is_ok()
            && !self.is_due(&check.evaluate(&tried, &tried_facts), &check.rules);
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
