//! Facts from a real PostgreSQL server; where none can be had, the test says so and is skipped.

mod programs;
mod server;

use super::{QUERIES, TABLES, decides};
use crate::support::{echo, edgecast, request, right, send, serve, skip};
use axum::Router;
use reqlint_server::{FactLookup, ReqlintLayer, SqlFacts};
use server::Server;
use sqlx::PgPool;
use std::time::Duration;

#[tokio::test]
async fn postgres_tells_facts_and_may_go_away() {
    let mut server = match Server::start().await {
        Ok(server) => server,
        Err(why) => return skip("facts from PostgreSQL", &why),
    };
    let pool = PgPool::connect(&server.address()).await.unwrap();
    sqlx::raw_sql(TABLES).execute(&pool).await.unwrap();
    decides(SqlFacts::connect(&server.address(), QUERIES).await.unwrap()).await;

    // an array is a list; text is cast where a column is no text
    let more = [
        ("user-methods", "select array_agg(method) from grants where account = {path.account}"),
        ("account-outstanding", "select outstanding from accounts where 51 = {path.EdgeCNAMEID}::bigint"),
    ];
    let facts = SqlFacts::connect(&server.address(), more).await.unwrap();
    let lookup = FactLookup::new(facts).keep(Duration::ZERO).time_limit(Duration::from_secs(2));
    let layer = ReqlintLayer::new(edgecast()).facts(lookup).unwrap();
    let address = serve(Router::new().fallback(echo).layer(layer)).await;
    let get = request("DELETE /v2/mcc/customers/0001/cnames/51", &right(), "");
    assert_eq!(send(address, &get).await.status, 403);

    // nothing is written
    let writes = [("account-status", "insert into accounts values ({path.account}) returning 'active'")];
    let error = SqlFacts::connect(&server.address(), writes).await.unwrap_err().to_string();
    assert!(error.starts_with("the query of `account-status`: "), "{error}");

    let error = SqlFacts::connect(&server.address(), [("account-status", "select stattus from accounts")]).await;
    assert!(error.unwrap_err().to_string().contains("stattus"));

    drop(pool);
    server.stop();
    assert_eq!(send(address, &get).await.status, 200, "the fact stays unknown");
    let error = SqlFacts::connect(&server.address(), QUERIES).await.unwrap_err().to_string();
    assert!(error.starts_with("the database can't be opened: "), "{error}");
}
