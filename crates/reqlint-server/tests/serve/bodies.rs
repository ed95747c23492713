//! Bodies: read ahead only where a rule needs them, within limits, and forwarded unchanged.

use crate::support::{PURGE, TOKEN, edgecast};
use axum::http::{HeaderMap, Request, Response, Version};
use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use http_body_util::{BodyExt, Full, StreamBody};
use reqlint_server::{Mode, Replay, ReqlintLayer, WhenClosed};
use std::convert::Infallible;
use std::io::{Error, ErrorKind};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;
use tower::{Layer, ServiceExt, service_fn};

/// A body of frames and an end, which counts how often it is asked.
struct Frames {
    frames: Vec<Result<Frame<Bytes>, Error>>,
    /// It stays open after the last frame.
    hangs: bool,
    hint: SizeHint,
    asked: Arc<AtomicUsize>,
}

impl Frames {
    fn of(frames: impl IntoIterator<Item = Result<Frame<Bytes>, Error>>) -> Self {
        let frames = frames.into_iter().collect();
        Self { frames, hangs: false, hint: SizeHint::default(), asked: Arc::default() }
    }

    fn texts(texts: &[&'static str]) -> Self {
        Self::of(texts.iter().map(|text| Ok(Frame::data(Bytes::from_static(text.as_bytes())))))
    }
}

impl Body for Frames {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        if self.frames.is_empty() {
            return if self.hangs { Poll::Pending } else { Poll::Ready(None) };
        }
        Poll::Ready(Some(self.frames.remove(0)))
    }

    fn is_end_stream(&self) -> bool {
        self.frames.is_empty() && !self.hangs
    }

    fn size_hint(&self) -> SizeHint {
        self.hint
    }
}

/// A body of a length that is announced.
struct Sized<B> {
    body: B,
    length: u64,
}

impl<B: Body + Unpin> Body for Sized<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}

/// What a service got of a body.
#[derive(Debug, Default, PartialEq)]
struct Got {
    text: String,
    trailers: Option<HeaderMap>,
    error: Option<ErrorKind>,
    hint: (u64, Option<u64>),
}

async fn collect(request: Request<Replay<Frames>>) -> Got {
    let mut body = request.into_body();
    let hint = body.size_hint();
    let mut got = Got { hint: (hint.lower(), hint.upper()), ..Got::default() };
    while let Some(frame) = body.frame().await {
        match frame.map(Frame::into_data) {
            Ok(Ok(data)) => got.text.push_str(std::str::from_utf8(&data).unwrap()),
            Ok(Err(frame)) => got.trailers = frame.into_trailers().ok(),
            Err(error) => got.error = Some(error.kind()),
        }
    }
    got
}

/// Sends a request through a layer: its answer's status, and what the service got if it was called.
async fn through(layer: ReqlintLayer, request: Request<Frames>) -> (u16, Option<Got>) {
    let got: Arc<Mutex<Option<Got>>> = Arc::default();
    let note = Arc::clone(&got);
    let service = service_fn(move |request| {
        let note = Arc::clone(&note);
        async move {
            let got = collect(request).await;
            *note.lock().unwrap() = Some(got);
            Ok::<_, Infallible>(Response::new(Full::new(Bytes::new())))
        }
    });
    let answer = layer.layer(service).oneshot(request).await.unwrap();
    let got = got.lock().unwrap().take();
    (answer.status().as_u16(), got)
}

fn purge(body: Frames) -> Request<Frames> {
    let request = Request::put("/v2/mcc/customers/0001/edge/purge").header("Host", "api.edgecast.com");
    request.header("Authorization", TOKEN).header("Content-Type", "application/json").body(body).unwrap()
}

fn layer() -> ReqlintLayer {
    ReqlintLayer::new(edgecast())
}

fn observing() -> ReqlintLayer {
    layer().mode(Mode::Observe)
}

