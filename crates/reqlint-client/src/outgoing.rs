//! A request before it is sent, as the rules see it.

use bytes::Bytes;
use http::header::HOST;
use http::{Request, Version};
use http_body::Body;
use reqlint_body::{Read, Replay, is_readable};
use reqlint_core::evaluate::with_thread_memory;
use reqlint_core::{Body as ExchangeBody, Exchange, Facts, Report, RuleSet, Time, Visibility};
use std::borrow::Cow;
use std::future::poll_fn;
use std::task::Poll;

/// Where the time comes from.
pub(crate) type Clock = dyn Fn() -> Time + Send + Sync;

/// A request without the stream of its body.
#[derive(Debug)]
pub(crate) struct Outgoing {
    pub(crate) head: Request<()>,
    pub(crate) body: BodyState,
    pub(crate) shows: Visibility,
    /// When it is checked.
    pub(crate) now: Time,
    /// Whether the head differs from the caller's.
    pub(crate) is_changed: bool,
    /// Whether the body differs from the caller's.
    pub(crate) has_other_body: bool,
}

/// How much of a body is known.
#[derive(Clone, Debug)]
pub(crate) enum BodyState {
    Absent,
    Whole(Bytes),
    /// There may be one: too long, broken off, a stream, or not needed by any rule.
    Unread,
}

/// A request as it is sent: over HTTP/1.1, a Host header that the caller set takes the place of the URL's host.
pub(crate) fn as_sent<B>(request: &Request<B>) -> Exchange<'_> {
    let mut exchange = Exchange::of_request(request);
    if request.version() < Version::HTTP_2 && request.headers().contains_key(HOST) {
        exchange.request.authority = None;
    }
    exchange
}

impl Outgoing {
    pub(crate) fn new(head: Request<()>, shows: Visibility, now: Time) -> Self {
        Self { head, body: BodyState::Unread, shows, now, is_changed: false, has_other_body: false }
    }

    pub(crate) fn exchange(&self) -> Exchange<'_> {
        let mut exchange = as_sent(&self.head);
        exchange.request.body = match &self.body {
            BodyState::Absent => ExchangeBody::Absent,
            BodyState::Whole(bytes) => ExchangeBody::Whole(Cow::Borrowed(bytes)),
            BodyState::Unread => ExchangeBody::Unread,
        };
        exchange.now = Some(self.now);
        exchange.shows = self.shows;
        exchange
    }

    /// Evaluates the request, in the memory of this thread.
    pub(crate) fn evaluate(&self, rules: &RuleSet, facts: &Facts) -> Report {
        with_thread_memory(|scratch, report| {
            rules.evaluate_in(&self.exchange(), facts, scratch, report);
            std::mem::take(report)
        })
    }

    /// The body that replaces the caller's, if it was changed.
    pub(crate) fn other_body(&self) -> Option<Bytes> {
        match &self.body {
            BodyState::Whole(bytes) if self.has_other_body => Some(bytes.clone()),
            _ => None,
        }
    }

    /// A copy to keep until the answer arrives. Extensions stay with the request itself.
    pub(crate) fn kept(&self) -> Self {
        let mut head = Request::new(());
        self.head.method().clone_into(head.method_mut());
        self.head.uri().clone_into(head.uri_mut());
        self.head.headers().clone_into(head.headers_mut());
        Self { head, body: self.body.clone(), ..*self }
    }

    /// Reads a body ahead: what is at hand at once, and what has to be waited for only if a rule needs it.
    pub(crate) async fn read_ahead<B>(
        &mut self,
        body: &mut Replay<B>,
        limit: usize,
        needs: impl FnOnce(&Exchange<'_>) -> bool,
    ) where
        B: Body + Unpin,
    {
        self.body = match () {
            () if body.is_end_stream() => BodyState::Absent,
            () if !is_readable(&self.head) => BodyState::Unread,
            () => match poll_fn(|cx| Poll::Ready(body.poll_read(limit, cx))).await {
                Poll::Pending if !needs(&self.exchange()) => BodyState::Unread,
                Poll::Pending => body_state(body.read(limit).await, body),
                Poll::Ready(read) => body_state(read, body),
            },
        };
    }
}

fn body_state<B: Body + Unpin>(read: Read, body: &Replay<B>) -> BodyState {
    match (read, body.whole()) {
        (Read::Whole, Some(bytes)) if bytes.is_empty() => BodyState::Absent,
        (Read::Whole, Some(bytes)) => BodyState::Whole(bytes),
        _ => BodyState::Unread,
    }
}
