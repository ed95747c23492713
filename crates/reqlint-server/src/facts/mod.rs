//! Facts: what a request alone cannot tell, and who can.

mod file;
mod http;
mod lookup;
mod settings;
mod sql;
mod told;
mod tree;

pub use file::FileFacts;
pub use http::HttpFacts;
pub(crate) use lookup::Answered;
pub use lookup::{FactLookup, OfferError, WhenFailing};

pub use settings::FactSettings;
pub use sql::{ConnectError, SqlFacts};

use reqlint_core::FactValue;
use reqlint_core::api::FactType;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

/// Somebody who knows facts: a database, another service, a file.
///
/// It is asked only for facts that a rule in scope needs, and only once everything that needs no fact has passed. What it
/// told is kept for a while ([`FactLookup`]), and one question is asked once, however many requests wait for it.
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
    /// The facts that it can tell, and what of a request each depends on.
    ///
    /// A fact may be offered several times, by other selectors: of those whose values a request has, the first counts.
    fn offers(&self) -> Vec<Offer>;

    /// The value of a fact; `None` where it can't be told.
    ///
    /// # Errors
    /// When the source can't be reached, or answers what is no value.
    fn ask(&self, question: &Question) -> impl Future<Output = Result<Option<FactValue>, SourceError>> + Send;
}

/// A fact that a source can tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The fact: `account-status`.
    pub fact: String,
    /// The selectors whose values it depends on: `path.account`. Nothing else of a request reaches the source, so that
    /// what it told of one request holds for every other with the same values.
    pub by: Vec<String>,
}

/// A question to a source: which fact, and of what.
#[derive(Clone, PartialEq)]
pub struct Question {
    /// Which of the source's offers it is about, from 0.
    pub offer: usize,
    /// The fact.
    pub fact: String,
    /// What its value is, as the pack declares it.
    pub kind: FactType,
    /// The values of the offer's selectors, in their order. They may be secrets, such as a token.
    pub values: Vec<FactValue>,
}

/// Why a source could not tell. No value of the question is in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// It could not be reached, or failed.
    #[error("the source failed: {0}")]
    Failed(String),
    /// It did not answer in time.
    #[error("the source did not answer in time")]
    Late,
    /// It answered what is no value of the fact.
    #[error("the source answered {0}")]
    Nonsense(String),
}

impl Offer {
    /// A fact, and the selectors that it depends on.
    pub fn new<'b>(fact: impl Into<String>, by: impl IntoIterator<Item = &'b str>) -> Self {
        Self { fact: fact.into(), by: by.into_iter().map(str::to_owned).collect() }
    }
}

impl Question {
    /// The values that are texts.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.values.iter().filter_map(|value| match value {
            FactValue::Text(text) => Some(text.as_str()),
            _ => None,
        })
    }
}

impl fmt::Debug for Question {
    /// Visibility no value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Question").field("fact", &self.fact).finish_non_exhaustive()
    }
}

/// A [`FactSource`] behind a pointer.
pub(crate) trait AnySource: Send + Sync {
    fn ask<'a>(&'a self, question: &'a Question) -> Asked<'a>;
}

pub(crate) type Asked<'a> = Pin<Box<dyn Future<Output = Result<Option<FactValue>, SourceError>> + Send + 'a>>;

impl<S: FactSource> AnySource for S {
    fn ask<'a>(&'a self, question: &'a Question) -> Asked<'a> {
        Box::pin(FactSource::ask(self, question))
    }
}
