//! The layer around services of tower: hyper's client, redirects, retries.

use crate::support::{GOOD, Peer, QUOTED, answer, at, redirect, reqlint};
use bytes::Bytes;
use futures_util::future;
use http::{Request, Response, Uri};
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioIo};
use reqlint_client::{Error, Mode, Refusal, Renewal, Replay, ReqlintLayer, ResponseExt};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::task::{Context, Poll};
use tower::retry::{Policy, RetryLayer};
use tower::{Layer, Service, ServiceBuilder, ServiceExt};
use tower_http::follow_redirect::FollowRedirectLayer;

/// Connects to one address, whatever host is asked for.
#[derive(Clone)]
struct Always(SocketAddr);

impl Service<Uri> for Always {
    type Response = TokioIo<tokio::net::TcpStream>;
    type Error = std::io::Error;
    type Future = future::BoxFuture<'static, Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        let address = self.0;
        Box::pin(async move { Ok(TokioIo::new(tokio::net::TcpStream::connect(address).await?)) })
    }
}

type Body = Full<Bytes>;

fn hyper<B>(peer: &Peer, is_http2: bool) -> Client<Always, B>
where
    B: http_body::Body + Send,
    B::Data: Send,
{
    Client::builder(TokioExecutor::new()).http2_only(is_http2).build(Always(peer.address))
}

fn get(target: &str) -> Request<Body> {
    let request = Request::get(format!("http://shop.example{target}")).header("authorization", GOOD);
    request.body(Body::default()).unwrap()
}

async fn text(response: Response<Replay<Incoming>>) -> String {
    String::from_utf8(response.collect().await.unwrap().to_bytes().to_vec()).unwrap()
}

