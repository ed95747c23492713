//! The syntax of header values (RFC 9110 and its neighbours), as built-in names for `is`.

mod credentials;
mod range;
mod structured;
mod text;

pub(super) use credentials::{basic, bearer, credentials};
pub(super) use range::{entity_tag, entity_tags, range};
pub(super) use structured::{dictionary, digests, item, list};

use super::alphabet::is_token_byte;
use text::Text;

/// `type/subtype`, with well-formed parameters.
pub(super) fn content_type(text: &[u8]) -> bool {
    Text::of(text).whole(|t| t.token() && t.byte(b'/') && t.token() && t.parameters(|t| t.token() && t.value()))
}

/// Accept: media ranges with parameters, among them a weight. What follows it may lack a value, as in RFC 7231.
pub(super) fn media_ranges(text: &[u8]) -> bool {
    let range = |t: &mut Text<'_>| match t.while_is(is_token_byte) {
        b"" => false,
        b"*" => t.byte(b'/') && t.byte(b'*'),
        _ => t.byte(b'/') && t.token(),
    };
    let parameters = |t: &mut Text<'_>| {
        let mut is_weighted = false;
        t.parameters(|t| {
            let is_weight = matches!(t.rest(), [b'q' | b'Q', b'=', ..]);
            let may_lack_value = is_weighted && !is_weight;
            is_weighted |= is_weight;
            if may_lack_value { t.token() && t.value_if_given() } else { t.weighted_parameter() }
        })
    };
    Text::of(text).whole(|t| t.list(|t| range(t) && parameters(t)))
}

/// Accept-Encoding and Accept-Charset: tokens with a weight.
pub(super) fn weighted_tokens(text: &[u8]) -> bool {
    Text::of(text).whole(|t| t.list(|t| t.token() && t.weight()))
}

/// TE: codings with parameters and a weight.
pub(super) fn weighted_codings(text: &[u8]) -> bool {
    let coding = |t: &mut Text<'_>| {
        let mut fits = t.token();
        while fits && t.semicolon() {
            fits = t.weighted_parameter();
        }
        fits
    };
    Text::of(text).whole(|t| t.list(coding))
}

/// Accept-Language: language ranges with a weight.
pub(super) fn weighted_languages(text: &[u8]) -> bool {
    Text::of(text).whole(|t| t.list(|t| t.language_range() && t.weight()))
}

/// Content-Language: language tags.
pub(super) fn languages(text: &[u8]) -> bool {
    Text::of(text).whole(|t| t.list(Text::language_tag))
}

/// Tokens between commas: Connection, Trailer, Content-Encoding, Vary.
pub(super) fn tokens(text: &[u8]) -> bool {
    Text::of(text).whole(|t| t.list(Text::token))
}

/// Cache-Control and Pragma: names, some with a value.
pub(super) fn directives(text: &[u8]) -> bool {
    Text::of(text).whole(|t| t.list(|t| t.token() && t.value_if_given()))
}

/// Prefer (RFC 7240): names and their parameters, some with a value.
pub(super) fn preferences(text: &[u8]) -> bool {
    let pair = |t: &mut Text<'_>| t.token() && t.value_if_given();
    Text::of(text).whole(|t| t.list(|t| pair(t) && t.parameters(pair)))
}

/// Upgrade: protocols, some with a version.
pub(super) fn protocols(text: &[u8]) -> bool {
    Text::of(text).whole(|t| t.list(product))
}

/// User-Agent and Server: a product, and more products and comments after white space.
pub(super) fn products(text: &[u8]) -> bool {
    Text::of(text).whole(|t| {
        let mut fits = product(t);
        while fits && t.spaces() > 0 {
            fits = t.is_at_end() || if t.peek() == Some(b'(') { t.comment() } else { product(t) };
        }
        fits
    })
}

/// `name` or `name/version`.
fn product(t: &mut Text<'_>) -> bool {
    t.token() && (!t.byte(b'/') || t.token())
}

/// Cookie: pairs between `; `, with values of RFC 6265.
pub(super) fn cookies(text: &[u8]) -> bool {
    let octet = |b: u8| matches!(b, 0x21 | 0x23..=0x2b | 0x2d..=0x3a | 0x3c..=0x5b | 0x5d..=0x7e);
    let pair = |pair: &[u8]| {
        let Some(equals) = memchr::memchr(b'=', pair) else { return false };
        let (name, value) = pair.split_at(equals);
        let value = value.get(1..).unwrap_or_default();
        let bare = value.strip_prefix(b"\"").and_then(|v| v.strip_suffix(b"\"")).unwrap_or(value);
        !name.is_empty() && name.iter().all(|b| is_token_byte(*b)) && bare.iter().all(|b| octet(*b))
    };
    text.strip_suffix(b";").unwrap_or(text).split(|b| *b == b';').map(<[u8]>::trim_ascii_start).all(pair)
}

