//! A request at the server, as the engine sees it.

use http::header::EXPECT;
use http::{Method, Request, Version};
use http_body::Body;
use reqlint_body::{Replay, is_coded, is_stream};
use reqlint_core::{Body as Seen, Exchange, Time, Visibility};
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
            () if is_stream(head.headers()) || head.method() == Method::CONNECT => Sight::Closed,
            () if is_coded(head.headers()) => Sight::Closed,
            () => Sight::Unread,
        };
        Self { head, body: Replay::new(body), sight, now: now() }
    }

    /// Whether the body may be read, and is announced to be no longer than this. Who waits to be asked for it sends none.
    pub(crate) fn is_within(&self, limit: usize) -> bool {
        let length = self.body.size_hint().exact().and_then(|length| usize::try_from(length).ok());
        self.sight == Sight::Unread
            && length.is_some_and(|length| length <= limit)
            && !self.head.headers().contains_key(EXPECT)
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
        exchange.shows =
            Visibility { raw_target: true, connection_headers: is_framed_by_headers, ..Visibility::PARSED };
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

fn now() -> Option<Time> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Some(Time(i64::try_from(since.as_micros()).ok()?))
}
