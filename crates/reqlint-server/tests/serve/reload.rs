//! Rules that change while requests come.

use crate::support::{echo, request, send, serve};
use axum::Router;
use metrics_util::debugging::{DebugValue, DebuggingRecorder};
use reqlint_core::FactValue;
use reqlint_server::{FactSource, Offer, Question, ReqlintLayer, Rules, SourceError};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;

const PACK: &str = "
title = 'Shop'
hosts = ['api.edgecast.com']
[fact.open]
type = 'boolean'
[[reply]]
content-type = 'text/plain'
body = '{{message}}'
";

/// A folder with a pack of one rule: a header must be there.
struct Shop {
    _place: TempDir,
    folder: PathBuf,
}

impl Shop {
    fn open() -> Self {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("shop");
        let shop = Self { _place: place, folder };
        shop.write();
        shop
    }

    fn write(&self) {
        fs::create_dir_all(self.folder.join("401-unauthorized")).unwrap();
        fs::write(self.folder.join("pack.toml"), PACK).unwrap();
        self.demand("X-Key");
    }

    fn demand(&self, header: &str) {
        self.write_rule(&rule(header, header));
    }

    fn write_rule(&self, text: &str) {
        fs::write(self.folder.join("401-unauthorized/key-missing.toml"), text).unwrap();
    }
}

fn rule(header: &str, in_example: &str) -> String {
    format!(
        "title = 'A key is sent'\nstatus = 401\napi-says = ['{header} is missing']\n\
         check.header-required.header = '{header}'\n\
         [[example]]\nfail = 'GET https://api.edgecast.com/'\n\
         pass = '''\nGET / HTTP/1.1\nHost: api.edgecast.com\n{in_example}: 1\n'''\n"
    )
}

/// What a request without any key gets.
async fn says(address: std::net::SocketAddr) -> String {
    send(address, &request("GET /", "", "")).await.body
}

async fn guarded(rules: &Rules) -> std::net::SocketAddr {
    serve(Router::new().fallback(echo).layer(ReqlintLayer::new(rules.clone()))).await
}

#[tokio::test]
async fn rules_that_are_right_are_swapped_in() {
    let shop = Shop::open();
    let rules = Rules::of_folder(&shop.folder).unwrap();
    let address = guarded(&rules).await;
    assert_eq!((says(address).await.as_str(), rules.current().number()), ("X-Key is missing", 1));
    shop.demand("X-Token");
    assert_eq!(rules.reload(&shop.folder).unwrap(), 2);
    assert_eq!((says(address).await.as_str(), rules.current().number()), ("X-Token is missing", 2));
}

#[tokio::test]
async fn rules_that_are_wrong_leave_the_old_ones_in_force() {
    let shop = Shop::open();
    let rules = Rules::of_folder(&shop.folder).unwrap();
    let address = guarded(&rules).await;
    let refused = |expected: &str| {
        let recorder = DebuggingRecorder::new();
        let error = metrics::with_local_recorder(&recorder, || rules.reload(&shop.folder)).unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
        assert_eq!(format!("{error:?}"), error.to_string(), "a `main` that returns it shows the same");
        let counted = recorder.snapshotter().snapshot().into_vec();
        let counted = counted.iter().any(|(key, _, _, value)| {
            let is_refused = key.key().labels().any(|label| label.value() == "refused");
            key.key().name() == "reqlint_reloads_total" && is_refused && *value == DebugValue::Counter(1)
        });
        assert!(counted, "{expected}");
        assert_eq!(rules.current().number(), 1);
    };
    shop.write_rule("title = 'A key is sent'\nstatis = 401\n");
    refused("key-missing.toml:2:1: ");
    shop.write_rule(&rule("X-Token", "X-Key"));
    refused("key-missing.toml:8:1: this example should pass; the rule gives fail");
    shop.demand("X-Key");
    fs::write(shop.folder.join("pack.toml"), "title = ").unwrap();
    refused("pack.toml:1:");
    fs::remove_dir_all(&shop.folder).unwrap();
    refused("no such file or folder");
    fs::create_dir(&shop.folder).unwrap();
    refused("no pack found in");
    assert_eq!(says(address).await, "X-Key is missing");
    shop.write();
    assert_eq!(rules.reload(&shop.folder).unwrap(), 2);
}

