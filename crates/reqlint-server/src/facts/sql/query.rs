//! A query, and why it can fail.

/// A query as the database gets it, and the selectors of its parameters.
pub(super) struct Query {
    pub(super) fact: String,
    pub(super) sql: String,
    pub(super) by: Vec<String>,
}

/// What went wrong, without the database's own message, which may repeat a value.
pub(super) fn failure(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(error) => match error.code() {
            Some(code) => format!("the database refused the query (code {code})"),
            None => "the database refused the query".to_owned(),
        },
        sqlx::Error::Io(error) => format!("the connection failed ({})", error.kind()),
        sqlx::Error::PoolTimedOut => "no connection became free in time".to_owned(),
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => "the value has an unsupported type".to_owned(),
        _ => "the connection failed".to_owned(),
    }
}