#[tokio::test]
async fn hypers_client_is_checked_and_explained() {
    for is_http2 in [false, true] {
        let peer = Peer::start(|_| answer(403, r#"{"message":"Access denied"}"#)).await;
        let mut client = reqlint().layer(hyper(&peer, is_http2));
        let error = client.ready().await.unwrap().call(get("/orders/7/")).await.unwrap_err();
        assert!(error.refused().unwrap().is_by("shop/trailing-slash"));
        assert_eq!(Refusal::of(&error).unwrap().status(), Some(404));
        let response = client.ready().await.unwrap().call(get("/orders/7")).await.unwrap();
        assert_eq!(response.diagnosis().unwrap().observed.message.as_deref(), Some("Access denied"));
        assert!(response.explain().is_err());
        assert_eq!(text(response).await, r#"{"message":"Access denied"}"#);
        assert_eq!(peer.got().len(), 1);
    }
}

#[tokio::test]
async fn a_request_is_fixed() {
    let peer = Peer::start(|_| answer(200, "{}")).await;
    let client = reqlint().mode(Mode::Fix).layer(hyper(&peer, false));
    let request = Request::post("http://shop.example/orders/").header("authorization", QUOTED);
    let request = request.header("content-type", "text/plain").body(Body::from(r#"{"name":"x"}"#)).unwrap();
    let response = client.oneshot(request).await.unwrap();
    assert_eq!(response.checked().unwrap().fixed.len(), 3);
    let [got] = peer.got().try_into().unwrap();
    assert_eq!((got.target.as_str(), got.headers["authorization"].to_str().unwrap()), ("/orders", GOOD));
}

#[tokio::test]
async fn facts_of_one_request_are_in_its_extensions() {
    let peer = Peer::start(|_| answer(200, "{}")).await;
    let hook = |_| async {
        Ok::<_, std::io::Error>(Renewal::bearer("new").unwrap().fact("token-issued-at", at(crate::support::NOW)))
    };
    let mut facts = reqlint().rules().facts();
    facts.set("token-issued-at", "2024-05-01T11:00:00Z").unwrap();
    let mut request = get("/orders/7");
    request.extensions_mut().insert(facts);
    let refusing = reqlint().layer(hyper(&peer, false));
    assert!(matches!(refusing.oneshot(request.clone()).await, Err(Error::Refused(_))));
    let renewing = reqlint().renew(&["shop/token-expired"], hook).unwrap().layer(hyper(&peer, false));
    renewing.oneshot(request).await.unwrap();
    assert_eq!(peer.got()[0].headers["authorization"], "Bearer new");
}

#[tokio::test]
async fn below_redirects_each_hop_is_checked() {
    let peer = Peer::start(|_| redirect(302, "/orders/7/")).await;
    let client = ServiceBuilder::new().layer(FollowRedirectLayer::new()).layer(reqlint()).service(hyper(&peer, false));
    let error = client.oneshot(get("/orders/old")).await.unwrap_err();
    assert!(error.refused().unwrap().is_by("shop/trailing-slash"));
    assert_eq!(peer.got().len(), 1);
}

/// Tries three times.
#[derive(Clone)]
struct Thrice(usize);

impl<B, A, E> Policy<Request<B>, Response<A>, E> for Thrice
where
    Request<B>: Clone,
{
    type Future = future::Ready<()>;

    fn retry(&mut self, _: &mut Request<B>, result: &mut Result<Response<A>, E>) -> Option<Self::Future> {
        self.0 = self.0.checked_sub(1)?;
        result.as_ref().is_ok_and(|response| response.status() == 503).then(|| future::ready(()))
    }

    fn clone_request(&mut self, request: &Request<B>) -> Option<Request<B>> {
        Some(request.clone())
    }
}

#[tokio::test]
async fn above_and_below_retries() {
    let peer = Peer::start(|_| answer(503, "")).await;
    let above = ServiceBuilder::new().layer(reqlint()).layer(RetryLayer::new(Thrice(2))).service(hyper(&peer, false));
    assert!(above.oneshot(get("/orders/7")).await.unwrap().diagnosis().is_some());
    assert_eq!(peer.got().len(), 3);
    let below = ServiceBuilder::new().layer(RetryLayer::new(Thrice(2))).layer(reqlint()).service(hyper(&peer, false));
    assert!(below.clone().oneshot(get("/orders/7")).await.unwrap().diagnosis().is_some());
    assert_eq!(peer.got().len(), 6);
    below.oneshot(get("/orders/7/")).await.unwrap_err();
    assert_eq!(peer.got().len(), 6, "a refusal is not tried again by a policy that looks at answers");
}

#[tokio::test]
async fn a_stream_that_breaks_off_fails_as_without() {
    let peer = Peer::start(|_| answer(200, "{}")).await;
    let frames = [Ok(Frame::data(Bytes::from_static(b"{\"name\":"))), Err(std::io::Error::other("the disk is gone"))];
    let body = StreamBody::new(futures_util::stream::iter(frames));
    let request = Request::post("http://shop.example/orders").header("authorization", GOOD);
    let request = request.header("content-type", "application/json").body(body).unwrap();
    let error = reqlint().layer(hyper(&peer, false)).oneshot(request).await.unwrap_err();
    assert!(matches!(error, Error::Inner(_)));
    let mut chain = std::iter::successors(Some(&error as &(dyn std::error::Error + 'static)), |e| (*e).source());
    assert!(chain.any(|error| error.to_string() == "the disk is gone"));
}

#[tokio::test]
async fn many_tasks_share_one_layer() {
    let peer = Peer::start(|got| answer(if got.target == "/orders/7" { 200 } else { 403 }, "{}")).await;
    let client = reqlint().layer(hyper(&peer, true));
    let targets = ["/orders/7", "/orders/8", "/orders/9/"].into_iter().cycle().take(150);
    let tasks: Vec<_> = targets.map(|target| tokio::spawn(client.clone().oneshot(get(target)))).collect();
    let (mut right, mut explained, mut refused) = (0, 0, 0);
    for task in tasks {
        match task.await.unwrap() {
            Ok(response) if response.explain().is_ok() => right += 1,
            Ok(response) => explained += usize::from(response.diagnosis().is_some()),
            Err(error) => refused += usize::from(error.refused().is_some()),
        }
    }
    assert_eq!((right, explained, refused), (50, 50, 50));
    assert_eq!(peer.got().len(), 100);
}

#[tokio::test]
async fn a_cancelled_request_leaves_nothing_behind() {
    // the body never ends: the call is dropped while it is read ahead
    let peer = Peer::start(|_| answer(200, "{}")).await;
    let pending = futures_util::stream::pending::<Result<Frame<Bytes>, Infallible>>();
    let request = Request::post("http://shop.example/orders").header("authorization", GOOD);
    let request = request.header("content-type", "application/json").body(StreamBody::new(pending)).unwrap();
    let mut call = Box::pin(reqlint().layer(hyper(&peer, false)).oneshot(request));
    assert!(futures_util::poll!(&mut call).is_pending());
    drop(call);
    assert!(peer.got().is_empty());
    let client: reqlint_client::ReqlintService<Client<Always, Replay<Body>>> = reqlint().layer(hyper(&peer, false));
    client.oneshot(get("/orders/7")).await.unwrap();
}

#[test]
fn a_layer_can_be_shared() {
    const fn shared<T: Send + Sync + Clone + 'static>() {}
    shared::<ReqlintLayer>();
    shared::<Refusal>();
    const fn error<T: std::error::Error + Send + Sync + 'static>() {}
    error::<reqlint_client::ErrorResponse>();
}
