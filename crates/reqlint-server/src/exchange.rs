//! A request at the server, as the engine sees it.

use crate::replay::Replay;
use http::{HeaderMap, Method, Request, Version, header};
use http_body::Body;
use reqlint_core::{Body as Seen, Exchange, Shows, Time};
use std::borrow::Cow;
use std::time::{SystemTime, UNIX_EPOCH};

/// A request that was taken apart, so that its body can be read ahead.
#[derive(Debug)]
pub(crate) struct Held<B: Body> {
    pub(crate) head: Request<()>,
    pub(crate) body: Replay<B>,
    pub(crate) sight: Sight,
    /// When it came.
    pub(crate) now: Option<Time>,
}

/// What is seen of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sight {
    /// There is none.
    Absent,
    /// It was not read, and may be.
    Unread,
    /// All of it.
    Whole,
    /// It can't be looked at: a stream of messages, an upgrade, compressed.
    Closed,
    /// It is longer than the limit.
    Over,
    /// It did not come in time.
    Late,
    /// It broke off.
    Broken,
}

impl<B: Body + Unpin> Held<B> {
    pub(crate) fn new(request: Request<B>) -> Self {
        let (parts, body) = request.into_parts();
        let head = Request::from_parts(parts, ());
        let sight = match () {
            () if body.is_end_stream() => Sight::Absent,
            () if is_stream(&head) || is_coded(head.headers()) => Sight::Closed,
            () => Sight::Unread,
        };
        Self { head, body: Replay::new(body), sight, now: now() }
    }

    /// The request, with all of its body.
    pub(crate) fn into_request(self) -> Request<Replay<B>> {
        let (parts, ()) = self.head.into_parts();
        Request::from_parts(parts, self.body)
    }

    /// The request as it was sent, as far as a server sees it.
    pub(crate) fn exchange(&self) -> Exchange<'_> {
        let mut exchange = Exchange::of_request(&self.head);
        // HTTP/2 frames bodies itself: the headers for that are not missed there
        let is_framed_by_headers = self.head.version() < Version::HTTP_2;
        exchange.shows = Shows { raw_target: true, connection_headers: is_framed_by_headers, ..Shows::PARSED };
        exchange.now = self.now;
        exchange.request.body = match self.sight {
            Sight::Absent => Seen::Absent,
            Sight::Whole if self.body.ahead().is_empty() => Seen::Absent,
            Sight::Whole => Seen::Whole(Cow::Borrowed(self.body.ahead())),
            Sight::Unread | Sight::Closed | Sight::Over | Sight::Late | Sight::Broken => Seen::Unread,
        };
        exchange
    }
}

/// Whether a body is a stream that may last as long as the connection: gRPC, or another protocol.
fn is_stream(head: &Request<()>) -> bool {
    let content_type = head.headers().get(header::CONTENT_TYPE).map(|value| value.as_bytes());
    let is_grpc =
        content_type.and_then(|value| value.get(..16)).is_some_and(|v| v.eq_ignore_ascii_case(b"application/grpc"));
    is_grpc || head.method() == Method::CONNECT || head.headers().contains_key(header::UPGRADE)
}

/// Whether a body is compressed. Its bytes are not those that rules speak of.
fn is_coded(headers: &HeaderMap) -> bool {
    let mut coded = headers.get_all(header::CONTENT_ENCODING).iter();
    coded.any(|value| !value.is_empty() && !value.as_bytes().eq_ignore_ascii_case(b"identity"))
}

fn now() -> Option<Time> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Some(Time(i64::try_from(since.as_micros()).ok()?))
}
