//! What operators see: metrics and events, without a secret in them.
//!
//! A test program of its own: whether an event has a subscriber is determined once per process.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use metrics_util::debugging::{DebugValue, DebuggingRecorder, Snapshotter};
use reqlint_core::RuleSet;
use reqlint_server::{FileFacts, Mode, ReqlintLayer, Rules, WhenUnjudged};
use std::sync::Arc;
use tower::ServiceExt;

const PURGE: &str = r#"{"MediaPath":"http://wpc.0001.edgecastcdn.net/000001/a.jpg","MediaType":3}"#;

fn purge(authorization: Option<&str>, account: &str) -> Request<Body> {
    let path = format!("/v2/mcc/customers/{account}/edge/purge?token=verysecret");
    let request = Request::put(path).header("Host", "api.edgecast.com").header("Content-Type", "application/json");
    let request = authorization.into_iter().fold(request, |request, value| request.header("Authorization", value));
    request.body(Body::from(PURGE)).unwrap()
}

/// A request in which no rule fails or is unknown.
fn clean() -> Request<Body> {
    Request::get("https://things.example/").body(Body::empty()).unwrap()
}

/// `name{label=value}` and count of every counter.
fn counted(snapshotter: &Snapshotter) -> Vec<String> {
    let all = snapshotter.snapshot().into_vec().into_iter().filter_map(|(key, _, _, value)| match value {
        DebugValue::Counter(count) => {
            let labels: Vec<_> = key.key().labels().map(|label| format!("{}={}", label.key(), label.value())).collect();
            Some(format!("{}{{{}}} {count}", key.key().name(), labels.join(",")))
        }
        _ => None,
    });
    let mut all: Vec<_> = all.collect();
    all.sort();
    all
}

#[tokio::test]
async fn metrics_and_events_say_what_happened_and_no_secret() {
    let rules = Rules::from(RuleSet::load(reqlint_rules::packs()).unwrap());
    let recorder = DebuggingRecorder::new();
    let snapshotter = recorder.snapshotter();
    let _recording = metrics::set_default_local_recorder(&recorder);
    let lines = tempfile::NamedTempFile::new().unwrap();
    let writer = Arc::new(lines.reopen().unwrap());
    let subscriber = tracing_subscriber::fmt().with_writer(writer).without_time().with_ansi(false).finish();
    let _listening = tracing::subscriber::set_default(subscriber);
    let facts = || FileFacts::read("facts", "['path.account'.00D0]\naccount-status = 'deleted'\n").unwrap();
    let secret = "TOK: 87654321-1234-1234-1234-1234567890ab";
    let enforcing = ReqlintLayer::new(rules.clone()).facts(facts()).unwrap();
    for request in
        [purge(Some(secret), "00D0"), purge(Some(secret), "00D0"), purge(Some(&format!("\"{secret}\"")), "0001")]
    {
        Router::new().fallback(async || "done").layer(enforcing.clone()).oneshot(request).await.unwrap();
    }
    // without a source of facts, that a rule is unknown counts just as well; what no pack judges is refused, or counts as that
    let without = ReqlintLayer::new(rules.clone());
    let elsewhere = || Request::get("https://other.example/").body(Body::empty()).unwrap();
    for (layer, request) in [(without.clone(), purge(Some(secret), "0001")), (without.clone(), clean())] {
        Router::new().fallback(async || "done").layer(layer).oneshot(request).await.unwrap();
    }
    let alone: Vec<_> = reqlint_rules::packs().into_iter().filter(|pack| pack.name == "edgecast").collect();
    let alone = ReqlintLayer::new(RuleSet::load(alone).unwrap());
    for layer in [alone.clone(), alone.when_unjudged(WhenUnjudged::Pass)] {
        Router::new().fallback(async || "done").layer(layer).oneshot(elsewhere()).await.unwrap();
    }
    let observing = ReqlintLayer::new(rules.clone()).mode(Mode::Observe);
    for request in [purge(None, "0001"), purge(Some(secret), "0001")] {
        Router::new().fallback(async || "done").layer(observing.clone()).oneshot(request).await.unwrap();
    }
    assert_eq!(
        counted(&snapshotter),
        [
            "reqlint_agreement_total{rule=edgecast/authorization-missing,agreed=no} 1",
            "reqlint_agreement_total{rule=none,agreed=unknown} 1",
            "reqlint_fact_cache_hits_total{fact=account-status} 1",
            "reqlint_facts_asked_total{fact=account-status,outcome=known} 1",
            "reqlint_refusals_total{rule=edgecast/account-inactive,status=400} 2",
            "reqlint_refusals_total{rule=edgecast/token-in-quotes,status=403} 1",
            "reqlint_refusals_total{rule=none,status=421} 1",
            "reqlint_requests_total{decision=passed} 1",
            "reqlint_requests_total{decision=refused} 4",
            "reqlint_requests_total{decision=spared} 1",
            "reqlint_requests_total{decision=unjudged} 1",
            "reqlint_requests_total{decision=unknown} 2",
            "reqlint_spared_total{rule=edgecast/authorization-missing} 1",
        ]
    );
    let log = std::fs::read_to_string(lines.path()).unwrap();
    let first = log.lines().next().unwrap();
    assert_eq!(
        first.trim(),
        "INFO reqlint: refused rule=\"edgecast/account-inactive\" status=400 endpoint=\"purge-content\" method=PUT \
         path=/v2/mcc/customers/00D0/edge/purge?token=******** generation=1"
    );
    assert_eq!(log.lines().count(), 5, "{log}");
    assert!(log.lines().last().unwrap().contains("would have been refused rule=\"edgecast/authorization-missing\""));
    assert!(!log.contains("87654321") && !log.contains("verysecret"), "{log}");
}
