//! A source with a cache, a time limit, and policies for when it fails or knows nothing.

use super::cache::{Cache, Cached, Keep, cache, key};
use super::source::{AnySource, FactSource, Offer, Question, SourceError};
use crate::refusal_reason::RefusalReason;
use crate::telemetry::{FACT_CACHE_HITS, FACTS_ASKED};
use arc_swap::ArcSwapOption;
use futures_util::FutureExt;
use metrics::counter;
use reqlint_core::api::{FactError, FactSlot};
use reqlint_core::evaluate::{NotSingle, Probe};
use reqlint_core::{FactValue, Facts, RuleSet};
use smallvec::SmallVec;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Longer questions are not asked: no account number has 8 KiB, and the cache keeps every question.
const MAX_KEY: usize = 8 * 1024;

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
    /// For each offer, the metric of its answers that were in the cache.
    hits: Vec<metrics::Key>,
    bound: ArcSwapOption<Bound>,
    cache: Cache,
    bytes: u64,
    keep: Keep,
    time_limit: Duration,
    when_failing: WhenFailing,
    when_missing: WhenFailing,
    when_unaskable: WhenFailing,
}

/// What happens to a request when a source fails, knows nothing, or can't be asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum WhenFailing {
    /// The fact stays unknown.
    #[default]
    Unknown,
    /// In [`Mode::Enforce`](crate::Mode::Enforce) the request is refused: with 503 when a source failed, with 403 when it knows
    /// nothing, with 400 when it can't be asked.
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
pub(crate) struct Bound {
    generation: u64,
    probes: Vec<Vec<Probe>>,
}

/// The answer to a question about a request.
#[derive(Debug)]
pub(crate) struct FactAnswer {
    pub(crate) fact: String,
    pub(crate) value: Option<FactValue>,
    /// Why the request must be refused while the fact is unknown and decides: there is no value, or none that fits.
    pub(crate) bars: Option<Barred>,
}

/// Why a request is refused for a fact that stayed unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Barred {
    pub(crate) reason: RefusalReason,
    /// When the source will be asked again.
    pub(crate) retry_after: Option<Duration>,
}

/// Why a source can't be asked about a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unasked {
    /// The request lacks a value that the fact depends on.
    Absent,
    /// The value is in a body that was not read, or can't be.
    Hidden,
    /// It has several, or one that is too long or no single value; a service may well read it.
    Unaskable,
}

static HITS: metrics::Metadata<'_> = metrics::Metadata::new(module_path!(), metrics::Level::INFO, Some(module_path!()));

fn hits(fact: &str) -> metrics::Key {
    metrics::Key::from_parts(FACT_CACHE_HITS, vec![metrics::Label::new("fact", fact.to_owned())])
}

