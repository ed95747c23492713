//! Facts from a database: one query for each fact.

use super::error::ConnectError;
use super::source::{FactSource, Offer, Question, SourceError};
use super::value::Cell;
use query::{Query, failure};
use reqlint_core::FactValue;
use reqlint_core::api::FactType;
use reqlint_core::base::Template;
use std::fmt;

mod dialect;
#[cfg(feature = "postgres")]
mod postgres;
mod query;
#[cfg(feature = "sqlite")]
mod sqlite;

/// The most rows that are read as a list.
const MAX_ROWS: usize = 10_000;

/// A [`FactSource`] that asks a database through sqlx.
///
/// Each fact has a query; of several queries for a fact, the first counts for whose selectors a request has values. Selectors
/// are written in braces: `select status from accounts where number = {path.account}`. Their values are always bound as
/// parameters, never written into the query. The value is the first column of the first row; for a list, the first column
/// of every row. Without a row, or with null, the fact is unknown (a list is empty).
///
/// The database is opened read-only where it allows that, and queries are prepared when the source is created, so that
/// errors in them are found then.
///
/// ```no_run
/// # async fn connect() -> Result<(), reqlint_server::ConnectError> {
/// let facts = reqlint_server::SqlFacts::connect(
///     "sqlite:accounts.db",
///     [("account-status", "select status from accounts where number = {path.account}")],
/// )
/// .await?;
/// # Ok(()) }
/// ```
pub struct SqlFacts {
    database: Database,
    /// In the order of the offers.
    queries: Vec<Query>,
}

enum Database {
    #[cfg(feature = "sqlite")]
    Sqlite(sqlx::SqlitePool),
    #[cfg(feature = "postgres")]
    Postgres(sqlx::PgPool),
}

impl SqlFacts {
    /// Opens a database, such as `sqlite:accounts.db` or `postgres://user@host/name`, and prepares a query for each fact.
    ///
    /// # Errors
    /// When the database can't be reached or rejects a query.
    pub async fn connect(
        database: &str,
        queries: impl IntoIterator<Item = (impl Into<String>, impl AsRef<str>)>,
    ) -> Result<Self, ConnectError> {
        let mut templates = Vec::new();
        for (fact, query) in queries {
            let fact = fact.into();
            match Template::of_query(query.as_ref()) {
                Ok(template) => templates.push((fact, template)),
                Err(error) => return Err(ConnectError::Template { fact, error }),
            };
        }
        Self::open(database, templates).await
    }

    /// Opens a database with queries that were parsed already.
    pub(super) async fn open(database: &str, templates: Vec<(String, Template)>) -> Result<Self, ConnectError> {
        match database.split_once(':').map(|(scheme, _)| scheme) {
            #[cfg(feature = "sqlite")]
            Some("sqlite") => {
                let pool = sqlite::open(database).await?;
                Ok(Self { queries: dialect::prepare(&pool, templates).await?, database: Database::Sqlite(pool) })
            }
            #[cfg(feature = "postgres")]
            Some("postgres" | "postgresql") => {
                let pool = postgres::open(database).await?;
                Ok(Self { queries: dialect::prepare(&pool, templates).await?, database: Database::Postgres(pool) })
            }
            _ => {
                let known = [("sqlite:", cfg!(feature = "sqlite")), ("postgres://", cfg!(feature = "postgres"))];
                let known: Vec<_> = known.into_iter().filter(|(_, is_built)| *is_built).map(|(name, _)| name).collect();
                Err(ConnectError::Address { known: known.join(" or ") })
            }
        }
    }
}

impl FactSource for SqlFacts {
    fn offers(&self) -> Vec<Offer> {
        self.queries.iter().map(|query| Offer { fact: query.fact.clone(), by: query.by.clone() }).collect()
    }

    async fn ask(&self, question: &Question) -> Result<Option<FactValue>, SourceError> {
        let Some(query) = self.queries.get(question.offer) else { return Ok(None) };
        let most = if question.kind == FactType::List { MAX_ROWS } else { 1 };
        let rows: Result<Vec<Cell>, sqlx::Error> = match self.database {
            #[cfg(feature = "sqlite")]
            Database::Sqlite(ref pool) => dialect::rows(pool, &query.sql, &question.values, most).await,
            #[cfg(feature = "postgres")]
            Database::Postgres(ref pool) => dialect::rows(pool, &query.sql, &question.values, most).await,
        };
        let mut rows = rows.map_err(|error| SourceError::Failed(failure(&error)))?;
        match question.kind {
            FactType::List if rows.len() == 1 => rows.pop().unwrap_or(Cell::Null).into_fact(FactType::List),
            FactType::List => Cell::List(rows).into_fact(FactType::List),
            kind => rows.pop().unwrap_or(Cell::Null).into_fact(kind),
        }
    }
}

impl fmt::Debug for SqlFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqlFacts")
            .field("facts", &self.queries.iter().map(|query| &query.fact).collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
