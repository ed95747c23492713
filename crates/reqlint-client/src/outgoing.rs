//! A request that is about to leave, as the rules look at it.

use bytes::Bytes;
use http::{Method, Request};
use http_body::Body;
use reqlint_body::{Read, Replay, is_coded, is_stream};
use reqlint_core::{Body as Shown, Exchange, Time, Visibility};
use std::borrow::Cow;
use std::future::poll_fn;
use std::task::Poll;

/// A request without its body's stream.
#[derive(Debug)]
pub(crate) struct Outgoing {
    pub(crate) head: Request<()>,
    pub(crate) body: Seen,
    pub(crate) shows: Visibility,
    /// When it is looked at.
    pub(crate) now: Option<Time>,
    /// Whether the head is another than the caller's.
    pub(crate) is_changed: bool,
    /// Whether the body is another than the caller's.
    pub(crate) has_other_body: bool,
}

/// What is seen of a body.
#[derive(Clone, Debug)]
pub(crate) enum Seen {
    Absent,
    Whole(Bytes),
    /// There may be one: too long, broken off, a stream, or of no interest to the rules.
    Unread,
}

impl Outgoing {
    pub(crate) fn new(head: Request<()>, shows: Visibility, now: Option<Time>) -> Self {
        Self { head, body: Seen::Unread, shows, now, is_changed: false, has_other_body: false }
    }

    pub(crate) fn exchange(&self) -> Exchange<'_> {
        let mut exchange = Exchange::of_request(&self.head);
        exchange.request.body = match &self.body {
            Seen::Absent => Shown::Absent,
            Seen::Whole(bytes) => Shown::Whole(Cow::Borrowed(bytes)),
            Seen::Unread => Shown::Unread,
        };
        exchange.now = self.now;
        exchange.shows = self.shows;
        exchange
    }

    /// The body that stands for the caller's, if one does.
    pub(crate) fn other_body(&self) -> Option<Bytes> {
        match &self.body {
            Seen::Whole(bytes) if self.has_other_body => Some(bytes.clone()),
            _ => None,
        }
    }

    /// What is kept until the answer is there. Extensions go with the request.
    pub(crate) fn kept(&self) -> Self {
        let mut head = Request::new(());
        self.head.method().clone_into(head.method_mut());
        self.head.uri().clone_into(head.uri_mut());
        self.head.headers().clone_into(head.headers_mut());
        Self { head, body: self.body.clone(), ..*self }
    }

    /// Looks at a body: at once where it is there, and where it must be waited for only if a rule needs it.
    pub(crate) async fn look_at<B>(
        &mut self,
        body: &mut Replay<B>,
        limit: usize,
        needs: impl FnOnce(&Exchange<'_>) -> bool,
    ) where
        B: Body + Unpin,
    {
        let headers = self.head.headers();
        self.body = match () {
            () if body.is_end_stream() => Seen::Absent,
            () if is_stream(headers) || is_coded(headers) || self.head.method() == Method::CONNECT => Seen::Unread,
            () => match poll_fn(|cx| Poll::Ready(body.poll_read(limit, cx))).await {
                Poll::Pending if !needs(&self.exchange()) => Seen::Unread,
                Poll::Pending => seen(body.read(limit).await, body),
                Poll::Ready(read) => seen(read, body),
            },
        };
    }
}

fn seen<B: Body + Unpin>(read: Read, body: &Replay<B>) -> Seen {
    match (read, body.whole()) {
        (Read::Whole, Some(bytes)) if bytes.is_empty() => Seen::Absent,
        (Read::Whole, Some(bytes)) => Seen::Whole(bytes),
        _ => Seen::Unread,
    }
}
