//! What a layer costs that is written by hand: one that does next to nothing, one with four checks, and one that checks what
//! the rules for the endpoint check.
//!
//! Each program uses some of them.

#![allow(dead_code, reason = "shared by programs that each use a part")]

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

/// The most bytes of a body.
const LIMIT: usize = 1 << 20;

/// Reads the body ahead, and looks at nothing.
pub(crate) async fn buffered(request: Request, next: Next) -> Response {
    through(request, next, |_, _| true).await
}

/// Reads the body ahead and makes four checks, as somebody would who needs no more.
pub(crate) async fn checked(request: Request, next: Next) -> Response {
    through(request, next, is_right).await
}

/// Reads the body ahead and checks what the rules of the Edgecast pack check that meet a purge, but those about facts.
pub(crate) async fn same_checks(request: Request, next: Next) -> Response {
    through(request, next, is_documented).await
}

async fn through(request: Request, next: Next, is_right: fn(&Parts, &Bytes) -> bool) -> Response {
    let (head, body) = request.into_parts();
    match to_bytes(body, LIMIT).await {
        Ok(bytes) if is_right(&head, &bytes) => next.run(Request::from_parts(head, Body::from(bytes))).await,
        _ => StatusCode::BAD_REQUEST.into_response(),
    }
}

fn is_right(head: &Parts, body: &Bytes) -> bool {
    let token = head.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("TOK: "));
    let Ok(members) = serde_json::from_slice::<Value>(body) else { return false };
    token.is_some_and(|token| token.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))
        && head.headers.get(header::CONTENT_TYPE).is_some_and(|value| value == "application/json")
        && members.get("MediaPath").and_then(Value::as_str).is_some_and(|path| path.starts_with("http"))
        && members.get("MediaType").and_then(Value::as_u64).is_some_and(|number| matches!(number, 3 | 8 | 14))
}

fn is_documented(head: &Parts, body: &Bytes) -> bool {
    is_address(head) && is_token(head) && is_purge(head, body)
}

/// Scheme, port, method and path, and no query.
fn is_address(head: &Parts) -> bool {
    let uri = &head.uri;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?".contains(&byte);
    let bytes = uri.path_and_query().map_or("", |target| target.as_str()).as_bytes();
    let is_encoded = |at: usize| bytes.get(at + 1..at + 3).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
    let is_well_formed = bytes.iter().enumerate().all(|(at, byte)| match byte {
        b'%' => is_encoded(at) && !bytes[at + 1..at + 3].eq_ignore_ascii_case(b"2f"),
        byte => is_plain(*byte),
    });
    let host = head.headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let (name, port) = host.split_once(':').unwrap_or((host, "443"));
    let mut segments = uri.path().split('/').skip(1);
    let mut is = |expected: &str| segments.next() == Some(expected);
    let is_before = is("v2") && is("mcc") && is("customers");
    let is_account = segments
        .next()
        .is_some_and(|account| !account.is_empty() && account.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let is_after = segments.next() == Some("edge") && segments.next() == Some("purge") && segments.next().is_none();
    head.method == Method::PUT
        && uri.scheme_str().is_none_or(|scheme| scheme == "https")
        && name.eq_ignore_ascii_case("api.edgecast.com")
        && port == "443"
        && is_well_formed
        && is_before
        && is_account
        && is_after
}

/// One token of the REST API, written as documented.
fn is_token(head: &Parts) -> bool {
    let mut lines = head.headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (lines.next(), lines.next()) else { return false };
    let Ok(value) = value.to_str() else { return false };
    if value.trim().is_empty()
        || value.starts_with('"')
        || value.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("bearer "))
    {
        return false;
    }
    let Some((scheme, token)) = value.split_once(':') else { return false };
    let token = token.strip_prefix(' ').unwrap_or(token);
    scheme.eq_ignore_ascii_case("TOK")
        && !token.is_empty()
        && token.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The body, in JSON, and its fields.
fn is_purge(head: &Parts, body: &Bytes) -> bool {
    let is_json = head.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).is_some_and(|kind| {
        kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
    });
    let Ok(Value::Object(members)) = serde_json::from_slice::<Value>(body) else { return false };
    let is_url = |text: &str| {
        let Ok(uri) = text.parse::<Uri>() else { return false };
        !text.trim().is_empty() && matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some()
    };
    let integer = |value: &Value| value.as_i64().or_else(|| value.as_str()?.parse().ok());
    let regions = members.get("EdgeNodeRegionIds");
    is_json
        && members.get("MediaPath").and_then(Value::as_str).is_some_and(is_url)
        && members.get("MediaType").and_then(integer).is_some_and(|number| matches!(number, 3 | 8 | 14))
        && regions.is_none_or(|ids| ids.as_array().is_some_and(|ids| ids.iter().all(|id| integer(id).is_some())))
}
