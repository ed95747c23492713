//! Requests to hosts without a pack of their own, which the pack `http` judges.

use reqlint_core::message::HeaderField;
use reqlint_core::{Body, Diagnostics, Exchange, Headers, Request, RuleSet, Time, Visibility};
use std::borrow::Cow;

/// The packs that come with reqlint.
///
/// # Errors
/// When one is wrong.
pub fn rules() -> Result<RuleSet, Diagnostics> {
    RuleSet::load(reqlint_rules::packs())
}

/// A plain GET, as curl sends it.
#[must_use]
pub fn get() -> Exchange<'static> {
    let headers = [("Host", "api.example.com"), ("User-Agent", "curl/8.15.0"), ("Accept", "*/*")];
    exchange("GET", "/v1/customers/1842?expand=orders", &headers, Body::Absent)
}

/// A POST with JSON and a token, as a program sends it.
#[must_use]
pub fn post() -> Exchange<'static> {
    let body = br#"{"name":"Ada","email":"ada@example.com","tags":["new","vip"],"limit":250}"#;
    let headers = [
        ("Host", "api.example.com"),
        ("User-Agent", "orders/1.4"),
        ("Accept", "application/json"),
        ("Accept-Encoding", "gzip, deflate"),
        ("Authorization", "Bearer 3f9d2c71e8b54a06"),
        ("Content-Type", "application/json"),
        ("Content-Length", "73"),
    ];
    exchange("POST", "/v1/customers", &headers, Body::Whole(Cow::Borrowed(body)))
}

fn exchange(
    method: &'static str,
    target: &'static str,
    headers: &[(&'static str, &'static str)],
    body: Body<'static>,
) -> Exchange<'static> {
    let headers = headers.iter().map(|(name, value)| HeaderField::new(*name, *value)).collect();
    Exchange {
        request: Request {
            method: Cow::Borrowed(method.as_bytes()),
            target: Cow::Borrowed(target.as_bytes()),
            headers: Headers::Fields(headers),
            version: Some(Cow::Borrowed(b"HTTP/1.1")),
            body,
            ..Request::default()
        },
        response: None,
        now: Some(Time::from_seconds(crate::corpus::NOW)),
        shows: Visibility::ALL,
        secrets: Vec::new(),
        changes: Vec::new(),
    }
}
