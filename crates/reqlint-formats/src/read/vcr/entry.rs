//! One interaction of a cassette.

use crate::read::bounds::MAX_HEADERS;
use crate::read::interaction::{Answer, Content, Interaction, decoded, headers, object, text};
use crate::read::sieve::Keep;
use crate::record::Record;
use crate::record::place::{Place, Trouble};
use reqlint_core::Time;
use serde_json::{Map, Value};

/// What of an interaction is looked at.
pub(super) const KEPT: Keep = Keep::Members(|name| match name {
    "request" | "response" => Some(Keep::Members(of_message)),
    "recorded_at" => Some(Keep::Scalar),
    _ => None,
});

fn of_message(name: &str) -> Option<Keep> {
    const VALUES: Keep = Keep::Each(MAX_HEADERS, &Keep::Scalar);
    match name {
        "method" | "uri" | "url" | "code" | "base64_body" => Some(Keep::Scalar),
        "headers" => Some(Keep::Each(MAX_HEADERS + 1, &VALUES)),
        "body" => Some(Keep::Either(|name| matches!(name, "string" | "base64_string").then_some(Keep::Scalar))),
        // `status: 200 OK` of go-vcr has its number beside it
        "status" => Some(Keep::Either(|name| (name == "code").then_some(Keep::Scalar))),
        _ => None,
    }
}

/// Reads an interaction as it was kept. Filters of vcrpy and go-vcr take headers out, and leave nothing in their place.
pub(super) fn read(value: Value, place: Place, is_filtered: bool) -> Result<Record<'static>, Trouble> {
    let trouble = |message: &str| Trouble::new(place, message);
    let Value::Object(mut interaction) = value else { return Err(trouble("the interaction is not an object")) };
    let mut request = object(&mut interaction, "request").ok_or_else(|| trouble("the interaction has no `request`"))?;
    let method = text(&mut request, "method").ok_or_else(|| trouble("the request has no `method`"))?;
    let url = text(&mut request, "uri").or_else(|| text(&mut request, "url"));
    let url = url.ok_or_else(|| trouble("the request has no `uri`"))?;
    let headers = headers(&mut request);
    let is_named = |names: &[&str]| {
        headers.iter().any(|field| names.iter().any(|name| field.name.eq_ignore_ascii_case(name.as_bytes())))
    };
    let answer = object(&mut interaction, "response").and_then(answer);
    let recorded = text(&mut interaction, "recorded_at");
    let recorded = recorded.and_then(|time| Time::read_http(time.as_bytes()).or_else(|| Time::read(time.as_bytes())));
    let lacks_headers = is_filtered && !is_named(&["authorization", "cookie"]);
    let now = recorded.or_else(|| answer.as_ref()?.date());
    let body = content(&mut request);
    Interaction { method, url, headers, body, answer, now, lacks_headers }.record(place)
}

fn answer(mut response: Map<String, Value>) -> Option<Answer> {
    let code = response.remove("code").and_then(|code| number(&code));
    let status = match response.remove("status") {
        Some(Value::Object(status)) => status.get("code").and_then(number),
        Some(status) => number(&status),
        None => None,
    };
    let status = code.or(status).filter(|status| (100..1000).contains(status))?;
    Some(Answer { status, headers: headers(&mut response), body: content(&mut response) })
}

/// A status; `200 OK` is one, too.
fn number(value: &Value) -> Option<u16> {
    match value {
        Value::Number(number) => number.as_u64().and_then(|number| u16::try_from(number).ok()),
        Value::String(text) => text.split(' ').next()?.parse().ok(),
        _ => None,
    }
}

fn content(message: &mut Map<String, Value>) -> Content {
    if let Some(coded) = text(message, "base64_body") {
        return decoded(&coded);
    }
    match message.remove("body") {
        Some(Value::Object(mut body)) => match (text(&mut body, "base64_string"), text(&mut body, "string")) {
            (Some(coded), _) => decoded(&coded),
            (None, Some(text)) => Content::Text(text),
            (None, None) => Content::Nothing,
        },
        Some(Value::String(text)) => Content::Text(text),
        _ => Content::Nothing,
    }
}
