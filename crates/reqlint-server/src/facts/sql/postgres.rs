//! PostgreSQL.

use super::{ConnectError, Database, PATIENCE, Query, SqlFacts, said};
use crate::facts::template::Template;
use crate::facts::told::Cell;
use futures_util::TryStreamExt;
use reqlint_core::{FactValue, Number};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, Executor, PgPool, Row, SqlSafeStr};

pub(super) async fn connect(database: &str, templates: Vec<(String, Template)>) -> Result<SqlFacts, ConnectError> {
    let options: PgConnectOptions = database.parse().map_err(|error| ConnectError::Open(said(&error)))?;
    let options = options.options([("default_transaction_read_only", "on")]);
    let pool = PgPoolOptions::new().max_connections(8).acquire_timeout(PATIENCE).connect_with(options).await;
    let pool = pool.map_err(|error| ConnectError::Open(said(&error)))?;
    let mut queries = Vec::new();
    for (fact, template) in templates {
        // whatever the type of the value, it comes as JSON writes it
        let query = template.fill(|index| format!("${}", index + 1));
        let sql = format!("select to_jsonb(asked.told) #>> '{{}}' from ({query}\n) as asked(told)");
        let prepared = (&pool).prepare(AssertSqlSafe(sql.clone()).into_sql_str()).await;
        if let Err(error) = prepared {
            return Err(ConnectError::Query { fact, message: error.to_string() });
        }
        queries.push(Query { fact, sql, by: template.selectors });
    }
    Ok(SqlFacts { database: Database::Postgres(pool), queries })
}

/// The first column of at most so many rows.
pub(super) async fn rows(
    pool: &PgPool,
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
        cells.push(row.try_get::<Option<String>, _>(0)?.map_or(Cell::Nothing, Cell::Text));
        if cells.len() == most {
            break;
        }
    }
    Ok(cells)
}
