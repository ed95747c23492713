//! Bodies that were read ahead, and are handed on as they came.

use bytes::{Buf, Bytes, BytesMut};
use http::HeaderMap;
use http_body::{Body, Frame, SizeHint};
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// A request body of which the beginning, all, or nothing was read ahead.
///
/// It gives the same bytes in the same order as the body inside, its trailers and its error, and says the same of its
/// size. Only where one piece of data ends and the next begins may differ.
pub struct Replay<B: Body> {
    ahead: Bytes,
    /// What came in more than one piece, while it is read.
    pieces: BytesMut,
    trailers: Option<HeaderMap>,
    error: Option<B::Error>,
    /// What was not read ahead.
    rest: Option<B>,
    /// Of all that was not handed on yet.
    hint: SizeHint,
}

/// How reading ahead ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Read {
    /// At the end of the body.
    Whole,
    /// At the limit.
    Over,
    /// At an error.
    Failed,
}

impl<B> Replay<B>
where
    B: Body + Unpin,
{
    pub(crate) fn new(body: B) -> Self {
        let hint = body.size_hint();
        let (ahead, pieces) = (Bytes::new(), BytesMut::new());
        Self { ahead, pieces, trailers: None, error: None, rest: Some(body), hint }
    }

    /// What was read ahead.
    pub(crate) fn ahead(&self) -> &[u8] {
        if self.pieces.is_empty() { &self.ahead } else { &self.pieces }
    }

    /// Reads ahead to the end, unless more than `limit` bytes come.
    pub(crate) fn poll_read(&mut self, limit: usize, cx: &mut Context<'_>) -> Poll<Read> {
        let limit_bytes = u64::try_from(limit).unwrap_or(u64::MAX);
        if self.hint.lower() > limit_bytes {
            return Poll::Ready(Read::Over);
        }
        while let Some(rest) = &mut self.rest {
            match ready!(Pin::new(rest).poll_frame(cx)) {
                None => self.rest = None,
                Some(Err(error)) => {
                    (self.error, self.rest) = (Some(error), None);
                    return Poll::Ready(Read::Failed);
                }
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => {
                        self.take(data);
                        if self.ahead().len() > limit {
                            return Poll::Ready(Read::Over);
                        }
                    }
                    Err(frame) => self.trailers = frame.into_trailers().ok(),
                },
            }
        }
        Poll::Ready(Read::Whole)
    }

    /// One piece is kept as it is; several are laid behind each other.
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

    /// What stays to be handed on once `length` bytes were.
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

impl<B> Body for Replay<B>
where
    B: Body + Unpin,
{
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let this = self.get_mut();
        let ahead = if this.pieces.is_empty() {
            std::mem::take(&mut this.ahead)
        } else {
            std::mem::take(&mut this.pieces).freeze()
        };
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
        Poll::Ready(this.trailers.take().map(|trailers| Ok(Frame::trailers(trailers))))
    }

    fn is_end_stream(&self) -> bool {
        self.ahead().is_empty()
            && self.trailers.is_none()
            && self.error.is_none()
            && self.rest.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        match &self.rest {
            Some(rest) if self.ahead().is_empty() => rest.size_hint(),
            _ => self.hint,
        }
    }
}

/// Nothing in it is pinned: bodies that it is made of can be moved.
impl<B: Body> Unpin for Replay<B> {}

impl<B: Body> fmt::Debug for Replay<B> {
    /// Shows no byte of the body.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ahead = self.ahead.len() + self.pieces.len();
        f.debug_struct("Replay").field("ahead", &ahead).field("rest", &self.rest.is_some()).finish_non_exhaustive()
    }
}
