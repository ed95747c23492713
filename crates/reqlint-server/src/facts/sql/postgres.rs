//! PostgreSQL.

use super::dialect::Dialect;
use super::{ConnectError, PATIENCE, said};
use crate::facts::told::Cell;
use reqlint_core::base::Template;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgRow};
use sqlx::{PgPool, Postgres, Row};

pub(super) async fn open(database: &str) -> Result<PgPool, ConnectError> {
    let options: PgConnectOptions = database.parse().map_err(|error| ConnectError::Open(said(&error)))?;
    let options = options.options([("default_transaction_read_only", "on")]);
    let pool = PgPoolOptions::new().max_connections(8).acquire_timeout(PATIENCE).connect_with(options).await;
    pool.map_err(|error| ConnectError::Open(said(&error)))
}

impl Dialect for Postgres {
    fn sql(template: &Template) -> String {
        // whatever the type of the value, it comes as JSON writes it
        let query = template.fill(|index| format!("${}", index + 1));
        format!("select to_jsonb(asked.told) #>> '{{}}' from ({query}\n) as asked(told)")
    }

    fn cell(row: &PgRow) -> Result<Cell, sqlx::Error> {
        Ok(row.try_get::<Option<String>, _>(0)?.map_or(Cell::Nothing, Cell::Text))
    }
}
