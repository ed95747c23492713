//! Structured fields (RFC 9651): items, lists and dictionaries.

use super::text::Text;
use base64::Engine as _;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Padded or not; RFC 9651 has bits to spare ignored.
const BINARY: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// One item with its parameters.
pub(crate) fn item(text: &[u8]) -> bool {
    trimmed(text).whole(|t| bare(t) && parameters(t))
}

/// Items and inner lists between commas.
pub(crate) fn list(text: &[u8]) -> bool {
    members(text, member)
}

/// Names, each with a value or none, between commas.
pub(crate) fn dictionary(text: &[u8]) -> bool {
    members(text, |t| key(t) && if t.byte(b'=') { member(t) } else { parameters(t) })
}

/// A dictionary of digests, which are bytes: of those that RFC 9530 section 7.2 registers, as many as their names say.
pub(crate) fn digests(text: &[u8]) -> bool {
    members(text, |t| {
        let name = t.rest();
        if !key(t) {
            return false;
        }
        let name = name.get(..name.len() - t.rest().len()).unwrap_or_default();
        let expected = match name {
            b"sha-512" => Some(64),
            b"sha-256" => Some(32),
            b"sha" => Some(20),
            b"md5" => Some(16),
            _ => None,
        };
        let length = if t.byte(b'=') && t.byte(b':') { binary(t) } else { None };
        length.is_some_and(|length| expected.is_none_or(|expected| expected == length)) && parameters(t)
    })
}

fn trimmed(text: &[u8]) -> Text<'_> {
    let start = text.iter().take_while(|b| **b == b' ').count();
    let end = text.iter().rev().take_while(|b| **b == b' ').count();
    Text::of(text.get(start..text.len() - end).unwrap_or_default())
}

/// Unlike other lists, none of the members is empty.
fn members(text: &[u8], mut read: impl FnMut(&mut Text<'_>) -> bool) -> bool {
    trimmed(text).whole(|t| {
        if t.is_at_end() {
            return true;
        }
        loop {
            if !read(t) {
                return false;
            }
            t.spaces();
            if !t.byte(b',') {
                return true;
            }
            t.spaces();
        }
    })
}

fn member(t: &mut Text<'_>) -> bool {
    if !t.byte(b'(') {
        return bare(t) && parameters(t);
    }
    loop {
        t.while_is(|b| b == b' ');
        if t.byte(b')') {
            return parameters(t);
        }
        let is_member = bare(t) && parameters(t) && matches!(t.peek(), Some(b' ' | b')'));
        if !is_member {
            return false;
        }
    }
}

fn parameters(t: &mut Text<'_>) -> bool {
    while t.byte(b';') {
        t.while_is(|b| b == b' ');
        if !key(t) || t.byte(b'=') && !bare(t) {
            return false;
        }
    }
    true
}

fn key(t: &mut Text<'_>) -> bool {
    t.one(|b| b.is_ascii_lowercase() || b == b'*') && {
        t.while_is(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_-.*".contains(&b));
        true
    }
}

fn bare(t: &mut Text<'_>) -> bool {
    match t.peek() {
        Some(b'-' | b'0'..=b'9') => number(t).is_some(),
        Some(b'"') => string(t),
        Some(b'*' | b'A'..=b'Z' | b'a'..=b'z') => {
            t.while_is(|b| crate::base::pattern::is_token_byte(b) || b":/".contains(&b));
            true
        }
        Some(b':') => t.byte(b':') && binary(t).is_some(),
        Some(b'?') => t.byte(b'?') && t.one(|b| matches!(b, b'0' | b'1')),
        Some(b'@') => t.byte(b'@') && number(t) == Some(false),
        Some(b'%') => t.byte(b'%') && display_string(t),
        _ => false,
    }
}

/// Whether a number has decimals; `None` for what is not a number.
fn number(t: &mut Text<'_>) -> Option<bool> {
    t.byte(b'-');
    let whole = t.while_is(|b| b.is_ascii_digit()).len();
    if !t.byte(b'.') {
        return (1..=15).contains(&whole).then_some(false);
    }
    let decimals = t.while_is(|b| b.is_ascii_digit()).len();
    ((1..=12).contains(&whole) && (1..=3).contains(&decimals)).then_some(true)
}

fn string(t: &mut Text<'_>) -> bool {
    t.byte(b'"');
    loop {
        t.while_is(|b| matches!(b, b' ' | 0x21 | 0x23..=0x5b | 0x5d..=0x7e));
        if !t.byte(b'\\') {
            return t.byte(b'"');
        }
        if !t.one(|b| matches!(b, b'"' | b'\\')) {
            return false;
        }
    }
}

/// How many bytes there are between colons, behind the first of them.
fn binary(t: &mut Text<'_>) -> Option<usize> {
    let text = t.while_is(|b| b != b':');
    let bytes = BINARY.decode(text).ok()?;
    t.byte(b':').then_some(bytes.len())
}

/// ASCII, and escapes in lower case that together are UTF-8.
fn display_string(t: &mut Text<'_>) -> bool {
    if !t.byte(b'"') {
        return false;
    }
    let mut decoded = Vec::new();
    loop {
        decoded.extend_from_slice(t.while_is(|b| matches!(b, b' ' | 0x21 | 0x23 | 0x24 | 0x26..=0x7e)));
        if !t.byte(b'%') {
            return t.byte(b'"') && std::str::from_utf8(&decoded).is_ok();
        }
        let (Some(high), Some(low)) = (hex_digit(t), hex_digit(t)) else { return false };
        decoded.push(high << 4 | low);
    }
}

fn hex_digit(t: &mut Text<'_>) -> Option<u8> {
    let digit = t.peek()?;
    t.byte(digit);
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}
