//! Why a source of facts can't be opened.

use reqlint_core::base::TemplateError;

/// Why a source of facts can't be opened. It contains no value of a request.
#[derive(Debug, thiserror::Error)]
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
