//! For a request without errors the layer itself allocates nothing.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use axum::http::{Request, Response};
use bytes::Bytes;
use http_body_util::Full;
use reqlint_core::RuleSet;
use reqlint_server::{Mode, Replay, ReqlintLayer};
use std::convert::Infallible;
use std::future::{Future, Ready, ready};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use tower::{Layer, Service};

type Whole = Full<Bytes>;

/// A service that allocates nothing itself.
#[derive(Clone)]
struct Still;

impl Service<Request<Replay<Whole>>> for Still {
    type Response = Response<Whole>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<Replay<Whole>>) -> Self::Future {
        ready(Ok(Response::new(Whole::default())))
    }
}

fn request(method: &str, path: &str, body: &'static str) -> Request<Whole> {
    let request = Request::builder().method(method).uri(path).header("Host", "api.edgecast.com");
    let request = request.header("Authorization", "TOK: 12345678-1234-1234-1234-1234567890ab");
    request.header("Content-Type", "application/json").body(Whole::from(body)).unwrap()
}

/// Allocations from a request's coming to its answer.
fn allocations(service: &mut impl Service<Request<Whole>>, request: Request<Whole>) -> u64 {
    let mut request = Some(request);
    let counted = allocation_counter::measure(|| {
        let mut answer = pin!(service.call(request.take().unwrap()));
        assert!(answer.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready());
    });
    counted.count_total
}

#[test]
fn a_clean_request_allocates_nothing() {
    let body = r#"{"MediaPath":"http://wpc.0001.edgecastcdn.net/000001/a.jpg","MediaType":3}"#;
    for mode in [Mode::Enforce, Mode::Observe] {
        let layer = ReqlintLayer::new(RuleSet::load(reqlint_rules::packs()).unwrap()).mode(mode);
        let mut service = layer.layer(Still);
        let with_body = || request("PUT", "/v2/mcc/customers/0001/edge/purge", body);
        let without = || request("GET", "/v2/mcc/customers/0001/cnames/httplarge", "");
        for _ in 0..3 {
            allocations(&mut service, with_body());
            allocations(&mut service, without());
        }
        assert_eq!(allocations(&mut service, without()), 0, "{mode:?}");
        assert_eq!(allocations(&mut service, with_body()), 0, "{mode:?}");
    }
}
