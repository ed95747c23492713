//! One JSON object read as an exchange.

use super::access_log;
use super::keys::{Keys, Order};
use crate::read::body::{COMPRESSED, Coding, Recorded, is_declared, known};
use crate::read::bounds::{MAX_BODY, MAX_FACTS, MAX_HEADERS};
use crate::read::sieve::Keep;
use crate::read::url;
use crate::record::Record;
use crate::record::place::{Note, Place, Trouble};
use reqlint_core::message::HeaderField;
use reqlint_core::{Body, Exchange, Headers, Request, Response, Visibility};
use serde::de::DeserializeSeed;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Reads one line.
pub(super) fn read(text: &[u8], line: usize) -> Result<Record<'static>, Trouble> {
    let object = object(text, line)?;
    if access_log::is_one(&object) {
        return access_log::read(&object, Place { line, column: 1 });
    }
    let mut wrong = Vec::new();
    let place = Place { line, column: 1 };
    let record = record(&mut Keys::new(object, "", &mut wrong), place);
    if wrong.is_empty() { Ok(record) } else { Err(Trouble::new(place, wrong.join("; "))) }
}

/// What of a line is looked at, whether it is an exchange or of an access log.
const KEPT: Keep = Keep::Members(|name| match name {
    "id" | "method" | "target" | "url" | "now" => Some(Keep::Scalar),
    "body" | "body_base64" | "body_recorded" | "body_truncated" => Some(Keep::Scalar),
    "headers" => Some(HEADERS),
    "facts" => Some(Keep::Each(MAX_FACTS + 1, &Keep::Each(MAX_FACTS, &Keep::Scalar))),
    "response" => Some(Keep::Members(|name| match name {
        "body" | "body_base64" | "body_recorded" | "body_truncated" => Some(Keep::Scalar),
        name => access_log::kept(name),
    })),
    name => access_log::kept(name),
});

/// Pairs, or texts and lists of texts.
pub(super) const HEADERS: Keep = Keep::Each(MAX_HEADERS + 1, &Keep::Each(MAX_HEADERS + 1, &Keep::Scalar));

fn object(text: &[u8], line: usize) -> Result<Map<String, Value>, Trouble> {
    let mut json = serde_json::Deserializer::from_slice(text);
    let kept = KEPT.deserialize(&mut json).and_then(|kept| json.end().map(|()| kept));
    match kept {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Trouble::new(Place { line, column: 1 }, "expected a JSON object on this line")),
        Err(error) => Err(syntax(&error, line)),
    }
}

/// What is wrong with the JSON of a line, without the words of Rust.
fn syntax(error: &serde_json::Error, line: usize) -> Trouble {
    let place = Place { line, column: error.column().max(1) };
    let reason = error.to_string();
    let reason = reason.split(" at line ").next().unwrap_or_default();
    match reason {
        _ if error.is_eof() => {
            Trouble::new(place, "the line ends inside its JSON object").help("write each exchange on one line")
        }
        "recursion limit exceeded" => Trouble::new(place, "nested more than 128 deep"),
        "expected ident" | "expected value" => Trouble::new(place, "this is not JSON: expected a value"),
        reason => Trouble::new(place, format!("this is not JSON: {reason}")),
    }
}

