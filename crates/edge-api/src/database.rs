//! The API's database: an SQLite file.

use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{AssertSqlSafe, SqlitePool};
use std::path::{Path, PathBuf};

/// The database, open.
#[derive(Clone, Debug)]
pub struct Database {
    pool: SqlitePool,
    path: PathBuf,
}

/// The database can't be used.
#[derive(Debug, thiserror::Error)]
#[error("the database can't be used: {0}")]
pub struct DatabaseError(#[from] sqlx::Error);

/// The tables and their initial rows.
const SCHEMA: &str = include_str!("../schema.sql");

impl Database {
    /// Creates a database file with the rows of the example, replacing an existing file.
    ///
    /// # Errors
    /// When the file can't be written.
    pub async fn create(path: &Path) -> Result<Self, DatabaseError> {
        if path.exists() {
            std::fs::remove_file(path).map_err(sqlx::Error::Io)?;
        }
        let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
        let pool = SqlitePoolOptions::new().max_connections(4).connect_with(options).await?;
        let whole = format!("begin;\n{SCHEMA}\ncommit;");
        sqlx::raw_sql(AssertSqlSafe(whole)).execute(&pool).await?;
        Ok(Self { pool, path: path.to_owned() })
    }

    /// Its URL, for other readers.
    #[must_use]
    pub fn address(&self) -> String {
        format!("sqlite:{}", self.path.display())
    }

    /// Runs an SQL statement that changes it.
    ///
    /// # Errors
    /// When the statement is wrong.
    pub async fn change(&self, statement: &str) -> Result<(), DatabaseError> {
        sqlx::raw_sql(AssertSqlSafe(statement.to_owned())).execute(&self.pool).await?;
        Ok(())
    }

    /// The first column of the rows found by a query with these parameters.
    pub(crate) async fn texts(&self, query: &'static str, parameters: &[&str]) -> Result<Vec<String>, DatabaseError> {
        let mut query = sqlx::query_scalar(query);
        for parameter in parameters {
            query = query.bind((*parameter).to_owned());
        }
        Ok(query.fetch_all(&self.pool).await?)
    }

    /// Whether a query with these parameters finds a row.
    pub(crate) async fn any(&self, query: &'static str, parameters: &[&str]) -> Result<bool, DatabaseError> {
        let mut query = sqlx::query(query);
        for parameter in parameters {
            query = query.bind((*parameter).to_owned());
        }
        Ok(query.fetch_optional(&self.pool).await?.is_some())
    }
}
