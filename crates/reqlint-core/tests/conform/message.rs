//! A raw request with its directives, as an exchange. No more than these cases need; the reader of users' files is
//! `reqlint-formats`.

use crate::case::Case;
use base64::Engine as _;
use reqlint_core::explain::Part;
use reqlint_core::message::{Change, HeaderField};
use reqlint_core::{Body, Exchange, Headers, Request, Time, Visibility};
use std::borrow::Cow;

/// The exchange of a case.
pub(crate) fn exchange(case: &Case) -> Exchange<'static> {
    let mut text = case.request.clone().into_bytes();
    if let Some(claims) = directive(case, "jwt") {
        let encode = |t: &str| base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(t);
        let token = format!("{}.{}.c2ln", encode("{\"alg\":\"none\"}"), encode(claims));
        text = case.request.replace("{jwt}", &token).into_bytes();
    }
    Exchange {
        request: request(case, &text),
        response: None,
        now: directive(case, "now").map(|t| Time::read(t.as_bytes()).expect("a time")),
        shows: shows(directive(case, "hides").unwrap_or_default()),
        secrets: Vec::new(),
        changes: directive(case, "changed").map(changed).into_iter().collect(),
    }
}

/// What follows a directive's name.
pub(crate) fn directive<'c>(case: &'c Case, name: &str) -> Option<&'c str> {
    case.directives.iter().find_map(|d| d.strip_prefix(name)?.strip_prefix(' '))
}

/// `body the shell …`
fn changed(text: &str) -> Change {
    let (part, detail) = text.split_once(' ').expect("a part and a sentence");
    let part = if part == "body" { Part::Body } else { Part::Target };
    Change { part, detail: Cow::Owned(detail.to_owned()) }
}

fn request(case: &Case, text: &[u8]) -> Request<'static> {
    let escaped = case.directives.iter().any(|d| d == "escapes");
    // after splitting, so that a line break in a value splits nothing
    let owned = |t: &[u8]| Cow::Owned(if escaped { escapes(t) } else { t.to_vec() });
    let (head, body) = match find(text, b"\n\n") {
        Some(end) => (&text[..end], &text[end + 2..]),
        None => (text, &b""[..]),
    };
    let mut lines = head.split(|b| *b == b'\n').filter(|l| !l.is_empty());
    let first = lines.next().expect("a request line");
    let space = find(first, b" ").expect("a method and a target");
    let target = &first[space + 1..];
    let version = target.windows(6).rposition(|end| end == b" HTTP/").map(|at| at + 1);
    let (target, version) = match version {
        Some(at) => (&target[..at - 1], Some(owned(&target[at..]))),
        None => (target, None),
    };
    let mut headers: Vec<HeaderField<'static>> = Vec::new();
    let mut without_colon = Vec::new();
    for line in lines {
        if let (Some(last), b' ' | b'\t') = (headers.last_mut(), line[0]) {
            last.value.to_mut().extend_from_slice(&[b"\r\n", line].concat());
            continue;
        }
        let colon = find(line, b":").unwrap_or_else(|| {
            without_colon.push(headers.len());
            line.len()
        });
        let value = line.get(colon + 1..).unwrap_or_default().trim_ascii();
        headers.push(HeaderField { name: owned(&line[..colon]), value: owned(value) });
    }
    let body = body.strip_suffix(b"\n").unwrap_or(body);
    let body = match directive(case, "body") {
        Some("unread") => Body::Unread,
        Some("masked") => Body::Masked,
        Some("truncated") => Body::Truncated(owned(body)),
        Some(other) => panic!("no body is {other}"),
        None if body.is_empty() => Body::Absent,
        None => Body::Whole(owned(body)),
    };
    Request {
        method: owned(&first[..space]),
        target: owned(target),
        scheme: directive(case, "scheme").map(|s| Cow::Owned(s.to_owned())),
        authority: directive(case, "authority").map(|a| Cow::Owned(a.as_bytes().to_vec())),
        headers: Headers::Fields(headers),
        without_colon,
        body,
        version,
    }
}

fn shows(hidden: &str) -> Visibility {
    let hides = |name: &str| hidden.split(' ').any(|h| h == name);
    Visibility {
        raw_target: !hides("raw-target"),
        fragment: !hides("fragment"),
        raw_headers: !hides("raw-headers"),
        connection_headers: !hides("connection-headers"),
        framing_headers: !hides("framing-headers"),
        headers: !hides("headers"),
        placeholders: !hides("placeholders"),
    }
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|w| w == what)
}

fn escapes(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        match (first, tail) {
            (b'\\', [b'x', high, low, after @ ..]) => {
                let hex = std::str::from_utf8(&[*high, *low]).map(|h| u8::from_str_radix(h, 16)).expect("two digits");
                out.push(hex.expect("two hexadecimal digits"));
                rest = after;
            }
            (b'\\', [b'n', after @ ..]) => (out.push(b'\n'), rest = after).0,
            (b'\\', [b'r', after @ ..]) => (out.push(b'\r'), rest = after).0,
            (b'\\', [b't', after @ ..]) => (out.push(b'\t'), rest = after).0,
            _ => out.push(*first),
        }
    }
    out
}
