//! HAR 1.2, as browsers import it.

use super::Definition;
use crate::record::Record;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqlint_core::{Body, Headers};
use serde_json::{Value, json};

pub(super) const TARGET: Definition = Definition {
    name: "har",
    about: "HAR 1.2",
    around: [
        concat!(
            r#"{"log":{"version":"1.2","creator":{"name":"reqlint","version":""#,
            env!("CARGO_PKG_VERSION"),
            "\"},\"entries\":[\n"
        ),
        "\n]}}\n",
    ],
    between: ",\n",
    one,
};

fn one(record: &Record<'_>) -> Result<Vec<u8>, &'static str> {
    let request = &record.exchange.request;
    let url = super::url(request).ok_or("it names no host, and HAR has absolute URLs")?;
    let query = url.split('#').next().unwrap_or_default().split_once('?').map_or("", |(_, query)| query);
    let query: Vec<Value> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| json!({ "name": name, "value": value }))
        .collect();
    let mut sent = json!({
        "method": String::from_utf8_lossy(&request.method),
        "url": url,
        "httpVersion": String::from_utf8_lossy(request.version.as_deref().filter(|version| !version.is_empty()).unwrap_or(b"HTTP/1.1")),
        "cookies": [],
        "headers": headers(&request.headers),
        "queryString": query,
        "headersSize": -1,
        "bodySize": size(&request.body),
    });
    if let Body::Whole(bytes) | Body::Truncated(bytes) = &request.body {
        let media_type = request.headers.get("content-type").map(String::from_utf8_lossy).unwrap_or_default();
        let mut data = content(bytes);
        set(&mut data, "mimeType", media_type.into());
        set(&mut sent, "postData", data);
    }
    flags(&request.body, &mut sent);
    let answer = record.exchange.response.as_ref();
    let no_headers = Headers::Fields(Vec::new());
    let mut body = answer.map_or_else(|| content(&[]), |answer| content(answer.body.bytes()));
    set(&mut body, "size", answer.map_or(0, |answer| answer.body.bytes().len()).into());
    let media_type =
        answer.and_then(|a| a.headers.get("content-type")).map(String::from_utf8_lossy).unwrap_or_default();
    set(&mut body, "mimeType", media_type.into());
    let mut received = json!({
        "status": answer.map_or(0, |answer| answer.status),
        "statusText": "",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": headers(answer.map_or(&no_headers, |answer| &answer.headers)),
        "content": body,
        "redirectURL": "",
        "headersSize": -1,
        "bodySize": -1,
    });
    if let Some(answer) = answer {
        flags(&answer.body, &mut received);
    }
    let entry = json!({
        "startedDateTime": record.exchange.now.map_or_else(|| "1970-01-01T00:00:00Z".to_owned(), |now| now.to_string()),
        "time": 0,
        "request": sent,
        "response": received,
        "cache": {},
        "timings": { "send": 0, "wait": 0, "receive": 0 },
    });
    Ok(entry.to_string().into_bytes())
}

fn headers(headers: &Headers<'_>) -> Value {
    let field = |(name, value): (&[u8], &[u8])| json!({ "name": String::from_utf8_lossy(name), "value": String::from_utf8_lossy(value) });
    headers.iter().map(field).collect()
}

/// What HAR has no word for.
fn flags(body: &Body<'_>, message: &mut Value) {
    match body {
        Body::Unread | Body::Masked => set(message, "_body_recorded", false.into()),
        Body::Truncated(_) => set(message, "_body_truncated", true.into()),
        Body::Absent | Body::Whole(_) => {}
    }
}

fn size(body: &Body<'_>) -> i64 {
    match body {
        Body::Absent => 0,
        Body::Whole(bytes) => i64::try_from(bytes.len()).unwrap_or(-1),
        Body::Truncated(_) | Body::Unread | Body::Masked => -1,
    }
}

fn content(bytes: &[u8]) -> Value {
    match std::str::from_utf8(bytes) {
        Ok(text) => json!({ "text": text }),
        Err(_) => json!({ "text": STANDARD.encode(bytes), "encoding": "base64" }),
    }
}

fn set(object: &mut Value, key: &str, value: Value) {
    if let Value::Object(members) = object {
        members.insert(key.to_owned(), value);
    }
}
