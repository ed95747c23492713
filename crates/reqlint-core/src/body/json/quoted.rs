//! Texts in quotes, and what their escapes stand for.

use super::{Reader, Sink};
use crate::bytes;
use std::borrow::Cow;

impl<S: Sink> Reader<'_, '_, S> {
    /// Passes a text in quotes; whether it holds no escapes.
    #[inline(always)]
    pub(super) fn quoted(&mut self) -> Option<bool> {
        self.at = plain_end::<S>(self.text, self.at + 1);
        if self.text.get(self.at) != Some(&b'"') {
            return self.rest();
        }
        self.at += 1;
        Some(true)
    }

    /// Passes the rest of a text, from its first byte that isn't plain.
    #[inline(never)]
    fn rest(&mut self) -> Option<bool> {
        let mut is_plain = true;
        loop {
            match self.text.get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Some(is_plain);
                }
                Some(0x80..) => self.beyond_ascii()?,
                _ => {
                    self.escape()?;
                    is_plain = false;
                }
            }
            self.at = plain_end::<S>(self.text, self.at);
        }
    }

    /// Passes what isn't known to be UTF-8, up to what ends or escapes a text.
    fn beyond_ascii(&mut self) -> Option<()> {
        let end = bytes::find_from(self.text, self.at, |block| block.one_of(*b"\"\\") | block.below(b' '));
        std::str::from_utf8(self.text.get(self.at..end)?).ok()?;
        self.at = end;
        Some(())
    }

    /// Passes an escape; what else stands there is an error. Half of a surrogate pair may stand (RFC 8259 section 8.2).
    fn escape(&mut self) -> Option<()> {
        let length = match (self.text.get(self.at), self.text.get(self.at + 1)) {
            (None, _) => return self.ends("a text"),
            (Some(b'\\'), None) => return self.ends("an escape"),
            (Some(b'\\'), Some(b'u')) => 6,
            (Some(b'\\'), Some(kind)) if simple(*kind).is_some() => 2,
            (Some(b'\\'), Some(_)) => return self.fail(self.at, "this is no escape that JSON knows"),
            (Some(_), _) => return self.fail(self.at, "a control character in a text must be escaped"),
        };
        for at in self.at + 2..self.at + length {
            match self.text.get(at) {
                Some(digit) if digit.is_ascii_hexdigit() => {}
                Some(_) => return self.fail(at, "four hexadecimal digits are expected here"),
                None => return self.ends("an escape"),
            }
        }
        self.at += length;
        Some(())
    }

    #[cold]
    fn ends(&mut self, inside: &str) -> Option<()> {
        self.fail(self.text.len(), format!("the body ends inside {inside}"))
    }
}

/// The first byte at or behind `from` that is no plain character of a text: a quote, a backslash or a control character; and
/// one beyond ASCII, where those aren't known to be characters.
#[inline(always)]
fn plain_end<S: Sink>(text: &[u8], from: usize) -> usize {
    bytes::find_from(text, from, |block| {
        let end = block.one_of(*b"\"\\") | block.below(b' ');
        if S::TAKES_BYTES { end | block.at_least(0x80) } else { end }
    })
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
