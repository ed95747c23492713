//! A gate in front of a service that says what it got: `cargo run -p reqlint-server --example gate -- reqlint.toml`.
//!
//! It serves loopback port 3000, with the packs, severities, exceptions, facts and policies of the project, which may be edited
//! while it runs. A mistake in one of the files ends it at the start, and is only logged later.

use axum::Router;
use axum::extract::Request;
use reqlint_server::{ProjectFile, ReqlintLayer, Rules};
use std::error::Error;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt().init();
    let path = std::env::args().nth(1).unwrap_or_else(|| "reqlint.toml".to_owned());
    let project = ProjectFile::new(path).packs(reqlint_rules::packs());
    let rules = Rules::of_project(project.clone()).await?;
    let _watching = rules.watch_project(project)?;
    let service = async |request: Request| format!("{} {}\n", request.method(), request.uri());
    let router = Router::new().fallback(service).layer(ReqlintLayer::new(rules));
    axum::serve(TcpListener::bind("127.0.0.1:3000").await?, router).await?;
    Ok(())
}
