//! An expired token, and the hook that fetches another.

use crate::support::{NOW, Peer, answer, at, reqlint};
use reqlint_client::{Mode, Refusal, Renewal, ReqlintLayer, ResponseExt};
use reqwest_middleware::{ClientWithMiddleware, RequestBuilder};
use std::error::Error;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;

const RULE: &str = "shop/token-expired";

async fn shop() -> Peer {
    Peer::start(|_| answer(200, "{}")).await
}

/// With a token that expired a minute ago.
fn stale() -> ReqlintLayer {
    let reqlint = reqlint();
    let mut facts = reqlint.rules().facts();
    facts.set("token-issued-at", "2024-05-01T11:54:00Z").unwrap();
    reqlint.facts(facts)
}

fn get(client: &ClientWithMiddleware, token: &str) -> RequestBuilder {
    client.get("http://shop.example/orders/7").bearer_auth(token)
}

fn fresh(token: &str) -> Result<Renewal, io::Error> {
    Ok(Renewal::bearer(token).unwrap().fact("token-issued-at", at(NOW)))
}

#[tokio::test]
async fn an_expired_token_is_caught_before_it_is_sent() {
    let peer = shop().await;
    let error = get(&peer.client(stale()), "old").send().await.unwrap_err();
    assert!(Refusal::of(&error).unwrap().is_by(RULE));
    assert!(peer.got().is_empty());
}

#[tokio::test]
async fn facts_of_one_request_take_precedence() {
    let peer = shop().await;
    let mut facts = stale().rules().facts();
    facts.set("token-issued-at", NOW).unwrap();
    get(&peer.client(stale()), "new").with_extension(facts).send().await.unwrap();
}

#[tokio::test]
async fn a_new_token_is_fetched_once_and_used() {
    for mode in [Mode::Enforce, Mode::Observe, Mode::Fix] {
        let (peer, calls) = (shop().await, Arc::new(AtomicUsize::new(0)));
        let counted = Arc::clone(&calls);
        let hook = move |head: http::Request<()>| {
            counted.fetch_add(1, Ordering::Relaxed);
            assert_eq!(head.uri().host(), Some("shop.example"));
            async { fresh("new") }
        };
        let client = peer.client(stale().mode(mode).renew(&[RULE], hook).unwrap());
        for _ in 0..3 {
            let response = get(&client, "old").send().await.unwrap();
            assert!(response.checked().is_none(), "nothing is wrong with it any more");
        }
        assert!(peer.got().iter().all(|got| got.headers["authorization"] == "Bearer new"));
        assert_eq!((peer.got().len(), calls.load(Ordering::Relaxed)), (3, 1));
        // another token needs a renewal of its own
        get(&client, "another").send().await.unwrap();
        assert_eq!(calls.load(Ordering::Relaxed), 2);
    }
}

#[tokio::test]
async fn many_tasks_fetch_one_token() {
    let (peer, calls) = (shop().await, Arc::new(AtomicUsize::new(0)));
    let counted = Arc::clone(&calls);
    let hook = move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
        async {
            tokio::task::yield_now().await;
            fresh("new")
        }
    };
    let client = peer.client(stale().renew(&[RULE], hook).unwrap());
    let tasks: Vec<_> = (0..50).map(|_| tokio::spawn(get(&client, "old").send())).collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!((peer.got().len(), calls.load(Ordering::Relaxed)), (50, 1));
}

#[tokio::test]
async fn a_cancelled_call_does_not_block_others() {
    let (peer, started, calls) = (shop().await, Arc::new(Notify::new()), Arc::new(AtomicUsize::new(0)));
    let (starting, counted) = (Arc::clone(&started), Arc::clone(&calls));
    let hook = move |_| {
        let is_first = counted.fetch_add(1, Ordering::Relaxed) == 0;
        starting.notify_one();
        async move {
            if is_first {
                std::future::pending::<()>().await;
            }
            fresh("new")
        }
    };
    let client = peer.client(stale().renew(&[RULE], hook).unwrap());
    let first = tokio::spawn(get(&client, "old").send());
    started.notified().await;
    let second = tokio::spawn(get(&client, "old").send());
    tokio::task::yield_now().await;
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    second.await.unwrap().unwrap();
    assert_eq!((peer.got().len(), calls.load(Ordering::Relaxed)), (1, 2));
}

#[tokio::test]
async fn a_hook_that_fails_is_among_the_sources() {
    let peer = shop().await;
    let hook = |_| async { Err::<Renewal, _>(io::Error::other("the door is shut")) };
    let client = peer.client(stale().renew(&[RULE], hook).unwrap());
    let error = get(&client, "old").send().await.unwrap_err();
    let refused = Refusal::of(&error).unwrap();
    assert!(refused.is_by(RULE));
    let chain: Vec<_> =
        std::iter::successors(refused.source(), |error| (*error).source()).map(ToString::to_string).collect();
    assert_eq!(chain, ["the rule `shop/token-expired` failed, and renewing it failed", "the door is shut"]);
    assert!(peer.got().is_empty());

    let hook = |_| async { Err::<Renewal, _>(io::Error::other("the door is shut")) };
    let client = peer.client(stale().mode(Mode::Observe).renew(&[RULE], hook).unwrap());
    get(&client, "old").send().await.unwrap();
    assert_eq!(peer.got()[0].headers["authorization"], "Bearer old", "sent as it was");
}

#[tokio::test]
async fn a_renewal_that_has_expired_itself_is_refused() {
    let peer = shop().await;
    let hook = |_| async { Ok::<_, io::Error>(Renewal::bearer("new").unwrap()) };
    let client = peer.client(stale().renew(&[RULE], hook).unwrap());
    let error = get(&client, "old").send().await.unwrap_err();
    assert!(Refusal::of(&error).unwrap().is_by(RULE));
}

#[tokio::test]
async fn a_renewed_token_that_expires_is_renewed_again() {
    let (peer, calls, now) = (shop().await, Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(at(NOW))));
    let (counted, clock, issued) = (Arc::clone(&calls), Arc::clone(&now), Arc::clone(&now));
    let hook = move |_| {
        let number = counted.fetch_add(1, Ordering::Relaxed);
        let renewal =
            Renewal::bearer(&format!("new-{number}")).unwrap().fact("token-issued-at", *issued.lock().unwrap());
        async { Ok::<_, io::Error>(renewal) }
    };
    let client = peer.client(stale().clock(move || *clock.lock().unwrap()).renew(&[RULE], hook).unwrap());
    get(&client, "old").send().await.unwrap();
    *now.lock().unwrap() = at("2024-05-01T13:00:00Z");
    get(&client, "old").send().await.unwrap();
    let sent: Vec<_> = peer.got().iter().map(|got| got.headers["authorization"].to_str().unwrap().to_owned()).collect();
    assert_eq!(sent, ["Bearer new-0", "Bearer new-1"]);
}

#[test]
fn an_unknown_rule_is_named() {
    let hook = |_| async { fresh("new") };
    let error = reqlint().renew(&["shop/token-expird"], hook).unwrap_err();
    assert_eq!(error.to_string(), "there is no rule `shop/token-expird`: did you mean `shop/token-expired`?");
}
