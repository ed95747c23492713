//! Texts in quotes, and what their escapes stand for.

use super::{Reader, Sink};
use crate::base::bytes;
use std::borrow::Cow;

impl<'t, S: Sink> Reader<'t, '_, S> {
    /// Reads a text from its first character on; gives its length, and whether it holds no escapes.
    #[inline(always)]
    pub(super) fn quoted(&mut self, from: &'t [u8]) -> Option<(usize, bool)> {
        let length = plain_length(from);
        if from.get(length) == Some(&b'"') { Some((length, true)) } else { self.rest(from, length) }
    }

    /// Reads the rest of a text, from its first byte that isn't plain.
    #[inline(never)]
    fn rest(&mut self, from: &'t [u8], plain: usize) -> Option<(usize, bool)> {
        let mut is_plain = true;
        let mut rest = from.get(plain..)?;
        loop {
            rest = match rest {
                [b'"', ..] => return Some((from.len() - rest.len(), is_plain)),
                [0x80..=0xff, ..] => self.beyond_ascii(rest)?,
                _ => {
                    is_plain = false;
                    self.escape(rest)?
                }
            };
            rest = rest.get(plain_length(rest)..)?;
        }
    }

    /// Reads what must be UTF-8, up to what ends or escapes a text.
    fn beyond_ascii(&mut self, from: &'t [u8]) -> Option<&'t [u8]> {
        let end = bytes::find_from(from, 0, |block| block.one_of(*b"\"\\") | block.below(b' '));
        let (characters, rest) = from.split_at_checked(end)?;
        std::str::from_utf8(characters).ok()?;
        Some(rest)
    }

    /// Reads an escape; anything else is an error. Half of a surrogate pair is allowed (RFC 8259 section 8.2).
    fn escape(&mut self, from: &'t [u8]) -> Option<&'t [u8]> {
        match from {
            [b'\\', b'u', digits @ ..] => self.four_digits(digits),
            [b'\\', kind, rest @ ..] if simple(*kind).is_some() => Some(rest),
            [b'\\', _, ..] => self.fail(self.position(from), "this is not a valid JSON escape"),
            [b'\\'] => self.ends("the body ends inside an escape"),
            [_, ..] => self.fail(self.position(from), "a control character in a text must be escaped"),
            [] => self.ends("the body ends inside a text"),
        }
    }

    fn four_digits(&mut self, from: &'t [u8]) -> Option<&'t [u8]> {
        let digits = from.iter().take(4).take_while(|digit| digit.is_ascii_hexdigit()).count();
        match from.get(digits..)? {
            rest if digits == 4 => Some(rest),
            [] => self.ends("the body ends inside an escape"),
            rest => self.fail(self.position(rest), "four hexadecimal digits are expected here"),
        }
    }
}

/// The number of plain characters up to a quote, a backslash, a control character or one beyond ASCII.
#[inline(always)]
fn plain_length(text: &[u8]) -> usize {
    bytes::find_from(text, 0, |block| block.one_of(*b"\"\\") | block.below(b' ') | block.at_least(0x80))
}

/// The text that an escaped one stands for; as written if the escape stands for no character.
pub(in crate::message::body) fn unescape(raw: &[u8]) -> Cow<'_, [u8]> {
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
