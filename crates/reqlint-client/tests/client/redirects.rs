//! Each hop of a redirect is checked.

use crate::support::{GOOD, Peer, answer, redirect, reqlint};
use reqlint_client::{Mode, Refusal, ReqlintLayer, ResponseExt, checked_redirects};
use reqwest::redirect::Policy;
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware};

fn client(peer: &Peer, reqlint: ReqlintLayer) -> ClientWithMiddleware {
    let plain = peer.plain().redirect(checked_redirects(Policy::limited(3))).build().unwrap();
    ClientBuilder::new(plain).with(reqlint).build()
}

/// Sends the shop's clients from `/orders/old…` to where its name says.
async fn moving(status: u16, to: &'static str) -> Peer {
    Peer::start(move |got| match got.target.as_str() {
        "/orders/old" | "/orders" => redirect(status, to),
        _ => answer(403, r#"{"message":"Access denied"}"#),
    })
    .await
}

#[tokio::test]
async fn a_hop_to_a_wrong_place_is_refused() {
    for mode in [Mode::Enforce, Mode::Fix] {
        let peer = moving(302, "/orders/7/").await;
        let request = client(&peer, reqlint().mode(mode)).get("http://shop.example/orders/old");
        let error = request.header("authorization", GOOD).send().await.unwrap_err();
        let refused = Refusal::of(&error).unwrap();
        assert!(refused.is_by("shop/trailing-slash"));
        assert_eq!(error.to_string(), refused.to_string(), "no word of the redirect's own");
        assert_eq!(refused.checked().request, "GET shop.example/orders/7/");
        assert_eq!(peer.got().len(), 1, "the hop was not sent");
    }
}

#[tokio::test]
async fn a_hop_is_warned_of() {
    let peer = moving(302, "/orders/7/").await;
    let request = client(&peer, reqlint().mode(Mode::Observe)).get("http://shop.example/orders/old");
    let response = request.header("authorization", GOOD).send().await.unwrap();
    assert_eq!(peer.got().len(), 2);
    let diagnosis = response.diagnosis().unwrap();
    assert_eq!(diagnosis.request, "GET shop.example/orders/7/", "the answer is explained by what it came to");
}

#[tokio::test]
async fn a_hop_is_the_request_that_reqwest_makes() {
    // 307 keeps method and body; 303 makes it a GET without them
    for (status, method, body) in [(307, "POST", r#"{"name":"x"}"#), (303, "GET", "")] {
        let peer = moving(status, "/orders/7").await;
        let request = client(&peer, reqlint().mode(Mode::Observe)).post("http://shop.example/orders");
        let request = request.header("authorization", GOOD).header("content-type", "application/json");
        let response = request.body(r#"{"name":"x"}"#).send().await.unwrap();
        let hop = &peer.got()[1];
        assert_eq!((hop.method.as_str(), hop.body.as_str()), (method, body));
        let diagnosis = response.diagnosis().unwrap();
        assert_eq!(diagnosis.request, format!("{method} shop.example/orders/7"));
    }
}

#[tokio::test]
async fn what_goes_to_another_host_is_not_an_error() {
    // reqwest leaves Authorization behind; what it sends there can't be seen, so nothing is missing
    let peer = moving(302, "http://shop.example/orders/7").await;
    let request = client(&peer, reqlint()).get("http://elsewhere.example/orders/old");
    let response = request.header("authorization", GOOD).send().await.unwrap();
    assert!(!peer.got()[1].headers.contains_key("authorization"));
    assert_eq!(response.diagnosis().unwrap().request, "GET shop.example/orders/7");
}

#[tokio::test]
async fn a_hop_from_another_host_is_checked() {
    let peer = moving(302, "http://shop.example/orders/7/").await;
    let error = client(&peer, reqlint()).get("http://elsewhere.example/orders/old").send().await.unwrap_err();
    assert!(Refusal::of(&error).unwrap().is_by("shop/trailing-slash"));
}

#[tokio::test]
async fn the_given_policy_decides_about_the_rest() {
    let peer = Peer::start(|_| redirect(302, "/orders/again")).await;
    let request = client(&peer, reqlint()).get("http://shop.example/orders/old").header("authorization", GOOD);
    let error = request.send().await.unwrap_err();
    assert!(error.is_redirect() && Refusal::of(&error).is_none());
    assert_eq!(peer.got().len(), 4);
}

#[tokio::test]
async fn an_answer_after_an_unseen_hop_is_not_explained_wrongly() {
    let peer = moving(302, "/orders/7/").await;
    let response = peer.client(reqlint()).get("http://shop.example/orders/old").header("authorization", GOOD).send();
    let response = response.await.unwrap();
    assert_eq!(response.status(), 403);
    assert!(response.diagnosis().is_none(), "what was sent there is unknown");
}
