//! What the databases have in common, and where they differ.

use super::query::Query;
use crate::facts::error::ConnectError;
use crate::facts::value::Cell;
use futures_util::TryStreamExt;
use reqlint_core::FactValue;
use reqlint_core::base::{Number, Template};
use sqlx::{AssertSqlSafe, Encode, Executor, IntoArguments, Pool, SqlSafeStr, Type};
use std::time::Duration;

/// How long to wait for a connection.
pub(super) const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// A database that this module can query.
pub(super) trait Dialect: sqlx::Database {
    /// A query with its selectors as numbered parameters.
    fn sql(template: &Template) -> String;

    /// The first column of a row.
    fn cell(row: &Self::Row) -> Result<Cell, sqlx::Error>;
}

/// Has the database prepare a query for each fact, so that errors in them are found now.
pub(super) async fn prepare<D: Dialect>(
    pool: &Pool<D>,
    templates: Vec<(String, Template)>,
) -> Result<Vec<Query>, ConnectError>
where
    for<'c> &'c mut D::Connection: Executor<'c, Database = D>,
{
    let mut queries = Vec::new();
    for (fact, template) in templates {
        let sql = D::sql(&template);
        if let Err(error) = pool.prepare(AssertSqlSafe(sql.clone()).into_sql_str()).await {
            return Err(ConnectError::Query { fact, message: error.to_string() });
        }
        queries.push(Query { fact, sql, by: template.names().into_iter().map(str::to_owned).collect() });
    }
    Ok(queries)
}

/// The first column of at most `most` rows.
pub(super) async fn rows<D: Dialect>(
    pool: &Pool<D>,
    sql: &str,
    values: &[FactValue],
    most: usize,
) -> Result<Vec<Cell>, sqlx::Error>
where
    for<'c> &'c mut D::Connection: Executor<'c, Database = D>,
    D::Arguments: IntoArguments<D>,
    for<'v> String: Encode<'v, D> + Type<D>,
    for<'v> i64: Encode<'v, D> + Type<D>,
    for<'v> f64: Encode<'v, D> + Type<D>,
    for<'v> bool: Encode<'v, D> + Type<D>,
{
    let mut query = sqlx::query(AssertSqlSafe(sql.to_owned()));
    for value in values {
        query = match value {
            FactValue::Text(text) => query.bind(text.to_string()),
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
        cells.push(D::cell(&row)?);
        if cells.len() == most {
            break;
        }
    }
    Ok(cells)
}