impl FactLookup {
    /// A source with 8 MiB of cache that keeps answers for 30 seconds and failures for one, and has two seconds to answer.
    pub fn new(source: impl FactSource) -> Self {
        let offers = source.offers();
        let keep = Keep { answer: Duration::from_secs(30), failure: Duration::from_secs(1) };
        let bytes = 8 * 1024 * 1024;
        let when_missing = if source.is_complete() { WhenFailing::Refuse } else { WhenFailing::Unknown };
        Self {
            source: Arc::new(source),
            hits: offers.iter().map(|offer| hits(&offer.fact)).collect(),
            offers,
            bound: ArcSwapOption::empty(),
            cache: cache(bytes, keep),
            bytes,
            keep,
            time_limit: Duration::from_secs(2),
            when_failing: WhenFailing::default(),
            when_missing,
            when_unaskable: WhenFailing::Refuse,
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

    /// What happens to a request when the source answers that it knows nothing, and a rule that refuses depends on that.
    /// [`WhenFailing::Refuse`] by default, except for sources that list only some ([`FactSource::is_complete`]).
    #[must_use]
    pub fn when_missing(self, policy: WhenFailing) -> Self {
        Self { when_missing: policy, ..self }
    }

    /// What happens to a request when the source can't be asked, and a rule that refuses depends on that: the value that the
    /// fact depends on is sent more than once, is longer than 8 KiB, or is no single value. [`WhenFailing::Refuse`] by default.
    #[must_use]
    pub fn when_unaskable(self, policy: WhenFailing) -> Self {
        Self { when_unaskable: policy, ..self }
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

    /// The selectors that a fact may be asked by, in the order of the offers.
    pub(crate) fn probes<'b>(&'b self, fact: &'b str, bound: &'b Bound) -> impl Iterator<Item = &'b Probe> + Clone {
        let offers = self.offers.iter().zip(&bound.probes);
        offers.filter(move |(offer, _)| offer.fact == fact).flat_map(|(_, probes)| probes)
    }

    /// The question about a fact, by the first offer for which the request has all values; `values` are those of
    /// [`FactLookup::probes`].
    pub(crate) fn question(
        &self,
        slot: &FactSlot,
        bound: &Bound,
        values: &mut impl Iterator<Item = Result<FactValue, NotSingle>>,
    ) -> Result<Question, Unasked> {
        let mut question = Err(Unasked::Absent);
        let offers = self.offers.iter().zip(&bound.probes).enumerate();
        for (offer, (_, probes)) in offers.filter(|(_, (offer, _))| offer.fact == slot.name) {
            let found: SmallVec<[_; 2]> = values.by_ref().take(probes.len()).collect();
            // of an earlier offer that can't be asked, a service may well read a value
            if !matches!(question, Err(Unasked::Absent)) {
                continue;
            }
            let unasked = found.iter().zip(probes).filter_map(|(value, probe)| match value {
                Ok(_) => None,
                Err(NotSingle::Hidden) if probe.looks_at_body() => Some(Unasked::Hidden),
                Err(NotSingle::Absent | NotSingle::Hidden) => Some(Unasked::Absent),
                Err(_) => Some(Unasked::Unaskable),
            });
            // of an offer that lacks a value, the others don't matter
            let lacks = found.contains(&Err(NotSingle::Absent));
            match unasked.max().map(|unasked| if lacks { Unasked::Absent } else { unasked }) {
                Some(unasked) => question = Err(unasked),
                None => {
                    let values = found.into_iter().flatten().collect();
                    let asked = Question { offer, fact: slot.name.clone(), kind: slot.kind, values };
                    let is_short = asked.length() <= MAX_KEY;
                    question = if is_short { Ok(asked) } else { Err(Unasked::Unaskable) };
                }
            }
        }
        question
    }

    /// Why a request is refused whose fact can't be asked, if so.
    pub(crate) fn bars(&self, unasked: Unasked) -> Option<Barred> {
        let is_barred = unasked > Unasked::Absent && self.when_unaskable == WhenFailing::Refuse;
        is_barred.then_some(Barred { reason: RefusalReason::FactUnaskable, retry_after: None })
    }

    /// The answer to a question, if it is in the cache: found at once, without waiting. Otherwise the question.
    pub(crate) fn at_hand(&self, question: Question) -> Result<FactAnswer, Question> {
        let Some(cached) = self.cache.get(&key(&question)).now_or_never().flatten() else { return Err(question) };
        self.count_hit(question.offer);
        Ok(self.answered(question.fact, cached))
    }

    /// The selectors as the rules in force know them, which are those of a generation.
    pub(crate) fn bound(&self, rules: &RuleSet, generation: u64) -> Option<Arc<Bound>> {
        if let Some(bound) = self.bound.load_full().filter(|bound| bound.generation == generation) {
            return Some(bound);
        }
        match self.bind(rules, generation) {
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
        let (fact, offer) = (question.fact.clone(), question.offer);
        let entry = self.cache.entry(key(&question)).or_insert_with(self.ask(question, facts)).await;
        if !entry.is_fresh() {
            self.count_hit(offer);
        }
        self.answered(fact, entry.into_value())
    }

    /// As `counter!` does, with a key that is made once.
    fn count_hit(&self, offer: usize) {
        if let Some(key) = self.hits.get(offer) {
            metrics::with_recorder(|recorder| recorder.register_counter(key, &HITS).increment(1));
        }
    }

    fn answered(&self, fact: String, cached: Cached) -> FactAnswer {
        let failed = (self.when_failing, RefusalReason::FactUnknown);
        let ((policy, reason), retry_after, value) = match cached {
            Cached::Value(Some(value)) => (failed, None, Some(value)),
            Cached::Value(None) => ((self.when_missing, RefusalReason::FactMissing), None, None),
            Cached::Failed => (failed, Some(self.keep.failure), None),
        };
        let is_barred = policy == WhenFailing::Refuse;
        FactAnswer { fact, value, bars: is_barred.then_some(Barred { reason, retry_after }) }
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
