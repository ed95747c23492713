//! The built-in names for `is`: formats as code, not regexes.

use super::alphabet::{BASE64, BASE64_URL, is_token_byte};
use super::field;
use crate::base::bytes::{self, Block, Marks};
use crate::base::http_date;
use crate::base::number::Number;
use crate::base::time::{self, Duration, Time};
use base64::Engine as _;

/// A format that every pack knows by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Format {
    /// Any text.
    Text,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A list.
    List,
    /// An object.
    Object,
    /// 8-4-4-4-12 hexadecimal digits.
    Uuid,
    /// Hexadecimal digits.
    Hex,
    /// ASCII letters and digits.
    Alphanumeric,
    /// `local@domain.tld`.
    Email,
    /// An absolute URL: `scheme://host…`.
    Url,
    /// A host name of RFC 1123.
    Hostname,
    /// An IPv4 or IPv6 address.
    Ip,
    /// `YYYY-MM-DD`.
    Date,
    /// RFC 3339, read leniently (see [`Time::read`]).
    DateTime,
    /// `90s`, `15m`, `24h`, `30d`.
    Duration,
    /// Base64 of RFC 4648 section 4.
    Base64,
    /// Base64 of RFC 4648 section 5.
    Base64Url,
    /// Three base64url parts, the first two holding JSON objects.
    Jwt,
    /// `type/subtype`, with parameters.
    MediaType,
    /// A token of RFC 9110 section 5.6.2.
    Token,
    /// A date of RFC 9110 section 5.6.7, in its current or an obsolete form.
    HttpDate,
    /// `type/subtype`, with well-formed parameters.
    ContentType,
    /// The value of Accept.
    MediaRanges,
    /// The value of Accept-Encoding.
    WeightedTokens,
    /// The value of TE.
    WeightedCodings,
    /// The value of Accept-Language.
    WeightedLanguages,
    /// The value of Content-Language.
    Languages,
    /// Tokens between commas.
    Tokens,
    /// The value of Cache-Control (RFC 9111).
    Directives,
    /// The value of Prefer (RFC 7240).
    Preferences,
    /// The value of Upgrade.
    Protocols,
    /// The value of User-Agent.
    Products,
    /// The value of Cookie (RFC 6265).
    Cookies,
    /// The value of Forwarded (RFC 7239).
    Forwarded,
    /// The value of Origin (RFC 6454).
    Origin,
    /// The value of Host.
    HostAndPort,
    /// The value of traceparent (W3C Trace Context).
    TraceParent,
    /// Characters of RFC 3986.
    UriReference,
    /// An entity tag of RFC 9110 section 8.8.3.
    EntityTag,
    /// The value of If-Match.
    EntityTags,
    /// The value of Range.
    Range,
    /// The value of Authorization.
    Credentials,
    /// The value of Authorization for Basic (RFC 7617).
    BasicCredentials,
    /// The value of Authorization for Bearer (RFC 6750).
    BearerCredentials,
    /// An item of RFC 9651.
    StructuredItem,
    /// A list of RFC 9651.
    StructuredList,
    /// A dictionary of RFC 9651.
    StructuredDictionary,
    /// The value of Content-Digest (RFC 9530).
    Digests,
}

