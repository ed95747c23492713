//! PostgreSQL.

use super::dialect::{ACQUIRE_TIMEOUT, Dialect};
use super::query::failure;
use crate::facts::error::ConnectError;
use crate::facts::value::Cell;
use reqlint_core::base::Template;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgRow};
use sqlx::{PgPool, Postgres, Row};

pub(super) async fn open(database: &str) -> Result<PgPool, ConnectError> {
    let options: PgConnectOptions = database.parse().map_err(|error| ConnectError::Open(failure(&error)))?;
    let options = options.options([("default_transaction_read_only", "on")]);
    let pool = PgPoolOptions::new().max_connections(8).acquire_timeout(ACQUIRE_TIMEOUT).connect_with(options).await;
    pool.map_err(|error| ConnectError::Open(failure(&error)))
}

impl Dialect for Postgres {
    fn sql(template: &Template) -> String {
        // a value of any type arrives as text, as JSON writes it
        let query = template.fill(|index| format!("${}", index + 1));
        format!("select to_jsonb(answer.value) #>> '{{}}' from ({query}\n) as answer(value)")
    }

    fn cell(row: &PgRow) -> Result<Cell, sqlx::Error> {
        Ok(row.try_get::<Option<String>, _>(0)?.map_or(Cell::Null, Cell::Text))
    }
}
