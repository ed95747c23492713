//! The body of a request, by the mode that its method's block names.

use super::blocks::{Block, Pair};
use super::request::{Scope, text_of};
use crate::read::address::encoded;
use crate::read::files::Named;
use crate::read::jsonc::without_comments;
use crate::read::shell::{Remark, Said};
use reqlint_core::Body;
use serde::de::IgnoredAny;
use std::borrow::Cow;

/// The boundary between parts. Bruno makes a new one for each request; this one is as long.
const BOUNDARY: &str = "--------------------------0123456789abcdef01234567";

/// A body, and what Bruno takes it for.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub(super) body: Body<'static>,
    pub(super) media_type: Option<String>,
}

/// The body of a mode.
///
/// # Errors
/// Where only what is sent counts, and a part of it isn't known.
pub(super) fn read(mode: &Pair, scope: &Scope<'_, '_>, named: &Named<'_>, said: &mut Said) -> Result<Content, Remark> {
    let known = |bytes: Vec<u8>, media_type: &str| Content {
        body: if bytes.is_empty() { Body::Absent } else { Body::Whole(Cow::Owned(bytes)) },
        media_type: Some(media_type.to_owned()),
    };
    let text = |name: &str| scope.block(name).map(|block| scope.filled(&block.text()));
    Ok(match mode.value.as_str() {
        "json" => {
            let Some(block) = scope.block("body:json").or_else(|| scope.block("body")) else {
                return Ok(Content::default());
            };
            let body = scope.filled(&without_comments(&block.text()));
            known(json(body, block, said), "application/json")
        }
        "text" => known(text("body:text").unwrap_or_default(), "text/plain"),
        "xml" => known(text("body:xml").unwrap_or_default(), "application/xml"),
        "sparql" => known(text("body:sparql").unwrap_or_default(), "application/sparql-query"),
        "graphql" => {
            let query = text("body:graphql").unwrap_or_default();
            let query = serde_json::Value::from(text_of(&query));
            let variables = scope.block("body:graphql:vars").map(|block| without_comments(&block.text()));
            let variables = variables.map(|text| text_of(&scope.filled(text.trim()))).filter(|text| !text.is_empty());
            // Bruno reads them, and writes them anew
            let variables = variables.map_or_else(|| "{}".to_owned(), |text| without_spaces(&text));
            known(format!("{{\"query\":{query},\"variables\":{variables}}}").into_bytes(), "application/json")
        }
        "formUrlEncoded" | "form-urlencoded" => {
            let pairs = scope.pairs("body:form-urlencoded");
            let pair = |pair: &Pair| [form_encoded(&pair.name), form_encoded(&pair.value)].join(&b'=');
            let form = pairs.iter().map(pair).collect::<Vec<_>>().join(&b'&');
            known(form, "application/x-www-form-urlencoded")
        }
        "multipartForm" | "multipart-form" => {
            let parts = parts(&scope.pairs("body:multipart-form"), named, said)?;
            let media_type = Some(format!("multipart/form-data; boundary={BOUNDARY}"));
            let body = parts.map_or(Body::Unread, |bytes| Body::Whole(Cow::Owned(bytes)));
            Content { body, media_type }
        }
        "file" => {
            let pairs = scope.pairs("body:file");
            let Some(pair) = pairs.first() else { return Ok(Content::default()) };
            let (value, media_type) = typed(&pair.value);
            let files = files(value);
            let name = files.and_then(|names| names.into_iter().next()).unwrap_or_default();
            let bytes = file(name, pair.start, named, said)?;
            Content {
                body: bytes.map_or(Body::Unread, |bytes| Body::Whole(Cow::Owned(bytes))),
                media_type: Some(media_type.unwrap_or("application/octet-stream").to_owned()),
            }
        }
        _ => Content::default(),
    })
}

