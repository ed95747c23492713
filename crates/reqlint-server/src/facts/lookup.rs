//! A source with a cache, a time limit, and a policy for when it fails.

use super::source::{AnySource, FactSource, Offer, Question, SourceError};
use crate::rules::Generation;
use crate::telemetry::{FACT_CACHE_HITS, FACTS_ASKED};
use arc_swap::ArcSwapOption;
use metrics::counter;
use moka::Expiry;
use moka::future::Cache;
use reqlint_core::api::FactError;
use reqlint_core::evaluate::Probe;
use reqlint_core::{Exchange, FactValue, Facts, RuleSet};
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Longer questions are not asked: no account number has 8 KiB, and the cache keeps every question.
const MAX_KEY: usize = 8 * 1024;

/// The approximate size of a cache entry besides its texts, in bytes.
const ENTRY: usize = 256;

/// A [`FactSource`] with a cache that is bounded in bytes and time, and a time limit. Each question is asked once at a time.
///
/// ```
/// use reqlint_server::{FactLookup, FactSource, WhenFailing};
/// use std::time::Duration;
///
/// # fn lookup(source: impl FactSource) -> FactLookup {
/// FactLookup::new(source)
///     .cache_bytes(4 * 1024 * 1024)
///     .keep(Duration::from_secs(60))
///     .time_limit(Duration::from_millis(250))
///     .when_failing(WhenFailing::Refuse)
/// # }
/// ```
pub struct FactLookup {
    source: Arc<dyn AnySource>,
    offers: Vec<Offer>,
    bound: ArcSwapOption<Bound>,
    cache: Cache<String, Cached>,
    bytes: u64,
    keep: Keep,
    time_limit: Duration,
    when_failing: WhenFailing,
}

/// What happens to a request when a source fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum WhenFailing {
    /// The fact stays unknown.
    #[default]
    Unknown,
    /// In [`Mode::Enforce`](crate::Mode::Enforce) the request is refused with 503.
    Refuse,
}

/// A source offers a fact, or uses a selector, that no loaded pack knows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[error("the offer of `{fact}`: {message}")]
pub struct OfferError {
    /// The fact that is offered.
    pub fact: String,
    /// What is wrong.
    pub message: String,
}

/// The selectors of the offers, in order, looked up in one generation of rules.
struct Bound {
    generation: u64,
    probes: Vec<Vec<Probe>>,
}

/// How long the answers of a source are kept.
#[derive(Clone, Copy, Debug)]
struct Keep {
    answer: Duration,
    failure: Duration,
}

/// What the cache keeps of an answer.
#[derive(Clone)]
enum Cached {
    Value(Option<FactValue>),
    Failed,
}

/// The answer to a question about a request.
#[derive(Debug)]
pub(crate) struct FactAnswer {
    pub(crate) fact: String,
    pub(crate) value: Option<FactValue>,
    /// Whether the request must be refused.
    pub(crate) must_refuse: bool,
}

impl FactLookup {
    /// A source with 8 MiB of cache that keeps answers for 30 seconds and failures for one, and has two seconds to answer.
    pub fn new(source: impl FactSource) -> Self {
        let offers = source.offers();
        let keep = Keep { answer: Duration::from_secs(30), failure: Duration::from_secs(1) };
        let bytes = 8 * 1024 * 1024;
        Self {
            source: Arc::new(source),
            offers,
            bound: ArcSwapOption::empty(),
            cache: cache(bytes, keep),
            bytes,
            keep,
            time_limit: Duration::from_secs(2),
            when_failing: WhenFailing::default(),
        }
    }

    /// The size of the cache in bytes, questions and answers together.
    #[must_use]
    pub fn cache_bytes(self, bytes: u64) -> Self {
        Self { cache: cache(bytes, self.keep), bytes, ..self }
    }

    /// How long an answer is kept. A change becomes visible at most this much later.
    #[must_use]
    pub fn keep(self, time: Duration) -> Self {
        let keep = Keep { answer: time, ..self.keep };
        Self { cache: cache(self.bytes, keep), keep, ..self }
    }

