//! Values as they are written in paths, queries, forms and parts.

use serde_json::Value as Json;

/// What is between the parts of a form.
pub(super) const BOUNDARY: &str = "next-part";

/// A form in parts; `None` where a part would hold others.
pub(super) fn parts(body: &Json) -> Option<String> {
    let mut out = String::new();
    for (name, value) in body.as_object()? {
        let values = if let Json::Array(items) = value { items.as_slice() } else { std::slice::from_ref(value) };
        for value in values {
            if value.is_array() || value.is_object() || name.contains('\n') {
                return None;
            }
            let (name, value) = (name.replace('"', "%22"), text(value));
            out += &format!("--{BOUNDARY}\nContent-Disposition: form-data; name=\"{name}\"\n\n{value}\n");
        }
    }
    Some(format!("{out}--{BOUNDARY}--"))
}

/// The pairs of a form for a value: lists and objects in brackets, or lists repeated.
pub(super) fn form(name: &str, value: &Json, nests: bool, pairs: &mut Vec<String>) {
    match value {
        Json::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                let own = if nests { format!("{name}[{number}]") } else { name.to_owned() };
                form(&own, item, nests, pairs);
            }
        }
        Json::Object(members) if nests => {
            for (member, value) in members {
                form(&format!("{name}[{}]", encoded(member)), value, nests, pairs);
            }
        }
        single => pairs.push(format!("{name}={}", encoded(&text(single)))),
    }
}

/// A value as it is written in a path, a query or a form.
pub(super) fn text(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Percent-encoded, but for what is plain everywhere. Many times the same letter are said rather than written.
pub(super) fn encoded(text: &str) -> String {
    if text.len() > 100 && text.bytes().all(|byte| byte == b'x') {
        return format!("{{repeat {} x}}", text.len());
    }
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out += &format!("%{byte:02X}");
        }
    }
    out
}