/// A body of JSON. What isn't JSON is sent as one string: what is meant is judged.
fn json(body: Vec<u8>, block: &Block<'_>, said: &mut Said) -> Vec<u8> {
    let is_open = memchr::memmem::find(&body, b"{{").is_some();
    if is_open || body.trim_ascii().is_empty() || serde_json::from_slice::<IgnoredAny>(&body).is_ok() {
        return body;
    }
    said.change(
        block.text_start(),
        "the body is not JSON: Bruno puts it between quotes and sends it as one string, so that what arrives is no object",
    );
    if said.is_exact { serde_json::Value::from(text_of(&body)).to_string().into_bytes() } else { body }
}

/// JSON without the white space between its values.
fn without_spaces(json: &str) -> String {
    let (mut in_text, mut is_escaped) = (false, false);
    json.chars()
        .filter(|c| {
            let is_quote = *c == '"' && !is_escaped;
            is_escaped = *c == '\\' && in_text && !is_escaped;
            in_text ^= is_quote;
            in_text || !matches!(c, ' ' | '\t' | '\n' | '\r')
        })
        .collect()
}

/// Parts of a form; `None` where one isn't known.
fn parts(pairs: &[Pair], named: &Named<'_>, said: &mut Said) -> Result<Option<Vec<u8>>, Remark> {
    let mut out = Vec::new();
    for pair in pairs {
        let (value, media_type) = typed(&pair.value);
        let names = files(value);
        let front = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{}\"", pair.name);
        for name in names.iter().flatten() {
            let Some(bytes) = file(name, pair.start, named, said)? else { return Ok(None) };
            let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
            let media_type = media_type.unwrap_or_else(|| media_type_of(base));
            out.extend(format!("{front}; filename=\"{base}\"\r\nContent-Type: {media_type}\r\n\r\n").into_bytes());
            out.extend(bytes);
            out.extend_from_slice(b"\r\n");
        }
        if names.is_none() {
            let media_type = media_type.map_or_else(String::new, |given| format!("\r\nContent-Type: {given}"));
            out.extend(format!("{front}{media_type}\r\n\r\n{value}\r\n").into_bytes());
        }
    }
    out.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
    Ok(Some(out))
}

/// A value, and what `@contentType(…)` behind it says.
fn typed(value: &str) -> (&str, Option<&str>) {
    let found = value.trim_end().strip_suffix(')').and_then(|value| value.rsplit_once("@contentType("));
    found.map_or((value, None), |(value, media_type)| (value.trim_end(), Some(media_type.trim())))
}

/// The names in `@file(a|b)`.
fn files(value: &str) -> Option<Vec<&str>> {
    let names = value.strip_prefix("@file(")?.strip_suffix(')')?;
    Some(names.split('|').filter(|name| !name.is_empty()).collect())
}

fn file(name: &str, at: usize, named: &Named<'_>, said: &mut Said) -> Result<Option<Vec<u8>>, Remark> {
    match named.read(name.as_bytes()) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(message) => said.miss(at, message).map(|()| None),
    }
}

/// What the end of a name says of a file.
fn media_type_of(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "txt" => "text/plain",
        "json" => "application/json",
        "xml" => "application/xml",
        "html" | "htm" => "text/html",
        "csv" => "text/csv",
        "pdf" => "application/pdf",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "svg" => "image/svg+xml",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}

fn form_encoded(text: &str) -> Vec<u8> {
    let out = encoded(text.as_bytes(), |b| b.is_ascii_alphanumeric() || b"-._* ".contains(&b));
    out.into_iter().map(|b| if b == b' ' { b'+' } else { b }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_and_forms() {
        assert_eq!(without_spaces("{\n \"a\": \"b \\\" c\", \"d\": {{x}}\n}"), "{\"a\":\"b \\\" c\",\"d\":{{x}}}");
        assert_eq!(typed("@file(a) @contentType(a/b)"), ("@file(a)", Some("a/b")));
        assert_eq!(files("@file(a|b)"), Some(vec!["a", "b"]));
        assert_eq!(form_encoded("a b+é{{x}}"), "a+b%2B%C3%A9{{x}}".as_bytes());
    }
}
