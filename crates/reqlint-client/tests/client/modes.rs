//! What happens to a wrong request.

use crate::support::{GOOD, Peer, QUOTED, answer, reqlint, rules};
use http::{HeaderMap, HeaderValue};
use reqlint_client::{Checked, Decision, Mode, Refusal, ReqlintLayer, ResponseExt};
use reqlint_core::Finding;
use std::sync::{Arc, Mutex};

async fn shop() -> Peer {
    Peer::start(|_| answer(200, "{}")).await
}

fn names(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.rule.as_str()).collect()
}

#[tokio::test]
async fn a_wrong_request_is_refused_in_two_lines() {
    let peer = shop().await;
    let client = peer.client(reqlint());
    let request = client.get("http://shop.example/orders/7/?page=1").header("authorization", QUOTED);
    let error = request.send().await.unwrap_err();
    let said = "not sent: GET shop.example/orders/7/?page=1 would get 403 Forbidden: the value is in quotes, in \
                header Authorization (shop/token-in-quotes), and 1 more\nfix: Send the value without quotes.";
    assert_eq!(error.to_string(), said);
    let refused = Refusal::of(&error).unwrap();
    assert_eq!(refused.to_string(), said);
    assert_eq!(refused.status(), Some(403));
    assert!(refused.is_by("shop/trailing-slash") && refused.is_by("shop/token-in-quotes"));
    assert!(!refused.is_by("shop/token-missing"));
    assert_eq!(refused.checked().decision, Decision::Refused);
    assert!(error.is_middleware(), "not a failure of the network");
    assert!(peer.got().is_empty(), "nothing was sent");
}

#[tokio::test]
async fn a_right_request_is_sent_as_it_is() {
    let peer = shop().await;
    let client = peer.client(reqlint());
    let request = client.post("http://shop.example/orders").header("authorization", GOOD);
    let request = request.header("content-type", "application/json").body(r#"{"name":"x"}"#);
    let response = request.send().await.unwrap();
    assert!(response.checked().is_none());
    assert!(response.explain().is_ok());
    let [got] = peer.got().try_into().unwrap();
    assert_eq!((got.method.as_str(), got.target.as_str(), got.body.as_str()), ("POST", "/orders", r#"{"name":"x"}"#));
    assert_eq!(got.headers["authorization"], GOOD);
    assert_eq!(got.headers["content-length"], "12");
}

#[tokio::test]
async fn an_observed_request_is_sent_and_reported() {
    let peer = shop().await;
    let reports = Arc::new(Mutex::new(Vec::<Checked>::new()));
    let kept = Arc::clone(&reports);
    let reqlint = reqlint().mode(Mode::Observe).on_report(move |checked| kept.lock().unwrap().push(checked.clone()));
    let response = peer.client(reqlint).get("http://shop.example/orders/7/").header("authorization", GOOD).send();
    let response = response.await.unwrap();
    assert_eq!(peer.got()[0].target, "/orders/7/");
    let checked = response.checked().unwrap();
    assert_eq!(checked.decision, Decision::Spared);
    assert_eq!(checked.expected().unwrap().status, Some(404));
    assert!(checked.to_string().starts_with("sent anyway: GET shop.example/orders/7/ would get 404"), "{checked}");
    assert_eq!(*reports.lock().unwrap(), std::slice::from_ref(checked));
}

#[tokio::test]
async fn a_failed_warning_refuses_nothing() {
    let peer = shop().await;
    let response = peer.client(reqlint()).get("http://shop.example/orders").header("authorization", GOOD).send();
    let response = response.await.unwrap();
    let checked = response.checked().unwrap();
    assert_eq!((checked.decision, checked.expected()), (Decision::Unknown, None));
    assert_eq!(checked.finding().unwrap().rule, "shop/page-given");
}

#[tokio::test]
async fn safe_edits_are_applied_and_reported() {
    let peer = shop().await;
    let client = peer.client(reqlint().mode(Mode::Fix));
    let request = client.post("http://shop.example/orders/?page=1").header("authorization", QUOTED);
    let request = request.header("content-type", "text/plain").body(r#"{"name":"x"}"#);
    let response = request.send().await.unwrap();
    let [got] = peer.got().try_into().unwrap();
    assert_eq!((got.target.as_str(), got.body.as_str()), ("/orders?page=1", r#"{"name":"x"}"#));
    assert_eq!(got.headers["authorization"], GOOD);
    assert_eq!(got.headers["content-type"], "application/json");
    let checked = response.checked().unwrap();
    assert_eq!(names(&checked.fixed), ["shop/media-type", "shop/token-in-quotes", "shop/trailing-slash"]);
    assert_eq!(checked.decision, Decision::Unknown);
    assert_eq!(
        checked.to_string(),
        "fixed and sent: POST shop.example/orders?page=1: \
         this endpoint takes application/json, in header Content-Type (shop/media-type); \
         the value is in quotes, in header Authorization (shop/token-in-quotes); \
         the path ends with a slash, in the target at byte 7 (shop/trailing-slash)"
    );
    assert_eq!(response.url().as_str(), "http://shop.example/orders?page=1");
}

#[tokio::test]
async fn what_no_edit_fixes_is_refused() {
    let peer = shop().await;
    let client = peer.client(reqlint().mode(Mode::Fix));
    let request = client.post("http://shop.example/orders/").header("authorization", GOOD);
    let error = request.header("content-type", "application/json").body("{}").send().await.unwrap_err();
    let refused = Refusal::of(&error).unwrap();
    assert_eq!(names(&refused.checked().fixed), ["shop/trailing-slash"]);
    assert_eq!(names(&refused.checked().resolved.findings), ["shop/field-missing"]);
    assert!(peer.got().is_empty());
}

#[tokio::test]
async fn headers_that_the_client_adds_are_not_missing() {
    let peer = shop().await;
    let own = HeaderMap::from_iter([(http::header::AUTHORIZATION, HeaderValue::from_static(GOOD))]);
    let plain = peer.plain().default_headers(own.clone()).build().unwrap();
    let client = |reqlint| reqwest_middleware::ClientBuilder::new(plain.clone()).with(reqlint).build();
    let url = "http://shop.example/orders/7";

    // without `client_headers` a missing header is not visible
    client(ReqlintLayer::new(rules())).get(url).send().await.unwrap();
    client(reqlint().client_headers(own)).get(url).send().await.unwrap();
    let error = peer.client(reqlint()).get(url).send().await.unwrap_err();
    assert!(Refusal::of(&error).unwrap().is_by("shop/token-missing"));
    assert_eq!(peer.got().len(), 2);
}

#[tokio::test]
async fn other_hosts_are_not_looked_at() {
    let peer = shop().await;
    let response = peer.client(reqlint()).get("http://elsewhere.example/orders/").send().await.unwrap();
    assert!(response.checked().is_none());
    assert_eq!(peer.got()[0].target, "/orders/");
}