impl Format {
    /// Every name with its format and what a value of it is, as a noun phrase.
    pub const ALL: [(&'static str, Format, &'static str); 49] = [
        ("text", Format::Text, "text"),
        ("integer", Format::Integer, "a whole number"),
        ("number", Format::Number, "a number"),
        ("boolean", Format::Boolean, "true or false"),
        ("list", Format::List, "a list"),
        ("object", Format::Object, "an object"),
        ("uuid", Format::Uuid, "a UUID such as 12345678-1234-1234-1234-1234567890ab"),
        ("hex", Format::Hex, "hexadecimal digits"),
        ("alphanumeric", Format::Alphanumeric, "letters and digits only"),
        ("email", Format::Email, "an e-mail address such as joe@example.com"),
        ("url", Format::Url, "an absolute URL such as https://example.com/"),
        ("hostname", Format::Hostname, "a host name such as cdn.example.com"),
        ("ip", Format::Ip, "an IP address"),
        ("date", Format::Date, "a date such as 2024-05-01"),
        ("date-time", Format::DateTime, "a time such as 2024-05-01T12:00:00"),
        ("duration", Format::Duration, "a duration such as 90s, 15m, 24h or 30d"),
        ("base64", Format::Base64, "base64 text"),
        ("base64url", Format::Base64Url, "base64url text"),
        ("jwt", Format::Jwt, "a JSON Web Token: three base64url parts joined by dots"),
        ("media-type", Format::MediaType, "a media type such as application/json"),
        ("token", Format::Token, "a token of RFC 9110: letters, digits and !#$%&'*+-.^_`|~"),
        ("http-date", Format::HttpDate, "a date of HTTP such as Sun, 06 Nov 1994 08:49:37 GMT"),
        ("http-content-type", Format::ContentType, "a media type with well-formed parameters"),
        ("http-media-ranges", Format::MediaRanges, "media types with weights such as text/html;q=0.8, */*"),
        ("http-weighted-tokens", Format::WeightedTokens, "names with weights such as gzip, br;q=0.5"),
        ("http-weighted-codings", Format::WeightedCodings, "transfer codings such as trailers, deflate;q=0.5"),
        ("http-weighted-languages", Format::WeightedLanguages, "languages with weights such as de-DE, en;q=0.5"),
        ("http-languages", Format::Languages, "language tags such as de-DE, en"),
        ("http-tokens", Format::Tokens, "names with commas between them"),
        ("http-directives", Format::Directives, "directives such as no-cache, max-age=60"),
        ("http-preferences", Format::Preferences, "preferences such as return=minimal, wait=10"),
        ("http-protocols", Format::Protocols, "protocols such as websocket"),
        ("http-products", Format::Products, "products and comments such as curl/8.5.0"),
        ("http-cookies", Format::Cookies, "cookies such as a=b; c=d"),
        ("http-forwarded", Format::Forwarded, "pairs such as for=192.0.2.1;proto=https"),
        ("http-origin", Format::Origin, "an origin such as https://www.example.com, or null"),
        ("http-host", Format::HostAndPort, "a host, and perhaps a port, such as www.example.com:8080"),
        (
            "http-trace-parent",
            Format::TraceParent,
            "a trace context such as 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        ),
        ("http-uri-reference", Format::UriReference, "a URL, absolute or relative"),
        ("http-entity-tag", Format::EntityTag, "an entity tag in quotes such as \"abc\""),
        ("http-entity-tags", Format::EntityTags, "entity tags in quotes such as \"abc\", or *"),
        ("http-range", Format::Range, "a range such as bytes=0-99"),
        ("http-credentials", Format::Credentials, "a scheme and credentials such as Bearer abc"),
        ("http-basic-credentials", Format::BasicCredentials, "Basic and the Base64 of user:password"),
        ("http-bearer-credentials", Format::BearerCredentials, "Bearer and a token"),
        ("http-structured-item", Format::StructuredItem, "a structured item such as ?1 or \"abc\""),
        ("http-structured-list", Format::StructuredList, "a structured list such as a, (b c)"),
        ("http-structured-dictionary", Format::StructuredDictionary, "a structured dictionary such as u=3, i"),
        (
            "http-digests",
            Format::Digests,
            "digests in Base64 between colons such as sha-256=:…:, as long as their names say",
        ),
    ];

    /// The format of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(n, ..)| *n == name).map(|(_, format, _)| *format)
    }

    /// What a value should be, as a noun phrase.
    #[must_use]
    pub fn says(self) -> &'static str {
        Self::ALL.iter().find(|(_, format, _)| *format == self).map_or("", |(.., says)| says)
    }

    /// Whether a text has this format. No text is a list or an object.
    #[must_use]
    pub fn holds(self, text: &[u8]) -> bool {
        match self {
            Format::Text => true,
            Format::Integer => integer(text),
            Format::Number => Number::read(text).is_some(),
            Format::Boolean => matches!(text, b"true" | b"false"),
            Format::List | Format::Object => false,
            Format::Uuid => uuid(text),
            Format::Hex => !text.is_empty() && text.iter().all(u8::is_ascii_hexdigit),
            Format::Alphanumeric => !text.is_empty() && text.iter().all(u8::is_ascii_alphanumeric),
            Format::Email => email(text),
            Format::Url => url(text),
            Format::Hostname => hostname(text),
            Format::Ip => std::str::from_utf8(text).is_ok_and(|t| t.parse::<std::net::IpAddr>().is_ok()),
            Format::Date => time::is_date(text),
            Format::DateTime => Time::read(text).is_some(),
            Format::Duration => Duration::read(text).is_some(),
            Format::Base64 => !text.is_empty() && BASE64.decode(text).is_ok(),
            Format::Base64Url => !text.is_empty() && BASE64_URL.decode(text).is_ok(),
            Format::Jwt => jwt(text),
            Format::MediaType => media_type(text),
            Format::Token => !text.is_empty() && text.iter().all(|b| is_token_byte(*b)),
            Format::HttpDate => http_date::is_valid(text),
            Format::ContentType => field::content_type(text),
            Format::MediaRanges => field::media_ranges(text),
            Format::WeightedTokens => field::weighted_tokens(text),
            Format::WeightedCodings => field::weighted_codings(text),
            Format::WeightedLanguages => field::weighted_languages(text),
            Format::Languages => field::languages(text),
            Format::Tokens => field::tokens(text),
            Format::Directives => field::directives(text),
            Format::Preferences => field::preferences(text),
            Format::Protocols => field::protocols(text),
            Format::Products => field::products(text),
            Format::Cookies => field::cookies(text),
            Format::Forwarded => field::forwarded(text),
            Format::Origin => field::origin(text),
            Format::HostAndPort => field::host_and_port(text),
            Format::TraceParent => field::trace_parent(text),
            Format::UriReference => field::uri_reference(text),
            Format::EntityTag => field::entity_tag(text),
            Format::EntityTags => field::entity_tags(text),
            Format::Range => field::range(text),
            Format::Credentials => field::credentials(text),
            Format::BasicCredentials => field::basic(text),
            Format::BearerCredentials => field::bearer(text),
            Format::StructuredItem => field::item(text),
            Format::StructuredList => field::list(text),
            Format::StructuredDictionary => field::dictionary(text),
            Format::Digests => field::digests(text),
        }
    }
}

