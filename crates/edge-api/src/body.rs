//! Bodies: what an endpoint accepts, checked field by field.

use crate::answer::ApiError;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, header};
use serde_json::{Map, Value};

const UNREADABLE: ApiError = ApiError::plain(StatusCode::BAD_REQUEST, "Invalid Request/Response Type");
const MISSING: ApiError = ApiError::plain(StatusCode::BAD_REQUEST, "Missing Required Fields");
const INVALID: ApiError = ApiError::plain(StatusCode::BAD_REQUEST, "Invalid Request URL/Parameter");

/// A field of a body.
pub(crate) struct Field {
    name: &'static str,
    takes: Takes,
    may_be_blank: bool,
}

/// What a field accepts.
pub(crate) enum Takes {
    Text,
    Url,
    Host,
    Whole,
    OneOf(&'static [i64]),
    Word(&'static [&'static str]),
    List,
}

impl Field {
    pub(crate) const fn required(name: &'static str, takes: Takes) -> Self {
        Self { name, takes, may_be_blank: false }
    }

    pub(crate) const fn blank(name: &'static str, takes: Takes) -> Self {
        Self { name, takes, may_be_blank: true }
    }
}

/// Reads a JSON body and checks its required fields.
pub(crate) fn check(headers: &HeaderMap, body: &Bytes, fields: &[Field]) -> Result<Map<String, Value>, ApiError> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if body.is_empty() {
        return Err(MISSING);
    }
    if !content_type.to_ascii_lowercase().contains("json") {
        return Err(UNREADABLE);
    }
    let value: Value = serde_json::from_slice(body).map_err(|_| UNREADABLE)?;
    let Value::Object(members) = value else { return Err(INVALID) };
    for field in fields {
        match members.get(field.name) {
            None => return Err(MISSING),
            Some(value) if is_blank(value) && !field.may_be_blank => return Err(MISSING),
            Some(value) if is_blank(value) || field.takes.accepts(value) => {}
            Some(_) => return Err(INVALID),
        }
    }
    Ok(members)
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
    }
}

impl Takes {
    fn accepts(&self, value: &Value) -> bool {
        match (self, value) {
            (Takes::Text, Value::String(_)) | (Takes::List, Value::Array(_)) => true,
            (Takes::Url, Value::String(text)) => text.starts_with("http://") || text.starts_with("https://"),
            (Takes::Host, Value::String(text)) => {
                text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte))
            }
            (Takes::Whole, Value::Number(number)) => number.is_i64(),
            (Takes::OneOf(allowed), Value::Number(number)) => number.as_i64().is_some_and(|n| allowed.contains(&n)),
            (Takes::Word(allowed), Value::String(text)) => allowed.contains(&text.as_str()),
            _ => false,
        }
    }
}
