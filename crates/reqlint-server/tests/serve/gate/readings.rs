//! Where a service may read a request in another way than its rules: none of these reaches it.

use super::{Api, HOST, KEY, create, rules, says};
use crate::support::read;
use reqlint_server::{ReqlintLayer, WhenUnknown};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

async fn behind_each(api: &Api) -> [std::net::SocketAddr; 2] {
    let strict = ReqlintLayer::new(rules()).when_unknown(WhenUnknown::Refuse);
    [api.behind(ReqlintLayer::new(rules())).await, api.behind(strict).await]
}

#[tokio::test]
async fn no_label_of_a_body_makes_the_rules_read_another_one() {
    let api = Api::default();
    let wrong = r#"{"country":"US"}"#;
    for address in behind_each(&api).await {
        for charset in
            ["utf-16", "utf-16le", "utf-7", "iso-8859-1", "ebcdic-cp-us", "x", "\"utf-8\"", "utf-8;charset=utf-16"]
        {
            let head = create("").replace("application/json", &format!("application/json; charset={charset}"));
            assert_eq!(says(address, &head, wrong).await.status, 400, "{charset}");
        }
        for types in ["text/plain\nContent-Type: application/json", "application/json\nContent-Type: text/plain"] {
            let head = create("").replace("application/json", types);
            assert_eq!(says(address, &head, wrong).await.status, 400, "{types}");
        }
        for media_type in [
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/xml",
            "application/json, text/plain",
            "application/vnd.x+json",
            "*/*",
            "application/",
            "application/json\t;a=b",
        ] {
            let head = create("").replace("application/json", media_type);
            assert_eq!(says(address, &head, wrong).await.status, 400, "{media_type}");
        }
        for coding in
            ["", "identity", "IDENTITY", ",", "identity,", "identity;q=1", "\"gzip\"", "gzip;q=0", "x-gzip", "gzip, x"]
        {
            let answer = says(address, &create(&format!("Content-Encoding: {coding}")), wrong).await;
            assert!(matches!(answer.status, 400 | 415), "{coding} {answer:?}");
        }
    }
    assert_eq!(api.reached(), 0);
}

/// Blank values and `null` are for `filled-fields`, which this pack doesn't use.
#[tokio::test]
async fn no_spelling_of_a_value_is_read_as_another() {
    let api = Api::default();
    for address in behind_each(&api).await {
        for query in [
            "limit=500&x",
            "x&limit=500",
            "&&limit=500",
            "limit=%2B500",
            "limit=+500",
            "limit=500%20",
            "limit=5;limit=500",
            "limit=%35%30%30",
            "%6C%69mit=500",
            "limit=1e3",
            "limit=0500",
            "limit=%D9%A5%D9%A0%D9%A0",
            "limit=5%00",
            "limit=5%0A",
            "limit=5&limit=500#",
            "limit=5?limit=500",
            "limit=99999999999999999999",
            "limit=5%EF%BC%95",
        ] {
            let head = format!("GET /v1/shipments?{query} HTTP/1.1\n{HOST}\n{KEY}");
            assert_eq!(says(address, &head, "").await.status, 400, "{query}");
        }
        for number in ["1%2F2", "1%00", "%EF%BC%91", "1%20", "1;a", "1,2", "0x1", "1e3", "1.5", "1%2", "1%zz", "%2B1x"]
        {
            let head = format!("GET /v1/shipments/{number} HTTP/1.1\n{HOST}\n{KEY}");
            let answer = says(address, &head, "").await;
            assert!(matches!(answer.status, 400 | 404), "{number} {answer:?}");
        }
        for key in [
            "12\u{e9}4",
            "1234,1234",
            "1234, 9999",
            "1234\nX-Parcel-Key:",
            "1234\nX-Parcel-Key: 12",
            "\nX-Parcel-Key: 1234",
        ] {
            let head = format!("GET /v1/shipments HTTP/1.1\n{HOST}\nX-Parcel-Key: {key}");
            assert_eq!(says(address, &head, "").await.status, 401, "{key:?}");
        }
        for body in [
            r#"{"country":"DE","sender":"a sender with a long name"}"#,
            r#"{"country":"DE","sender":"\u0061 sender with a long name"}"#,
            r#"{"country":["DE"]}"#,
            r#"{"country":{"a":"DE"}}"#,
            r#"{"country":"D\u0045 "}"#,
            r#"{"country":"de"}"#,
            r#"{"country":"US","country":"DE"}"#,
            r#"{"\u0063ountry":"US","country":"DE"}"#,
            r#"{"country":"DE"}{"country":"US"}"#,
            r#"{"country":"DE"}x"#,
            r#"{"country":"DE",}"#,
            r#"{"country":'US'}"#,
            r#"{country:"US"}"#,
            r#"{"country":"DE"/*,"country":"US"*/}"#,
            "[]",
            "[[{\"country\":\"US\"}]]",
            "null",
            "\"DE\"",
            " ",
        ] {
            assert_eq!(says(address, &create(""), body).await.status, 400, "{body}");
        }
    }
    assert_eq!(api.reached(), 0);
}

