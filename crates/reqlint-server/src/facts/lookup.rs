//! A source with a cache, a time limit, and a policy for when it fails.

use super::{AnySource, FactSource, Offer, Question, SourceError};
use crate::rules::Generation;
use crate::seeing::{FACT_CACHE_HITS, FACTS_ASKED};
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

/// Longer questions are not asked: nobody has an account number of 8 KiB, and the cache keeps what was asked.
const MAX_KEY: usize = 8 * 1024;

/// What an entry of the cache takes besides its texts, in bytes, roughly.
const ENTRY: usize = 256;

/// A [`FactSource`] as a layer asks it: what it told is kept, bounded in bytes and time; each question is asked once at a
/// time, and not for longer than a limit.
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
    cache: Cache<String, Told>,
    bytes: u64,
    keep: Keep,
    time_limit: Duration,
    when_failing: WhenFailing,
}

/// What becomes of a request when a source fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhenFailing {
    /// The fact stays unknown.
    #[default]
    Unknown,
    /// In [`Mode::Enforce`](crate::Mode::Enforce) the request is refused with 503.
    Refuse,
}

/// A source offers what no loaded pack knows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the offer of `{fact}`: {message}")]
pub struct OfferError {
    /// The fact that is offered.
    pub fact: String,
    /// What is wrong.
    pub message: String,
}

/// The selectors of the offers, in their order, looked up in one generation of rules.
struct Bound {
    generation: u64,
    probes: Vec<Vec<Probe>>,
}

/// How long what a source told is kept.
#[derive(Clone, Copy, Debug)]
struct Keep {
    told: Duration,
    failed: Duration,
}

/// What a source told.
#[derive(Clone)]
enum Told {
    Value(Option<FactValue>),
    Failed,
}

/// An answer to a request's question.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) fact: String,
    pub(crate) value: Option<FactValue>,
    /// Whether the request must not go on.
    pub(crate) must_refuse: bool,
}

impl FactLookup {
    /// A source, with 8 MiB of cache, answers kept for 30 seconds and failures for one, and two seconds to answer.
    pub fn new(source: impl FactSource) -> Self {
        let offers = source.offers();
        let keep = Keep { told: Duration::from_secs(30), failed: Duration::from_secs(1) };
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

    /// How much is kept, questions and answers together.
    #[must_use]
    pub fn cache_bytes(self, bytes: u64) -> Self {
        Self { cache: cache(bytes, self.keep), bytes, ..self }
    }

    /// How long an answer is kept; so much later a change shows.
    #[must_use]
    pub fn keep(self, time: Duration) -> Self {
        let keep = Keep { told: time, ..self.keep };
        Self { cache: cache(self.bytes, keep), keep, ..self }
    }

    /// How long a failure is kept: a source that is down is not asked by every request.
    #[must_use]
    pub fn keep_failure(self, time: Duration) -> Self {
        let keep = Keep { failed: time, ..self.keep };
        Self { cache: cache(self.bytes, keep), keep, ..self }
    }

    /// How long the source may take.
    #[must_use]
    pub fn time_limit(self, time: Duration) -> Self {
        Self { time_limit: time, ..self }
    }

    /// What becomes of a request when the source fails or is late.
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
            // the name is looked up by setting it; that no text is a number, say, doesn't matter here
            if let Err(error @ FactError::Unknown { .. }) = facts.set(&offer.fact, "") {
                return Err(wrong(error.to_string()));
            }
            let found: Result<Vec<_>, _> = offer.by.iter().map(|selector| rules.probe(selector)).collect();
            probes.push(found.map_err(|error| wrong(error.to_string()))?);
        }
        Ok(Bound { generation, probes })
    }

    /// What to ask for a fact of a request; `None` where the request lacks a value that the fact depends on.
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
                tracing::error!(target: "reqlint", %error, "a fact source does not fit the rules");
                None
            }
        }
    }

    /// Answers a question, from the cache or from the source. `facts` knows which values the fact takes.
    pub(crate) async fn answer(&self, question: Question, facts: Facts) -> Answered {
        let fact = question.fact.clone();
        let entry = self.cache.entry(key(&question)).or_insert_with(self.ask(question, facts)).await;
        if !entry.is_fresh() {
            counter!(FACT_CACHE_HITS, "fact" => fact.clone()).increment(1);
        }
        match entry.into_value() {
            Told::Value(value) => Answered { fact, value, must_refuse: false },
            Told::Failed => {
                let must_refuse = self.when_failing == WhenFailing::Refuse;
                Answered { fact, value: None, must_refuse }
            }
        }
    }

    /// Asks the source, in a task of its own: a request that is given up takes no other's answer with it, and a source
    /// that panics is one that failed.
    async fn ask(&self, question: Question, mut facts: Facts) -> Told {
        let (source, limit) = (Arc::clone(&self.source), self.time_limit);
        let fact = question.fact.clone();
        let asking = async move { tokio::time::timeout(limit, source.ask(&question)).await };
        let told = match tokio::spawn(asking).await {
            Ok(Ok(told)) => told,
            Ok(Err(_)) => Err(SourceError::Late),
            Err(_) => Err(SourceError::Failed("it panicked".to_owned())),
        };
        let told = told.and_then(|value| match value.clone().map(|value| facts.set(&fact, value)) {
            Some(Err(error)) => Err(SourceError::Nonsense(format!("what is no value: {error}"))),
            _ => Ok(value),
        });
        let outcome = match &told {
            Ok(Some(_)) => "known",
            Ok(None) => "unknown",
            Err(_) => "failed",
        };
        counter!(FACTS_ASKED, "fact" => fact.clone(), "outcome" => outcome).increment(1);
        told.map_or_else(
            |error| {
                tracing::warn!(target: "reqlint", fact, %error, "a fact source failed");
                Told::Failed
            },
            Told::Value,
        )
    }
}

