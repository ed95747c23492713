//! Serves the example on loopback port 3000: `cargo run -p edge-api -- [enforce|observe|alone]`.
//!
//! ```text
//! curl -i -H 'Host: api.edgecast.com' http://127.0.0.1:3000/v2/mcc/customers/0001/cnames/httplarge
//! ```

use edge_api::{Database, api, facts, guarded};
use reqlint_core::RuleSet;
use reqlint_server::{Mode, ReqlintLayer};
use std::error::Error;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::temp_dir().join("edge-api.db");
    let database = Database::create(&path).await?;
    let rules = RuleSet::load(reqlint_rules::packs())?;
    let lookups = facts(&database, &rules).await?;
    let layer = lookups.into_iter().try_fold(ReqlintLayer::new(rules), ReqlintLayer::facts)?;
    let router = match std::env::args().nth(1).as_deref() {
        Some("alone") => api(database),
        Some("observe") => guarded(database, layer.mode(Mode::Observe)),
        _ => guarded(database, layer),
    };
    let listener = TcpListener::bind("127.0.0.1:3000").await?;
    axum::serve(listener, router).await?;
    Ok(())
}