#[tokio::test]
async fn no_framing_leads_past_the_rules() {
    let api = Api::default();
    for address in behind_each(&api).await {
        let head = create("").replace('\n', "\r\n");
        let head = head.trim_end();
        let wrong = r#"{"country":"US"}"#;
        let length = wrong.len();
        for framed in [
            format!("Transfer-Encoding: chunked\r\n\r\n{length:x}\r\n{wrong}\r\n0\r\n\r\n"),
            format!("Transfer-Encoding: chunked\r\n\r\n{length:x};a=b\r\n{wrong}\r\n0\r\nA: b\r\n\r\n"),
            format!("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n{length:x}\r\n{wrong}\r\n0\r\n\r\n"),
            format!("Transfer-Encoding: gzip, chunked\r\n\r\n{length:x}\r\n{wrong}\r\n0\r\n\r\n"),
            format!("Transfer-Encoding: identity\r\nContent-Length: {length}\r\n\r\n{wrong}"),
            format!("Content-Length: {length}\r\nContent-Length: {length}\r\n\r\n{wrong}"),
            format!("Content-Length: {length}\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n{wrong}"),
            format!("Content-Length: {length}\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n{wrong}"),
            format!("Content-Length: {length}\r\nExpect: 100-continue\r\n\r\n{wrong}"),
            "Content-Length: 0\r\n\r\n".to_owned(),
            "\r\n".to_owned(),
        ] {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(format!("{head}\r\nConnection: close\r\n{framed}").as_bytes()).await.unwrap();
            let answer = read(&mut stream).await;
            let answer = answer.head.rsplit("http/1.1 ").next().unwrap_or_default().to_owned();
            assert!(!answer.starts_with("200"), "{framed} {answer}");
        }
        // one after the other, the second in the first one's place
        let mut stream = TcpStream::connect(address).await.unwrap();
        let right = r#"{"country":"DE"}"#;
        let two = format!(
            "{head}\r\nContent-Length: {length}\r\n\r\n{wrong}{head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{wrong}",
            right.len()
        );
        stream.write_all(two.as_bytes()).await.unwrap();
        let answer = read(&mut stream).await;
        let refused =
            format!("{}\r\n{}", answer.head, answer.body.to_ascii_lowercase()).matches("http/1.1 400").count();
        assert_eq!(refused, 2, "{answer:?}");
    }
    assert_eq!(api.reached(), 0);
}

#[tokio::test]
async fn no_method_leads_past_the_rules() {
    let api = Api::default();
    for address in behind_each(&api).await {
        for line in [
            "OPTIONS /v1/shipments/x",
            "OPTIONS *",
            "TRACE /v1/shipments/x",
            "get /v1/shipments/17",
            "GET /v1/Shipments",
            "GET /v1/shipments/17/",
            "GET //v1/shipments",
            "GET /v1/../v1/shipments?limit=500",
            "PUT /v1/shipments/17",
            "POST /v1/raw",
            "HEAD /v1/raw",
        ] {
            let head = format!("{line} HTTP/1.1\n{HOST}\n{KEY}");
            let answer = says(address, &head, "").await;
            assert_ne!(answer.status, 200, "{line}");
        }
        for named in ["X-HTTP-Method-Override: GET", "X-Original-URL: /v1/shipments", "X-Rewrite-URL: /v1/shipments"] {
            let head = format!("POST /v1/shipments/x HTTP/1.1\n{HOST}\n{KEY}\n{named}");
            assert_ne!(says(address, &head, "").await.status, 200, "{named}");
        }
    }
    assert_eq!(api.reached(), 0);
}
