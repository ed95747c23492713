//! Where a service may read lists, numbers, variants, headers and operations in another way than its rules.

use super::depot::{behind, says_of};
use crate::http2::send_http2;
use axum::http::Request;
use bytes::Bytes;
use http_body_util::Full;
use reqlint_server::{Mode, ReqlintLayer, Rules, WhenClosed, WhenUnknown};
use std::net::SocketAddr;
use std::path::Path;

fn layer() -> ReqlintLayer {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/serve/data/yard");
    ReqlintLayer::new(Rules::of_folder(folder).unwrap())
}

const JSON: &str = "POST /v1/loads HTTP/1.1\nContent-Type: application/json";
const FORM: &str = "POST /v1/loads HTTP/1.1\nContent-Type: application/x-www-form-urlencoded";
const XML: &str = "POST /v1/loads HTTP/1.1\nContent-Type: application/xml";

/// Sends requests over HTTP/1.1 and HTTP/2, and compares the statuses.
async fn all_say(address: SocketAddr, table: &[(&str, &str, u16)]) {
    for (head, body, status) in table {
        let answer = says_of("api.yard.example", address, head, body).await;
        assert_eq!(answer.status, *status, "{head} {body} {answer:?}");
    }
}

/// A service that takes such a segment apart gets it decoded.
#[tokio::test]
async fn no_encoding_hides_what_divides_a_segment() {
    let address = behind(layer()).await;
    for (job, status) in [
        ("7", 200),
        ("7%2Ca", 200),
        ("7:cancel", 401),
        ("7%3Acancel", 400),
        ("7%3acancel", 400),
        ("7%3A%63ance%6C", 400),
        ("%37:cancel", 401),
        ("7%253Acancel", 200),
        ("7%2F8", 200),
    ] {
        let answer = says_of("api.yard.example", address, &format!("POST /v1/jobs/{job} HTTP/1.1"), "").await;
        assert_eq!(answer.status, status, "{job} {answer:?}");
    }
    // where nothing else takes it, it is what it means decoded
    for (driver, status) in [
        ("ann@c", 200),
        ("ann%40c", 200),
        ("%61nn%40a%3Ab", 200),
        ("ann%40d", 400),
        ("johann%40c", 400),
        ("joh%C3%A4n%40c", 200),
    ] {
        let head = format!("GET /v1/drivers/{driver} HTTP/1.1");
        assert_eq!(
            says_of("api.yard.example", address, &format!("{head}\nX-Key: 1"), "").await.status,
            status,
            "{head}"
        );
        let without = says_of("api.yard.example", address, &head, "").await.status;
        assert_ne!(without, 200, "{head}");
    }
    let head = "POST /v1/jobs/7%3Acancel HTTP/1.1\nX-Key: 1";
    assert_eq!(says_of("api.yard.example", address, head, "").await.status, 400);
    assert_eq!(says_of("api.yard.example", address, &head.replace("%3A", ":"), "").await.status, 200);
    let observing = behind(layer().mode(Mode::Observe)).await;
    assert_eq!(says_of("api.yard.example", observing, head, "").await.status, 200);
}

#[tokio::test]
async fn no_second_value_leads_to_another_operation() {
    let address = behind(layer()).await;
    for (query, status) in [
        ("", 401),
        ("?beta=false", 401),
        ("?beta=true", 200),
        ("?beta=true&page=5", 200),
        ("?beta=true&beta=true", 200),
        ("?beta=true&beta=false", 400),
        ("?beta=false&beta=true", 400),
        ("?beta=true&b%65ta", 400),
        ("?count", 200),
        ("?count=1&count=2", 200),
    ] {
        for method in ["GET", "HEAD"] {
            let answer =
                says_of("api.yard.example", address, &format!("{method} /v1/trucks{query} HTTP/1.1"), "").await;
            assert_eq!(answer.status, status, "{method} {query} {answer:?}");
        }
    }
}

