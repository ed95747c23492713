//! An example: a small API with the error responses of the Edgecast CDN REST API, on a real SQLite database of accounts,
//! tokens, scopes, grants and resources.
//!
//! [`api`] is the API alone, which checks everything by hand. [`guarded`] is the same API behind
//! [`ReqlintLayer`](reqlint_server::ReqlintLayer), which uses rules to refuse the same requests with the same responses. Both
//! serve `api.edgecast.com` and `api.vdms.io`, selected by the Host header.

mod answer;
mod api;
mod body;
mod caller;
mod database;
mod facts;
mod paths;

pub use answer::ApiError;
pub use api::{api, guarded};
pub use database::{Database, DatabaseError};
pub use facts::{FactsError, facts};

use axum::Router;
use std::io;
use std::net::SocketAddr;
use tokio::net::TcpListener;

/// Serves an API on a free loopback port for as long as the runtime lives.
///
/// # Errors
/// When no port is available.
pub async fn serve_on_loopback(router: Router) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}