#[tokio::test]
async fn a_body_in_pieces_with_trailers_goes_on_as_it_came() {
    let (first, last) = PURGE.split_at(20);
    let trailers = HeaderMap::from_iter([("x-sum".parse().unwrap(), "1".parse().unwrap())]);
    for hint in [SizeHint::default(), SizeHint::with_exact(PURGE.len() as u64)] {
        let data = |text: &'static str| Ok(Frame::data(Bytes::from_static(text.as_bytes())));
        let frames = [data(first), data(""), data(last), Ok(Frame::trailers(trailers.clone()))];
        let (status, got) = through(layer(), purge(Frames { hint, ..Frames::of(frames) })).await;
        let got = got.unwrap();
        assert_eq!((status, got.text.as_str(), got.trailers.as_ref()), (200, PURGE, Some(&trailers)));
        assert_eq!(got.hint, (hint.lower(), hint.upper()));
    }
}

#[tokio::test]
async fn a_body_that_no_rule_needs_is_not_touched() {
    let asked: Arc<AtomicUsize> = Arc::default();
    let frames = || Frames { asked: Arc::clone(&asked), hangs: true, ..Frames::texts(&["x"]) };
    // the head is wrong
    let mut without_token = purge(frames());
    without_token.headers_mut().remove("Authorization");
    assert_eq!(through(layer(), without_token).await.0, 403);
    assert_eq!(asked.load(Ordering::Relaxed), 0);
}

