//! Exchanges, one a line, as [`Format::Ndjson`](crate::Format::Ndjson) reads them.

use super::{Definition, missing_host};
use crate::record::Record;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqlint_core::{Body, Headers};
use serde_json::{Map, Value, json};

pub(super) const TARGET: Definition =
    Definition { name: "ndjson", about: "one exchange in JSON a line", around: ["", "\n"], between: "\n", one };

fn one(record: &Record<'_>) -> Result<Vec<u8>, &'static str> {
    let request = &record.exchange.request;
    let mut line = Map::new();
    if let Some(id) = &record.id {
        line.insert("id".to_owned(), Value::from(id.as_str()));
    }
    line.insert("method".to_owned(), text(&request.method));
    let is_url = missing_host(request).is_some();
    match super::url(request).filter(|_| is_url) {
        Some(url) => line.insert("url".to_owned(), Value::from(url)),
        None => line.insert("target".to_owned(), text(&request.target)),
    };
    line.insert("headers".to_owned(), pairs(&request.headers));
    body(&request.body, &mut line);
    if let Some(now) = record.exchange.now {
        line.insert("now".to_owned(), Value::from(now.to_string()));
    }
    if let Some(response) = &record.exchange.response {
        let mut answer = Map::new();
        answer.insert("status".to_owned(), Value::from(response.status));
        answer.insert("headers".to_owned(), pairs(&response.headers));
        body(&response.body, &mut answer);
        line.insert("response".to_owned(), Value::Object(answer));
    }
    Ok(Value::Object(line).to_string().into_bytes())
}

fn text(bytes: &[u8]) -> Value {
    Value::from(String::from_utf8_lossy(bytes))
}

fn pairs(headers: &Headers<'_>) -> Value {
    headers.iter().map(|(name, value)| json!([String::from_utf8_lossy(name), String::from_utf8_lossy(value)])).collect()
}

fn body(body: &Body<'_>, object: &mut Map<String, Value>) {
    let (Body::Whole(bytes) | Body::Truncated(bytes)) = body else {
        if matches!(body, Body::Unread | Body::Masked) {
            object.insert("body_recorded".to_owned(), Value::Bool(false));
        }
        return;
    };
    if matches!(body, Body::Truncated(_)) {
        object.insert("body_truncated".to_owned(), Value::Bool(true));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => object.insert("body".to_owned(), Value::from(text)),
        Err(_) => object.insert("body_base64".to_owned(), Value::from(STANDARD.encode(bytes))),
    };
}
