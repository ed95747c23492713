//! The cache of a source's answers, bounded in bytes and in time.

use super::source::Question;
use moka::Expiry;
use reqlint_core::FactValue;
use std::time::{Duration, Instant};

/// The approximate size of a cache entry besides its texts, in bytes.
const ENTRY: usize = 256;

/// Answers by the [`key`] of their question.
pub(super) type Cache = moka::future::Cache<String, Cached>;

/// How long the answers of a source are kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keep {
    pub(super) answer: Duration,
    pub(super) failure: Duration,
}

/// What the cache keeps of an answer.
#[derive(Clone)]
pub(super) enum Cached {
    Value(Option<FactValue>),
    Failed,
}

/// A cache of so many bytes, questions and answers together.
pub(super) fn cache(bytes: u64, keep: Keep) -> Cache {
    let weigh = |key: &String, cached: &Cached| u32::try_from(key.len() + cached.size() + ENTRY).unwrap_or(u32::MAX);
    Cache::builder().max_capacity(bytes).weigher(weigh).expire_after(keep).build()
}

/// The key of a question: the fact, the offer, and each value after its length, so that different questions have different
/// keys. Lengths of texts are written as characters: none is as long as the first surrogate.
pub(super) fn key(question: &Question) -> String {
    let character = |number: usize| u32::try_from(number).ok().and_then(char::from_u32).unwrap_or(char::MAX);
    let mut key = String::with_capacity(question.fact.len() + question.length() + 8 * (1 + question.values.len()));
    key.push_str(&question.fact);
    key.push(' ');
    key.push(character(question.offer));
    for value in &question.values {
        match value {
            // fast path: nearly every value is one
            FactValue::Text(text) => {
                key.extend(['=', character(text.len())]);
                key.push_str(text);
            }
            other => {
                let other = format!("{other:?}");
                key.push_str(&format!(":{}:{other}", other.len()));
            }
        }
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
