//! Above and below middleware that retries.

use crate::support::{GOOD, NOW, Peer, answer, at, reqlint};
use futures_util::stream;
use reqlint_client::{Refusal, ReqlintLayer, ResponseExt};
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware, RequestBuilder};
use reqwest_retry::RetryTransientMiddleware;
use reqwest_retry::policies::ExponentialBackoff;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

fn retry() -> RetryTransientMiddleware<ExponentialBackoff> {
    let at_once = Duration::from_millis(0)..Duration::from_millis(1);
    let policy = ExponentialBackoff::builder().retry_bounds(at_once.start, at_once.end).build_with_max_retries(2);
    RetryTransientMiddleware::new_with_policy(policy)
}

fn above(peer: &Peer, reqlint: ReqlintLayer) -> ClientWithMiddleware {
    ClientBuilder::new(peer.plain().build().unwrap()).with(reqlint).with(retry()).build()
}

fn below(peer: &Peer, reqlint: ReqlintLayer) -> ClientWithMiddleware {
    ClientBuilder::new(peer.plain().build().unwrap()).with(retry()).with(reqlint).build()
}

fn get(client: &ClientWithMiddleware) -> RequestBuilder {
    client.get("http://shop.example/orders/7").header("authorization", GOOD)
}

/// Unavailable, until the third try.
async fn shaky() -> Peer {
    let tries = AtomicUsize::new(0);
    Peer::start(move |_| answer(if tries.fetch_add(1, Ordering::Relaxed) < 2 { 503 } else { 200 }, "{}")).await
}

#[tokio::test]
async fn either_way_round_a_try_succeeds() {
    for client in [above, below] {
        let peer = shaky().await;
        let response = get(&client(&peer, reqlint())).send().await.unwrap();
        assert_eq!((response.status().as_u16(), peer.got().len()), (200, 3));
        assert!(response.diagnosis().is_none());
    }
}

#[tokio::test]
async fn either_way_round_a_refusal_is_found_and_not_tried_again() {
    for client in [above, below] {
        let (peer, reports) = (shaky().await, Arc::new(AtomicUsize::new(0)));
        let counted = Arc::clone(&reports);
        let reqlint = reqlint().on_report(move |_| {
            counted.fetch_add(1, Ordering::Relaxed);
        });
        let error = client(&peer, reqlint).get("http://shop.example/orders/7").send().await.unwrap_err();
        assert!(Refusal::of(&error).unwrap().is_by("shop/token-missing"));
        assert_eq!((peer.got().len(), reports.load(Ordering::Relaxed)), (0, 1));
    }
}

#[tokio::test]
async fn either_way_round_the_last_answer_is_explained() {
    for client in [above, below] {
        let peer = Peer::start(|_| answer(503, "")).await;
        let response = get(&client(&peer, reqlint())).send().await.unwrap();
        assert_eq!(peer.got().len(), 3);
        assert_eq!(response.diagnosis().unwrap().observed.status, 503);
    }
}

#[tokio::test]
async fn below_each_try_is_checked_at_its_own_time() {
    // between two tries the token gets too old
    for (client, tries) in [(below as fn(&Peer, _) -> _, 1), (above, 3)] {
        let peer = shaky().await;
        let times = Mutex::new(vec![at("2024-05-01T12:05:00Z"), at(NOW)]);
        let clock = move || {
            let mut times = times.lock().unwrap();
            if times.len() > 1 { times.pop().unwrap() } else { times[0] }
        };
        let reqlint = reqlint().clock(clock);
        let mut facts = reqlint.rules().facts();
        facts.set("token-issued-at", "2024-05-01T11:59:00Z").unwrap();
        let answer = get(&client(&peer, reqlint)).with_extension(facts).send().await;
        assert_eq!(peer.got().len(), tries);
        let refused = answer.as_ref().err().and_then(|error| Refusal::of(error));
        assert_eq!(refused.is_some_and(|refused| refused.is_by("shop/token-expired")), tries == 1);
    }
}

#[tokio::test]
async fn above_a_stream_that_was_read_can_be_tried_again() {
    let body = || reqwest::Body::wrap_stream(stream::iter([Ok::<_, std::io::Error>("{\"name\":\"x\"}")]));
    let post = |client: &ClientWithMiddleware| {
        let request = client.post("http://shop.example/orders").header("authorization", GOOD);
        request.header("content-type", "application/json").body(body())
    };
    let peer = shaky().await;
    assert_eq!(post(&above(&peer, reqlint())).send().await.unwrap().status(), 200);
    assert!(peer.got().iter().all(|got| got.body == "{\"name\":\"x\"}"));
    let error = post(&below(&peer, reqlint())).send().await.unwrap_err();
    assert!(error.to_string().contains("not cloneable"), "{error}");
}
