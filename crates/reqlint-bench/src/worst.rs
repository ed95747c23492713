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
    method: &'static str,
    target: String,
    headers: Vec<(String, String)>,
    body: String,
}

/// Adversarial requests to an API of the corpus.
#[must_use]
pub fn worst() -> Vec<Worst> {
    let target = "/v2/mcc/customers/0001/edge/purge";
    let new = |name, target: &str, token: String, body: String| {
        let headers = [("Host", "api.example.com"), ("Authorization", &token), ("Content-Type", "application/json")];
        Worst { name, method: "PUT", target: target.to_owned(), headers: owned(&headers), body }
    };
    let plain = || "TOK: abcdefghij0123456789".to_owned();
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

fn many(piece: &str) -> String {
    piece.repeat(SIZE / piece.len())
}

fn owned(headers: &[(&str, &str)]) -> Vec<(String, String)> {
    headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Adversarial requests to a host without a pack of its own, which the pack `http` judges.
#[must_use]
pub fn worst_anywhere() -> Vec<Worst> {
    let host = || owned(&[("Host", "api.example.com")]);
    let to = |name, target: String| Worst { name, method: "GET", target, headers: host(), body: String::new() };
    let with = |name, headers: &[(&str, String)]| {
        let more = headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        Worst {
            name,
            method: "GET",
            target: "/".to_owned(),
            headers: host().into_iter().chain(more).collect(),
            body: String::new(),
        }
    };
    let sending = |name, kind: &str, body: String| {
        let length = body.len().to_string();
        let headers = owned(&[("Host", "api.example.com"), ("Content-Type", kind), ("Content-Length", &length)]);
        Worst { name, method: "POST", target: "/".to_owned(), headers, body }
    };
    let lines = |name, line: &dyn Fn(usize) -> (String, String)| {
        let size = |(name, value): &(String, String)| name.len() + value.len() + 4;
        let count = (SIZE / size(&line(100))).min(1000);
        Worst {
            name,
            method: "GET",
            target: "/".to_owned(),
            headers: host().into_iter().chain((0..count).map(line)).collect(),
            body: String::new(),
        }
    };
    vec![
        to("blanks", format!("/{}x", many(" "))),
        to("blanks in a query", format!("/?{}x", many(" "))),
        to("bare percents", format!("/?{}", many("%"))),
        to("escapes", format!("/{}", many("%41"))),
        to("escapes twice", format!("/?a={}", many("%2541"))),
        to("slashes", many("/")),
        to("dots", format!("/{}", many("../"))),
        to("octets", format!("/?{}", many("\u{e9}"))),
        to("brackets", format!("/?{}", many("[]{}|^`\"<>\\"))),
        to(
            "mixed octets",
            format!(
                "/{}?{}",
                many(" [%|").get(..SIZE / 2).unwrap_or_default(),
                many("\u{e9}\" {").get(..SIZE / 4).unwrap_or_default()
            ),
        ),
        to("placeholders", format!("/?{}", many("*<${"))),
        to("open placeholders", format!("/?{}", many("<a"))),
        to("long placeholders", format!("/?{}", many("{{aaaaaaaaaaaaaa"))),
        to("tokens", format!("/?{}", many("a=ghp_0123456789abcdefghijABCDEFGHIJ012345&"))),
        to("keys", format!("/?{}", many("api_key=1&"))),
        to("nested addresses", format!("/?u={}", many("https%3A%2F%2Fa%3Fu%3D"))),
        to("semicolons", format!("/{}", many(";a=b"))),
        to("at signs", format!("//{}", many("a:b@"))),
        to("absolute", format!("http://{}/", many("a."))),
        lines("header lines", &|n| (format!("X-Line-{n}"), "a".repeat(50))),
        lines("tokens in headers", &|n| (format!("X-Line-{n}"), "ghp_0123456789abcdefghijABCDEFGHIJ012345".to_owned())),
        lines("names with blanks", &|n| (format!("X Line {n}"), "a".repeat(50))),
        lines("values of controls", &|n| (format!("X-Line-{n}"), "\u{1}".repeat(50))),
        lines("Hosts", &|n| ("Host".to_owned(), format!("a{n}.example.com/{}", "b".repeat(30)))),
        lines("Content-Lengths", &|n| ("Content-Length".to_owned(), n.to_string())),
        lines("Transfer-Encodings", &|_| ("Transfer-Encoding".to_owned(), "chunked, gzip, chunked".to_owned())),
        lines("Cookies", &|n| ("Cookie".to_owned(), format!("a{n}=\"b c; d, e=\u{e9}; {}", "=".repeat(30)))),
        lines("Accepts", &|_| ("Accept".to_owned(), "a/b;q=2, */, ;;, text/html;q=0.5555".to_owned())),
        with("a cookie", &[("Cookie", many("a=b;"))]),
        with("an Accept", &[("Accept", many("a/b;q=2,"))]),
        with("a range", &[("Range", format!("bytes={}", many("5-1,")))]),
        with("an Authorization", &[("Authorization", format!("Basic {}", many("a= ")))]),
        with("credentials of many parts", &[("Authorization", format!("Digest {}", many("a=\"b\",")))]),
        with("placeholders in a header", &[("Authorization", format!("Bearer {}", many("<a")))]),
        with("a connection", &[("Connection", many("a,"))]),
        with("an If-None-Match", &[("If-None-Match", many("W/\"a,"))]),
        with("a User-Agent", &[("User-Agent", many("(a/b "))]),
        with("a Forwarded", &[("Forwarded", many("for=[;,"))]),
        with("a Content-Type", &[("Content-Type", format!("multipart/form-data{}", many(";boundary=a")))]),
        sending(
            "JSON with a mistake in its middle",
            "application/json",
            format!(
                "{{{},,{}}}",
                many("\"a\":\"b\",").get(..SIZE / 2).unwrap_or_default(),
                many("\"a\":1,").get(..SIZE / 2).unwrap_or_default()
            ),
        ),
        sending("JSON of equal names", "application/json", format!("{{{}\"a\":1}}", many("\"a\":1,"))),
        sending("JSON of secrets", "application/json", format!("{{{}\"a\":1}}", many("\"password\":\"a\","))),
        sending(
            "JSON of tokens",
            "application/json",
            format!("[{}1]", many("\"ghp_0123456789abcdefghijABCDEFGHIJ012345\",")),
        ),
        sending("JSON in JSON", "application/json", format!("{{\"a\":\"{}\"}}", many("{\\\"token\\\":\\\"a\\\"}"))),
        sending("JSON that never ends", "application/json", format!("{{\"password\":\"{}", many("a, \\\""))),
        sending("a bad form", "application/x-www-form-urlencoded", many("a=%&")),
        sending("a form of blanks", "application/x-www-form-urlencoded", many("a =\u{e9} ")),
        sending(
            "parts",
            "multipart/form-data; boundary=a",
            many("--a\r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n"),
        ),
        sending("boundaries", "multipart/form-data; boundary=a", many("\r\n--a")),
        sending(
            "boundaries that are none",
            "multipart/form-data; boundary=aaaaaaaaaaaaaaaaaaaaaaaaaab",
            many("\r\n--aaaaaaaaaaaaaaaaaaaaaaaaaaa"),
        ),
        sending("XML", "application/xml", format!("<a>{}", many("<b c=\"d\">"))),
        sending("XML of entities", "application/xml", format!("<a>{}</a>", many("&amp;"))),
        sending("a text of tokens", "text/plain", many("Bearer a password=b ")),
        sending("quotes", "application/json", many("\"")),
        sending("brackets around names", "application/json", many("<a>")),
    ]
}

impl Worst {
    /// The request for the engine.
    pub fn with<T>(&self, now: i64, look: impl FnOnce(&Exchange<'_>) -> T) -> T {
        let headers: Vec<_> = self.headers.iter().map(|(name, value)| HeaderField::new(name, value)).collect();
        let body = if self.body.is_empty() { Body::Absent } else { Body::Whole(Cow::Borrowed(self.body.as_bytes())) };
        look(&Exchange {
            request: Request {
                method: Cow::Borrowed(self.method.as_bytes()),
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
