//! What Postman's console copies of a request: a method and a URL, and below them JSON (`POST https://…: {`). It has no status.

use super::Pane;
use super::words::copied;
use serde_json::{Map, Value};

/// The panes that were copied from Postman's console; none where there are none.
pub(super) fn panes(text: &[u8]) -> Vec<Pane> {
    let mut all = Vec::new();
    let (mut at, mut number) = (0, 0);
    while let Some(line) = text.get(at..).and_then(|rest| rest.split_inclusive(|b| *b == b'\n').next()) {
        number += 1;
        let trimmed = line.trim_ascii();
        if let Some((method, url)) = copied(trimmed) {
            let start = at + line.trim_ascii_end().len() - 1;
            let mut values =
                serde_json::Deserializer::from_slice(text.get(start..).unwrap_or_default()).into_iter::<Value>();
            if let Some(Ok(Value::Object(shown))) = values.next() {
                let mut pane = Pane {
                    line: number,
                    method: Some(method.to_vec()),
                    url: Some(url.to_vec()),
                    is_exact: true,
                    ..Pane::default()
                };
                pane.take(&shown);
                all.push(pane);
                let end = start + values.byte_offset();
                let rest = text
                    .get(end..)
                    .and_then(|rest| memchr::memchr(b'\n', rest))
                    .map_or(text.len(), |line| end + line + 1);
                number += memchr::memchr_iter(b'\n', text.get(at..rest).unwrap_or_default()).count().saturating_sub(1);
                at = rest;
                continue;
            }
        }
        at += line.len();
    }
    all
}

impl Pane {
    fn take(&mut self, shown: &Map<String, Value>) {
        let fields = |name: &str| match shown.get(name) {
            Some(Value::Object(fields)) => fields.iter().flat_map(|(name, value)| lines(name, value)).collect(),
            _ => Vec::new(),
        };
        (self.request, self.response) = (fields("Request Headers"), fields("Response Headers"));
        (self.body, self.answer) = (body(shown.get("Request Body")), body(shown.get("Response Body")));
    }
}

/// The header lines of a name; it may have several values.
fn lines(name: &str, value: &Value) -> Vec<(Vec<u8>, Vec<u8>)> {
    let line = |value: &Value| match value {
        Value::String(text) => (name.as_bytes().to_vec(), text.as_bytes().to_vec()),
        other => (name.as_bytes().to_vec(), other.to_string().into_bytes()),
    };
    match value {
        Value::Array(values) => values.iter().map(line).collect(),
        value => vec![line(value)],
    }
}

fn body(value: Option<&Value>) -> Vec<u8> {
    match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::String(text)) => text.as_bytes().to_vec(),
        Some(other) => other.to_string().into_bytes(),
    }
}