#[tokio::test]
async fn a_list_is_one_however_it_is_written() {
    let address = behind(layer()).await;
    let table = [
        (JSON, r#"{"tags":["a","b"]}"#, 200),
        (JSON, r#"{"tags":["a","b","c"]}"#, 400),
        (JSON, r#"{"tags":["a","a"]}"#, 400),
        (FORM, "tags=a&tags=b", 200),
        (FORM, "tags=a", 200),
        (FORM, "tags=a&tags=b&tags=c", 400),
        (FORM, "tags=a&t%61gs=%61", 400),
        (XML, "<b><tags>a</tags><tags>b</tags></b>", 200),
        (XML, "<b><tags>a</tags><tags>b</tags><tags>c</tags></b>", 400),
        (XML, "<b><tags>a</tags><tags>&#97;</tags></b>", 400),
        // a number is one however it is written, a text isn't
        (FORM, "tags=1&tags=01", 200),
        (FORM, "marks=1&marks=2", 200),
        (FORM, "marks=1&marks=01", 400),
        (FORM, "marks=1&marks=%2B1", 400),
        ("GET /v1/loads?ids=1,2 HTTP/1.1", "", 200),
        ("GET /v1/loads?ids=1,01 HTTP/1.1", "", 400),
        ("GET /v1/loads?ids=1&ids=%2B1 HTTP/1.1", "", 400),
        ("GET /v1/loads?names=1&names=01 HTTP/1.1", "", 200),
        ("GET /v1/loads?names=1&names=%31 HTTP/1.1", "", 400),
    ];
    all_say(address, &table).await;
    let parts = "POST /v1/loads HTTP/1.1\nContent-Type: multipart/form-data; boundary=x";
    let part = |value| format!("--x\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\n{value}\r\n");
    for (values, status) in [(&["a", "b"][..], 200), (&["a", "b", "c"], 400), (&["a", "a"], 400)] {
        let body = values.iter().map(part).collect::<String>() + "--x--\r\n";
        let answer = says_of("api.yard.example", address, parts, &body).await;
        assert_eq!(answer.status, status, "{values:?} {answer:?}");
    }
}

#[tokio::test]
async fn numbers_are_compared_as_they_are_written() {
    let address = behind(layer()).await;
    let table = [
        (JSON, r#"{"weight":1000000000000.5}"#, 200),
        (JSON, r#"{"weight":1000000000000.25}"#, 400),
        (JSON, r#"{"weight":1.5e0,"batch":2e1}"#, 200),
        (JSON, r#"{"weight":0.3000000000000000000001}"#, 400),
        (JSON, r#"{"batch":18446744073709551614}"#, 200),
        (JSON, r#"{"batch":18446744073709551615}"#, 400),
        (JSON, r#"{"number":9223372036854775807}"#, 200),
        (JSON, r#"{"number":9223372036854775808}"#, 400),
        (FORM, "number=9223372036854775808", 400),
        (FORM, "batch=18446744073709551615", 400),
    ];
    all_say(address, &table).await;
}

/// serde reads the variant of an enum from its name, and from an object with that for its only member.
#[tokio::test]
async fn no_object_hides_the_variant_that_it_is() {
    let address = behind(layer()).await;
    let table = [
        (JSON, r#"{"kind":"gift"}"#, 400),
        (JSON, r#"{"kind":{"gift":null}}"#, 400),
        (JSON, r#"{"kind":{"g\u0069ft":null}}"#, 400),
        (JSON, r#"{"kind":{"sale":null},"kind":{"gift":{}}}"#, 400),
        (JSON, r#"{"kind":{"gift":null},"note":"a"}"#, 200),
        (JSON, r#"{"kind":{"sale":null}}"#, 200),
        (JSON, r#"{"kind":{"gift":1,"sale":1}}"#, 200),
        // the condition of a rule
        (JSON, r#"{"way":"air"}"#, 400),
        (JSON, r#"{"way":{"air":null}}"#, 400),
        (JSON, r#"{"way":{"air":[]},"other":1}"#, 400),
        (JSON, r#"{"way":{"sea":null}}"#, 200),
        (JSON, r#"{"way":{"air":1,"sea":1}}"#, 200),
    ];
    all_say(address, &table).await;
    let with_purpose = format!("{JSON}\nX-Purpose: a look");
    all_say(address, &[(with_purpose.as_str(), r#"{"way":{"air":null}}"#, 200)]).await;
}

#[tokio::test]
async fn nothing_of_another_shape_is_left_out() {
    let strict = layer().when_closed(WhenClosed::Pass).when_unknown(WhenUnknown::Refuse);
    for address in [behind(layer()).await, behind(strict).await] {
        let table = [
            (JSON, r#"{"items":[{"country":"US"}]}"#, 400),
            (JSON, r#"{"items":{"country":"US"}}"#, 415),
            (JSON, r#"{"items":{"a":{"country":"US"}}}"#, 415),
            (JSON, r#"{"items":null,"other":{"country":"US"}}"#, 200),
            (JSON, r#"{"parcels":{"country":"US"}}"#, 200),
            (XML, "<b><items><item><country>US</country></item></items></b>", 400),
            (XML, "<b><items><country>US</country></items></b>", 400),
            (XML, "<b><items><country>DE</country><item><country>US</country></item></items></b>", 415),
            (XML, "<b><items><item><country>US</country></item><country>DE</country></items></b>", 415),
            (XML, "<b><items><country>DE</country><note>a</note><from><town>a</town></from></items></b>", 200),
            (XML, "<b><items><country>DE</country></items><items><country>FR</country></items></b>", 200),
        ];
        all_say(address, &table).await;
    }
    let open = behind(layer().when_closed(WhenClosed::Pass)).await;
    all_say(open, &[(JSON, r#"{"items":{"country":"US"}}"#, 200)]).await;
}

#[tokio::test]
async fn no_second_line_hides_a_header() {
    let address = behind(layer()).await;
    let get = "GET /v1/loads HTTP/1.1";
    let basic = format!("{get}\nAuthorization: Basic YTpi");
    let keyed = "GET /v1/trucks HTTP/1.1\nX-Key";
    for (head, status) in [
        (basic.clone(), 400),
        (format!("{basic}\nX-Purpose: a look"), 200),
        (format!("{basic}\nAuthorization: Bearer x"), 400),
        (format!("{get}\nAuthorization: Bearer x\nAuthorization: Basic YTpi"), 400),
        (format!("{get}\nAuthorization: Bearer x\nAuthorization: Bearer y"), 200),
        (format!("{get}\nAuthorization:\nAuthorization: Basic YTpi"), 400),
        (format!("{keyed}: 1"), 200),
        (format!("{keyed}:"), 401),
        (format!("{keyed}: 1\nX-Key: 2"), 200),
        (format!("{keyed}:\nX-Key: 1"), 401),
        (format!("{keyed}: 1\nX-Key:"), 401),
    ] {
        let answer = says_of("api.yard.example", address, &head, "").await;
        assert_eq!(answer.status, status, "{head} {answer:?}");
    }
}

/// What HTTP/2 may write in a way that HTTP/1.1 can't.
#[tokio::test]
async fn headers_of_http_2_are_read_as_those_of_http_1() {
    let address = behind(layer()).await;
    let long = [("x-key", "1"); 40];
    for (fields, status) in [
        (&[("cookie", "basket=5")][..], 400),
        (&[("cookie", "basket=5; signature=7")], 200),
        (&[("cookie", "basket=5"), ("cookie", "signature=7")], 200),
        (&[("cookie", "a=b"), ("cookie", "basket=5"), ("cookie", "c=d")], 400),
        (&[("authorization", "Basic YTpi")], 400),
        (&[("authorization", " Basic YTpi")], 400),
        (&[("authorization", "Basic YTpi\t")], 400),
        (&[("authorization", " Basic YTpi "), ("x-purpose", "a look")], 200),
        (&[("authorization", " Bearer x ")], 200),
        (&[("x-purpose", " ")], 200),
        (&long, 200),
    ] {
        let request = Request::get("https://api.yard.example/v1/loads");
        let request = fields.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let (got, body) = send_http2(address, request.body(Full::new(Bytes::new())).unwrap()).await.unwrap();
        assert_eq!(got, status, "{fields:?} {body:?}");
    }
}
