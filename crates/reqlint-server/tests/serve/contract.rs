//! When a request passes, and what a refusal looks like.

use crate::support::{PURGE, echo, edgecast, purge, request, right, send, serve};
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::routing::get;
use reqlint_server::{Checked, Mode, ReplyForm, ReqlintLayer, WhenUnknown};
use std::sync::{Arc, Mutex};

fn layer() -> ReqlintLayer {
    ReqlintLayer::new(edgecast())
}

fn around(layer: ReqlintLayer) -> Router {
    Router::new().fallback(echo).layer(layer)
}

#[tokio::test]
async fn a_request_that_is_right_goes_on_unchanged() {
    let address = serve(around(layer())).await;
    let answer = send(address, &purge(&right(), PURGE)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.body, format!("/v2/mcc/customers/0001/edge/purge {PURGE}"));
}

#[tokio::test]
async fn a_refusal_is_worded_as_the_pack_says() {
    let address = serve(around(layer())).await;
    let in_quotes = right().replace("TOK: 12345678-1234-1234-1234-1234567890ab", "\"TOK: 12345678\"");
    let answer = send(address, &purge(&in_quotes, PURGE)).await;
    assert_eq!((answer.status, answer.body.as_str()), (403, r#"{"Message":"Invalid user"}"#), "{answer:?}");
    assert!(answer.head.contains("content-type: application/json"), "{answer:?}");

    let answer = send(address, &purge(&format!("{in_quotes}Accept: application/xml\r\n"), PURGE)).await;
    assert!(answer.body.contains("<Message>Invalid user</Message>"), "{answer:?}");
}

#[tokio::test]
async fn a_refusal_may_be_a_problem_document() {
    let address = serve(around(layer().reply(ReplyForm::Problem))).await;
    let answer =
        send(address, &purge(&right(), r#"{"MediaPath":"http://wpc.0001.edgecastcdn.net/000001/a.jpg"}"#)).await;
    assert_eq!(answer.status, 400, "{answer:?}");
    assert!(answer.head.contains("content-type: application/problem+json"), "{answer:?}");
    let problem: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(problem["rule"], "edgecast/field-missing");
    assert_eq!(problem["status"], 400);
    assert!(problem["detail"].as_str().unwrap().contains("MediaType"), "{problem}");
    assert!(problem["fix"].is_string(), "{problem}");
}

#[tokio::test]
async fn statuses_bring_the_headers_that_they_ask_for() {
    let address = serve(around(layer())).await;
    let answer = send(address, &request("PATCH /v2/mcc/customers/0001/edge/purge", &right(), PURGE)).await;
    assert_eq!(answer.status, 405, "{answer:?}");
    assert!(answer.head.contains("allow: put"), "{answer:?}");

    let gateway = "GET /rules-engine/v1.1/policies HTTP/1.1\r\nHost: api.vdms.io\r\nConnection: close\r\n\r\n";
    let answer = send(address, gateway).await;
    assert_eq!(answer.status, 401, "{answer:?}");
    assert!(answer.head.contains("www-authenticate: bearer"), "{answer:?}");
    assert_eq!(answer.body, r#"{"@type":"Error","code":"Missing/Invalid Token","title":"Auth not valid"}"#);
}

#[tokio::test]
async fn a_layer_that_observes_refuses_nothing_and_counts() {
    let layer = layer().mode(Mode::Observe);
    let agreement = layer.agreement();
    let router = Router::new().fallback(async || (axum::http::StatusCode::FORBIDDEN, "no")).layer(layer);
    let address = serve(router).await;
    let without_token = "Content-Type: application/json\r\n";
    assert_eq!(send(address, &purge(without_token, PURGE)).await.body, "no");
    assert_eq!(send(address, &purge(&right(), "{}")).await.body, "no");
    assert_eq!(send(address, &purge(&right(), PURGE)).await.body, "no");
    let counts = agreement.counts();
    assert_eq!(counts.rules["edgecast/authorization-missing"].agreed, 1, "{counts:?}");
    assert_eq!(counts.rules["edgecast/field-missing"].otherwise[&403], 1, "{counts:?}");
    assert_eq!((counts.unexplained[&403], counts.passed), (1, 0), "{counts:?}");
}

#[tokio::test]
async fn a_softened_rule_refuses_nothing_and_says_so() {
    let layer = layer().soften("edgecast/authorization-missing").unwrap();
    let address = serve(around(layer)).await;
    let without_token = "Content-Type: application/json\r\n";
    let answer = send(address, &purge(without_token, PURGE)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let says = "reqlint-spared: would have been 403 by edgecast/authorization-missing";
    assert!(answer.head.contains(says), "{answer:?}");
    // another rule still refuses
    assert_eq!(send(address, &purge(without_token, "{}")).await.status, 400);

    let unknown = ReqlintLayer::new(edgecast()).soften("edgecast/authorisation-missing").unwrap_err();
    let says = "there is no rule `edgecast/authorisation-missing`: did you mean `edgecast/authorization-missing`?";
    assert_eq!(unknown.to_string(), says);
}

#[tokio::test]
async fn what_is_unknown_passes_or_not() {
    let router = around(layer().when_unknown(WhenUnknown::Refuse));
    let address = serve(router).await;
    // no source knows the facts about the token
    let answer = send(address, &purge(&right(), PURGE)).await;
    assert_eq!((answer.status, answer.body.as_str()), (503, r#"{"Message":"Service Unavailable"}"#), "{answer:?}");
    // what is known to be wrong is refused with its own status
    assert_eq!(send(address, &purge(&right(), "{}")).await.status, 400);
}

#[tokio::test]
async fn a_refusal_without_a_rule_has_a_code_where_the_pack_has_one() {
    let address = serve(around(layer().body_limit(10))).await;
    let head = "POST /rules-engine/v1.1/policies HTTP/1.1\r\nHost: api.vdms.io\r\nConnection: close\r\n\
                Authorization: Bearer 12345678-1234-1234-1234-1234567890ab\r\nContent-Type: application/json\r\n\
                Content-Length: 20\r\n\r\n{\"@type\":\"Policy\"   }";
    let answer = send(address, head).await;
    assert_eq!(answer.status, 413, "{answer:?}");
    assert!(answer.body.contains(r#""code":"body-too-long""#), "{answer:?}");
}

#[tokio::test]
async fn the_report_is_in_the_extensions() {
    let seen: Arc<Mutex<Vec<String>>> = Arc::default();
    let (at_service, at_client, called) = (Arc::clone(&seen), Arc::clone(&seen), Arc::clone(&seen));
    let note = |checked: Option<&Checked>| match checked {
        Some(checked) => format!("{} {:?} {:?}", checked.generation().number(), checked.decision(), checked.endpoint()),
        None => "nothing".to_owned(),
    };
    let inside = from_fn(move |request: Request<Body>, next: Next| {
        at_service.lock().unwrap().push(format!("service {}", note(Checked::of(request.extensions()))));
        next.run(request)
    });
    let outside = from_fn(move |request: Request<Body>, next: Next| {
        let at_client = Arc::clone(&at_client);
        async move {
            let response = next.run(request).await;
            at_client.lock().unwrap().push(format!("client {}", note(Checked::of(response.extensions()))));
            response
        }
    });
    let layer = layer().on_report(move |exchange| {
        let failed: Vec<_> = exchange.resolved().findings.iter().map(|finding| finding.detail.clone()).collect();
        called.lock().unwrap().push(format!("called {:?} {failed:?}", exchange.checked().decision()));
    });
    let address = serve(Router::new().fallback(echo).layer(inside).layer(layer).layer(outside)).await;
    send(address, &purge(&right(), PURGE)).await;
    send(address, &purge("Content-Type: application/json\r\n", PURGE)).await;
    let warned = right().replace("12345678-1234-1234-1234-1234567890ab", "1-2");
    send(address, &purge(&warned, PURGE)).await;
    let seen = seen.lock().unwrap().clone();
    assert_eq!(
        seen,
        [
            "called Unknown []",
            "service nothing",
            "client nothing",
            "called Refused [\"there is no Authorization header\"]",
            "client 1 Refused Some(\"purge-content\")",
            "called Unknown [\"the value deviates from the syntax at byte 6\"]",
            "service 1 Unknown Some(\"purge-content\")",
            "client 1 Unknown Some(\"purge-content\")",
        ]
    );
}

#[tokio::test]
async fn a_route_may_have_a_layer_of_its_own() {
    let watched = get(echo).layer(layer());
    let router = Router::new().route("/v2/mcc/customers/{account}/cnames/{platform}", watched).fallback(echo);
    let address = serve(router).await;
    assert_eq!(send(address, &request("GET /v2/mcc/customers/0001/cnames/httplarge", "", "")).await.status, 403);
    assert_eq!(send(address, &request("GET /v2/mcc/customers/0001/origins/httplarge", "", "")).await.status, 200);
}
