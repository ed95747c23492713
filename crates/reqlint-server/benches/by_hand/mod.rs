//! What a layer costs that does next to nothing: what is left of the time is all that rules could have.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
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
