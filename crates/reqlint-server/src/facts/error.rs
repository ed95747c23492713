//! Why a source of facts can't be opened.

use reqlint_core::base::TemplateError;
use std::fmt;

/// Why a source of facts can't be opened. It contains no value of a request.
///
/// Its `Debug` is its text, so that a program whose `main` returns it shows what is wrong.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum ConnectError {
    /// The address is not that of a database this build supports.
    #[error("expected a database address that begins with {known}")]
    Address {
        /// What an address may begin with.
        known: String,
    },
    /// A query is not a valid template.
    #[error("the query of `{fact}`: {error}")]
    Template {
        /// The fact.
        fact: String,
        /// What is wrong.
        error: TemplateError,
    },
    /// The database can't be opened or reached.
    #[error("the database can't be opened: {0}")]
    Open(String),
    /// This build can't open such a source.
    #[error("this build can't open `[facts.{source_name}]`: it needs the feature `{feature}` of reqlint-server")]
    NotBuilt {
        /// The source: `sql` or `http`.
        source_name: &'static str,
        /// The feature of this crate.
        feature: &'static str,
    },
    /// A file of facts can't be read or is invalid.
    #[error("the file of facts can't be read: {0}")]
    File(String),
    /// The database rejects a query.
    #[error("the query of `{fact}`: {message}")]
    Query {
        /// The fact.
        fact: String,
        /// What the database says.
        message: String,
    },
}

impl fmt::Debug for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
