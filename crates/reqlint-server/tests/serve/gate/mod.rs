//! A gate that holds: what must not reach the service, however it is written, in front of axum's own router.

mod anything;
mod bodies;
mod depot;
mod facts;
mod glance;
mod hosts;
mod parts;
mod readings;
mod yard;

use crate::http2::{as_http2, send_http2};
use crate::support::{Answered, send, serve};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response};
use axum::routing::{get, post};
use reqlint_core::{PackSource, RuleSet, SourceFile};
use reqlint_server::{ReqlintLayer, WhenUnknown};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tower::{Layer, ServiceExt};

pub(crate) const HOST: &str = "Host: api.parcel.example";
pub(crate) const KEY: &str = "X-Parcel-Key: 1234";

/// The packs of a folder of test data.
pub(crate) fn packs() -> Vec<PackSource> {
    let files = [
        ("pack.toml", include_str!("../data/parcel/pack.toml")),
        ("endpoints/shipments.toml", include_str!("../data/parcel/endpoints/shipments.toml")),
        ("400-bad-request/field-invalid.toml", include_str!("../data/parcel/400-bad-request/field-invalid.toml")),
        ("400-bad-request/body-unreadable.toml", include_str!("../data/parcel/400-bad-request/body-unreadable.toml")),
        ("401-unauthorized/key-missing.toml", include_str!("../data/parcel/401-unauthorized/key-missing.toml")),
        ("401-unauthorized/key-malformed.toml", include_str!("../data/parcel/401-unauthorized/key-malformed.toml")),
        ("404-not-found/path-unknown.toml", include_str!("../data/parcel/404-not-found/path-unknown.toml")),
    ];
    let files = files.map(|(path, text)| SourceFile { path: format!("parcel/{path}"), text: text.to_owned() });
    vec![PackSource { name: "parcel".into(), root: "parcel".into(), files: files.into() }]
}

pub(crate) fn rules() -> RuleSet {
    RuleSet::load(packs()).unwrap()
}

/// axum's own router, which doesn't look at hosts; it counts what reaches it.
#[derive(Clone, Default)]
pub(crate) struct Api {
    reached: Arc<AtomicUsize>,
}

impl Api {
    pub(crate) fn router(&self) -> Router {
        let count = |reached: Arc<AtomicUsize>| {
            move |body: String| async move {
                reached.fetch_add(1, Ordering::Relaxed);
                body
            }
        };
        let of = || count(Arc::clone(&self.reached));
        Router::new()
            .route("/v1/shipments", get(of()).post(of()))
            .route("/v1/shipments/{number}", get(of()))
            .route("/v1/raw", post(of()))
    }

    pub(crate) fn reached(&self) -> usize {
        self.reached.load(Ordering::Relaxed)
    }

    pub(crate) async fn behind(&self, layer: ReqlintLayer) -> SocketAddr {
        serve(self.router().layer(layer)).await
    }
}

/// The head of a request and its body, with what HTTP/1.1 needs around them.
fn text(head: &str, body: &[u8]) -> Vec<u8> {
    let length = if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    let head = format!("{}\r\n{length}Connection: close\r\n\r\n", head.trim().replace('\n', "\r\n"));
    [head.as_bytes(), body].concat()
}

/// What the gate answers over HTTP/1.1; where HTTP/2 can say the request, it answers the same there.
pub(crate) async fn says(address: SocketAddr, head: &str, body: impl AsRef<[u8]>) -> Answered {
    let body = body.as_ref();
    let answer = send(address, text(head, body)).await;
    if let Some(request) = as_http2(head, body)
        && let Some((status, body)) = send_http2(address, request).await
    {
        assert_eq!(status, answer.status, "over HTTP/2: {head}");
        assert_eq!(String::from_utf8_lossy(&body), answer.body, "over HTTP/2: {head}");
    }
    answer
}

