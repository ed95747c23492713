//! The syntax of header values (RFC 9110 and its neighbours), as built-in names for `is`.

mod credentials;
mod date;
mod range;
mod structured;
mod text;

pub(super) use credentials::{basic, bearer, credentials};
pub(super) use date::http_date;
pub(super) use range::{entity_tag, entity_tags, range};
pub(super) use structured::{dictionary, item, list};

use text::Text;

/// `type/subtype`, with well-formed parameters.
pub(super) fn content_type(text: &[u8]) -> bool {
    Text::of(text).whole(|t| t.token() && t.byte(b'/') && t.token() && t.parameters())
}

/// Accept: media ranges with parameters, among them a weight.
pub(super) fn media_ranges(text: &[u8]) -> bool {
    Text::of(text).whole(|t| t.list(|t| t.token() && t.byte(b'/') && t.token() && t.weighted_parameters()))
}

/// Accept-Encoding and Accept-Charset: tokens with a weight.
pub(super) fn weighted_tokens(text: &[u8]) -> bool {
    Text::of(text).whole(|t| t.list(|t| t.token() && t.weight()))
}

/// TE: codings with parameters and a weight.
pub(super) fn weighted_codings(text: &[u8]) -> bool {
    Text::of(text).whole(|t| t.list(|t| t.token() && t.weighted_parameters()))
}

/// Accept-Language: language ranges with a weight.
pub(super) fn weighted_languages(text: &[u8]) -> bool {
    Text::of(text).whole(|t| t.list(|t| t.language() && t.weight()))
}

/// Content-Language: language tags.
pub(super) fn languages(text: &[u8]) -> bool {
    Text::of(text).whole(|t| t.list(Text::language))
}

/// Tokens between commas: Connection, Trailer, Content-Encoding, Vary.
pub(super) fn tokens(text: &[u8]) -> bool {
    Text::of(text).whole(|t| t.list(Text::token))
}

/// Cache-Control, Pragma and Prefer: names, some with a value, some with parameters.
pub(super) fn directives(text: &[u8]) -> bool {
    Text::of(text).whole(|t| t.list(|t| t.token() && t.value_if_given() && t.parameters_without_value()))
}

/// Upgrade: protocols, some with a version.
pub(super) fn protocols(text: &[u8]) -> bool {
    Text::of(text).whole(|t| t.list(|t| t.token() && (!t.byte(b'/') || t.token())))
}

/// User-Agent and Server: products and comments.
pub(super) fn products(text: &[u8]) -> bool {
    Text::of(text).whole(|t| {
        while !t.is_at_end() {
            let fits = t.comment() || t.token() && (!t.byte(b'/') || t.token());
            if !fits || !(t.is_at_end() || t.spaces() > 0) {
                return false;
            }
        }
        true
    })
}

/// Cookie: pairs between `; `, with values of RFC 6265.
pub(super) fn cookies(text: &[u8]) -> bool {
    let octet = |b: u8| matches!(b, 0x21 | 0x23..=0x2b | 0x2d..=0x3a | 0x3c..=0x5b | 0x5d..=0x7e);
    let pair = |pair: &[u8]| {
        let Some(equals) = memchr::memchr(b'=', pair) else { return false };
        let (name, value) = pair.split_at(equals);
        let value = value.get(1..).unwrap_or_default();
        let bare = value.strip_prefix(b"\"").and_then(|v| v.strip_suffix(b"\"")).unwrap_or(value);
        crate::base::pattern::Format::Token.holds(name) && bare.iter().all(|b| octet(*b))
    };
    text.strip_suffix(b";").unwrap_or(text).split(|b| *b == b';').map(<[u8]>::trim_ascii_start).all(pair)
}

/// Forwarded (RFC 7239): `for=192.0.2.1;proto=https`, several between commas.
pub(super) fn forwarded(text: &[u8]) -> bool {
    let pair = |t: &mut Text<'_>| t.token() && t.byte(b'=') && (t.token() || t.quoted());
    Text::of(text).whole(|t| {
        t.list(|t| {
            if !pair(t) {
                return false;
            }
            while t.byte(b';') {
                if !pair(t) {
                    return false;
                }
            }
            true
        })
    })
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
        Some(address) => std::str::from_utf8(address).is_ok_and(|text| text.parse::<std::net::Ipv6Addr>().is_ok()),
        None => !host.is_empty() && host.iter().all(|b| b.is_ascii_alphanumeric() || b"-._~%!$&'()*+,;=".contains(b)),
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
    let mut escapes = memchr::memchr_iter(b'%', text);
    text.iter().all(is_allowed)
        && escapes.all(|at| text.get(at + 1..at + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)))
        && memchr::memchr_iter(b'#', text).count() <= 1
}