fn cache(bytes: u64, keep: Keep) -> Cache<String, Told> {
    let weigh = |key: &String, told: &Told| u32::try_from(key.len() + told.size() + ENTRY).unwrap_or(u32::MAX);
    Cache::builder().max_capacity(bytes).weigher(weigh).expire_after(keep).build()
}

/// A question as a key: which fact, and each value behind its length, so that no two questions look alike.
fn key(question: &Question) -> String {
    let mut key = format!("{} {}", question.offer, question.fact);
    for value in &question.values {
        let value = format!("{value:?}");
        key.push_str(&format!(" {}:{value}", value.len()));
    }
    key
}

impl Told {
    fn size(&self) -> usize {
        match self {
            Told::Value(Some(FactValue::Text(text))) => text.len(),
            Told::Value(Some(FactValue::List(items))) => {
                items.iter().map(|item| item.len() + size_of::<String>()).sum()
            }
            Told::Value(_) | Told::Failed => 0,
        }
    }
}

impl Expiry<String, Told> for Keep {
    fn expire_after_create(&self, _: &String, told: &Told, _: Instant) -> Option<Duration> {
        Some(match told {
            Told::Value(_) => self.told,
            Told::Failed => self.failed,
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
        let keep = Keep { told: Duration::from_secs(3600), failed: Duration::from_secs(1) };
        let cache = cache(100_000, keep);
        for number in 0..5_000 {
            let values = vec![FactValue::Text(format!("account {number} {}", "x".repeat(100)).into())];
            let question = Question { offer: 0, fact: "f".to_owned(), kind: FactType::Text, values };
            cache.entry(key(&question)).or_insert_with(async { Told::Value(None) }).await;
        }
        cache.run_pending_tasks().await;
        assert!(cache.weighted_size() <= 100_000, "{}", cache.weighted_size());
        assert!(cache.entry_count() > 100, "{}", cache.entry_count());
    }

    #[test]
    fn no_two_questions_look_alike() {
        let of = |texts: &[&str]| {
            let values = texts.iter().map(|text| FactValue::Text((*text).into())).collect();
            key(&Question { offer: 0, fact: "f".to_owned(), kind: FactType::Text, values })
        };
        let all = [of(&["a", "b"]), of(&["a b"]), of(&["ab"]), of(&["ab", ""]), of(&["", "ab"])];
        assert!(all.iter().enumerate().all(|(index, one)| all.iter().skip(index + 1).all(|other| other != one)));
    }
}
