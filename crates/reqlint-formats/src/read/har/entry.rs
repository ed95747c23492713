//! One entry of a HAR file read as an exchange.

use super::message::{self, Lines, object, text};
use crate::read::absolute::Address;
use crate::read::bounds::{MAX_BODY, MAX_HEADERS};
use crate::read::sieve::Keep;
use crate::read::url;
use crate::record::Record;
use crate::record::place::{Note, Place, Trouble};
use reqlint_core::{Exchange, Headers, Request, Time, Visibility};
use serde_json::Value;
use std::borrow::Cow;

/// What of an entry is looked at.
pub(super) const KEPT: Keep = Keep::Members(|name| match name {
    "request" | "response" => Some(Keep::Members(of_message)),
    "startedDateTime" => Some(Keep::Scalar),
    _ => None,
});

fn of_message(name: &str) -> Option<Keep> {
    const FIELD: Keep = Keep::Members(|name| matches!(name, "name" | "value").then_some(Keep::Scalar));
    const BODY: Keep = Keep::Members(|name| match name {
        "text" | "encoding" | "size" => Some(Keep::Scalar),
        // whether there are any
        "params" => Some(Keep::Each(1, &Keep::Scalar)),
        _ => None,
    });
    match name {
        "method" | "url" | "httpVersion" | "bodySize" | "status" | "_error" | "_failureText" => Some(Keep::Scalar),
        "body_recorded" | "_body_recorded" | "body_truncated" | "_body_truncated" => Some(Keep::Scalar),
        "headers" => Some(Keep::Each(MAX_HEADERS + 1, &FIELD)),
        "postData" | "content" => Some(BODY),
        _ => None,
    }
}

/// Reads one entry, as it was kept; `creator` is the program that wrote the file. `None` for what is no request to a server,
/// such as a `data:` URL.
pub(super) fn read(entry: Value, place: Place, creator: &str) -> Result<Option<Record<'static>>, Trouble> {
    let trouble = |message: &str| Trouble::new(place, message);
    let Value::Object(mut entry) = entry else { return Err(trouble("the entry is not an object")) };
    let mut request = object(&mut entry, "request").ok_or_else(|| trouble("the entry has no `request`"))?;
    let method = text(&mut request, "method").ok_or_else(|| trouble("the request has no `method`"))?;
    let url = text(&mut request, "url").ok_or_else(|| trouble("the request has no `url`"))?;
    if url::is_foreign(&url) {
        return Ok(None);
    }
    let address = match url::split(&url) {
        Some(parts) => Address::of(&parts, &method),
        None if method == "CONNECT" && !url.is_empty() => Address::of_tunnel(None, &url),
        None => return Err(trouble("the request's `url` is not absolute")),
    };
    let version = text(&mut request, "httpVersion").unwrap_or_default();
    let Lines { fields, authority } = Lines::take(&mut request, &method);
    if fields.len() > MAX_HEADERS {
        return Err(trouble("more than 1000 header lines: this request is not read"));
    }
    let headers = Headers::Fields(fields);
    let mut notes = Vec::new();
    let mut note = |message: String| notes.push(Note { place, message });
    let body = message::request_body(&mut request, &method, &headers, &mut |message| note(message.to_owned()));
    if body.bytes().len() > MAX_BODY {
        return Err(trouble("the body is too long and was not read to its end"));
    }
    let response = object(&mut entry, "response").and_then(|response| message::response(response, &mut note));

    let has_host = headers.get("host").is_some();
    let shows = Visibility {
        raw_target: false,
        fragment: false,
        raw_headers: false,
        connection_headers: has_host,
        framing_headers: !is_framed_without_headers(&version),
        headers: !lacks_headers(&headers, authority.is_some(), creator),
        placeholders: true,
    };
    let authority = authority.unwrap_or(address.authority);
    let request = Request {
        method: Cow::Owned(method.into_bytes()),
        target: Cow::Owned(address.target.into_bytes()),
        scheme: address.scheme.map(Cow::Owned),
        authority: (!has_host).then(|| Cow::Owned(authority.into_bytes())),
        headers,
        body,
        ..Request::default()
    };
    let now = text(&mut entry, "startedDateTime").and_then(|time| Time::read(time.as_bytes()));
    let exchange = Exchange { request, response, now, shows, ..Exchange::default() };
    Ok(Some(Record::new(place, exchange, notes)))
}

/// Whether a version of HTTP says where a body ends in other ways than headers; `h2` and `HTTP/2.0` mean the same.
fn is_framed_without_headers(version: &str) -> bool {
    let number = version.rsplit('/').next().unwrap_or_default().trim_start_matches(['h', 'H']);
    matches!(number.split(['.', '-']).next(), Some("2" | "3"))
}

/// Whether headers that were sent may be missing: the host that every request names is not among them, as in the
/// provisional headers of browsers; or Chrome left out what is secret.
fn lacks_headers(headers: &Headers<'_>, has_authority: bool, creator: &str) -> bool {
    let has_host = has_authority || headers.get("host").is_some();
    let has_secrets = headers.get("authorization").is_some() || headers.get("cookie").is_some();
    !has_host || creator == "WebInspector" && !has_secrets
}
