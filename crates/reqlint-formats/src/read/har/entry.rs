//! One entry of a HAR file read as an exchange.

use crate::read::body::{Coding, known};
use crate::read::bounds::{MAX_BODY, MAX_HEADERS};
use crate::read::url;
use crate::record::Record;
use crate::record::place::{Note, Place, Trouble};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqlint_core::message::HeaderField;
use reqlint_core::{Body, Exchange, Headers, Request, Response, Time, Visibility};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Reads one entry; `creator` is the program that wrote the file.
pub(super) fn read(entry: Value, place: Place, creator: &str) -> Result<Record<'static>, Trouble> {
    let trouble = |message: &str| Trouble::new(place, message);
    let Value::Object(mut entry) = entry else { return Err(trouble("the entry is not an object")) };
    let mut request = object(&mut entry, "request").ok_or_else(|| trouble("the entry has no `request`"))?;
    let method = text(&mut request, "method").ok_or_else(|| trouble("the request has no `method`"))?;
    let url = text(&mut request, "url").ok_or_else(|| trouble("the request has no `url`"))?;
    let parts = url::split(&url).ok_or_else(|| trouble("the request's `url` is not absolute"))?;
    let (fields, pseudo) = headers(&mut request);
    if fields.len() > MAX_HEADERS {
        return Err(trouble("more than 1000 header lines: this request is not read"));
    }
    let headers = Headers::Fields(fields);
    let mut notes = Vec::new();
    let body = request_body(&mut request, &method, &headers, &mut |message| {
        notes.push(Note { place, message: message.to_owned() });
    });
    if body.bytes().len() > MAX_BODY {
        return Err(trouble("the body is too long and was not read to its end"));
    }

    let has_host = headers.get("host").is_some();
    let shows = Visibility {
        raw_target: false,
        fragment: false,
        raw_headers: false,
        connection_headers: has_host,
        framing_headers: true,
        headers: !lacks_headers(&headers, creator),
        placeholders: true,
    };
    let authority = pseudo.unwrap_or_else(|| parts.authority.rsplit('@').next().unwrap_or_default().to_owned());
    let slash = if parts.target.starts_with('/') { "" } else { "/" };
    let target = parts.target.split('#').next().unwrap_or_default();
    let request = Request {
        method: Cow::Owned(method.into_bytes()),
        target: Cow::Owned(format!("{slash}{target}").into_bytes()),
        scheme: Some(Cow::Owned(parts.scheme.to_owned())),
        authority: (!has_host).then(|| Cow::Owned(authority.into_bytes())),
        headers,
        body,
        ..Request::default()
    };
    let now = text(&mut entry, "startedDateTime").and_then(|time| Time::read(time.as_bytes()));
    let response = object(&mut entry, "response").and_then(response);
    let exchange = Exchange { request, response, now, shows, ..Exchange::default() };
    Ok(Record::new(place, exchange, notes))
}

/// Whether headers that were sent may be missing: none is listed, or Chrome left out what is secret.
fn lacks_headers(headers: &Headers<'_>, creator: &str) -> bool {
    let has_secrets = headers.get("authorization").is_some() || headers.get("cookie").is_some();
    headers.iter().next().is_none() || creator == "WebInspector" && !has_secrets
}

/// The header lines, and the host of `:authority`; the other pseudo-headers of HTTP/2 say what is known anyway.
fn headers(message: &mut Map<String, Value>) -> (Vec<HeaderField<'static>>, Option<String>) {
    let Some(Value::Array(list)) = message.remove("headers") else { return (Vec::new(), None) };
    let mut authority = None;
    let mut fields = Vec::new();
    for item in list {
        let Value::Object(mut item) = item else { continue };
        let Some(name) = text(&mut item, "name") else { continue };
        let value = text(&mut item, "value").unwrap_or_default();
        match name.strip_prefix(':') {
            Some("authority") => authority = Some(value),
            Some(_) => {}
            None => {
                let value = value.trim_matches([' ', '\t']).as_bytes().to_vec();
                fields.push(HeaderField { name: Cow::Owned(name.into_bytes()), value: Cow::Owned(value) });
            }
        }
    }
    (fields, authority)
}

fn request_body(
    request: &mut Map<String, Value>,
    method: &str,
    headers: &Headers<'_>,
    note: &mut dyn FnMut(&str),
) -> Body<'static> {
    let size = request.get("bodySize").and_then(Value::as_i64).and_then(|size| usize::try_from(size).ok());
    let length = headers.get("content-length").and_then(|value| std::str::from_utf8(value).ok()?.trim().parse().ok());
    if let Some(mut data) = object(request, "postData") {
        match content(&mut data) {
            Some(Ok(bytes)) if !bytes.is_empty() => {
                let is_cut = length.is_some_and(|length: usize| length > bytes.len());
                let (body, coding) = known(Cow::Owned(bytes), headers.get("content-encoding"));
                if coding == Coding::Compressed {
                    note("the body is compressed: it is not checked");
                }
                return match body {
                    Body::Whole(bytes) if is_cut => {
                        note("the body is shorter than Content-Length says: taken as its beginning");
                        Body::Truncated(bytes)
                    }
                    body => body,
                };
            }
            Some(Err(())) => {
                note("the body is not valid Base64, although it is marked as Base64: it is not checked");
                return Body::Unread;
            }
            _ if data.get("params").and_then(Value::as_array).is_some_and(|params| !params.is_empty()) => {
                note("only the parameters of the body are recorded: it is not checked");
                return Body::Unread;
            }
            _ => {}
        }
    }
    match length.or(size) {
        Some(0) => Body::Absent,
        Some(_) => Body::Unread,
        // without a word about the body, methods that have none by habit are taken to have none
        None if matches!(method, "GET" | "HEAD" | "OPTIONS" | "DELETE" | "TRACE") => Body::Absent,
        None => Body::Unread,
    }
}

fn response(mut response: Map<String, Value>) -> Option<Response<'static>> {
    let status = response.get("status").and_then(Value::as_u64).and_then(|status| u16::try_from(status).ok())?;
    if !(100..1000).contains(&status) {
        // 0: no answer came
        return None;
    }
    let headers = Headers::Fields(headers(&mut response).0);
    let mut data = object(&mut response, "content").unwrap_or_default();
    let size = data.get("size").and_then(Value::as_i64);
    let body = match content(&mut data) {
        Some(Ok(mut bytes)) if bytes.len() > MAX_BODY => {
            bytes.truncate(MAX_BODY);
            Body::Truncated(Cow::Owned(bytes))
        }
        Some(Ok(bytes)) if !bytes.is_empty() => Body::Whole(Cow::Owned(bytes)),
        _ if size == Some(0) => Body::Absent,
        _ => Body::Unread,
    };
    Some(Response { status, headers, body })
}

/// The bytes of a `text`; `Err` when it is not the Base64 that it says it is.
fn content(data: &mut Map<String, Value>) -> Option<Result<Vec<u8>, ()>> {
    let given = text(data, "text")?;
    let is_coded = data.get("encoding").and_then(Value::as_str).is_some_and(|name| name.eq_ignore_ascii_case("base64"));
    Some(if is_coded { STANDARD.decode(given).map_err(|_| ()) } else { Ok(given.into_bytes()) })
}

fn object(from: &mut Map<String, Value>, key: &str) -> Option<Map<String, Value>> {
    match from.remove(key)? {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

fn text(from: &mut Map<String, Value>, key: &str) -> Option<String> {
    match from.remove(key)? {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