/// Everything is read before anything is judged, so that all wrong keys are said at once.
fn record(keys: &mut Keys<'_>, place: Place) -> Record<'static> {
    let id = keys.text_or_number("id");
    let method = method(keys);
    let (scheme, authority, target) = address(keys);
    let (headers, order) = headers(keys);
    let mut notes = Vec::new();
    let (body, note) = body(keys, &headers);
    notes.extend(note.map(|message| Note { place, message: message.to_owned() }));
    let facts = keys.facts("facts", MAX_FACTS);
    let now = keys.time("now");
    let response = response(keys).unwrap_or_else(|message| {
        notes.push(Note { place, message: message.to_owned() });
        None
    });

    let has_host = headers.get("host").is_some();
    let shows = Visibility {
        raw_headers: order == Order::AsSent,
        connection_headers: has_host || authority.is_none(),
        ..Visibility::ALL
    };
    let request = Request { method, target, scheme, authority, headers, body, ..Request::default() };
    let exchange = Exchange { request, response, now, shows, ..Exchange::default() };
    Record { id, facts, ..Record::new(place, exchange, notes) }
}

fn method(keys: &mut Keys<'_>) -> Cow<'static, [u8]> {
    if !keys.is_given("method") {
        keys.say("`method` is missing");
    }
    let method = keys.text("method").unwrap_or_default();
    Cow::Owned(method.into_bytes())
}

type Address = (Option<Cow<'static, str>>, Option<Cow<'static, [u8]>>, Cow<'static, [u8]>);

/// Scheme, authority and target.
fn address(keys: &mut Keys<'_>) -> Address {
    let has_target = keys.is_given("target");
    let has_url = keys.is_given("url");
    let target = keys.text("target");
    let url = keys.text("url");
    match (has_target, has_url) {
        (true, true) => keys.say("`target` and `url` exclude each other"),
        (false, false) => keys.say("one of `target` and `url` is missing"),
        _ => {}
    }
    let Some(url) = url else { return (None, None, Cow::Owned(target.unwrap_or_default().into_bytes())) };
    let Some(parts) = url::split(&url) else {
        keys.say("`url` takes an absolute URL such as https://api.example.com/path");
        return (None, None, Cow::Borrowed(b""));
    };
    if parts.authority.contains('@') {
        // Credentials are a part of the target only: there they are judged, and masked.
        return (None, None, Cow::Owned(url.into_bytes()));
    }
    let slash = if parts.target.starts_with('/') { "" } else { "/" };
    let target = format!("{slash}{}", parts.target).into_bytes();
    let authority = parts.authority.as_bytes().to_vec();
    (Some(Cow::Owned(parts.scheme.to_owned())), Some(Cow::Owned(authority)), Cow::Owned(target))
}

fn headers(keys: &mut Keys<'_>) -> (Headers<'static>, Order) {
    let (pairs, order) = keys.headers("headers").unwrap_or((Vec::new(), Order::AsSent));
    if pairs.len() > MAX_HEADERS {
        keys.say(format!("`headers` has more than {MAX_HEADERS} lines"));
    }
    let field = |(name, value): (String, String)| HeaderField {
        name: Cow::Owned(name.into_bytes()),
        value: Cow::Owned(value.trim_matches([' ', '\t']).as_bytes().to_vec()),
    };
    (Headers::Fields(pairs.into_iter().map(field).collect()), order)
}

/// The body, and what is said about it.
fn body(keys: &mut Keys<'_>, headers: &Headers<'_>) -> (Body<'static>, Option<&'static str>) {
    let is_recorded = keys.flag("body_recorded").unwrap_or(true);
    let is_cut = keys.flag("body_truncated").unwrap_or(false);
    let (text, decoded) = keys.body();
    let is_text = text.is_some();
    let changed = text.as_deref().map(|text| Recorded::of(text, headers));
    let Some(bytes) = text.map(String::into_bytes).or(decoded) else {
        let is_unread = is_cut || !is_recorded || is_declared(headers);
        return (if is_unread { Body::Unread } else { Body::Absent }, None);
    };
    if bytes.len() > MAX_BODY {
        keys.say(format!("the body has {} bytes, at most {MAX_BODY} are read", bytes.len()));
    }
    match (known(Cow::Owned(bytes), headers.get("content-encoding")), changed) {
        _ if !is_recorded => (Body::Unread, None),
        ((Body::Absent, _), _) if is_cut => (Body::Unread, None),
        ((Body::Whole(bytes), _), _) if is_cut => (Body::Truncated(bytes), None),
        ((_, Coding::Compressed), _) => (Body::Unread, Some(COMPRESSED)),
        (_, Some(Recorded::Changed(why))) if is_text => (Body::Unread, Some(why)),
        ((body, _), _) => (body, None),
    }
}

/// The response; `Err` when it can't be one.
fn response(keys: &mut Keys<'_>) -> Result<Option<Response<'static>>, &'static str> {
    let Some(object) = keys.object("response") else { return Ok(None) };
    let mut keys = keys.inside(object, "response.");
    let has_status = keys.is_given("status");
    let status = keys.status("status").unwrap_or_default();
    let (headers, _) = headers(&mut keys);
    let (body, _) = body(&mut keys, &headers);
    if !has_status {
        return Err("`response.status` is missing: the response is left out");
    }
    Ok(Some(Response { status, headers, body }))
}
