//! A name in a text, and the value that is assigned to it.

use super::names::scheme_end;
use std::ops::Range;

/// How long a name may be.
const MAX_NAME: usize = 96;

/// A value that follows a name.
pub(super) struct Assigned {
    /// Without its quotes.
    pub(super) range: Range<usize>,
    /// The pieces of a list or object.
    pieces: Option<Vec<Range<usize>>>,
}

impl Assigned {
    /// What of it is secret: all but the scheme of a credential.
    pub(super) fn secret(self, text: &[u8]) -> Vec<Range<usize>> {
        if let Some(pieces) = self.pieces {
            return pieces;
        }
        let value = text.get(self.range.clone()).unwrap_or_default();
        let scheme = scheme_end(value, &[]);
        let scheme = if scheme < value.trim_ascii_end().len() { scheme } else { 0 };
        let blank = value.get(scheme..).unwrap_or_default().iter().take_while(|b| **b == b' ').count();
        let secret = self.range.start + scheme + blank..self.range.end;
        vec![secret]
    }
}

/// The name in front of a sign.
pub(super) fn name_before(text: &[u8], sign: usize) -> Option<&[u8]> {
    let before = text.get(sign.saturating_sub(MAX_NAME)..sign)?;
    // `:=`
    let before = before.strip_suffix(b":").unwrap_or(before);
    let before = before.trim_ascii_end();
    let end = before.iter().rposition(|b| !b"\"'`\\".contains(b))? + 1;
    let before = before.get(..end)?;
    let length = before.iter().rev().take_while(|b| is_in_name(**b)).count();
    before.get(end - length..).filter(|name| !name.is_empty())
}

fn is_in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-.$[]@".contains(&byte) || !byte.is_ascii()
}

/// Where a value begins, and in which quotes.
pub(super) struct Start {
    at: usize,
    quote: Option<u8>,
}

impl Start {
    /// The value after a sign.
    pub(super) fn after(text: &[u8], sign: usize) -> Option<Self> {
        let is_blank = |b: &u8| matches!(b, b' ' | b'\t' | b'>');
        let start = sign + 1;
        let at = start + text.get(start..)?.iter().take_while(|b| is_blank(b)).count();
        let rest = text.get(at..)?;
        let escapes = rest.iter().take_while(|b| **b == b'\\').count();
        match rest.get(escapes).filter(|b| b"\"'`".contains(b)) {
            Some(quote) => Some(Self { at: at + escapes + 1, quote: Some(*quote) }),
            None => rest.first().map(|_| Self { at, quote: None }),
        }
    }

    pub(super) fn is_quoted(&self) -> bool {
        self.quote.is_some()
    }
}

/// The value that begins at a place, as far as the text goes.
pub(super) fn assigned(text: &[u8], begin: &Start, name: &[u8]) -> Option<Assigned> {
    let start = begin.at;
    let rest = text.get(start..)?;
    if let Some(quote) = begin.quote {
        return Some(Assigned { range: start..start + quoted(rest, quote), pieces: None });
    }
    match rest.first()? {
        b'[' | b'{' if !rest.starts_with(b"{{") => {
            let (length, pieces) = pieces(rest);
            let pieces = pieces.into_iter().map(|piece| start + piece.start..start + piece.end).collect();
            Some(Assigned { range: start..start + length, pieces: Some(pieces) })
        }
        _ => Some(Assigned { range: start..start + bare(rest, name), pieces: None }),
    }
}

/// Where a text in quotes ends: at the quote, else at the end of the line.
fn quoted(inside: &[u8], quote: u8) -> usize {
    let mut at = 0;
    while let Some(byte) = inside.get(at) {
        match byte {
            b'\\'
                if inside.get(at + 1) == Some(&quote)
                    && inside.get(at + 2).is_some_and(|b| b",}]:) \r\n&".contains(b)) =>
            {
                // the end of a text in a text
                return at;
            }
            b'\\' => at += 1,
            b'\n' | b'\r' => return at,
            byte if *byte == quote => return at,
            _ => {}
        }
        at += 1;
    }
    inside.len()
}

/// Where a value without quotes ends.
fn bare(rest: &[u8], name: &[u8]) -> usize {
    let lower = name.to_ascii_lowercase();
    let is_line = [&b"authorization"[..], b"cookie"].iter().any(|end| lower.ends_with(end));
    if is_line {
        return rest.iter().position(|b| b"\r\n\"'`<".contains(b)).unwrap_or(rest.len());
    }
    rest.iter().position(|b| b"&;,\"'`<>)}]".contains(b) || b.is_ascii_whitespace()).unwrap_or(rest.len())
}

/// Values in a list or object: its texts and numbers, not its names. Gives also where it ends.
fn pieces(rest: &[u8]) -> (usize, Vec<Range<usize>>) {
    let (mut at, mut depth, mut found) = (0, 0_usize, Vec::new());
    while let Some(byte) = rest.get(at) {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return (at + 1, found);
                }
            }
            b'"' | b'\'' => {
                let inside = rest.get(at + 1..).unwrap_or_default();
                let length = quoted(inside, *byte);
                let after = inside.get(length + 1..).unwrap_or_default().trim_ascii_start();
                if after.first() != Some(&b':') {
                    found.push(at + 1..at + 1 + length);
                }
                at += 1 + length;
            }
            byte if byte.is_ascii_alphanumeric() => {
                let length = bare(rest.get(at..).unwrap_or_default(), b"");
                let word = rest.get(at..at + length).unwrap_or_default();
                if memchr::memchr(b':', word).is_none() && !matches!(word, b"true" | b"false" | b"null") {
                    found.push(at..at + length);
                }
                at += length.max(1) - 1;
            }
            _ => {}
        }
        at += 1;
    }
    (rest.len(), found)
}