    /// How long a failure is kept, so that not every request asks a source that is down.
    #[must_use]
    pub fn keep_failure(self, time: Duration) -> Self {
        let keep = Keep { failure: time, ..self.keep };
        Self { cache: cache(self.bytes, keep), keep, ..self }
    }

    /// How long the source may take.
    #[must_use]
    pub fn time_limit(self, time: Duration) -> Self {
        Self { time_limit: time, ..self }
    }

    /// What happens to a request when the source fails or is late.
    #[must_use]
    pub fn when_failing(self, policy: WhenFailing) -> Self {
        Self { when_failing: policy, ..self }
    }

    /// Whether a fact is offered.
    pub(crate) fn offers(&self, fact: &str) -> bool {
        self.offers.iter().any(|offer| offer.fact == fact)
    }

    /// Looks the offers' facts and selectors up in a rule set.
    pub(crate) fn check(&self, rules: &RuleSet) -> Result<(), OfferError> {
        self.bind(rules, 0).map(drop)
    }

    fn bind(&self, rules: &RuleSet, generation: u64) -> Result<Bound, OfferError> {
        let mut probes = Vec::new();
        let mut facts = rules.facts();
        for offer in &self.offers {
            let wrong = |message: String| OfferError { fact: offer.fact.clone(), message };
            // setting a fact looks its name up; that the text may be of the wrong type doesn't matter here
            if let Err(error @ FactError::Unknown { .. }) = facts.set(&offer.fact, "") {
                return Err(wrong(error.to_string()));
            }
            let found: Result<Vec<_>, _> = offer.by.iter().map(|selector| rules.probe(selector)).collect();
            probes.push(found.map_err(|error| wrong(error.to_string()))?);
        }
        Ok(Bound { generation, probes })
    }

    /// The question about a fact of a request; `None` where the request lacks a value that the fact depends on.
    pub(crate) fn question(&self, fact: &str, generation: &Generation, exchange: &Exchange<'_>) -> Option<Question> {
        let bound = self.bound(generation)?;
        let slot = generation.nothing_known().declared().iter().find(|slot| slot.name == fact)?;
        let offers = self.offers.iter().zip(&bound.probes).enumerate();
        let mut own = offers.filter(|(_, (offer, _))| offer.fact == fact);
        let question = own.find_map(|(offer, (_, probes))| {
            let values = generation.rules().read(probes, exchange, generation.nothing_known());
            let values: Vec<FactValue> = values.into_iter().collect::<Option<_>>()?;
            Some(Question { offer, fact: fact.to_owned(), kind: slot.kind, values })
        })?;
        (key(&question).len() <= MAX_KEY).then_some(question)
    }

    /// The selectors as the rules in force know them.
    fn bound(&self, generation: &Generation) -> Option<Arc<Bound>> {
        if let Some(bound) = self.bound.load_full().filter(|bound| bound.generation == generation.number()) {
            return Some(bound);
        }
        match self.bind(generation.rules(), generation.number()) {
            Ok(bound) => {
                let bound = Arc::new(bound);
                self.bound.store(Some(Arc::clone(&bound)));
                Some(bound)
            }
            Err(error) => {
                tracing::error!(target: "reqlint", %error, "a fact source does not match the rules");
                None
            }
        }
    }

    /// Answers a question from the cache or the source. `facts` knows which values are valid for the fact.
    pub(crate) async fn answer(&self, question: Question, facts: Facts) -> FactAnswer {
        let fact = question.fact.clone();
        let entry = self.cache.entry(key(&question)).or_insert_with(self.ask(question, facts)).await;
        if !entry.is_fresh() {
            counter!(FACT_CACHE_HITS, "fact" => fact.clone()).increment(1);
        }
        match entry.into_value() {
            Cached::Value(value) => FactAnswer { fact, value, must_refuse: false },
            Cached::Failed => {
                let must_refuse = self.when_failing == WhenFailing::Refuse;
                FactAnswer { fact, value: None, must_refuse }
            }
        }
    }