/// Forwarded (RFC 7239): `for=192.0.2.1;proto=https`, several between commas; a pair may be empty.
pub(super) fn forwarded(text: &[u8]) -> bool {
    let pair = |t: &mut Text<'_>| !t.peek().is_some_and(is_token_byte) || t.token() && t.value();
    let pairs = |t: &mut Text<'_>| {
        let mut fits = pair(t);
        while fits && t.byte(b';') {
            fits = pair(t);
        }
        fits
    };
    Text::of(text).whole(|t| t.list(pairs))
}

/// Origin: `null`, or schemes with a host and perhaps a port, without a path.
pub(super) fn origin(text: &[u8]) -> bool {
    let one = |one: &[u8]| {
        let Some(colon) = memchr::memmem::find(one, b"://") else { return false };
        let (scheme, rest) = one.split_at(colon);
        let scheme_fits = scheme.first().is_some_and(u8::is_ascii_alphabetic)
            && scheme.iter().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(b));
        scheme_fits && host_and_port(rest.get(3..).unwrap_or_default())
    };
    text == b"null" || !text.is_empty() && text.split(|b| *b == b' ').all(one)
}

/// Host: a name or an address, and perhaps a port.
pub(super) fn host_and_port(text: &[u8]) -> bool {
    let end = match text.strip_prefix(b"[") {
        Some(address) => memchr::memchr(b']', address).map(|end| end + 2),
        None => Some(memchr::memchr(b':', text).unwrap_or(text.len())),
    };
    let Some((host, rest)) = end.and_then(|end| text.split_at_checked(end)) else { return false };
    let host_fits = match host.strip_prefix(b"[").and_then(|host| host.strip_suffix(b"]")) {
        Some(address) => is_ip_literal(address),
        None => !host.is_empty() && host.iter().all(|b| *b == b'%' || is_host_byte(*b)) && escapes_are_whole(host),
    };
    let port_fits = match rest.strip_prefix(b":") {
        None => rest.is_empty(),
        Some([]) => true,
        Some(port) => {
            let number = std::str::from_utf8(port).ok().filter(|port| port.bytes().all(|b| b.is_ascii_digit()));
            number.is_some_and(|port| port.parse::<u16>().is_ok())
        }
    };
    host_fits && port_fits
}

/// An IPv6 address, or one of a later version: `v1.a`.
fn is_ip_literal(address: &[u8]) -> bool {
    let later = || {
        let (version, address) = address.split_at_checked(memchr::memchr(b'.', address)?)?;
        let ([b'v' | b'V', version @ ..], [b'.', address @ ..]) = (version, address) else { return None };
        let fits = |text: &[u8], is: fn(u8) -> bool| !text.is_empty() && text.iter().all(|b| is(*b));
        Some(fits(version, |b| b.is_ascii_hexdigit()) && fits(address, |b| b == b':' || is_host_byte(b)))
    };
    let is_ipv6 = std::str::from_utf8(address).is_ok_and(|text| text.parse::<std::net::Ipv6Addr>().is_ok());
    is_ipv6 || later() == Some(true)
}

/// What RFC 3986 allows in a host without an escape: unreserved and sub-delims.
fn is_host_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(&byte)
}

/// Whether two hexadecimal digits follow each `%`.
fn escapes_are_whole(text: &[u8]) -> bool {
    memchr::memchr_iter(b'%', text)
        .all(|at| text.get(at + 1..at + 3).is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit)))
}

/// traceparent of W3C Trace Context: version, trace id, parent id, flags.
pub(super) fn trace_parent(text: &[u8]) -> bool {
    let hex = |part: &[u8], length: usize| {
        part.len() == length && part.iter().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(b))
    };
    let is_zero = |part: &[u8]| part.iter().all(|b| *b == b'0');
    let mut parts = text.splitn(5, |b| *b == b'-');
    let mut next = || parts.next().unwrap_or_default();
    let (version, trace, parent, flags) = (next(), next(), next(), next());
    let fits = hex(version, 2) && hex(trace, 32) && hex(parent, 16) && hex(flags, 2);
    fits && version != b"ff" && !is_zero(trace) && !is_zero(parent) && (version != b"00" || parts.next().is_none())
}

/// Characters of a URI, absolute or relative (RFC 3986).
pub(super) fn uri_reference(text: &[u8]) -> bool {
    let is_allowed = |b: &u8| b.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(b);
    let count = |byte| memchr::memchr_iter(byte, text).count();
    // brackets are around an IPv6 address only
    text.iter().all(is_allowed) && escapes_are_whole(text) && count(b'#') <= 1 && count(b'[') == count(b']')
}
