//! Adversarial requests of 64 KiB.

use reqlint_core::message::HeaderField;
use reqlint_core::{Body, Exchange, Headers, Request, Time, Visibility};
use std::borrow::Cow;

/// The size of the adversarial part in bytes.
const SIZE: usize = 64 * 1024;

/// A request, and what is adversarial about it.
#[derive(Debug)]
pub struct Worst {
    /// What is adversarial about it.
    pub name: &'static str,
    target: String,
    token: String,
    body: String,
}

/// Adversarial requests to an API of the corpus.
#[must_use]
pub fn worst() -> Vec<Worst> {
    let target = "/v2/mcc/customers/0001/edge/purge";
    let new = |name, target: &str, token: String, body: String| Worst { name, target: target.to_owned(), token, body };
    let plain = || "TOK: abcdefghij0123456789".to_owned();
    let many = |piece: &str| piece.repeat(SIZE / piece.len());
    let object = |inside: String| format!("{{\"MediaPath\":1{inside}}}");
    vec![
        new("deep JSON", target, plain(), object(format!(",\"a\":{}", many("[")))),
        new(
            "nested JSON",
            target,
            plain(),
            object(format!(",\"a\":[{}0]", many(&format!("{}{},", "[".repeat(200), "]".repeat(200))))),
        ),
        new("many members", target, plain(), object(many(",\"Media\":\"x\""))),
        new("many escapes", target, plain(), object(format!(",\"MediaType\":\"{}\"", many("\\u0041")))),
        new("long header", target, format!("TOK: {}", many("a")), String::new()),
        new("header of spaces", target, format!("TOK:{}x", many(" ")), String::new()),
        new("header of quotes", target, format!("TOK: {}", many("\"")), String::new()),
        new("many parameters", &format!("{target}?{}", many("page=1&")), plain(), String::new()),
        new("unencoded target", &format!("{target}?{}", many("a b")), plain(), String::new()),
        new("placeholders", &format!("{target}?{}", many("*<${")), plain(), String::new()),
        new("many segments", &format!("/v2/mcc{}", many("/customers")), plain(), String::new()),
        new("near misses", &format!("/v2/mcc/customer/0001/edges/purges?{}", many("a=b&")), plain(), String::new()),
    ]
}

impl Worst {
    /// The request for the engine.
    pub fn with<T>(&self, now: i64, look: impl FnOnce(&Exchange<'_>) -> T) -> T {
        let headers = [
            HeaderField::new("Host", "api.example.com"),
            HeaderField::new("Authorization", &self.token),
            HeaderField::new("Content-Type", "application/json"),
        ];
        let body = if self.body.is_empty() { Body::Absent } else { Body::Whole(Cow::Borrowed(self.body.as_bytes())) };
        look(&Exchange {
            request: Request {
                method: Cow::Borrowed(b"PUT"),
                target: Cow::Borrowed(self.target.as_bytes()),
                headers: Headers::Borrowed(&headers),
                body,
                ..Request::default()
            },
            now: Some(Time::from_seconds(now)),
            shows: Visibility::ALL,
            ..Exchange::default()
        })
    }
}