#[cfg(test)]
mod tests {
    use crate::base::pattern::Format;

    #[test]
    fn header_values_fit_their_syntax() {
        let table: [(&str, &[&str], &[&str]); 20] = [
            (
                "http-content-type",
                &["a/b", "text/html; charset=\"utf-8\";x=y", "a/b;"],
                &["json", "a/b; c", "a/b c", "a/b; =c"],
            ),
            (
                "http-media-ranges",
                &["*/*", "text/html;q=0.8, a/b;v=1;q=1.000", ""],
                &["json", "a/b;q=2", "a/b;q=high", "a/b;q=0.1234"],
            ),
            ("http-weighted-tokens", &["gzip, br;q=0", "*"], &["gzip;level=1", "g zip", "gzip;q=1.5"]),
            ("http-weighted-languages", &["de-DE,de;q=0.9,*;q=0.1"], &["de_DE", "deutschsprachig", "de;q"]),
            ("http-tokens", &["close", "a, b,,c"], &["a b", "a;b", "\"a\""]),
            (
                "http-directives",
                &["no-cache", "max-age=0, x=\"y z\"", "return=minimal; wait=10"],
                &["max-age=", "a b", "=1"],
            ),
            ("http-protocols", &["h2c", "websocket, foo/1"], &["foo/", "a b"]),
            ("http-products", &["curl/8.5.0", "Mozilla/5.0 (X11; (nested) \\)) Gecko/2 x"], &["(open", "a/b/c", "{x}"]),
            ("http-cookies", &["a=b; c=\"d\"", "a=", "a=b;"], &["=x", "plain", "a=b c", "a=\"q", "a=b,c"]),
            (
                "http-forwarded",
                &["for=192.0.2.1;proto=https, for=\"[::1]:80\""],
                &["for", "for=[::1]", "for=a; proto=b"],
            ),
            ("http-origin", &["null", "https://a.example:8080"], &["a.example", "https://a.example/", "https://", "*"]),
            (
                "http-host",
                &["a.example:80", "[::1]", "my_api:8080", "a:"],
                &["", "a b", "http://a", "a/b", "a:http", "a:99999", "::1", "ü"],
            ),
            (
                "http-trace-parent",
                &["00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"],
                &[
                    "00-0-0-01",
                    "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                    "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                ],
            ),
            (
                "http-date",
                &["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"],
                &[
                    "yesterday",
                    "2024-01-01T00:00:00Z",
                    "Sun, 06 Nov 1994 08:49:37 UTC",
                    "Sun, 31 Feb 1994 08:49:37 GMT",
                    "Mon, 06 Nov 1994 08:49:37 GMT",
                ],
            ),
            ("http-entity-tags", &["*", "\"a\", W/\"b\"", "\"\""], &["abc", "w/\"a\"", "\"a"]),
            (
                "http-range",
                &["bytes=0-99", "bytes=-5, 10-", "items=1-2"],
                &["bytes=abc", "bytes=9-1", "0-99", "bytes="],
            ),
            (
                "http-credentials",
                &["Basic dXNlcjpwYXNz", "Digest a=\"b\", c=d", "Negotiate"],
                &["", "a b c", "Bearer a,b", "Bearer: x"],
            ),
            (
                "http-basic-credentials",
                &["Basic dXNlcjpwYXNz", "basic YTo="],
                &["Basic user:pass", "Basic dXNlcg==", "Basic", "Bearer x"],
            ),
            (
                "http-bearer-credentials",
                &["Bearer abc.def-_~+/=="],
                &["Bearer a b", "Bearer", "Bearer \"a\"", "Bearer “a”"],
            ),
            (
                "http-structured-dictionary",
                &["a=1, b;x=?0, c=(1 2);y, d=:aGk=:, e=@1, f=%\"x%c3%bc\"", "u=3"],
                &["A=1", "a=1,", "a=1.", "a=\"é\"", "a=(1"],
            ),
        ];
        for (name, good, bad) in table {
            let format = Format::named(name).unwrap_or_else(|| panic!("{name}"));
            for text in good {
                assert!(format.holds(text.as_bytes()), "{name}: {text}");
            }
            for text in bad {
                assert!(!format.holds(text.as_bytes()), "{name}: {text}");
            }
        }
    }
}
