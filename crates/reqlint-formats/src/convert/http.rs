//! Raw HTTP/1.1.

use super::{Definition, missing_host};
use crate::read::url;
use crate::record::Record;
use reqlint_core::Body;
use std::borrow::Cow;

pub(super) const TARGET: Definition = Definition {
    name: "http",
    about: "raw HTTP/1.1; of a curl command exactly the bytes that curl sends",
    around: ["", ""],
    between: "\n###\n",
    one,
};

fn one(record: &Record<'_>) -> Result<Vec<u8>, &'static str> {
    if let Some(sent) = &record.sent {
        return Ok(sent.0.clone());
    }
    let request = &record.exchange.request;
    let body = match &request.body {
        Body::Absent => &[][..],
        Body::Whole(bytes) => bytes,
        Body::Truncated(_) | Body::Unread | Body::Masked => return Err("its body isn't known"),
    };
    let text = std::str::from_utf8(&request.target).ok();
    // a URL in place of a target is how editors write a request: what is sent is its path, and Host
    let split = text.and_then(url::split).filter(|_| request.headers.get("host").is_none());
    let target = match &split {
        Some(parts) => Cow::Owned(origin_form(parts.target).into_bytes()),
        None => Cow::Borrowed(&*request.target),
    };
    let version = request.version.as_deref().filter(|version| !version.is_empty()).unwrap_or(b"HTTP/1.1");
    let mut out = [&*request.method, b" ", &target[..], b" ", version, b"\r\n"].concat();
    let mut line = |name: &[u8], value: &[u8]| out.extend([name, b": ", value, b"\r\n"].concat());
    if let Some(host) = missing_host(request) {
        line(b"Host", &host);
    }
    for (name, value) in request.headers.iter() {
        line(name, value);
    }
    let is_counted = ["content-length", "transfer-encoding"].iter().any(|name| request.headers.get(name).is_some());
    if !body.is_empty() && !is_counted && !record.exchange.shows.connection_headers {
        line(b"Content-Length", body.len().to_string().as_bytes());
    }
    out.extend_from_slice(b"\r\n");
    out.extend_from_slice(body);
    Ok(out)
}

fn origin_form(target: &str) -> String {
    let target = target.split('#').next().unwrap_or_default();
    if target.starts_with('/') { target.to_owned() } else { format!("/{target}") }
}