#[tokio::test]
async fn rules_that_do_not_match_a_fact_source_are_refused() {
    struct Open;
    impl FactSource for Open {
        fn offers(&self) -> Vec<Offer> {
            vec![Offer::new("open", [])]
        }
        async fn ask(&self, _: &Question) -> Result<Option<FactValue>, SourceError> {
            Ok(Some(true.into()))
        }
    }
    let shop = Shop::open();
    let rules = Rules::of_folder(&shop.folder).unwrap();
    let _layer = ReqlintLayer::new(rules.clone()).facts(Open).unwrap();
    fs::write(shop.folder.join("pack.toml"), PACK.replace("fact.open", "fact.closed")).unwrap();
    let error = rules.reload(&shop.folder).unwrap_err().to_string();
    assert!(error.starts_with("the offer of `open`: no pack declares the fact `open`"), "{error}");
    assert_eq!(rules.current().number(), 1);
}

/// Waits until a condition is true, however long that takes; a test that hangs has failed.
async fn until(mut holds: impl FnMut() -> bool) {
    while !holds() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_folder_is_watched_and_may_go_and_come_back() {
    let shop = Shop::open();
    let rules = Rules::of_folder(&shop.folder).unwrap();
    let watching = rules.watch(&shop.folder).unwrap();
    let address = guarded(&rules).await;
    shop.demand("X-Token");
    until(|| rules.current().number() >= 2).await;
    assert_eq!(says(address).await, "X-Token is missing");

    fs::remove_dir_all(&shop.folder).unwrap();
    assert_eq!(says(address).await, "X-Token is missing");
    shop.write();
    shop.demand("X-Back");
    until(|| says_now(&rules) == "X-Back is missing").await;
    assert_eq!(says(address).await, "X-Back is missing");

    // of a copy, `pack.toml` is there first: a folder that lost its rules is not put in force
    let before = rules.current().number();
    fs::remove_dir_all(shop.folder.join("401-unauthorized")).unwrap();
    fs::write(shop.folder.join("pack.toml"), PACK.replace("Shop", "New shop")).unwrap();
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!((says(address).await.as_str(), rules.current().number()), ("X-Back is missing", before));
    // once it is whole, it is
    fs::create_dir(shop.folder.join("401-unauthorized")).unwrap();
    shop.demand("X-Whole");
    until(|| rules.current().number() > before).await;
    assert_eq!(says(address).await, "X-Whole is missing");

    // and the signal says that a loss is meant
    let before = rules.current().number();
    fs::remove_dir_all(shop.folder.join("401-unauthorized")).unwrap();
    hang_up();
    until(|| rules.current().number() > before).await;
    assert_eq!(rules.current().rules().rules().count(), 0);
    drop(watching);
}

/// What the rules in force say, without asking a server.
fn says_now(rules: &Rules) -> String {
    let current = rules.current();
    let rule = current.rules().rules().next().map(|rule| rule.api_says().to_vec());
    rule.and_then(|says| says.first().cloned()).unwrap_or_default()
}

/// Sends SIGHUP to this process, which listens by now.
fn hang_up() {
    let id = std::process::id().to_string();
    assert!(std::process::Command::new("sh").args(["-c", &format!("kill -HUP {id}")]).status().unwrap().success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_request_is_lost_or_let_through_while_rules_change() {
    let shop = Shop::open();
    let rules = Rules::of_folder(&shop.folder).unwrap();
    let seen: Arc<Mutex<Vec<(u64, String)>>> = Arc::default();
    let note = Arc::clone(&seen);
    let layer = ReqlintLayer::new(rules.clone()).on_report(move |exchange| {
        let checked = exchange.checked();
        let says = checked.expected().and_then(|rule| rule.api_says().first().cloned()).unwrap_or_default();
        note.lock().unwrap().push((checked.generation().number(), says));
    });
    let address = serve(Router::new().fallback(echo).layer(layer)).await;
    let is_over = Arc::new(AtomicBool::new(false));
    let clients = (0..4).map(|_| {
        let is_over = Arc::clone(&is_over);
        tokio::spawn(async move {
            let mut count = 0;
            while !is_over.load(Ordering::Relaxed) {
                let answer = send(address, &request("GET /", "", "")).await;
                assert_eq!(answer.status, 401, "{answer:?}");
                count += 1;
            }
            count
        })
    });
    let clients: Vec<_> = clients.collect();
    for number in 2..40 {
        shop.demand(&format!("X-Key-{number}"));
        reload(&rules, &shop.folder).await;
    }
    is_over.store(true, Ordering::Relaxed);
    let mut count = 0;
    for client in clients {
        count += client.await.unwrap();
    }
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), count);
    // a request is checked by one generation: its number and its words belong together
    for (number, says) in seen.iter().filter(|(number, _)| *number > 1) {
        assert_eq!(*says, format!("X-Key-{number} is missing"));
    }
}

async fn reload(rules: &Rules, folder: &Path) {
    let (rules, folder) = (rules.clone(), folder.to_owned());
    tokio::task::spawn_blocking(move || rules.reload(folder)).await.unwrap().unwrap();
}