fn create(more: &str) -> String {
    format!("POST /v1/shipments HTTP/1.1\n{HOST}\n{KEY}\nContent-Type: application/json\n{more}")
}

#[tokio::test]
async fn what_is_right_reaches_the_service() {
    let api = Api::default();
    for layer in [ReqlintLayer::new(rules()), ReqlintLayer::new(rules()).when_unknown(WhenUnknown::Refuse)] {
        let address = api.behind(layer).await;
        let body = r#"{"country":"DE","sender":"Ann"}"#;
        let answer = says(address, &create(""), body).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, body), "{answer:?}");
        let all = ["GET /v1/shipments?limit=5", "GET /v1/shipments/17", "HEAD /v1/shipments/17"];
        for line in all {
            for host in [HOST, "Host: API.Parcel.Example:8080", "Host: api.parcel.example."] {
                let answer = says(address, &format!("{line} HTTP/1.1\n{host}\n{KEY}"), "").await;
                assert_eq!(answer.status, 200, "{line} {host} {answer:?}");
            }
        }
    }
    assert_eq!(api.reached(), 2 * 2 * 10, "over HTTP/1.1 and HTTP/2");
}

#[tokio::test]
async fn nothing_on_the_wire_is_a_placeholder() {
    let api = Api::default();
    for layer in [ReqlintLayer::new(rules()), ReqlintLayer::new(rules()).when_unknown(WhenUnknown::Refuse)] {
        let address = api.behind(layer).await;
        for hidden in ["***", "<a>", "$A", "${A}", "{{a}}"] {
            let long = format!("a sender with a long name {hidden}");
            let bodies = [
                format!(r#"{{"country":"US {hidden}"}}"#),
                format!(r#"{{"country":"{hidden}"}}"#),
                format!(r#"{{"country":"DE","sender":"{long}"}}"#),
                hidden.to_owned(),
                format!(r#"{{"country":{hidden}}}"#),
            ];
            for body in bodies {
                assert_eq!(says(address, &create(""), &body).await.status, 400, "{body}");
            }
            let key = format!("GET /v1/shipments HTTP/1.1\n{HOST}\nX-Parcel-Key: {hidden} drop table");
            assert_eq!(says(address, &key, "").await.status, 401, "{hidden}");
            let typed = create("").replace("application/json", hidden);
            assert_eq!(says(address, &typed, r#"{"country":"US"}"#).await.status, 400, "{hidden}");
        }
        for (target, status) in [
            ("/v1/shipments/1***", 400),
            ("/v1/shipments/$A", 400),
            ("/v1/shipments?limit=$X", 400),
            ("/v1/shipments?limit=***", 400),
            ("/v1/***", 404),
            ("/v1/$SHIPMENTS", 404),
        ] {
            let answer = says(address, &format!("GET {target} HTTP/1.1\n{HOST}\n{KEY}"), "").await;
            assert_eq!(answer.status, status, "{target}");
        }
        let answer = says(address, &format!("GET /v1/shipments HTTP/1.1\nHost: $H\n{KEY}"), "").await;
        assert_eq!(answer.status, 421);
    }
    assert_eq!(api.reached(), 0);
}

/// Sends a request to the router through a layer, without a connection.
async fn through(layer: ReqlintLayer, api: &Api, request: Request<Body>) -> Response<impl Sized> {
    layer.layer(api.router()).oneshot(request).await.unwrap()
}

#[tokio::test]
async fn head_meets_the_rules_of_get() {
    let api = Api::default();
    let address = api.behind(ReqlintLayer::new(rules())).await;
    for (target, status) in [("/v1/shipments/no-number", 400), ("/v1/shipments?limit=500", 400), ("/v1/other", 404)] {
        for method in ["GET", "HEAD"] {
            let answer = says(address, &format!("{method} {target} HTTP/1.1\n{HOST}\n{KEY}"), "").await;
            assert_eq!(answer.status, status, "{method} {target}");
        }
    }
    assert_eq!(api.reached(), 0);
}
