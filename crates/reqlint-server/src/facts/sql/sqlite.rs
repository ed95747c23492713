//! SQLite, its library built in.

use super::{ConnectError, Database, PATIENCE, Query, SqlFacts, said};
use crate::facts::template::Template;
use crate::facts::told::Cell;
use futures_util::TryStreamExt;
use reqlint_core::{FactValue, Number};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions, SqliteRow};
use sqlx::{AssertSqlSafe, Executor, Row, SqlSafeStr, SqlitePool, TypeInfo, ValueRef};

pub(super) async fn connect(database: &str, templates: Vec<(String, Template)>) -> Result<SqlFacts, ConnectError> {
    let options: SqliteConnectOptions = database.parse().map_err(|error| ConnectError::Open(said(&error)))?;
    let options = options.read_only(true).create_if_missing(false);
    let pool = SqlitePoolOptions::new().max_connections(4).acquire_timeout(PATIENCE).connect_with(options).await;
    let pool = pool.map_err(|error| ConnectError::Open(error.to_string()))?;
    let mut queries = Vec::new();
    for (fact, template) in templates {
        let sql = template.fill(|index| format!("?{}", index + 1));
        let prepared = (&pool).prepare(AssertSqlSafe(sql.clone()).into_sql_str()).await;
        if let Err(error) = prepared {
            return Err(ConnectError::Query { fact, message: error.to_string() });
        }
        queries.push(Query { fact, sql, by: template.selectors });
    }
    Ok(SqlFacts { database: Database::Sqlite(pool), queries })
}

/// The first column of at most so many rows.
pub(super) async fn rows(
    pool: &SqlitePool,
    sql: &str,
    values: &[FactValue],
    most: usize,
) -> Result<Vec<Cell>, sqlx::Error> {
    let mut query = sqlx::query(AssertSqlSafe(sql.to_owned()));
    for value in values {
        query = match value {
            FactValue::Text(text) => query.bind(text.clone()),
            FactValue::Number(Number::Whole(number)) => query.bind(*number),
            FactValue::Number(Number::Real(number)) => query.bind(*number),
            FactValue::Boolean(flag) => query.bind(*flag),
            FactValue::Time(time) => query.bind(time.to_string()),
            FactValue::List(items) => query.bind(items.join(" ")),
        };
    }
    let mut found = query.fetch(pool);
    let mut cells = Vec::new();
    while let Some(row) = found.try_next().await? {
        cells.push(cell(&row)?);
        if cells.len() == most {
            break;
        }
    }
    Ok(cells)
}

fn cell(row: &SqliteRow) -> Result<Cell, sqlx::Error> {
    let value = row.try_get_raw(0)?;
    if value.is_null() {
        return Ok(Cell::Nothing);
    }
    Ok(match value.type_info().name() {
        "INTEGER" | "INT8" => Cell::Whole(row.try_get(0)?),
        "BOOLEAN" => Cell::Boolean(row.try_get(0)?),
        "REAL" => Cell::Real(row.try_get(0)?),
        _ => Cell::Text(row.try_get_unchecked(0)?),
    })
}
