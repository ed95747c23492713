//! A body that was read ahead in whole, in part, or not at all.

use bytes::{Buf, Bytes, BytesMut};
use http::HeaderMap;
use http_body::{Body, Frame, SizeHint};
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// A body that was read ahead in whole, in part, or not at all.
///
/// It yields the same bytes in the same order as the body inside, with its trailers, error and size hint. Only the
/// boundaries between chunks may differ.
#[derive(Clone)]
pub struct Replay<B: Body> {
    ahead: Bytes,
    /// The chunks read so far, once there is more than one.
    pieces: BytesMut,
    /// Few bodies have some, and a body is moved often.
    trailers: Option<Box<HeaderMap>>,
    error: Option<B::Error>,
    /// What has not been read ahead.
    rest: Option<B>,
    /// The size of everything not passed on yet.
    hint: SizeHint,
}

/// How reading ahead ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    /// At the end of the body.
    Whole,
    /// At the limit: there is more.
    Over,
    /// At an error, which the reader of the body gets after the data that came before it.
    Failed,
}

// Nothing inside is ever pinned in place.
impl<B: Body + Unpin> Unpin for Replay<B> {}

/// An empty body, as is left where one was taken away.
impl<B: Body> Default for Replay<B> {
    fn default() -> Self {
        let (ahead, pieces, hint) = (Bytes::new(), BytesMut::new(), SizeHint::with_exact(0));
        Self { ahead, pieces, trailers: None, error: None, rest: None, hint }
    }
}

impl<B: Body + Unpin> Replay<B> {
    /// A body of which nothing has been read.
    #[must_use]
    pub fn new(body: B) -> Self {
        let hint = body.size_hint();
        let (ahead, pieces) = (Bytes::new(), BytesMut::new());
        Self { ahead, pieces, trailers: None, error: None, rest: Some(body), hint }
    }

    /// What has been read ahead.
    #[must_use]
    pub fn ahead(&self) -> &[u8] {
        if self.pieces.is_empty() { &self.ahead } else { &self.pieces }
    }

    /// Reads ahead to the end, unless more than `limit` bytes arrive or are announced.
    ///
    /// Dropping the future loses nothing: the next call continues where it stopped.
    pub async fn read(&mut self, limit: usize) -> Read {
        std::future::poll_fn(|cx| self.poll_read(limit, cx)).await
    }

    /// Like [`Replay::read`], for callers that poll.
    pub fn poll_read(&mut self, limit: usize, cx: &mut Context<'_>) -> Poll<Read> {
        if self.error.is_some() {
            return Poll::Ready(Read::Failed);
        }
        if self.hint.lower() > u64::try_from(limit).unwrap_or(u64::MAX) {
            return Poll::Ready(Read::Over);
        }
        while let Some(rest) = &mut self.rest {
            match ready!(Pin::new(&mut *rest).poll_frame(cx)) {
                None => self.rest = None,
                Some(Err(error)) => {
                    (self.error, self.rest) = (Some(error), None);
                    return Poll::Ready(Read::Failed);
                }
                Some(Ok(frame)) => {
                    // a body of known length need not be polled again to learn that this was all
                    let is_end = rest.is_end_stream();
                    match frame.into_data() {
                        Ok(data) => self.take(data),
                        Err(frame) => self.trailers = frame.into_trailers().ok().map(Box::new),
                    }
                    if self.ahead().len() > limit {
                        return Poll::Ready(Read::Over);
                    }
                    if is_end {
                        self.rest = None;
                    }
                }
            }
        }
        self.join();
        Poll::Ready(Read::Whole)
    }

    /// The whole body, without copying it, if it was read to the end; otherwise `None`.
    #[must_use]
    pub fn whole(&self) -> Option<Bytes> {
        let is_whole = self.rest.is_none() && self.error.is_none();
        is_whole.then(|| self.ahead.clone())
    }

    /// Whether trailers follow what was read.
    #[must_use]
    pub fn has_trailers(&self) -> bool {
        self.trailers.is_some()
    }

    /// Replaces the bytes of the body; its trailers stay.
    pub fn replace(&mut self, bytes: Bytes) {
        self.hint = SizeHint::with_exact(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        self.pieces.clear();
        (self.ahead, self.rest, self.error) = (bytes, None, None);
    }

    /// A single chunk is kept without copying; several are concatenated.
    fn take(&mut self, mut data: B::Data) {
        let length = data.remaining();
        if self.ahead().is_empty() {
            self.ahead = data.copy_to_bytes(length);
            return;
        }
        if self.pieces.is_empty() {
            self.pieces.extend_from_slice(&std::mem::take(&mut self.ahead));
        }
        self.pieces.extend_from_slice(&data.copy_to_bytes(length));
    }

    fn join(&mut self) {
        if !self.pieces.is_empty() {
            self.ahead = std::mem::take(&mut self.pieces).freeze();
        }
    }

    /// Updates the size hint once `length` bytes have been passed on.
    fn handed_on(&mut self, length: usize) {
        let length = u64::try_from(length).unwrap_or(u64::MAX);
        let mut hint = SizeHint::new();
        if let Some(upper) = self.hint.upper() {
            hint.set_upper(upper.saturating_sub(length));
        }
        hint.set_lower(self.hint.lower().saturating_sub(length));
        self.hint = hint;
    }
}

impl<B: Body + Unpin> Body for Replay<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let this = &mut *self;
        this.join();
        let ahead = std::mem::take(&mut this.ahead);
        if !ahead.is_empty() {
            this.handed_on(ahead.len());
            return Poll::Ready(Some(Ok(Frame::data(ahead))));
        }
        if let Some(rest) = &mut this.rest {
            let frame = ready!(Pin::new(rest).poll_frame(cx));
            return Poll::Ready(frame.map(|frame| frame.map(|f| f.map_data(|mut d| d.copy_to_bytes(d.remaining())))));
        }
        if let Some(error) = this.error.take() {
            return Poll::Ready(Some(Err(error)));
        }
        Poll::Ready(this.trailers.take().map(|trailers| Ok(Frame::trailers(*trailers))))
    }

    fn is_end_stream(&self) -> bool {
        let is_handed_on = self.ahead().is_empty() && self.trailers.is_none() && self.error.is_none();
        is_handed_on && self.rest.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        match &self.rest {
            Some(rest) if self.ahead().is_empty() => rest.size_hint(),
            _ => self.hint,
        }
    }
}

