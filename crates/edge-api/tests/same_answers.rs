//! The API alone and the API behind the layer give the same answers, for every error type of the troubleshooting page.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use edge_api::{Database, api, facts, guarded, serve_on_loopback};
use reqlint_core::{RuleSet, Severity};
use reqlint_server::{Decision, ReqlintLayer, Rules};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Case {
    request: String,
    /// The rule by which the layer refuses it.
    rule: Option<String>,
    error_type: Option<String>,
    /// The status of a request that passes.
    status: Option<u16>,
    /// An SQL statement to run first.
    before: Option<String>,
}

#[derive(Debug, PartialEq)]
struct Answer {
    status: u16,
    content_type: Option<String>,
    body: String,
}

#[tokio::test]
async fn with_and_without_the_layer() {
    let cases: Cases = toml::from_str(include_str!("answers.toml")).unwrap();
    let rules = Rules::from(RuleSet::load(reqlint_rules::packs()).unwrap());
    for Case { request, rule, error_type, status, before } in &cases.case {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::create(&folder.path().join("edge.db")).await.unwrap();
        if let Some(statement) = before {
            database.change(statement).await.unwrap();
        }
        let refused: Arc<Mutex<Vec<String>>> = Arc::default();
        let note = Arc::clone(&refused);
        let lookups = facts(&database, rules.current().rules()).await.unwrap();
        let lookups = lookups.into_iter().map(|lookup| lookup.time_limit(Duration::from_secs(60)));
        let layer = { lookups }.try_fold(ReqlintLayer::new(rules.clone()), ReqlintLayer::facts).unwrap();
        let layer = layer.on_report(move |exchange| {
            let checked = exchange.checked();
            if checked.decision() == Decision::Refused {
                note.lock().unwrap().extend(checked.expected().map(|rule| rule.id().to_owned()));
            }
        });
        let alone = send(serve_on_loopback(api(database.clone())).await.unwrap(), request).await;
        let layered = send(serve_on_loopback(guarded(database, layer)).await.unwrap(), request).await;
        let line = request.lines().next().unwrap();
        assert_eq!(alone, layered, "{line} {rule:?}");
        let refused = refused.lock().unwrap().clone();
        assert_eq!(refused.first(), rule.as_ref(), "{line} {alone:?}");
        match rule {
            None => assert_eq!(Some(alone.status), *status, "{line} {alone:?}"),
            Some(name) => {
                let current = rules.current();
                let rule = current.rules().rules().find(|rule| rule.id() == name).unwrap();
                assert_eq!(rule.status(), Some(alone.status), "{line}");
                assert_eq!(rule.error_type(), error_type.as_deref(), "{line}");
            }
        }
    }
    let current = rules.current();
    let documented = current.rules().rules().filter(|rule| rule.severity() == Severity::Error);
    let documented: BTreeSet<_> =
        documented.filter(|rule| rule.id().starts_with("edgecast/")).filter_map(|rule| rule.error_type()).collect();
    let tested: BTreeSet<_> = cases.case.iter().filter_map(|case| case.error_type.as_deref()).collect();
    assert_eq!(tested, documented, "tested error types, and those of the page");
}

/// Sends a request as written, plus Content-Length and Connection headers.
async fn send(address: SocketAddr, request: &str) -> Answer {
    let (head, body) = request.trim_start().split_once("\n\n").unwrap_or((request.trim(), ""));
    let head = head.trim().replace('\n', "\r\n");
    let length = body.len();
    let text = format!("{head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}");
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let content_type = head.lines().find_map(|line| line.strip_prefix("content-type: ")).map(str::to_owned);
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, content_type, body: body.to_owned() }
}