fn integer(text: &[u8]) -> bool {
    let digits = text.strip_prefix(b"-").or_else(|| text.strip_prefix(b"+")).unwrap_or(text);
    !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
}

fn uuid(text: &[u8]) -> bool {
    text.len() == 36
        && text.iter().enumerate().all(|(i, b)| match i {
            8 | 13 | 18 | 23 => *b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}

fn email(text: &[u8]) -> bool {
    // white space and control characters are all up to the space, and DEL
    let stop = |block: Block| block.one_of([b'@', 0x7f]) | block.below(b'!');
    if text.len() > bytes::BITS {
        return long_email(text, stop);
    }
    let [stops, dots] = bytes::bits(text, |block| [stop(block), block.is(b'.')]);
    let sign = stops.trailing_zeros() as usize;
    // in the domain after the `@`, the last dot has something on either side
    let last_dot = dots.checked_ilog2().map_or(0, |dot| dot as usize);
    stops.is_power_of_two()
        && text.get(sign) == Some(&b'@')
        && sign > 0
        && last_dot > sign + 1
        && last_dot + 1 < text.len()
}

fn long_email(text: &[u8], stop: impl Fn(Block) -> Marks) -> bool {
    let Some(at) = bytes::find(text, &stop).filter(|at| *at > 0 && text.get(*at) == Some(&b'@')) else { return false };
    let domain = text.get(at + 1..).unwrap_or_default();
    let dotted = memchr::memrchr(b'.', domain).is_some_and(|dot| dot > 0 && dot + 1 < domain.len());
    dotted && !bytes::any(domain, stop)
}

/// RFC 3986 with an authority; characters beyond ASCII are let through.
fn url(text: &[u8]) -> bool {
    let Some(colon) = memchr::memchr(b':', text) else { return false };
    let (scheme, rest) = text.split_at(colon);
    let Some(rest) = rest.strip_prefix(b"://") else { return false };
    let scheme_fits = scheme.first().is_some_and(u8::is_ascii_alphabetic)
        && scheme.iter().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(b));
    let end = bytes::find_from(rest, 0, |block| block.one_of(*b"/?#"));
    let authority = rest.get(..end).unwrap_or(rest);
    // digits and most punctuation are consecutive
    let fits =
        |block: Block| block.letters() | block.within(b'&', b';') | block.one_of(*b"_~@[]%!$=") | block.at_least(0x80);
    let authority_fits = !bytes::any(authority, |block| !fits(block));
    // white space and control characters are all up to the space, and DEL
    let stop = |block: Block| block.below(b'!') | block.one_of([b'"', b'<', b'>', b'\\', b'^', b'`', 0x7f]);
    scheme_fits && !authority.is_empty() && !authority.starts_with(b":") && authority_fits && !bytes::any(rest, stop)
}

fn hostname(text: &[u8]) -> bool {
    let text = text.strip_suffix(b".").unwrap_or(text);
    let label = |l: &[u8]| {
        (1..=63).contains(&l.len())
            && l.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-' || *b == b'_')
            && l.first() != Some(&b'-')
            && l.last() != Some(&b'-')
    };
    !text.is_empty() && text.len() <= 253 && text.split(|b| *b == b'.').all(label)
}

fn jwt(text: &[u8]) -> bool {
    // `{` in base64url
    if text.first() != Some(&b'e') {
        return false;
    }
    let mut parts = text.split(|b| *b == b'.');
    let mut object = || {
        let part = parts.next().unwrap_or_default();
        BASE64_URL.decode(part).is_ok_and(|json| json.first() == Some(&b'{') && json.last() == Some(&b'}'))
    };
    let objects = object() && object();
    let signature = parts.next();
    objects && parts.next().is_none() && signature.is_some_and(|s| s.is_empty() || BASE64_URL.decode(s).is_ok())
}

fn media_type(text: &[u8]) -> bool {
    let essence = text.split(|b| *b == b';').next().unwrap_or_default().trim_ascii();
    let mut parts = essence.split(|b| *b == b'/');
    let mut token = || parts.next().is_some_and(|p| Format::Token.holds(p));
    token() && token() && parts.next().is_none()
}

#[cfg(test)]
mod tests;
