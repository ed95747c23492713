//! Texts in quotes, and what their escapes stand for.

use super::{Reader, Sink, Stop};
use crate::bytes;
use std::borrow::Cow;
use std::ops::Range;

impl<S: Sink> Reader<'_, '_, S> {
    /// The bytes between the quotes, and whether they hold escapes.
    #[inline]
    pub(super) fn quoted(&mut self) -> Result<(Range<usize>, bool), Stop> {
        let start = self.at + 1;
        self.at = plain_end(self.text, start);
        let mut escaped = false;
        while self.text.get(self.at) != Some(&b'"') {
            escaped = true;
            self.escape()?;
            self.at = plain_end(self.text, self.at);
        }
        self.at += 1;
        Ok((start..self.at - 1, escaped))
    }

    /// Passes an escape; what else stands there is an error. Half of a surrogate pair may stand (RFC 8259 section 8.2).
    fn escape(&mut self) -> Result<(), Stop> {
        let ends = |inside: &str| self.error(self.text.len(), format!("the body ends inside {inside}"));
        match self.text.get(self.at) {
            Some(b'\\') => {}
            Some(_) => return Err(self.error(self.at, "a control character in a text must be escaped")),
            None => return Err(ends("a text")),
        }
        let length = match self.text.get(self.at + 1) {
            Some(b'u') => 6,
            Some(kind) if simple(*kind).is_some() => 2,
            Some(_) => return Err(self.error(self.at, "this is no escape that JSON knows")),
            None => return Err(ends("an escape")),
        };
        for at in self.at + 2..self.at + length {
            match self.text.get(at) {
                Some(digit) if digit.is_ascii_hexdigit() => {}
                Some(_) => return Err(self.error(at, "four hexadecimal digits are expected here")),
                None => return Err(ends("an escape")),
            }
        }
        self.at += length;
        Ok(())
    }
}

/// The first byte at or behind `from` that is no plain character of a text: a quote, a backslash or a control character.
#[inline]
fn plain_end(text: &[u8], from: usize) -> usize {
    bytes::find_from(text, from, |word| word.first_of(*b"\"\\") | word.first_below(b' '))
}

/// The text that an escaped one stands for; as written where it stands for none.
pub(in crate::body) fn unescape(raw: &[u8]) -> Cow<'_, [u8]> {
    let mut out = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(escape) = memchr::memchr(b'\\', rest) {
        let (plain, from) = rest.split_at(escape);
        out.extend_from_slice(plain);
        let length = match from.get(1).copied().and_then(simple) {
            Some(byte) => {
                out.push(byte);
                2
            }
            None => {
                let Some((character, length)) = character(from) else { return Cow::Borrowed(raw) };
                out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                length
            }
        };
        rest = from.get(length..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
    Cow::Owned(out)
}

/// What a backslash and one character stand for.
fn simple(kind: u8) -> Option<u8> {
    Some(match kind {
        b'"' | b'\\' | b'/' => kind,
        b'b' => 0x08,
        b'f' => 0x0c,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        _ => return None,
    })
}

/// The character that `\u1234`, or a surrogate pair of them, stands for; and the length of the escape.
fn character(text: &[u8]) -> Option<(char, usize)> {
    let unit = |from: usize| {
        let digits = text.get(from..from + 6)?.strip_prefix(b"\\u")?;
        u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    };
    let first = unit(0)?;
    let units = [first, unit(6).unwrap_or_default()];
    let is_pair = (0xd800..0xdc00).contains(&first);
    let decoded = char::decode_utf16(units).next()?.ok()?;
    Some((decoded, if is_pair { 12 } else { 6 }))
}
