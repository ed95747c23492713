//! Why an answer was an error.

use crate::support::{GOOD, Peer, answer, reqlint, rules};
use http::HeaderMap;
use reqlint_client::{ReqlintLayer, ResponseExt};
use reqlint_core::diagnose::{AnswerForm, Step};
use reqwest_middleware::ClientBuilder;
use std::error::Error;

const URL: &str = "http://shop.example/orders/7";

async fn denied() -> Peer {
    Peer::start(|_| answer(403, r#"{"message":"Access denied"}"#)).await
}

/// A layer that knows nothing about the account.
fn unsure() -> ReqlintLayer {
    ReqlintLayer::new(rules()).client_headers(HeaderMap::new())
}

#[tokio::test]
async fn an_error_answer_is_explained_and_stays_readable() {
    for is_http2 in [false, true] {
        let peer = denied().await;
        let plain = if is_http2 { peer.plain().http2_prior_knowledge() } else { peer.plain() };
        let client = ClientBuilder::new(plain.build().unwrap()).with(unsure()).build();
        let response = client.get(URL).header("authorization", GOOD).send().await.unwrap();
        let error = response.explain().unwrap_err();
        assert_eq!(
            error.to_string(),
            "GET shop.example/orders/7 got 403 Forbidden, \"Access denied\": this may be violated: The account is \
             open (shop/account-closed)\nfind out: Is the account open? (fact account-open)"
        );
        assert_eq!(error.status, 403);
        assert_eq!(response.url().as_str(), URL);
        assert_eq!(response.remote_addr(), Some(peer.address));
        assert_eq!(response.content_length(), Some(27));
        assert_eq!(response.text().await.unwrap(), r#"{"message":"Access denied"}"#);
        let version = if is_http2 { http::Version::HTTP_2 } else { http::Version::HTTP_11 };
        assert_eq!(peer.got()[0].version, version);
    }
}

#[tokio::test]
async fn a_fact_of_one_request_names_the_cause() {
    let peer = denied().await;
    let reqlint = unsure().mode(reqlint_client::Mode::Observe);
    let mut facts = reqlint.rules().facts();
    facts.set("account-open", false).unwrap();
    let client = peer.client(reqlint);
    let response = client.get(URL).header("authorization", GOOD).with_extension(facts).send().await.unwrap();
    assert_eq!(
        response.explain().unwrap_err().to_string(),
        "GET shop.example/orders/7 got 403 Forbidden, \"Access denied\": the fact `account-open` is false; it \
         should be true (shop/account-closed)\nfix: Open the account."
    );
    assert!(response.diagnosis().unwrap().is_explained());
}

#[tokio::test]
async fn a_success_is_left_alone() {
    let peer = Peer::start(|_| answer(200, "{}")).await;
    let response = peer.client(reqlint()).get(URL).header("authorization", GOOD).send().await.unwrap();
    assert!(response.diagnosis().is_none());
    assert_eq!(response.explain().unwrap().status(), 200);
}

#[tokio::test]
async fn an_error_from_elsewhere_is_an_error_without_a_cause() {
    let peer = denied().await;
    let response = peer.client(reqlint()).get("http://elsewhere.example/").send().await.unwrap();
    let error = response.explain().unwrap_err();
    assert_eq!(error.to_string(), "the answer is 403 Forbidden, and no loaded rules cover this host");
    assert!(error.diagnosis.is_none());
}

#[tokio::test]
async fn what_nothing_explains_says_what_to_do() {
    let peer = Peer::start(|_| answer(503, "")).await;
    let response = peer.client(reqlint()).get(URL).header("authorization", GOOD).send().await.unwrap();
    let diagnosis = response.diagnosis().unwrap();
    assert!(matches!(diagnosis.next, Step::SendAgain { .. }));
    assert_eq!(
        diagnosis.to_string(),
        "GET shop.example/orders/7 got 503 Service Unavailable\nsend it again later; if the answer stays the same, contact the API's support"
    );
    assert!(!diagnosis.is_explained() && diagnosis.cause().is_none());
}

#[tokio::test]
async fn an_answer_over_the_limit_is_not_lost() {
    let long = format!(r#"{{"message":"Access denied","more":"{}"}}"#, "x".repeat(100_000));
    let body = long.clone();
    let peer = Peer::start(move |_| answer(403, body.clone())).await;
    for limit in [0, 40, 64 * 1024] {
        let client = peer.client(unsure().answer_limit(limit));
        let response = client.get(URL).header("authorization", GOOD).send().await.unwrap();
        assert!(response.diagnosis().is_some(), "{limit}");
        assert_eq!(response.text().await.unwrap(), long);
    }
}

#[tokio::test]
async fn an_answer_that_is_cut_off_keeps_its_error() {
    let peer = Peer::raw(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 40\r\n\r\n{\"message\":\"Acc").await;
    let plain = peer.plain().build().unwrap();
    let without = plain.get(URL).send().await.unwrap().bytes().await.unwrap_err();
    let mut response = peer.client(unsure()).get(URL).header("authorization", GOOD).send().await.unwrap();
    assert_eq!(response.diagnosis().unwrap().observed.form, AnswerForm::CutOff);
    assert_eq!(response.chunk().await.unwrap().unwrap(), r#"{"message":"Acc"#, "what came is there");
    let with = response.chunk().await.unwrap_err();
    let original = |error: &reqwest::Error| hyper_error(error).map(|error| error.to_string());
    assert!(original(&without).is_some());
    assert_eq!(original(&with), original(&without));
}

/// What hyper said, from the chain of sources.
fn hyper_error<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e hyper::Error> {
    std::iter::successors(Some(error), |error| (*error).source()).find_map(|error| error.downcast_ref())
}
