//! A line of an access log: what nginx, Kong and Apache write as JSON. What isn't in it is not visible.

use crate::read::body::Recorded;
use crate::read::sieve::Keep;
use crate::read::url;
use crate::record::Record;
use crate::record::place::{Note, Place, Trouble};
use reqlint_core::message::HeaderField;
use reqlint_core::{Body, Exchange, Headers, Request, Response, Time, Visibility};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// The names under which servers write things down: nginx's variables, Kong's members, and what people write for
/// Apache's `%m %U%q %v`.
const METHOD: [&str; 4] = ["request_method", "method", "http_method", "verb"];
const TARGET: [&str; 6] = ["request_uri", "uri", "url", "path", "request_path", "urlPath"];
const QUERY: [&str; 4] = ["args", "query_string", "query", "urlQuery"];
const HOST: [&str; 7] = ["http_host", "host", "vhost", "server_name", "virtual_host", "upstream_host", "serverName"];
const STATUS: [&str; 4] = ["status", "response_status", "status_code", "responseCode"];
const TIME: [&str; 6] = ["time_iso8601", "timestamp", "@timestamp", "time", "time_local", "msec"];
const ID: [&str; 4] = ["request_id", "correlation_id", "x_request_id", "id"];
/// Headers that logs hold beside `http_NAME`.
const HEADERS: [(&str, &str); 6] = [
    ("referer", "Referer"),
    ("referrer", "Referer"),
    ("user_agent", "User-Agent"),
    ("userAgent", "User-Agent"),
    ("agent", "User-Agent"),
    ("content_type", "Content-Type"),
];

/// What of such a line, or of its `request` or `response`, is looked at.
pub(super) fn kept(name: &str) -> Option<Keep> {
    const NAMES: [&[&str]; 7] = [&METHOD, &TARGET, &QUERY, &HOST, &STATUS, &TIME, &ID];
    const OTHERS: [&str; 5] = ["scheme", "request_scheme", "request_body", "body", "started_at"];
    match name {
        "request" => Some(Keep::Either(|name| if name == "request" { None } else { kept(name) })),
        "headers" => Some(super::exchange::HEADERS),
        name if name.starts_with("http_") || OTHERS.contains(&name) => Some(Keep::Scalar),
        name if NAMES.iter().any(|names| names.contains(&name)) => Some(Keep::Scalar),
        name => HEADERS.iter().any(|(known, _)| *known == name).then_some(Keep::Scalar),
    }
}

/// Whether an object is such a line, not an exchange of reqlint's own form.
pub(super) fn is_one(line: &Map<String, Value>) -> bool {
    let own = line.contains_key("method") && (line.contains_key("target") || line.contains_key("url"));
    let any = |names: &[&str]| names.iter().any(|name| line.contains_key(*name));
    let is_kong = line.get("request").is_some_and(Value::is_object);
    let has_line = line.get("request").and_then(Value::as_str).is_some_and(|request| request.contains(' '));
    !own && !line.contains_key("target") && (is_kong || has_line || any(&METHOD) && any(&TARGET))
}

