//! The way to the server: TLS, redirects, `Expect`, what is cut from the URL or decoded in it.

use super::draft::{Draft, whole};
use super::gathered::Evidence;
use crate::base::finding::{Location, Part};
use crate::message::target::Target;

const TLS_PORT: &[&str] = &[
    "plain http request was sent to https port",
    "http request to an https server",
    "plain http request to a tls",
    "combination of host and port requires tls",
    "speaking plain http to an ssl-enabled",
    "instead use the https scheme",
    "https is required",
    "ssl is required",
    "ssl required",
    "requires https",
    "only https",
    "must use https",
];

pub(super) fn drafts(evidence: &Evidence<'_>) -> Vec<Draft> {
    [tls(evidence), fragment(evidence), expect(evidence), redirect(evidence), slash(evidence)]
        .into_iter()
        .flatten()
        .collect()
}

fn scheme(evidence: &Evidence<'_>) -> Option<String> {
    let request = &evidence.exchange.request;
    let target = Target::read(&request.target);
    let of_target = target.scheme.and_then(|range| request.target.get(range));
    let of_target = of_target.map(|scheme| String::from_utf8_lossy(scheme).to_lowercase());
    of_target.or_else(|| request.scheme.as_ref().map(|scheme| scheme.to_lowercase()))
}

/// Whether the URL is one of plain HTTP, to another host than this one.
pub(super) fn is_plain(evidence: &Evidence<'_>) -> bool {
    let host = evidence.exchange.host();
    let is_local = [&b"localhost"[..], b"127.", b"[::1]", b"192.168.", b"10."].iter().any(|own| host.starts_with(own));
    !is_local && !host.is_empty() && scheme(evidence).is_some_and(|scheme| scheme == "http")
}

/// Whether the URL is one of plain HTTP, to a host that may be reached from anywhere at the usual port.
pub(super) fn is_public_plain(evidence: &Evidence<'_>) -> bool {
    let host = String::from_utf8_lossy(evidence.exchange.host()).to_lowercase();
    let authority = evidence.exchange.request.authority.as_deref().or(evidence.exchange.request.headers.get("host"));
    let has_port = authority.is_some_and(|text| {
        text.rsplit(|b| *b == b':')
            .next()
            .is_some_and(|end| end.len() < text.len() && end != b"80" && end.iter().all(u8::is_ascii_digit))
    });
    let is_inner = [".local", ".localhost", ".internal", ".lan", ".test"].iter().any(|end| host.ends_with(end));
    let is_address = host.starts_with(|c: char| c.is_ascii_digit()) || host.contains(':');
    host.contains('.') && !is_inner && !is_address && !has_port && scheme(evidence).as_deref() == Some("http")
}

fn tls(evidence: &Evidence<'_>) -> Option<Draft> {
    let is_http = scheme(evidence).is_none_or(|scheme| scheme == "http");
    if !evidence.answer.says(TLS_PORT) || !is_http {
        return None;
    }
    let draft = Draft::new("answer/tls", "plain HTTP was sent to a port that takes TLS")
        .because("the answer says that this port takes HTTPS, and the request was sent as plain http")
        .fix("Begin the URL with https:// instead of http://.");
    Some(draft.at(whole(Part::Target)).confirmed_if(true))
}

/// What comes after `#` is never sent.
fn fragment(evidence: &Evidence<'_>) -> Option<Draft> {
    if !evidence.exchange.shows.fragment || !evidence.status_is(&[400, 401, 403, 404, 405]) {
        return None;
    }
    let text = &evidence.exchange.request.target;
    let range = Target::read(text).fragment?;
    if text.get(range.clone())?.is_empty() {
        return None;
    }
    let draft = Draft::new("answer/fragment", "the URL is cut at `#`")
        .because("`#` begins a fragment, which is never sent, so the API sees a shorter URL")
        .fix("Write the sign as %23, if it belongs to the path or to a value.");
    let start = range.start.saturating_sub(1);
    Some(draft.at(Location { range: Some(start..range.end), ..whole(Part::Target) }))
}

/// A request that waits for `100 Continue`.
fn expect(evidence: &Evidence<'_>) -> Option<Draft> {
    let sent = evidence.header("expect").filter(|line| line.value.to_lowercase().contains("100-continue"))?;
    let draft = Draft::new("answer/expect", "the request asks with Expect: 100-continue before it sends its body")
        .because("some gateways do not know Expect: 100-continue and can't answer it")
        .fix("Send the request without Expect (curl: -H 'Expect:').");
    evidence
        .status_is(&[417, 500, 502, 503, 504, 505])
        .then(|| draft.at(sent.at_value()).confirmed_if(evidence.status_is(&[417])))
}

/// `http://` is redirected to `https://`, and POST becomes GET.
fn redirect(evidence: &Evidence<'_>) -> Option<Draft> {
    let host = String::from_utf8_lossy(evidence.exchange.host()).to_lowercase();
    let is_local = host.is_empty()
        || host.starts_with("localhost")
        || !host.contains('.')
        || host.starts_with(|c: char| c.is_ascii_digit())
        || host.contains(':');
    let is_http = scheme(evidence).as_deref() == Some("http");
    if is_local
        || !is_http
        || !matches!(evidence.method(), b"POST" | b"PUT" | b"PATCH" | b"DELETE")
        || !evidence.status_is(&[404, 405])
    {
        return None;
    }
    // the GET that it would have become is allowed
    let takes_get = |allow: &str| allow.split(',').any(|method| method.trim() == "GET");
    if evidence.answer.header("allow").is_some_and(takes_get) {
        return None;
    }
    let method = String::from_utf8_lossy(evidence.method()).into_owned();
    let draft = Draft::new("answer/redirected", format!("{method} may have become GET by a redirect from http:// to https://"))
        .because(format!("the URL begins with http://; if the API redirects that to https:// with 301 or 302, a client that follows may turn {method} into GET"))
        .fix("Begin the URL with https://.");
    Some(draft.at(whole(Part::Target)))
}

/// `%2F` in a path, which proxies decode.
pub(super) fn slash(evidence: &Evidence<'_>) -> Option<Draft> {
    let text = &evidence.exchange.request.target;
    let range = Target::read(text).path;
    let path = text.get(range.clone())?;
    let at = path.windows(3).position(|three| three.eq_ignore_ascii_case(b"%2f"))?;
    if !evidence.status_is(&[400, 404, 405]) || evidence.has_failed("known-endpoint") {
        return None;
    }
    let draft = Draft::new("answer/slash", "`%2F` in the path may be decoded on the way")
        .because("some proxies decode %2F to a slash before they pass the path on, and then it is another path (nginx: proxy_pass with a URI; Apache: AllowEncodedSlashes)")
        .fix("Send the request to the API directly, or let the proxy pass the path on as it came.");
    let start = range.start + at;
    Some(draft.at(Location { range: Some(start..start + 3), ..whole(Part::Target) }))
}
