//! What a source of facts is: its offers, the questions it is asked, and how it may fail.

use reqlint_core::FactValue;
use reqlint_core::api::FactType;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

/// A source of facts: a database, another service, a file.
///
/// It is asked only for facts that an applicable rule needs, and only once everything that needs no fact has passed. Its
/// answers are cached for a while ([`FactLookup`](crate::FactLookup)), and a question is asked once, however many requests
/// wait for the answer.
///
/// ```
/// use reqlint_core::FactValue;
/// use reqlint_server::{FactSource, Offer, Question, SourceError};
///
/// struct Accounts;
///
/// impl FactSource for Accounts {
///     fn offers(&self) -> Vec<Offer> {
///         vec![Offer::new("account-status", ["path.account"])]
///     }
///
///     async fn ask(&self, question: &Question) -> Result<Option<FactValue>, SourceError> {
///         let account = question.texts().next().unwrap_or_default();
///         Ok((account == "0001").then(|| "active".into()))
///     }
/// }
/// ```
pub trait FactSource: Send + Sync + 'static {
    /// The facts that it knows, and the values of a request that each depends on.
    ///
    /// A fact may be offered several times, by different selectors: the first offer counts for which a request has all values.
    fn offers(&self) -> Vec<Offer>;

    /// Whether it knows of everything there is, so that what it doesn't know doesn't exist: an account without a row. A source
    /// that lists only some, as a file does, says `false`.
    fn is_complete(&self) -> bool {
        true
    }

    /// The value of a fact; `None` if it is not known.
    ///
    /// # Errors
    /// When the source can't be reached, or its answer is not a valid value.
    fn ask(&self, question: &Question) -> impl Future<Output = Result<Option<FactValue>, SourceError>> + Send;
}

/// A fact that a source knows.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Offer {
    /// The fact: `account-status`.
    pub fact: String,
    /// The selectors whose values it depends on: `path.account`. Nothing else of a request reaches the source, so the
    /// answer for one request is valid for every other with the same values.
    pub by: Vec<String>,
}

/// A question to a source: which fact, and for which values.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Question {
    /// Which of the source's offers it is about, from 0.
    pub offer: usize,
    /// The fact.
    pub fact: String,
    /// The type that the pack declares for it.
    pub kind: FactType,
    /// The values of the offer's selectors, in their order. They may be secrets, such as a token.
    pub values: Vec<FactValue>,
}

/// Why a source could not answer. It contains no value of the question.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// It could not be reached, or failed.
    #[error("the source failed: {0}")]
    Failed(String),
    /// It did not answer in time.
    #[error("the source did not answer in time")]
    Late,
    /// Its answer is not a valid value of the fact; the text says what it is.
    #[error("the answer of the source is {0}")]
    InvalidAnswer(String),
}

impl Offer {
    /// A fact, and the selectors that it depends on.
    pub fn new<'b>(fact: impl Into<String>, by: impl IntoIterator<Item = &'b str>) -> Self {
        Self { fact: fact.into(), by: by.into_iter().map(str::to_owned).collect() }
    }
}

impl Question {
    /// A question, for tests of a source: the index of the offer, the fact and its type, and the selectors' values.
    pub fn new(offer: usize, fact: impl Into<String>, kind: FactType, values: Vec<FactValue>) -> Self {
        Self { offer, fact: fact.into(), kind, values }
    }

    /// The values that are texts.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.values.iter().filter_map(|value| match value {
            FactValue::Text(text) => Some(text.as_str()),
            _ => None,
        })
    }
}

impl Question {
    /// About how many bytes its values have.
    pub(crate) fn length(&self) -> usize {
        let of_value = |value: &FactValue| match value {
            FactValue::Text(text) => text.len(),
            FactValue::List(items) => items.iter().map(|item| item.len() + 1).sum(),
            _ => 8,
        };
        self.values.iter().map(of_value).sum()
    }
}

impl fmt::Debug for Question {
    /// Shows no value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Question").field("fact", &self.fact).finish_non_exhaustive()
    }
}

/// A [`FactSource`] as a trait object.
pub(crate) trait AnySource: Send + Sync {
    fn ask<'a>(&'a self, question: &'a Question) -> PendingValue<'a>;
}

pub(crate) type PendingValue<'a> = Pin<Box<dyn Future<Output = Result<Option<FactValue>, SourceError>> + Send + 'a>>;

impl<S: FactSource> AnySource for S {
    fn ask<'a>(&'a self, question: &'a Question) -> PendingValue<'a> {
        Box::pin(FactSource::ask(self, question))
    }
}
