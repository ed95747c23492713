//! Request bodies: streams, long ones, broken ones; and what can't be seen before a request is sent.

use crate::support::{GOOD, Peer, answer, reqlint};
use bytes::Bytes;
use futures_util::{Stream, stream};
use reqlint_client::{Mode, Refusal, ResponseExt};
use reqwest::Body;
use reqwest_middleware::{ClientWithMiddleware, RequestBuilder};
use std::error::Error;
use std::io;
use std::time::Duration;

/// After that long the test hangs.
const PATIENCE: Duration = Duration::from_secs(20);

async fn shop() -> Peer {
    Peer::start(|_| answer(200, "{}")).await
}

fn post(client: &ClientWithMiddleware, body: impl Into<Body>) -> RequestBuilder {
    let request = client.post("http://shop.example/orders").header("authorization", GOOD);
    request.header("content-type", "application/json").body(body)
}

fn pieces(pieces: &[&'static str]) -> impl Stream<Item = io::Result<Bytes>> + Send + use<> {
    let pieces: Vec<_> = pieces.iter().map(|piece| Ok(Bytes::from_static(piece.as_bytes()))).collect();
    stream::iter(pieces)
}

#[tokio::test]
async fn a_stream_is_read_where_a_rule_needs_it() {
    let peer = shop().await;
    let client = peer.client(reqlint());
    let wrong = post(&client, Body::wrap_stream(pieces(&["{", "}"]))).send().await.unwrap_err();
    assert!(Refusal::of(&wrong).unwrap().is_by("shop/field-missing"));
    post(&client, Body::wrap_stream(pieces(&["{\"name\":", "\"x\"", "}"]))).send().await.unwrap();
    let bodies: Vec<_> = peer.got().into_iter().map(|got| got.body).collect();
    assert_eq!(bodies, [r#"{"name":"x"}"#]);
}

#[tokio::test]
async fn a_stream_is_waited_for_where_a_rule_needs_it() {
    let peer = shop().await;
    let client = peer.client(reqlint());
    let (sender, receiver) = tokio::sync::oneshot::channel::<io::Result<Bytes>>();
    let late = stream::once(async { receiver.await.unwrap() });
    let request = tokio::spawn(post(&client, Body::wrap_stream(late)).send());
    tokio::task::yield_now().await;
    sender.send(Ok(Bytes::from_static(b"{}"))).unwrap();
    let error = request.await.unwrap().unwrap_err();
    assert!(Refusal::of(&error).unwrap().is_by("shop/field-missing"));
}

#[tokio::test]
async fn a_body_that_no_rule_needs_is_not_waited_for() {
    let peer = Peer::raw(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
    let client = peer.client(reqlint());
    let endless = Body::wrap_stream(stream::pending::<io::Result<Bytes>>());
    let request = client.put("http://shop.example/files/7").header("authorization", GOOD).body(endless);
    let response = tokio::time::timeout(PATIENCE, request.send()).await.expect("waits for the body").unwrap();
    assert_eq!(response.status(), 200);
}

#[tokio::test]
async fn a_body_over_the_limit_is_not_visible_and_sent_whole() {
    let peer = shop().await;
    let client = peer.client(reqlint().body_limit(4));
    for body in [Body::from("{     }"), Body::wrap_stream(pieces(&["{", "     ", "}"]))] {
        post(&client, body).send().await.unwrap();
    }
    let bodies: Vec<_> = peer.got().into_iter().map(|got| got.body).collect();
    assert_eq!(bodies, ["{     }", "{     }"]);
}

#[tokio::test]
async fn a_stream_that_fails_in_the_middle_fails_as_without() {
    let peer = shop().await;
    let broken = || {
        let pieces = vec![Ok(Bytes::from_static(b"{\"na")), Err(io::Error::other("the disk is gone"))];
        Body::wrap_stream(stream::iter(pieces))
    };
    let plain = peer.plain().build().unwrap();
    let without = plain.post("http://shop.example/orders").body(broken()).send().await.unwrap_err();
    let with = post(&peer.client(reqlint()), broken()).send().await.unwrap_err();
    assert!(Refusal::of(&with).is_none(), "the rules have nothing to do with it");
    assert!(matches!(with, reqwest_middleware::Error::Reqwest(_)));
    for error in [&without as &(dyn Error + 'static), &with] {
        let chain = std::iter::successors(Some(error), |error| (*error).source());
        let texts: Vec<_> = chain.map(ToString::to_string).collect();
        assert!(texts.iter().any(|text| text == "the disk is gone"), "{texts:?}");
    }
}

#[tokio::test]
async fn a_request_whose_body_cannot_be_cloned_is_fixed() {
    let peer = shop().await;
    let client = peer.client(reqlint().mode(Mode::Fix));
    let request = client.post("http://shop.example/orders/").header("authorization", GOOD);
    let request = request.header("content-type", "application/json");
    let response = request.body(Body::wrap_stream(pieces(&["{\"name\":", "\"x\"}"]))).send().await.unwrap();
    assert_eq!(response.checked().unwrap().fixed.len(), 1);
    let [got] = peer.got().try_into().unwrap();
    assert_eq!((got.target.as_str(), got.body.as_str()), ("/orders", r#"{"name":"x"}"#));
}

#[tokio::test]
async fn what_the_client_adds_is_not_missing() {
    // the rule `framing` asks for Host and Content-Length, which no request has yet
    let peer = shop().await;
    post(&peer.client(reqlint()), r#"{"name":"x"}"#).send().await.unwrap();
    let [got] = peer.got().try_into().unwrap();
    assert!(got.headers.contains_key("host") && got.headers.contains_key("content-length"));
}
