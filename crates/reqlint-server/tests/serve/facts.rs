//! Facts: which source is asked, when, how often, and what happens to a request when it does not answer.

use crate::support::{PURGE, echo, edgecast, purge, request, right, send, serve};
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use reqlint_core::{FactValue, Loaded, Project, SourceFile, Time};
use reqlint_server::{
    FactLookup, FactSettings, FactSource, FileFacts, HttpFacts, Offer, Question, ReqlintLayer, SourceError, WhenFailing,
};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::Semaphore;

/// Knows the account's status, and notes what it is asked.
#[derive(Clone, Default)]
struct Accounts {
    asked: Arc<Mutex<Vec<String>>>,
    behaves: Behaves,
    /// Lets answers go when permits are added.
    gate: Option<Arc<Semaphore>>,
}

#[derive(Clone, Copy, Default)]
enum Behaves {
    #[default]
    Well,
    Down,
    Hangs,
    InvalidValue,
    WrongType,
    Panics,
}

impl FactSource for Accounts {
    fn offers(&self) -> Vec<Offer> {
        vec![Offer::new("account-status", ["path.account"])]
    }

    async fn ask(&self, question: &Question) -> Result<Option<FactValue>, SourceError> {
        let account = question.texts().next().unwrap().to_owned();
        self.asked.lock().unwrap().push(account.clone());
        if let Some(gate) = &self.gate {
            gate.acquire().await.unwrap().forget();
        }
        match self.behaves {
            Behaves::Well => Ok(Some(if account == "00D0" { "deleted" } else { "active" }.into())),
            Behaves::Down => Err(SourceError::Failed("no connection".to_owned())),
            Behaves::Hangs => std::future::pending().await,
            Behaves::InvalidValue => Ok(Some("no such status".into())),
            Behaves::WrongType => Ok(Some(true.into())),
            Behaves::Panics => panic!("out of order"),
        }
    }
}

