//! A request whose body can be read ahead, and how the engine sees it.

use http::header::EXPECT;
use http::{Request, Version};
use http_body::Body;
use reqlint_body::{Replay, is_readable};
use reqlint_core::{Body as ExchangeBody, Exchange, Time, Visibility};
use std::borrow::Cow;
use std::time::{SystemTime, UNIX_EPOCH};

/// A request split into head and body, so that the body can be read ahead.
#[derive(Debug)]
pub(crate) struct BufferedRequest<B: Body> {
    pub(crate) head: Request<()>,
    pub(crate) body: Replay<B>,
    pub(crate) body_state: BodyState,
    /// When it arrived.
    pub(crate) now: Option<Time>,
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
    /// It can't be inspected: a stream of messages, an upgrade, or compressed.
    Closed,
    /// It is longer than the limit.
    Over,
    /// It did not arrive in time.
    Late,
    /// It broke off.
    Broken,
}

impl<B: Body + Unpin> BufferedRequest<B> {
    pub(crate) fn new(request: Request<B>) -> Self {
        let (parts, body) = request.into_parts();
        let head = Request::from_parts(parts, ());
        let body_state = match () {
            () if body.is_end_stream() => BodyState::Absent,
            () if is_readable(&head) => BodyState::Unread,
            () => BodyState::Closed,
        };
        Self { head, body: Replay::new(body), body_state, now: now() }
    }

    /// Whether the body may be read and its announced length is at most `limit`. A client that sent `Expect` waits before it
    /// sends the body.
    pub(crate) fn is_within(&self, limit: usize) -> bool {
        let length = self.body.size_hint().exact().and_then(|length| usize::try_from(length).ok());
        self.body_state == BodyState::Unread
            && length.is_some_and(|length| length <= limit)
            && !self.head.headers().contains_key(EXPECT)
    }

    /// The request with its whole body.
    pub(crate) fn into_request(self) -> Request<Replay<B>> {
        let (parts, ()) = self.head.into_parts();
        Request::from_parts(parts, self.body)
    }

    /// The request as it was sent, as far as a server can see it.
    pub(crate) fn exchange(&self) -> Exchange<'_> {
        let mut exchange = Exchange::of_request(&self.head);
        // HTTP/2 frames bodies itself: a missing framing header is no error there
        let is_framed_by_headers = self.head.version() < Version::HTTP_2;
        exchange.shows =
            Visibility { raw_target: true, connection_headers: is_framed_by_headers, ..Visibility::PARSED };
        exchange.now = self.now;
        exchange.request.body = match self.body_state {
            BodyState::Absent => ExchangeBody::Absent,
            BodyState::Whole if self.body.ahead().is_empty() => ExchangeBody::Absent,
            BodyState::Whole => ExchangeBody::Whole(Cow::Borrowed(self.body.ahead())),
            BodyState::Unread | BodyState::Closed | BodyState::Over | BodyState::Late | BodyState::Broken => {
                ExchangeBody::Unread
            }
        };
        exchange
    }
}

fn now() -> Option<Time> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Some(Time(i64::try_from(since.as_micros()).ok()?))
}
