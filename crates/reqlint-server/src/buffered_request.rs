//! A request whose body can be read ahead, and how the engine sees it.

use http::header::{COOKIE, EXPECT, HOST};
use http::{HeaderMap, HeaderValue, Request, Version};
use http_body::Body;
use reqlint_body::{DecodeError, Replay, decode, ends};
use reqlint_core::{Body as ExchangeBody, Exchange, Headers, Time, Visibility};
use std::borrow::Cow;

/// A request split into head and body, so that the body can be read ahead.
#[derive(Debug)]
pub(crate) struct BufferedRequest<B: Body> {
    pub(crate) head: Request<()>,
    /// Its headers as rules look at them, where HTTP/2 has them in a way that HTTP/1.1 can't.
    normal: Option<Box<HeaderMap>>,
    pub(crate) body: Replay<B>,
    pub(crate) body_state: BodyState,
    /// The body without its coding.
    decoded: Option<Vec<u8>>,
    /// When it arrived.
    pub(crate) now: Time,
}

/// How much of a body is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyState {
    /// There is no body.
    Absent,
    /// It was not read, and could be.
    Unread,
    /// It was read to its end.
    Whole,
    /// It can't be inspected: a stream of messages, a tunnel, or of a coding that can't be undone.
    Closed,
    /// It is longer than the limit.
    Over,
    /// It did not arrive in time.
    Late,
    /// It broke off.
    Broken,
}

/// Fast path: whether HTTP/1.1 would have the same headers, as nearly always.
fn is_as_in_http1(headers: &HeaderMap) -> bool {
    headers.get_all(COOKIE).iter().nth(1).is_none() && headers.values().all(|value| trimmed(value).is_none())
}

/// The same headers with one line for all cookies, which they are (RFC 9113 section 8.2.3). A value with white space around it,
/// which is malformed (section 8.2.1) and which HTTP/1.1 would leave out, is there without it, too: a service may trim it.
#[cold]
fn as_in_http1(headers: &HeaderMap) -> HeaderMap {
    let mut normal = headers.clone();
    for (name, value) in headers {
        if let Some(trimmed) = trimmed(value).and_then(|trimmed| HeaderValue::from_bytes(trimmed).ok()) {
            // one line more than a map can hold is left out, and the value as it was sent stays
            let _ = normal.try_append(name, trimmed);
        }
    }
    let crumbs: Vec<&[u8]> = headers.get_all(COOKIE).iter().map(|crumb| crumb.as_bytes().trim_ascii()).collect();
    if crumbs.len() > 1
        && let Ok(cookie) = HeaderValue::from_bytes(&crumbs.join(&b"; "[..]))
    {
        normal.insert(COOKIE, cookie);
    }
    normal
}

/// A value without the white space around it, if it has some.
fn trimmed(value: &HeaderValue) -> Option<&[u8]> {
    let sent = value.as_bytes();
    let is_space = |byte: Option<&u8>| matches!(byte, Some(b' ' | b'\t'));
    (is_space(sent.first()) || is_space(sent.last())).then(|| sent.trim_ascii())
}

/// How much of the body of a request is known of which nothing was read.
fn body_state<B: Body>(request: &Request<B>) -> BodyState {
    match () {
        () if request.body().is_end_stream() => BodyState::Absent,
        () if ends(request) => BodyState::Unread,
        () => BodyState::Closed,
    }
}

/// Whether the body may be read and its announced length is at most `limit`. A client that sent `Expect` waits before it sends
/// the body.
pub(crate) fn is_within<B: Body>(request: &Request<B>, limit: usize) -> bool {
    let length = request.body().size_hint().exact().and_then(|length| usize::try_from(length).ok());
    length.is_some_and(|length| length <= limit)
        && body_state(request) == BodyState::Unread
        && !request.headers().contains_key(EXPECT)
}

/// The time of the clock's last tick, at most 10 ms ago: reading it takes a sixth of what the exact time takes, and rules
/// count in seconds.
#[cfg(target_os = "linux")]
fn arrival() -> Time {
    let tick = rustix::time::clock_gettime(rustix::time::ClockId::RealtimeCoarse);
    Time::from_seconds(tick.tv_sec)
}

#[cfg(not(target_os = "linux"))]
fn arrival() -> Time {
    std::time::SystemTime::now().into()
}

impl<B: Body + Unpin> BufferedRequest<B> {
    #[inline(always)]
    pub(crate) fn new(request: Request<B>) -> Self {
        let body_state = body_state(&request);
        let (parts, body) = request.into_parts();
        let head = Request::from_parts(parts, ());
        let is_normal = head.version() < Version::HTTP_2 || is_as_in_http1(head.headers());
        let normal = if is_normal { None } else { Some(Box::new(as_in_http1(head.headers()))) };
        Self { head, normal, body: Replay::new(body), body_state, decoded: None, now: arrival() }
    }

    /// The headers as rules look at them.
    pub(crate) fn headers(&self) -> &HeaderMap {
        self.normal.as_deref().unwrap_or(self.head.headers())
    }

    /// Notes that the body was read to its end, and undoes its coding; the service gets it as it came.
    pub(crate) fn note_whole(&mut self, limit: usize) {
        self.body_state = match decode(self.head.headers(), self.body.ahead(), limit) {
            Ok(decoded) => {
                self.decoded = decoded;
                BodyState::Whole
            }
            Err(DecodeError::TooLong) => BodyState::Over,
            Err(_) => BodyState::Closed,
        };
    }

    /// Whether it names several hosts, of which anyone may be meant.
    pub(crate) fn names_several_hosts(&self) -> bool {
        let mut hosts = self.head.headers().get_all(HOST).iter();
        let first = hosts.next();
        hosts.any(|host| Some(host) != first) && self.head.uri().authority().is_none()
    }

    /// Takes the request with its whole body away; an empty one is left.
    pub(crate) fn take(&mut self) -> Request<Replay<B>> {
        let (parts, ()) = std::mem::take(&mut self.head).into_parts();
        Request::from_parts(parts, std::mem::take(&mut self.body))
    }

    /// The request as it was sent, as far as a server can see it.
    pub(crate) fn exchange(&self) -> Exchange<'_> {
        let mut exchange = Exchange::of_request(&self.head);
        exchange.request.headers = Headers::Map(self.headers());
        exchange.shows = Visibility {
            raw_target: true,
            // no fragment gets this far, and the service sees none either
            fragment: true,
            connection_headers: true,
            // a length is that of the coded body
            framing_headers: self.head.version() < Version::HTTP_2 && self.decoded.is_none(),
            ..Visibility::PARSED
        };
        exchange.now = Some(self.now);
        exchange.request.body = match (self.body_state, &self.decoded) {
            (BodyState::Absent, _) => ExchangeBody::Absent,
            (BodyState::Whole, Some(decoded)) => ExchangeBody::Whole(Cow::Borrowed(decoded)),
            (BodyState::Whole, None) if self.body.ahead().is_empty() => ExchangeBody::Absent,
            (BodyState::Whole, None) => ExchangeBody::Whole(Cow::Borrowed(self.body.ahead())),
            // there is one, so that its head can be judged
            (BodyState::Closed, _) => ExchangeBody::Masked,
            (BodyState::Unread | BodyState::Over | BodyState::Late | BodyState::Broken, _) => ExchangeBody::Unread,
        };
        exchange
    }
}