impl<B: Body> fmt::Debug for Replay<B> {
    /// Never shows the body's content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ahead = self.ahead.len() + self.pieces.len();
        f.debug_struct("Replay").field("ahead", &ahead).field("rest", &self.rest.is_some()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::stream;
    use http_body_util::{BodyExt, Full, StreamBody};

    type Yield = (&'static str, bool, Option<&'static str>);
    type Frames = Vec<Result<Frame<Bytes>, &'static str>>;

    fn data(text: &'static str) -> Result<Frame<Bytes>, &'static str> {
        Ok(Frame::data(Bytes::from_static(text.as_bytes())))
    }

    fn streamed(frames: Frames) -> Replay<impl Body<Data = Bytes, Error = &'static str> + Unpin> {
        Replay::new(StreamBody::new(stream::iter(frames)))
    }

    /// Everything the body yields, with its bytes joined: data, trailers, error.
    async fn drained<B: Body<Error = &'static str> + Unpin>(
        mut body: Replay<B>,
    ) -> (String, bool, Option<&'static str>) {
        let (mut text, mut trailers) = (String::new(), false);
        while let Some(frame) = body.frame().await {
            match frame.map(Frame::into_data) {
                Ok(Ok(data)) => text += std::str::from_utf8(&data).unwrap(),
                Ok(Err(_)) => trailers = true,
                Err(error) => return (text, trailers, Some(error)),
            }
        }
        (text, trailers, None)
    }

    #[tokio::test]
    async fn a_body_is_passed_on_unchanged() {
        let trailers = || Ok(Frame::trailers(HeaderMap::from_iter([(http::header::ETAG, "x".parse().unwrap())])));
        let table: [(Frames, Read, Yield); 5] = [
            (vec![], Read::Whole, ("", false, None)),
            (vec![data("ab"), data(""), data("cd"), trailers()], Read::Whole, ("abcd", true, None)),
            (vec![data("ab"), data("cdefgh"), data("i")], Read::Over, ("abcdefghi", false, None)),
            (vec![data("ab"), Err("broken")], Read::Failed, ("ab", false, Some("broken"))),
            (vec![data("abcdefgh"), Err("broken")], Read::Over, ("abcdefgh", false, Some("broken"))),
        ];
        for (frames, read, expected) in table {
            let mut body = streamed(frames);
            assert_eq!(body.read(4).await, read);
            assert_eq!(body.whole().is_some(), read == Read::Whole);
            let (text, trailers, error) = drained(body).await;
            assert_eq!((text.as_str(), trailers, error), expected);
        }
    }

    #[tokio::test]
    async fn the_size_hint_is_that_of_the_body() {
        let mut body = Replay::new(Full::<Bytes>::from("hello"));
        assert_eq!(body.size_hint().exact(), Some(5));
        assert_eq!(body.read(4).await, Read::Over, "the announced size is enough");
        assert_eq!(body.read(5).await, Read::Whole);
        assert_eq!(body.size_hint().exact(), Some(5));
        assert!(!body.is_end_stream());
        body.frame().await.unwrap().unwrap();
        assert_eq!(body.size_hint().exact(), Some(0));
        assert!(body.is_end_stream());
    }

    #[tokio::test]
    async fn the_bytes_of_a_body_can_be_replaced() {
        let mut body = streamed(vec![data("ab"), Err("broken")]);
        body.replace(Bytes::from_static(b"edited"));
        assert_eq!(body.size_hint().exact(), Some(6));
        assert_eq!(drained(body).await, ("edited".into(), false, None));
    }

    #[tokio::test]
    async fn reading_continues_where_it_was_dropped() {
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let late = stream::once(async { receiver.await.map_err(|_| "dropped") });
        let frames = futures_util::StreamExt::chain(stream::iter([data("ab")]), Box::pin(late));
        let mut body = Replay::new(StreamBody::new(frames));
        assert!(futures_util::poll!(Box::pin(body.read(9))).is_pending());
        assert_eq!(body.ahead(), b"ab");
        sender.send(Frame::data(Bytes::from_static(b"cd"))).unwrap();
        assert_eq!(body.read(9).await, Read::Whole);
        assert_eq!(body.ahead(), b"abcd");
    }
}
