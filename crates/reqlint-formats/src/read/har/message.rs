//! Header lines and bodies of a message, as recorders write them down.

use crate::read::body::{declared_length, is_declared, recorded};
use crate::read::bounds::MAX_BODY;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqlint_core::message::HeaderField;
use reqlint_core::{Body, Headers, Response};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// The header lines of a message.
#[derive(Default)]
pub(super) struct Lines {
    pub(super) fields: Vec<HeaderField<'static>>,
    /// The host of `:authority`; the other pseudo-headers of HTTP/2 say what is known anyway.
    pub(super) authority: Option<String>,
}

impl Lines {
    /// Takes the header lines of a message. WebPageTest lists the first line among them, cut at its first colon.
    pub(super) fn take(message: &mut Map<String, Value>, method: &str) -> Self {
        let mut lines = Self::default();
        let Some(Value::Array(list)) = message.remove("headers") else { return lines };
        for item in list {
            let Value::Object(mut item) = item else { continue };
            let Some(name) = text(&mut item, "name") else { continue };
            let value = text(&mut item, "value").unwrap_or_default();
            match name.strip_prefix(':') {
                Some("authority") => lines.authority = Some(value),
                Some(_) => {}
                None if is_first_line(&name, method) => {}
                None => {
                    let value = value.trim_matches([' ', '\t']).as_bytes().to_vec();
                    lines.fields.push(HeaderField { name: Cow::Owned(name.into_bytes()), value: Cow::Owned(value) });
                }
            }
        }
        lines
    }
}

/// Whether a header's name is the beginning of a request line or a status line.
fn is_first_line(name: &str, method: &str) -> bool {
    let target = name.strip_prefix(method).and_then(|rest| rest.strip_prefix(' '));
    let is_target = |target: &str| target.starts_with(['/', '*']) || target.starts_with("http");
    !method.is_empty() && target.is_some_and(is_target) || name.starts_with("HTTP/") && name.contains(' ')
}

/// The body of a request, and what was assumed about it.
pub(super) fn request_body(
    request: &mut Map<String, Value>,
    method: &str,
    headers: &Headers<'_>,
    note: &mut dyn FnMut(&'static str),
) -> Body<'static> {
    let size = request.get("bodySize").and_then(Value::as_i64).and_then(|size| usize::try_from(size).ok());
    let is_cut = flag(request, "body_truncated") == Some(true);
    if flag(request, "body_recorded") == Some(false) {
        return Body::Unread;
    }
    if let Some(mut data) = object(request, "postData") {
        let is_text = !is_base64(&data);
        match content(&mut data) {
            Some(Ok(bytes)) if bytes.is_empty() && is_cut => return Body::Unread,
            Some(Ok(bytes)) if !bytes.is_empty() => return recorded(bytes, is_text, is_cut, headers, note),
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
    match declared_length(headers).or(size) {
        _ if is_declared(headers) => Body::Unread,
        Some(0) => Body::Absent,
        Some(_) => Body::Unread,
        // without a word about the body, methods that have none by habit are taken to have none
        None if matches!(method, "GET" | "HEAD" | "OPTIONS" | "DELETE" | "TRACE" | "CONNECT") => Body::Absent,
        None => Body::Unread,
    }
}

/// The answer, and what was assumed about it.
pub(super) fn response(mut response: Map<String, Value>, note: &mut dyn FnMut(String)) -> Option<Response<'static>> {
    let status = response.get("status").and_then(Value::as_u64).and_then(|status| u16::try_from(status).ok());
    // Chromium's own name for it, and Playwright's
    let error =
        ["_error", "_failureText"].iter().find_map(|name| text(&mut response, name).filter(|error| !error.is_empty()));
    let Some(status) = status.filter(|status| (100..1000).contains(status)) else {
        // 0 or -1: no answer came
        if let Some(error) = error {
            note(match is_name(&error) {
                true => format!("no answer came: {error}"),
                false => "no answer came, by the recording's own word".to_owned(),
            });
        }
        return None;
    };
    let headers = Headers::Fields(Lines::take(&mut response, "").fields);
    if flag(&mut response, "body_recorded") == Some(false) {
        return Some(Response { status, headers, body: Body::Unread });
    }
    let is_cut = flag(&mut response, "body_truncated") == Some(true);
    let mut data = object(&mut response, "content").unwrap_or_default();
    let size = data.get("size").and_then(Value::as_i64);
    let body = match content(&mut data) {
        Some(Ok(mut bytes)) if is_cut || bytes.len() > MAX_BODY => {
            bytes.truncate(MAX_BODY);
            Body::Truncated(Cow::Owned(bytes))
        }
        Some(Ok(bytes)) if !bytes.is_empty() => Body::Whole(Cow::Owned(bytes)),
        _ if size == Some(0) => Body::Absent,
        _ => Body::Unread,
    };
    Some(Response { status, headers, body })
}

/// Whether a text is the name of an error, which quotes nothing: `net::ERR_ABORTED`.
fn is_name(text: &str) -> bool {
    text.len() <= 64 && text.bytes().all(|b| b.is_ascii_uppercase() || matches!(b, b'_' | b':' | b'n' | b'e' | b't'))
}

/// The bytes of a `text`; `Err` when it is not the Base64 that it says it is.
fn content(data: &mut Map<String, Value>) -> Option<Result<Vec<u8>, ()>> {
    let given = text(data, "text")?;
    Some(if is_base64(data) { STANDARD.decode(given).map_err(|_| ()) } else { Ok(given.into_bytes()) })
}

fn is_base64(data: &Map<String, Value>) -> bool {
    data.get("encoding").and_then(Value::as_str).is_some_and(|name| name.eq_ignore_ascii_case("base64"))
}

/// A member of reqlint's own, which HAR wants to begin with a line.
fn flag(from: &mut Map<String, Value>, name: &str) -> Option<bool> {
    from.remove(&format!("_{name}")).or_else(|| from.remove(name))?.as_bool()
}

pub(super) fn object(from: &mut Map<String, Value>, key: &str) -> Option<Map<String, Value>> {
    match from.remove(key)? {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

pub(super) fn text(from: &mut Map<String, Value>, key: &str) -> Option<String> {
    match from.remove(key)? {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