/// Reads such a line.
pub(super) fn read(line: &Map<String, Value>, place: Place) -> Result<Record<'static>, Trouble> {
    let request = line.get("request");
    let inner = request.and_then(Value::as_object).unwrap_or(line);
    let words: Vec<&str> = request.and_then(Value::as_str).map(|line| line.split(' ').collect()).unwrap_or_default();
    let (method, target) = match words.as_slice() {
        [method, target @ .., version] if version.starts_with("HTTP/") => ((*method).to_owned(), target.join(" ")),
        [method, target @ ..] => ((*method).to_owned(), target.join(" ")),
        [] => (text(inner, &METHOD).unwrap_or_default(), target(inner)),
    };
    if method.is_empty() || target.is_empty() {
        return Err(Trouble::new(place, "the log line has no method and target"));
    }
    let (scheme, host, target) = match url::split(&target) {
        Some(parts) => {
            let slash = if parts.target.starts_with('/') { "" } else { "/" };
            (Some(parts.scheme.to_owned()), Some(parts.authority.to_owned()), format!("{slash}{}", parts.target))
        }
        None => (text(inner, &["scheme", "request_scheme"]), None, target),
    };
    let listed = inner.get("headers").and_then(Value::as_object);
    let headers = Headers::Fields(listed.map_or_else(|| loose_headers(line), listed_headers));
    let host = host.or_else(|| text(inner, &HOST)).or_else(|| text(line, &HOST));
    let has_host = headers.get("host").is_some();
    let shows = Visibility {
        raw_target: true,
        fragment: false,
        raw_headers: false,
        connection_headers: has_host,
        framing_headers: true,
        headers: listed.is_some(),
        placeholders: true,
    };
    let body = text(line, &["request_body"]).or_else(|| text(inner, &["body"])).filter(|body| body != "-");
    let held = body.as_deref().map(|body| Recorded::of(body, &headers));
    let (body, note) = match (body, held) {
        (Some(body), Some(Recorded::Whole)) => (Body::Whole(Cow::Owned(body.into_bytes())), None),
        (Some(body), Some(Recorded::Short)) => (Body::Truncated(Cow::Owned(body.into_bytes())), None),
        (_, Some(Recorded::Changed(why))) => (Body::Unread, Some(why)),
        _ => (Body::Unread, None),
    };
    let request = Request {
        method: Cow::Owned(method.into_bytes()),
        target: Cow::Owned(target.into_bytes()),
        scheme: scheme.map(Cow::Owned),
        authority: host.filter(|_| !has_host).map(|host| Cow::Owned(host.into_bytes())),
        headers,
        body,
        ..Request::default()
    };
    let exchange = Exchange { request, response: response(line), now: time(line), shows, ..Exchange::default() };
    let id = text(line, &ID);
    let notes = note.map(|message| Note { place, message: message.to_owned() }).into_iter().collect();
    Ok(Record { id, ..Record::new(place, exchange, notes) })
}

fn target(inner: &Map<String, Value>) -> String {
    let target = text(inner, &TARGET).unwrap_or_default();
    match text(inner, &QUERY).filter(|query| !query.is_empty() && query != "-" && !target.contains('?')) {
        Some(query) => format!("{target}?{}", query.trim_start_matches('?')),
        None => target,
    }
}

fn response(line: &Map<String, Value>) -> Option<Response<'static>> {
    let inner = line.get("response").and_then(Value::as_object).unwrap_or(line);
    let status = text(inner, &STATUS)?.parse().ok().filter(|status| (100..1000).contains(status))?;
    let headers = inner.get("headers").and_then(Value::as_object).map(listed_headers).unwrap_or_default();
    Some(Response { status, headers: Headers::Fields(headers), body: Body::Unread })
}

fn time(line: &Map<String, Value>) -> Option<Time> {
    if let Some(millis) = line.get("started_at").and_then(Value::as_i64) {
        return Some(Time::from_seconds(millis / 1000));
    }
    TIME.iter().filter_map(|name| line.get(*name)).find_map(super::value::time)
}

/// All headers, as Kong lists them.
fn listed_headers(headers: &Map<String, Value>) -> Vec<HeaderField<'static>> {
    let each = headers.iter().flat_map(|(name, value)| match value {
        Value::Array(values) => values.iter().map(|value| (name.as_str(), value)).collect::<Vec<_>>(),
        value => vec![(name.as_str(), value)],
    });
    each.filter_map(|(name, value)| field(name, value)).collect()
}

/// The few headers that a log has, among all else.
fn loose_headers(line: &Map<String, Value>) -> Vec<HeaderField<'static>> {
    let named = line.iter().filter_map(|(key, value)| {
        let known = HEADERS.iter().find(|(known, _)| known == key).map(|(_, name)| (*name).to_owned());
        let name = known.or_else(|| Some(key.strip_prefix("http_")?.replace('_', "-")));
        let is_header = !matches!(key.as_str(), "http_host" | "http_method" | "http_version");
        field(&name.filter(|_| is_header)?, value)
    });
    named.collect()
}

fn field(name: &str, value: &Value) -> Option<HeaderField<'static>> {
    let value = value.as_str().filter(|value| !value.is_empty() && *value != "-")?;
    Some(HeaderField {
        name: Cow::Owned(name.as_bytes().to_vec()),
        value: Cow::Owned(value.trim().as_bytes().to_vec()),
    })
}

/// The first of these members that has something to say.
fn text(from: &Map<String, Value>, names: &[&str]) -> Option<String> {
    names.iter().filter_map(|name| from.get(*name)).find_map(|value| match value {
        Value::String(text) if !text.is_empty() && text != "-" => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}
