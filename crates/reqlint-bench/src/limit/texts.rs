//! Which characters the parts of a request may contain.

use super::block::any;

/// Whether a header's name is a token of RFC 9110 section 5.6.2.
#[inline(always)]
pub(super) fn is_header_name(name: &[u8]) -> bool {
    let bad = any(name, |b| {
        let outside = b.at_most(b' ').or(b.at_least(0x7f));
        let brackets = b.within(b'(', b')').or(b.within(b'[', b']')).or(b.is(b'{')).or(b.is(b'}'));
        let others = b.within(b':', b'@').or(b.is(b'"')).or(b.is(b',')).or(b.is(b'/'));
        outside.or(brackets).or(others)
    });
    !name.is_empty() && !bad
}

/// Whether a header's value contains no control characters except tabs.
#[inline(always)]
pub(super) fn is_header_value(value: &[u8]) -> bool {
    !any(value, |b| b.at_most(0x1f).and(b.is(b'\t').not()).or(b.is(0x7f)))
}

/// Whether Authorization is `TOK: ` and a token.
#[inline(always)]
pub(super) fn is_authorization(value: &[u8]) -> bool {
    let Some(token) = value.strip_prefix(b"TOK: ") else { return false };
    (16..=64).contains(&token.len())
        && !any(token, |b| {
            let letters = b.with_bit(0x20).within(b'a', b'z');
            letters.or(b.within(b'0', b'9')).or(b.is(b'-')).or(b.is(b'_')).not()
        })
}

/// Whether a target contains only what RFC 3986 allows in path and query, and every `%` has two hexadecimal digits.
#[inline(always)]
pub(super) fn is_encoded(target: &[u8]) -> bool {
    let bad = any(target, |b| {
        // 0x7b to 0x7d are `{|}`
        let outside = b.at_most(b' ').or(b.at_least(b'{').and(b.is(b'~').not()));
        let quotes = b.is(b'"').or(b.is(b'#')).or(b.is(b'<')).or(b.is(b'>')).or(b.is(b'`'));
        outside.or(quotes).or(b.within(b'[', b'^'))
    });
    let is_escape = |at: usize| matches!(target.get(at + 1..at + 3), Some([a, b]) if a.is_ascii_hexdigit() && b.is_ascii_hexdigit());
    !bad && memchr::memchr_iter(b'%', target).all(is_escape)
}

/// Whether a text is `local@domain.tld`.
#[inline(always)]
pub(super) fn is_email(text: &[u8]) -> bool {
    let Some(at) = memchr::memchr(b'@', text) else { return false };
    let domain = &text[at + 1..];
    let Some(dot) = memchr::memrchr(b'.', domain) else { return false };
    at > 0
        && dot > 0
        && dot + 1 < domain.len()
        && memchr::memchr(b'@', domain).is_none()
        && !any(text, |b| b.at_most(b' ').or(b.is(0x7f)))
}

/// Whether a media type is JSON, XML, or neither.
#[inline(always)]
pub(super) fn claims(content_type: &[u8]) -> Claims {
    if content_type.starts_with(b"application/json") {
        return Claims::Json;
    }
    let contains = |word: &[u8]| content_type.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word));
    if contains(b"json") {
        Claims::Json
    } else if contains(b"xml") {
        Claims::Xml
    } else {
        Claims::Neither
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Claims {
    Json,
    Xml,
    Neither,
}
