//! Facts from databases: a real SQLite file, and a real PostgreSQL server.

#[cfg(unix)]
mod postgres;

use crate::support::{echo, edgecast, request, right, send, serve};
use axum::Router;
use reqlint_server::{ConnectError, FactLookup, ReqlintLayer, SqlFacts};
use sqlx::{AssertSqlSafe, SqlitePool};
use std::net::SocketAddr;

const TABLES: &str = "
create table accounts (number text primary key, status text, exists_since timestamp, outstanding integer);
insert into accounts values ('0001', 'active', '2024-01-01', 3), ('00D0', 'deleted', null, null), ('00E0', null, null, 99);
create table grants (account text, method text);
insert into grants values ('0001', 'GET'), ('0001', 'PUT');
";

/// The queries for both databases. Every type of fact is among them.
const QUERIES: [(&str, &str); 5] = [
    ("account-exists", "select exists(select 1 from accounts where number = {path.account})"),
    ("account-status", "select status from accounts where number = {path.account}"),
    ("account-outstanding", "select outstanding from accounts where number = {path.account}"),
    ("user-methods", "select method from grants where account = {path.account} order by method"),
    ("resource-created-at", "select exists_since from accounts where number = {path.account}"),
];

async fn guarded(facts: SqlFacts) -> SocketAddr {
    serve(Router::new().fallback(echo).layer(ReqlintLayer::new(edgecast()).facts(facts).unwrap())).await
}

/// The answers, which are the same for every database.
async fn decides(facts: SqlFacts) {
    let address = guarded(facts).await;
    let status = async |line: &str| {
        let body = if line.starts_with("PUT") { crate::support::PURGE } else { "" };
        send(address, &request(line, &right(), body)).await.status
    };
    assert_eq!(status("GET /v2/mcc/customers/0001/cnames/httplarge").await, 200);
    // a list that lacks the method
    assert_eq!(status("DELETE /v2/mcc/customers/0001/cnames/1234").await, 403);
    // no row in the list: nothing is granted
    assert_eq!(status("GET /v2/mcc/customers/00D0/cnames/httplarge").await, 403);
    // false, and a text that a value tries to end
    assert_eq!(status("PUT /v2/mcc/customers/9999/edge/purge").await, 403);
    assert_eq!(status("GET /v2/mcc/customers/0001'%20or%20'1'='1/cnames/httplarge").await, 400);
}

#[tokio::test]
async fn sqlite_gives_facts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("facts.db");
    let pool = SqlitePool::connect(&format!("sqlite:{}?mode=rwc", path.display())).await.unwrap();
    sqlx::raw_sql(TABLES).execute(&pool).await.unwrap();
    let address = format!("sqlite:{}", path.display());
    decides(SqlFacts::connect(&address, QUERIES).await.unwrap()).await;

    // a change becomes visible once the answer is no longer kept
    let facts = SqlFacts::connect(&address, [QUERIES[1]]).await.unwrap();
    let lookup = FactLookup::new(facts).keep(std::time::Duration::ZERO);
    let layer = ReqlintLayer::new(edgecast()).facts(lookup).unwrap();
    let address = serve(Router::new().fallback(echo).layer(layer)).await;
    let get = request("GET /v2/mcc/customers/00D0/cnames/httplarge", &right(), "");
    assert_eq!(send(address, &get).await.status, 400);
    sqlx::raw_sql("update accounts set status = 'active'").execute(&pool).await.unwrap();
    assert_eq!(send(address, &get).await.status, 200);
}

#[tokio::test]
async fn sqlite_is_opened_for_reading_and_checked_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("facts.db");
    let address = format!("sqlite:{}", path.display());
    let said = async |query: &str| {
        let facts = SqlFacts::connect(&address, [("account-status", query)]).await;
        facts.unwrap_err().to_string()
    };
    assert!(said("select 1").await.starts_with("the database can't be opened: "), "no database is created");
    let pool = SqlitePool::connect(&format!("{address}?mode=rwc")).await.unwrap();
    sqlx::raw_sql(TABLES).execute(&pool).await.unwrap();
    assert!(said("select stattus from accounts").await.contains("no such column: stattus"));
    assert!(said("select status from accounts where number = '{path.account}'").await.contains("is in quotes"));
    assert!(said("select {").await.contains("unbalanced brace"));

    let writes = "insert into accounts (number) values ({path.account}) returning 'active'";
    let facts = SqlFacts::connect(&address, [("account-status", writes)]).await.unwrap();
    let get = request("GET /v2/mcc/customers/7777/cnames/httplarge", &right(), "");
    assert_eq!(send(guarded(facts).await, &get).await.status, 200, "the fact stays unknown");
    let count = "select count(*) from accounts where number = '7777'";
    let count: i64 = sqlx::query_scalar(AssertSqlSafe(count)).fetch_one(&pool).await.unwrap();
    assert_eq!(count, 0);
}

#[tokio::test]
async fn an_unknown_kind_of_database_is_an_error() {
    let error = SqlFacts::connect("mysql://somebody:secret@localhost/x", QUERIES).await.unwrap_err();
    assert!(matches!(error, ConnectError::Address { .. }));
    assert_eq!(error.to_string(), "expected a database address that begins with sqlite: or postgres://");
}
