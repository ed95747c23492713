//! One JSON object read as an exchange.

use super::access_log;
use super::keys::{Keys, Order};
use crate::read::body::known;
use crate::read::bounds::{MAX_BODY, MAX_HEADERS};
use crate::read::url;
use crate::record::Record;
use crate::record::place::{Note, Place, Trouble};
use reqlint_core::message::HeaderField;
use reqlint_core::{Body, Exchange, Headers, Request, Response, Visibility};
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

fn object(text: &[u8], line: usize) -> Result<Map<String, Value>, Trouble> {
    match serde_json::from_slice(text) {
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
    let body = body(keys, &headers);
    let facts = keys.facts("facts");
    let now = keys.time("now");
    let mut notes = Vec::new();
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
    Record { input: None, index: 0, id, place, exchange, facts, notes, map: None, typed: None, sent: None }
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
        keys.say(format!("`headers` has {} lines, at most {MAX_HEADERS} are read", pairs.len()));
    }
    let field = |(name, value): (String, String)| HeaderField {
        name: Cow::Owned(name.into_bytes()),
        value: Cow::Owned(value.trim_matches([' ', '\t']).as_bytes().to_vec()),
    };
    (Headers::Fields(pairs.into_iter().map(field).collect()), order)
}

fn body(keys: &mut Keys<'_>, headers: &Headers<'_>) -> Body<'static> {
    let bytes = keys.body().unwrap_or_default();
    if bytes.len() > MAX_BODY {
        keys.say(format!("the body has {} bytes, at most {MAX_BODY} are read", bytes.len()));
    }
    known(Cow::Owned(bytes), headers.get("content-encoding")).0
}

/// The response; `Err` when it can't be one.
fn response(keys: &mut Keys<'_>) -> Result<Option<Response<'static>>, &'static str> {
    let Some(object) = keys.object("response") else { return Ok(None) };
    let mut keys = keys.inside(object, "response.");
    let has_status = keys.is_given("status");
    let status = keys.status("status").unwrap_or_default();
    let (headers, _) = headers(&mut keys);
    let body = body(&mut keys, &headers);
    if !has_status {
        return Err("`response.status` is missing: the response is left out");
    }
    Ok(Some(Response { status, headers, body }))
}