#[tokio::test(start_paused = true)]
async fn a_wrong_head_is_not_kept_waiting_for_a_short_body() {
    let asked: Arc<AtomicUsize> = Arc::default();
    let purge_without_token = || {
        let hint = SizeHint::with_exact(PURGE.len() as u64);
        let mut request = purge(Frames { asked: Arc::clone(&asked), hangs: true, hint, ..Frames::texts(&["{"]) });
        request.headers_mut().remove("Authorization");
        request
    };
    let began = tokio::time::Instant::now();
    assert_eq!(through(layer(), purge_without_token()).await.0, 403);
    assert_eq!(began.elapsed(), Duration::ZERO);
    // nor is a client asked to send what would be thrown away
    let mut asking = purge_without_token();
    asking.headers_mut().insert("Expect", "100-continue".parse().unwrap());
    asked.store(0, Ordering::Relaxed);
    assert_eq!(through(layer(), asking).await.0, 403);
    assert_eq!(asked.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn a_short_body_that_is_late_is_checked_like_one_at_hand() {
    for (text, status) in [(PURGE, 200), ("{}", 400)] {
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let late = futures_util::stream::once(async { receiver.await.map(Frame::data) });
        let body = Sized { body: StreamBody::new(Box::pin(late)), length: text.len() as u64 };
        let service = service_fn(|request: Request<Replay<Sized<_>>>| async move {
            let body = request.into_body().collect().await.unwrap().to_bytes();
            Ok::<_, Infallible>(Response::new(Full::new(body)))
        });
        let answer = layer().layer(service).oneshot(purge(Frames::texts(&[])).map(|_| body));
        let mut answer = std::pin::pin!(answer);
        for _ in 0..4 {
            assert!(futures_util::poll!(answer.as_mut()).is_pending());
        }
        sender.send(Bytes::from_static(text.as_bytes())).unwrap();
        assert_eq!(answer.await.unwrap().status(), status);
    }
}

#[tokio::test]
async fn streams_are_never_read_ahead() {
    for content_type in ["application/grpc", "application/grpc+proto"] {
        // the service must see the first frame while the body is still open
        let mut request = purge(Frames { hangs: true, ..Frames::texts(&["first"]) });
        *request.version_mut() = Version::HTTP_2;
        request.headers_mut().insert("content-type", content_type.parse().unwrap());
        let service = service_fn(|request: Request<Replay<Frames>>| async move {
            let first = request.into_body().frame().await.unwrap().unwrap().into_data().unwrap();
            Ok::<_, Infallible>(Response::new(Full::new(first)))
        });
        let layer = observing().when_closed(WhenClosed::Pass);
        let answer = layer.layer(service).oneshot(request).await.unwrap();
        assert_eq!(answer.into_body().collect().await.unwrap().to_bytes(), "first", "{content_type}");
    }
}

#[tokio::test]
async fn a_body_over_the_limit_does_not_bypass_the_rules() {
    let wrong = ["{\"MediaPath\":\"http://wpc.0001.edgecastcdn.net/000001/a.jpg\",", "\"MediaType\":5}", "          "];
    let body = || Frames { hangs: true, ..Frames::texts(&wrong) };
    assert_eq!(through(layer().body_limit(80), purge(body())).await, (413, None));
    // known by its length: nothing of it is read
    let asked: Arc<AtomicUsize> = Arc::default();
    let long = Frames { hint: SizeHint::with_exact(81), asked: Arc::clone(&asked), ..body() };
    assert_eq!(through(layer().body_limit(80), purge(long)).await, (413, None));
    assert_eq!(asked.load(Ordering::Relaxed), 0);

    let (status, got) = through(observing().body_limit(60), purge(Frames::texts(&wrong))).await;
    assert_eq!((status, got.unwrap().text), (200, wrong.concat()));
    // exactly at the limit it is read
    assert_eq!(through(layer().body_limit(wrong.concat().len()), purge(Frames::texts(&wrong))).await, (400, None));
}

#[tokio::test(start_paused = true)]
async fn a_slow_body_is_not_waited_for_without_end() {
    let slow = || Frames { hangs: true, ..Frames::texts(&["{"]) };
    assert_eq!(through(layer().body_time(Duration::from_secs(5)), purge(slow())).await, (408, None));
    // observed, it goes on as far as it came
    let service = service_fn(|request: Request<Replay<Frames>>| async move {
        let first = request.into_body().frame().await.unwrap().unwrap().into_data().unwrap();
        Ok::<_, Infallible>(Response::new(Full::new(first)))
    });
    let answer = observing().layer(service).oneshot(purge(slow())).await.unwrap();
    assert_eq!(answer.into_body().collect().await.unwrap().to_bytes(), "{");
}

#[tokio::test]
async fn a_body_that_breaks_off_is_not_let_through_as_if_it_were_whole() {
    let broken = || {
        let data = Ok(Frame::data(Bytes::from_static(PURGE.as_bytes())));
        Frames::of([data, Err(Error::from(ErrorKind::ConnectionReset))])
    };
    assert_eq!(through(layer(), purge(broken())).await, (400, None));
    let (status, got) = through(observing(), purge(broken())).await;
    let got = got.unwrap();
    assert_eq!((status, got.text.as_str(), got.error), (200, PURGE, Some(ErrorKind::ConnectionReset)));
}

#[tokio::test]
async fn http_2_misses_no_header_of_http_1() {
    let mut request = purge(Frames::texts(&[PURGE]));
    *request.version_mut() = Version::HTTP_2;
    *request.uri_mut() = "https://api.edgecast.com/v2/mcc/customers/0001/edge/purge".parse().unwrap();
    request.headers_mut().remove("host");
    assert_eq!(through(layer(), request).await.0, 200);
}

#[tokio::test]
async fn other_kinds_of_body_work_too() {
    let frames = futures_util::stream::iter([Ok::<_, Infallible>(Frame::data(Bytes::from_static(PURGE.as_bytes())))]);
    let request = purge(Frames::texts(&[])).map(|_| StreamBody::new(frames));
    let service = service_fn(|request: Request<Replay<StreamBody<_>>>| async move {
        let body = request.into_body().collect().await.unwrap().to_bytes();
        Ok::<_, Infallible>(Response::new(Full::new(body)))
    });
    let answer = layer().layer(service).oneshot(request).await.unwrap();
    assert_eq!(answer.into_body().collect().await.unwrap().to_bytes(), PURGE);
}
