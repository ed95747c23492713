//! SQLite, its library built in.

use super::dialect::{ACQUIRE_TIMEOUT, Dialect};
use super::query::failure;
use crate::facts::error::ConnectError;
use crate::facts::value::Cell;
use reqlint_core::base::Template;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions, SqliteRow};
use sqlx::{Row, Sqlite, SqlitePool, TypeInfo, ValueRef};

pub(super) async fn open(database: &str) -> Result<SqlitePool, ConnectError> {
    let options: SqliteConnectOptions = database.parse().map_err(|error| ConnectError::Open(failure(&error)))?;
    let options = options.read_only(true).create_if_missing(false);
    let pool = SqlitePoolOptions::new().max_connections(4).acquire_timeout(ACQUIRE_TIMEOUT).connect_with(options).await;
    // the address of a file holds no password
    pool.map_err(|error| ConnectError::Open(format!("{database}: {error}")))
}

impl Dialect for Sqlite {
    fn sql(template: &Template) -> String {
        template.fill(|index| format!("?{}", index + 1))
    }

    fn cell(row: &SqliteRow) -> Result<Cell, sqlx::Error> {
        let value = row.try_get_raw(0)?;
        if value.is_null() {
            return Ok(Cell::Null);
        }
        Ok(match value.type_info().name() {
            "INTEGER" | "INT8" => Cell::Whole(row.try_get(0)?),
            "BOOLEAN" => Cell::Boolean(row.try_get(0)?),
            "REAL" => Cell::Real(row.try_get(0)?),
            _ => Cell::Text(row.try_get_unchecked(0)?),
        })
    }
}
