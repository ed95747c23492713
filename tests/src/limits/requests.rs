//! No request takes time out of proportion to be judged, explained and masked, whatever part of it is long: as in
//! [`super::growth`], one length is held against four times that length.

use super::growth::is_out_of_proportion;
use crate::support::rules;
use reqlint_core::message::HeaderField;
use reqlint_core::{Body, Exchange, Headers, Request, Visibility};

/// What is long.
#[derive(Clone, Copy, Debug)]
enum Long {
    Target,
    /// A header's value, after this beginning.
    Header(&'static str, &'static str),
    /// A body of this media type, after this beginning.
    Body(&'static str, &'static str),
}

use Long::{Header, Target};

const JSON: Long = Long::Body("application/json", "{\"a\":\"");
const TEXT: Long = Long::Body("text/plain", "");
const FORM: Long = Long::Body("application/x-www-form-urlencoded", "");

/// What is repeated, and where.
const REQUESTS: [(Long, &str); 62] = [
    (Target, "a b"),
    (Target, "*<${"),
    (Target, "<a>"),
    (Target, "{{a}}"),
    (Target, "%zz"),
    (Target, "a=%&"),
    (Target, "[]|"),
    (Target, "token=1&"),
    (Target, "next=https%3A%2F%2F"),
    (Target, "next=https://"),
    (Target, "appid=a"),
    (Target, "appid=["),
    (Target, "keys={'a':"),
    (Target, "id=\\\""),
    (Target, "name='"),
    (Target, "a=b;"),
    (Target, "%25"),
    (Target, "../"),
    (Target, "/"),
    (Target, ";token=a"),
    (Target, "reset/"),
    (Target, "é"),
    (Target, "@"),
    (Target, "://"),
    (Header("Authorization", "Bearer "), "\""),
    (Header("Authorization", "Bearer "), " "),
    (Header("Authorization", "Bearer "), "<{{"),
    (Header("Authorization", "Bearer "), "eyJ."),
    (Header("Authorization", "Digest "), "a=\"b\","),
    (Header("Authorization", "Basic "), "dTpw"),
    (Header("Cookie", ""), "a=b; "),
    (Header("Cookie", ""), "=;"),
    (Header("Accept", ""), "a/b;q=x,"),
    (Header("Cache-Control", ""), "max-age=x,"),
    (Header("Content-Type", "application/json"), ";a=b"),
    (Header("Transfer-Encoding", ""), "gzip, "),
    (Header("Content-Length", ""), "1,"),
    (Header("Range", "bytes="), "0-1,"),
    (Header("Forwarded", ""), "for=a;"),
    (Header("Host", ""), "a."),
    (Header("Host", ""), "a:"),
    (Header("X-Any", ""), "\u{1}a"),
    (Header("X-Any", ""), "Bearer "),
    (Header("X-Any", ""), "-----BEGIN "),
    (Header("Sec-WebSocket-Protocol", ""), "bearer,"),
    (Header("Referer", "https://h/?"), "a=https%253A%252F%252F"),
    (JSON, "\\u0041"),
    (JSON, "\\x"),
    (JSON, "{\\\"password\\\":\\\"x\\\","),
    (JSON, "eyJ"),
    (Long::Body("application/json", "{"), "\"password\":\"x\","),
    (Long::Body("application/json", "{"), "'a':'b',"),
    (Long::Body("application/json", "{\"a\":"), "["),
    (Long::Body("application/xml", "<a "), "b=\"c\" "),
    (Long::Body("application/xml", ""), "<a>"),
    (Long::Body("application/graphql", ""), "query{a(password:\"x\")}"),
    (
        Long::Body("multipart/form-data; boundary=x", ""),
        "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n",
    ),
    (FORM, "password=b&"),
    (FORM, "a b=%&"),
    (TEXT, "password: x\n"),
    (TEXT, "\"password\" \"x\" "),
    (TEXT, "eyJhbGciOiJIUzI1NiJ9."),
];

fn judge(long: Long, text: &str) {
    let (target, header, body) = match long {
        Target => (format!("/v2/mcc/customers/0001?{text}"), None, None),
        Header(name, beginning) => ("/a".to_owned(), Some((name, format!("{beginning}{text}"))), None),
        Long::Body(kind, beginning) => {
            ("/a".to_owned(), Some(("Content-Type", kind.to_owned())), Some(format!("{beginning}{text}")))
        }
    };
    for host in ["h.example", "api.edgecast.com"] {
        let mut headers = vec![HeaderField::new("Host", host)];
        if let Some((name, value)) = &header {
            headers.retain(|_| *name != "Host");
            headers.push(HeaderField::new(*name, value.as_str()));
        }
        let body = body.as_ref().map_or(Body::Absent, |body| Body::Whole(body.as_bytes().into()));
        let request = Request {
            method: b"POST".into(),
            target: target.as_bytes().into(),
            headers: Headers::Borrowed(&headers),
            body,
            ..Request::default()
        };
        let exchange = Exchange { request, shows: Visibility::ALL, ..Exchange::default() };
        drop(rules().explain(&exchange, &rules().facts()));
    }
}

#[test]
#[cfg(target_os = "linux")]
fn no_request_takes_time_out_of_proportion() {
    const LENGTH: usize = 32 << 10;
    let slow = REQUESTS.iter().filter(|(long, piece)| {
        let text = |length: usize| piece.repeat(length / piece.len());
        let (short, four) = (text(LENGTH), text(4 * LENGTH));
        is_out_of_proportion(&|| judge(*long, &short), &|| judge(*long, &four))
    });
    let slow: Vec<_> = slow.collect();
    assert!(slow.is_empty(), "they take out of proportion: {slow:#?}");
}
