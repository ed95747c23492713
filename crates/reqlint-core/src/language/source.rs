//! Sources of facts as a `reqlint.toml` names them, for the servers that open them.

use crate::base::template::Template;
use crate::base::time::Duration;
use std::fmt;

/// A source of facts. Its facts and selectors are in the rules that they were looked up in.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SourceSettings {
    /// What is asked, and for which facts.
    pub kind: SourceKind,
    /// How long an answer holds.
    pub keep: Option<Duration>,
    /// How long a failure holds.
    pub keep_failure: Option<Duration>,
    /// How long an answer may take.
    pub time_limit: Option<Duration>,
    /// Whether a request is refused when the source fails, rather than the fact unknown; `None` where the file doesn't say.
    pub refuses_when_failing: Option<bool>,
    /// The same when the source has no answer.
    pub refuses_when_missing: Option<bool>,
    /// The same when the source can't be asked.
    pub refuses_when_unaskable: Option<bool>,
}

/// What a source of facts is. A fact may be asked for in several ways: the first counts that a request has values for.
#[derive(Clone, PartialEq)]
pub enum SourceKind {
    /// A database.
    Sql {
        /// Its address: `sqlite:accounts.db`. It may hold a password.
        database: String,
        /// Facts, each with a query in which no selector is inside quotes.
        ask: Vec<(String, Template)>,
    },
    /// Another service.
    Http {
        /// Facts, each with a URL.
        ask: Vec<(String, Template)>,
    },
    /// A file of facts.
    File {
        /// As written: from the folder of the `reqlint.toml`.
        path: String,
    },
}

impl fmt::Debug for SourceKind {
    /// Shows no address and no question: they may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, ask) = match self {
            SourceKind::Sql { ask, .. } => ("Sql", ask.as_slice()),
            SourceKind::Http { ask } => ("Http", ask.as_slice()),
            SourceKind::File { .. } => ("File", &[][..]),
        };
        let facts: Vec<_> = ask.iter().map(|(fact, _)| fact).collect();
        f.debug_struct(name).field("facts", &facts).finish_non_exhaustive()
    }
}
