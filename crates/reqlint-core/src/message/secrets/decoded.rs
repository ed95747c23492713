//! Texts inside texts: what percent-encoding or a JSON string means, and where each byte of it is written.

use crate::message::body::form::hex;
use std::ops::Range;

/// A decoded text.
pub(super) struct Decoded {
    pub(super) bytes: Vec<u8>,
    /// Where each byte begins in the text that it was decoded from, and where the last ends.
    places: Vec<usize>,
}

impl Decoded {
    /// What percent-encoding means; `None` where nothing is encoded.
    pub(super) fn percent(text: &[u8]) -> Option<Self> {
        memchr::memchr(b'%', text)?;
        let mut out = Self::with_capacity(text.len());
        let mut at = 0;
        while at < text.len() {
            let digits = (text.get(at + 1).copied().and_then(hex), text.get(at + 2).copied().and_then(hex));
            match (text.get(at), digits) {
                (Some(b'%'), (Some(high), Some(low))) => {
                    out.push(high << 4 | low, at);
                    at += 3;
                }
                (Some(byte), _) => {
                    out.push(*byte, at);
                    at += 1;
                }
                (None, _) => break,
            }
        }
        out.places.push(text.len());
        (out.bytes.len() < text.len()).then_some(out)
    }

    /// What the escapes of a JSON string mean; `None` where there are none.
    pub(super) fn json(text: &[u8]) -> Option<Self> {
        memchr::memchr(b'\\', text)?;
        let mut out = Self::with_capacity(text.len());
        let mut at = 0;
        while let Some(byte) = text.get(at) {
            let (means, length) = match (byte, text.get(at + 1)) {
                (b'\\', Some(b'n')) => (b'\n', 2),
                (b'\\', Some(b'r')) => (b'\r', 2),
                (b'\\', Some(b't')) => (b'\t', 2),
                (b'\\', Some(b'u')) => match ascii(text.get(at + 2..at + 6)) {
                    Some(byte) => (byte, 6),
                    None => (b'\\', 1),
                },
                (b'\\', Some(other)) => (*other, 2),
                (byte, _) => (*byte, 1),
            };
            out.push(means, at);
            at += length;
        }
        out.places.push(text.len());
        (out.bytes.len() < text.len()).then_some(out)
    }

    fn with_capacity(length: usize) -> Self {
        Self { bytes: Vec::with_capacity(length), places: Vec::with_capacity(length + 1) }
    }

    fn push(&mut self, byte: u8, place: usize) {
        self.bytes.push(byte);
        self.places.push(place);
    }

    /// Where a range of the decoded text is written.
    pub(super) fn written(&self, range: &Range<usize>) -> Range<usize> {
        let place = |at: usize| self.places.get(at).copied().unwrap_or_default();
        place(range.start)..place(range.end)
    }
}

/// The ASCII character of four hexadecimal digits.
fn ascii(digits: Option<&[u8]>) -> Option<u8> {
    let [b'0', b'0', high, low] = digits? else { return None };
    let byte = hex(*high)? << 4 | hex(*low)?;
    byte.is_ascii().then_some(byte)
}