impl Accounts {
    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

async fn guarded(lookup: impl Into<FactLookup>) -> SocketAddr {
    serve(Router::new().fallback(echo).layer(ReqlintLayer::new(edgecast()).facts(lookup).unwrap())).await
}

fn purge_of(account: &str) -> String {
    purge(&right(), PURGE).replace("/customers/0001/", &format!("/customers/{account}/"))
}

#[tokio::test]
async fn a_fact_decides() {
    let accounts = Accounts::default();
    let address = guarded(accounts.clone()).await;
    assert_eq!(send(address, &purge_of("0001")).await.status, 200);
    let answer = send(address, &purge_of("00D0")).await;
    let says = r#"{"Message":"Cannot update or retrieve information of a deleted customer."}"#;
    assert_eq!((answer.status, answer.body.as_str()), (400, says));
    assert_eq!(accounts.asked(), ["0001", "00D0"]);
}

#[tokio::test]
async fn no_source_is_asked_about_a_request_that_is_wrong_anyway_or_needs_no_fact() {
    let accounts = Accounts::default();
    let address = guarded(accounts.clone()).await;
    assert_eq!(send(address, &purge(&right(), "{}")).await.status, 400);
    assert_eq!(send(address, &purge("Content-Type: application/json\r\n", PURGE)).await.status, 403);
    assert_eq!(send(address, &request("GET /v2/mcc/nothing", &right(), "")).await.status, 404);
    let without_account = r#"{"Key":"abc123","TokenParameter":"ec_expire=1356955200"}"#;
    assert_eq!(send(address, &request("PUT /v2/mcc/token/encrypt", &right(), without_account)).await.status, 200);
    assert!(accounts.asked().is_empty(), "{:?}", accounts.asked());
}

#[tokio::test]
async fn an_answer_is_cached_and_asked_for_once_at_a_time() {
    let gate = Arc::new(Semaphore::new(0));
    let accounts = Accounts { gate: Some(Arc::clone(&gate)), ..Accounts::default() };
    let address = guarded(FactLookup::new(accounts.clone()).time_limit(Duration::from_secs(60))).await;
    let waiting: Vec<_> = (0..8).map(|_| tokio::spawn(async move { send(address, &purge_of("0001")).await })).collect();
    while accounts.asked().is_empty() {
        tokio::task::yield_now().await;
    }
    gate.add_permits(1);
    for answer in waiting {
        assert_eq!(answer.await.unwrap().status, 200);
    }
    assert_eq!(send(address, &purge_of("0001")).await.status, 200);
    assert_eq!(accounts.asked(), ["0001"]);
}

#[tokio::test]
async fn a_cancelled_request_does_not_cancel_the_answer_for_others() {
    let gate = Arc::new(Semaphore::new(0));
    let accounts = Accounts { gate: Some(Arc::clone(&gate)), ..Accounts::default() };
    let address = guarded(FactLookup::new(accounts.clone()).time_limit(Duration::from_secs(60))).await;
    let given_up = tokio::spawn(async move { send(address, &purge_of("0001")).await });
    while accounts.asked().is_empty() {
        tokio::task::yield_now().await;
    }
    let patient = tokio::spawn(async move { send(address, &purge_of("0001")).await });
    given_up.abort();
    assert!(given_up.await.unwrap_err().is_cancelled());
    gate.add_permits(8);
    assert_eq!(patient.await.unwrap().status, 200);
}

#[tokio::test]
async fn a_source_that_fails_leaves_the_fact_unknown_or_refuses() {
    for behaves in [Behaves::Down, Behaves::Hangs, Behaves::InvalidValue, Behaves::WrongType, Behaves::Panics] {
        let accounts = Accounts { behaves, ..Accounts::default() };
        let lookup = || {
            FactLookup::new(accounts.clone())
                .time_limit(Duration::from_millis(20))
                .keep_failure(Duration::from_secs(60))
        };
        let address = guarded(lookup()).await;
        assert_eq!(send(address, &purge_of("0001")).await.status, 200);
        assert_eq!(send(address, &purge_of("0001")).await.status, 200);
        assert_eq!(accounts.asked().len(), 1, "a source that is down is left alone for a while");

        let address = guarded(lookup().when_failing(WhenFailing::Refuse)).await;
        let answer = send(address, &purge_of("0001")).await;
        assert_eq!((answer.status, answer.body.as_str()), (503, r#"{"Message":"Service Unavailable"}"#));
        assert!(answer.head.contains("retry-after: 60"), "the source is asked again then: {answer:?}");
        // what is wrong anyway gets its own status
        assert_eq!(send(address, &purge(&right(), "{}")).await.status, 400);
    }
}

#[tokio::test]
async fn an_offer_that_no_pack_knows_is_refused() {
    struct Odd(Offer);
    impl FactSource for Odd {
        fn offers(&self) -> Vec<Offer> {
            vec![self.0.clone()]
        }
        async fn ask(&self, _: &Question) -> Result<Option<FactValue>, SourceError> {
            Ok(None)
        }
    }
    let said = |offer| ReqlintLayer::new(edgecast()).facts(Odd(offer)).unwrap_err().to_string();
    assert_eq!(
        said(Offer::new("acount-status", [])),
        "the offer of `acount-status`: no pack declares the fact `acount-status`: did you mean `account-status`?"
    );
    assert_eq!(
        said(Offer::new("account-status", ["path.acount"])),
        "the offer of `account-status`: no endpoint has the path parameter `acount`: did you mean `account`?"
    );
}

#[tokio::test]
async fn a_file_gives_facts() {
    let toml = "service-database = 'up'\n['path.account'.00D0]\naccount-status = 'deleted'\n";
    let json = r#"{"service-database": "up", "path.account": {"00D0": {"account-status": "deleted"}}}"#;
    for text in [toml, json] {
        let address = guarded(FileFacts::read("facts", text).unwrap()).await;
        assert_eq!(send(address, &purge_of("00D0")).await.status, 400);
        assert_eq!(send(address, &purge_of("0001")).await.status, 200);
    }
    let down = FileFacts::read("facts", "service-database = 'down'").unwrap();
    assert_eq!(send(guarded(down).await, &purge_of("0001")).await.status, 500);
    let wrong = FileFacts::read("facts.toml", "a = 1\n[b]\nc = 1\n[x.y]\nz = { q = 1 }\n").unwrap_err();
    assert_eq!(
        wrong.to_string(),
        "facts.toml:3:1: E0805 `c` expects a table of facts\n\
         facts.toml:5:1: E0805 the fact `z` expects a string, a number, true or false, a time, or a list of strings"
    );
    // the name occurs first in a comment or in another value
    let wrong = FileFacts::read("facts.toml", "# z\na = 'z'\n[x.y]\nz = { q = 1 }\n").unwrap_err();
    assert!(wrong.to_string().starts_with("facts.toml:4:1: E0805 the fact `z` expects"), "{wrong}");
    let wrong = FileFacts::read("facts.json", "{\"a\": \"z\",\n \"x\": {\"y\": {\"z\": [{}]}}}").unwrap_err();
    assert!(wrong.to_string().starts_with("facts.json:2:19: E0805 the fact `z` expects"), "{wrong}");
    let nested = "{\"a\":".repeat(100_000) + "1" + &"}".repeat(100_000);
    assert!(FileFacts::read("facts.json", &nested).is_err());
}

#[tokio::test]
async fn a_service_gives_facts() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let told = move |Path(account): Path<String>| {
        count.fetch_add(1, Ordering::Relaxed);
        async move {
            match account.as_str() {
                "0001" => (axum::http::StatusCode::OK, r#"{"value": "active"}"#.to_owned()),
                "00D0" => (axum::http::StatusCode::OK, r#""deleted""#.to_owned()),
                "a" => (axum::http::StatusCode::OK, "<html>".to_owned()),
                "b" => (axum::http::StatusCode::OK, "\"".repeat(100_000)),
                "c" => (axum::http::StatusCode::BAD_GATEWAY, String::new()),
                _ => (axum::http::StatusCode::NOT_FOUND, String::new()),
            }
        }
    };
    let source = serve(Router::new().route("/accounts/{account}/status", get(told))).await;
    let url = format!("http://{source}/accounts/{{path.account}}/status");
    let facts = HttpFacts::new([("account-status", &url)]).unwrap();
    let address = guarded(FactLookup::new(facts).when_failing(WhenFailing::Refuse)).await;
    for (account, status) in [("0001", 200), ("00D0", 400), ("a", 503), ("b", 503), ("c", 503), ("9999", 403)] {
        assert_eq!(send(address, &purge_of(account)).await.status, status, "{account}");
    }
    assert_eq!(asked.load(Ordering::Relaxed), 6);
}

#[tokio::test]
async fn a_project_names_its_sources() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("facts.toml"), "['path.account'.00D0]\naccount-status = 'deleted'\n").unwrap();
    let text = "[severity]\nwarning = [\"edgecast/field-missing\"]\n[facts.file]\npath = \"facts.toml\"\n".to_owned();
    let project = Project::read(SourceFile { path: "reqlint.toml".to_owned(), text }, Time::from_seconds(0));
    let Loaded { rules, errors, sources, .. } = Loaded::of(project, reqlint_rules::packs());
    assert!(errors.is_empty(), "{errors}");
    let lookups = FactSettings::of(sources, folder.path()).connect().await.unwrap();
    let layer = lookups.into_iter().try_fold(ReqlintLayer::new(rules), ReqlintLayer::facts).unwrap();
    let address = serve(Router::new().fallback(echo).layer(layer)).await;
    assert_eq!(send(address, &purge_of("00D0")).await.status, 400);
    assert_eq!(send(address, &purge(&right(), "{}")).await.status, 200, "a warning only");
}

#[test]
fn errors_in_settings_are_shown_under_a_caret() {
    let text = include_str!("data/broken-settings.toml");
    let rules = edgecast().current();
    let mistakes = FactSettings::read("reqlint.toml", text, rules.rules()).unwrap_err();
    let shown = anstream::adapter::strip_str(&reqlint_formats::write::text::diagnostics(&mistakes)).to_string();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write("tests/serve/data/broken-settings.txt", &shown).unwrap();
    }
    let expected = std::fs::read_to_string("tests/serve/data/broken-settings.txt").unwrap();
    assert_eq!(shown, expected, "\n{shown}");
}
