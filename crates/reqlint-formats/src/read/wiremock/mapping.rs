//! One mapping.

use crate::read::bounds::MAX_HEADERS;
use crate::read::definition::Sniff;
use crate::read::interaction::{Answer, Content, Interaction, decoded, field, headers, object, text};
use crate::read::members::holds;
use crate::read::sieve::Keep;
use crate::record::Record;
use crate::record::place::{Place, Trouble};
use reqlint_core::message::HeaderField;
use serde_json::{Map, Value};
use std::fmt::Write;

/// What of a mapping is looked at.
pub(super) const KEPT: Keep = Keep::Members(|name| match name {
    "request" => Some(Keep::Members(of_request)),
    "response" => Some(Keep::Members(of_response)),
    _ => None,
});

/// What a text, a number or a header is held against; how, and with what.
const MATCHERS: Keep = Keep::Each(MAX_HEADERS, &Keep::Scalar);

fn of_request(name: &str) -> Option<Keep> {
    match name {
        "method" | "url" | "urlPath" | "scheme" | "port" => Some(Keep::Scalar),
        "host" => Some(MATCHERS),
        // whether there is any
        "urlPattern" | "urlPathPattern" | "urlPathTemplate" => Some(Keep::Scalar),
        "headers" | "queryParameters" => Some(Keep::Each(MAX_HEADERS + 1, &MATCHERS)),
        "bodyPatterns" => Some(Keep::Each(10, &Keep::Each(10, &Keep::Json))),
        _ => None,
    }
}

fn of_response(name: &str) -> Option<Keep> {
    const VALUES: Keep = Keep::Each(MAX_HEADERS, &Keep::Scalar);
    match name {
        "status" | "body" | "base64Body" | "bodyFileName" | "proxyBaseUrl" | "fault" => Some(Keep::Scalar),
        "headers" => Some(Keep::Each(MAX_HEADERS + 1, &VALUES)),
        "jsonBody" => Some(Keep::Json),
        _ => None,
    }
}

/// Whether an object, by its beginning, says which URLs it matches, as no log of requests does.
pub(super) fn matches_url(value: &[u8]) -> bool {
    let is_url = |name: &[u8], value: &[u8]| match name {
        b"url" => value.starts_with(b"\"/"),
        b"urlPath" | b"urlPattern" | b"urlPathPattern" | b"urlPathTemplate" => value.starts_with(b"\""),
        _ => false,
    };
    holds(value, &is_url) == Sniff::Yes
}

/// Reads a mapping as it was kept; `None` where it is about more than one request.
pub(super) fn read(value: Value, place: Place) -> Result<Option<Record<'static>>, Trouble> {
    let trouble = |message: &str| Trouble::new(place, message);
    let Value::Object(mut mapping) = value else { return Err(trouble("the mapping is not an object")) };
    let mut request = object(&mut mapping, "request").ok_or_else(|| trouble("the mapping has no `request`"))?;
    let method = text(&mut request, "method").filter(|method| method != "ANY");
    let (Some(method), Some(url)) = (method, url(&mut request)) else { return Ok(None) };
    let body = content(&mut request, &method);
    let answer = object(&mut mapping, "response").and_then(answer);
    let now = answer.as_ref().and_then(Answer::date);
    let headers = matched(&mut request);
    Interaction { method, url, headers, body, answer, now, lacks_headers: true }.record(place).map(Some)
}

/// The one URL that a request matches.
fn url(request: &mut Map<String, Value>) -> Option<String> {
    let mut target = text(request, "url").or_else(|| text(request, "urlPath"))?;
    for (name, mut matcher) in object(request, "queryParameters").unwrap_or_default() {
        let value = text(matcher.as_object_mut()?, "equalTo")?;
        target.push(if target.contains('?') { '&' } else { '?' });
        encode(&mut target, &name);
        target.push('=');
        encode(&mut target, &value);
    }
    let host = object(request, "host").and_then(|mut host| text(&mut host, "equalTo"));
    let scheme = text(request, "scheme").unwrap_or_else(|| "https".to_owned());
    let port = text(request, "port").map(|port| format!(":{port}")).unwrap_or_default();
    Some(host.map(|host| format!("{scheme}://{host}{port}{target}")).unwrap_or(target))
}

/// Adds a text as a query has it.
fn encode(target: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            target.push(char::from(byte));
        } else {
            let _ = write!(target, "%{byte:02X}");
        }
    }
}

/// The headers that a request must have. What one is held against otherwise than as a whole isn't its value.
fn matched(request: &mut Map<String, Value>) -> Vec<HeaderField<'static>> {
    const HIDDEN: &str = "***";
    let headers = object(request, "headers").unwrap_or_default().into_iter();
    let line = |(name, mut matcher): (String, Value)| {
        let matcher = matcher.as_object_mut()?;
        if matcher.get("absent") == Some(&Value::Bool(true)) {
            return None;
        }
        Some(field(&name, text(matcher, "equalTo").as_deref().unwrap_or(HIDDEN)))
    };
    headers.filter_map(line).collect()
}

fn content(request: &mut Map<String, Value>, method: &str) -> Content {
    let Some(Value::Array(patterns)) = request.remove("bodyPatterns") else {
        return match method {
            "POST" | "PUT" | "PATCH" => Content::Unknown("the mapping tells no body: it is not checked"),
            _ => Content::Nothing,
        };
    };
    for pattern in patterns {
        let Value::Object(mut pattern) = pattern else { continue };
        if let Some(whole) = text(&mut pattern, "equalToJson").or_else(|| text(&mut pattern, "equalTo")) {
            return Content::Text(whole);
        }
        if let Some(coded) = text(&mut pattern, "binaryEqualTo") {
            return decoded(&coded);
        }
    }
    Content::Unknown("the mapping tells only what the body is like: it is not checked")
}

fn answer(mut response: Map<String, Value>) -> Option<Answer> {
    if response.contains_key("fault") || response.contains_key("proxyBaseUrl") {
        return None;
    }
    let status = response.get("status").and_then(Value::as_u64).unwrap_or(200);
    let status = u16::try_from(status).ok().filter(|status| (100..1000).contains(status))?;
    let headers = headers(&mut response);
    let body = if let Some(coded) = text(&mut response, "base64Body") {
        decoded(&coded)
    } else if let Some(body) = text(&mut response, "body").or_else(|| text(&mut response, "jsonBody")) {
        Content::Text(body)
    } else if response.contains_key("bodyFileName") {
        Content::Unknown("the answer's body is in a file of its own")
    } else {
        Content::Nothing
    };
    Some(Answer { status, headers, body })
}