    /// Asks the source in a task of its own, so that a cancelled request doesn't cancel the answer for others, and a panic
    /// counts as a failure.
    async fn ask(&self, question: Question, mut facts: Facts) -> Cached {
        let (source, limit) = (Arc::clone(&self.source), self.time_limit);
        let fact = question.fact.clone();
        let asking = async move { tokio::time::timeout(limit, source.ask(&question)).await };
        let answer = match tokio::spawn(asking).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(SourceError::Late),
            Err(_) => Err(SourceError::Failed("it panicked".to_owned())),
        };
        let answer = answer.and_then(|value| match value.clone().map(|value| facts.set(&fact, value)) {
            Some(Err(error)) => Err(SourceError::InvalidAnswer(format!("not a valid value: {error}"))),
            _ => Ok(value),
        });
        let outcome = match &answer {
            Ok(Some(_)) => "known",
            Ok(None) => "unknown",
            Err(_) => "failed",
        };
        counter!(FACTS_ASKED, "fact" => fact.clone(), "outcome" => outcome).increment(1);
        answer.map_or_else(
            |error| {
                tracing::warn!(target: "reqlint", fact, %error, "a fact source failed");
                Cached::Failed
            },
            Cached::Value,
        )
    }
}

fn cache(bytes: u64, keep: Keep) -> Cache<String, Cached> {
    let weigh = |key: &String, cached: &Cached| u32::try_from(key.len() + cached.size() + ENTRY).unwrap_or(u32::MAX);
    Cache::builder().max_capacity(bytes).weigher(weigh).expire_after(keep).build()
}

/// The key of a question: the fact, and each value after its length, so that different questions have different keys.
fn key(question: &Question) -> String {
    let mut key = format!("{} {}", question.offer, question.fact);
    for value in &question.values {
        let value = format!("{value:?}");
        key.push_str(&format!(" {}:{value}", value.len()));
    }
    key
}

impl Cached {
    fn size(&self) -> usize {
        match self {
            Cached::Value(Some(FactValue::Text(text))) => text.len(),
            Cached::Value(Some(FactValue::List(items))) => {
                items.iter().map(|item| item.len() + size_of::<String>()).sum()
            }
            Cached::Value(_) | Cached::Failed => 0,
        }
    }
}

impl Expiry<String, Cached> for Keep {
    fn expire_after_create(&self, _: &String, cached: &Cached, _: Instant) -> Option<Duration> {
        Some(match cached {
            Cached::Value(_) => self.answer,
            Cached::Failed => self.failure,
        })
    }
}

impl<S: FactSource> From<S> for FactLookup {
    fn from(source: S) -> Self {
        Self::new(source)
    }
}

impl fmt::Debug for FactLookup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FactLookup").field("offers", &self.offers).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqlint_core::api::FactType;

    #[tokio::test]
    async fn a_flood_of_questions_stays_within_the_bytes() {
        let keep = Keep { answer: Duration::from_secs(3600), failure: Duration::from_secs(1) };
        let cache = cache(100_000, keep);
        for number in 0..5_000 {
            let values = vec![FactValue::Text(format!("account {number} {}", "x".repeat(100)).into())];
            let question = Question { offer: 0, fact: "f".to_owned(), kind: FactType::Text, values };
            cache.entry(key(&question)).or_insert_with(async { Cached::Value(None) }).await;
        }
        cache.run_pending_tasks().await;
        assert!(cache.weighted_size() <= 100_000, "{}", cache.weighted_size());
        assert!(cache.entry_count() > 100, "{}", cache.entry_count());
    }

    #[test]
    fn different_questions_have_different_keys() {
        let of = |texts: &[&str]| {
            let values = texts.iter().map(|text| FactValue::Text((*text).into())).collect();
            key(&Question { offer: 0, fact: "f".to_owned(), kind: FactType::Text, values })
        };
        let all = [of(&["a", "b"]), of(&["a b"]), of(&["ab"]), of(&["ab", ""]), of(&["", "ab"])];
        assert!(all.iter().enumerate().all(|(index, one)| all.iter().skip(index + 1).all(|other| other != one)));
    }
}
