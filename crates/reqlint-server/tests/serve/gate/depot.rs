//! Where one request can be read in two ways: it is judged as the service reads it, or refused. Its service takes any method at
//! any path.

use crate::http2::{as_http2, send_http2};
use crate::support::{Answered, send, serve};
use axum::Router;
use axum::body::Body;
use axum::extract::MatchedPath;
use axum::http::Request;
use axum::routing::any;
use reqlint_server::{Mode, ReqlintLayer, Rules, WhenClosed, WhenUnknown};
use std::net::SocketAddr;
use std::path::Path;

pub(super) fn layer() -> ReqlintLayer {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/serve/data/depot");
    ReqlintLayer::new(Rules::of_folder(folder).unwrap())
}

/// axum's own router; its answer names the route that took the request.
pub(super) async fn behind(layer: ReqlintLayer) -> SocketAddr {
    let handler = |path: MatchedPath, _: Request<Body>| async move { format!("reached {}", path.as_str()) };
    let routes = [
        "/",
        "/v1/hours",
        "/v1/days",
        "/v1/shelf",
        "/v1/boxes",
        "/v1/files/{*path}",
        "/v1/drivers/{driver}",
        "/v1/jobs/{job}",
        "/v1/loads",
        "/v1/trucks",
        "/v1/shifts/{shift}",
        "/v1/{box}",
    ];
    let router = routes.iter().fold(Router::new(), |router, route| router.route(route, any(handler)));
    serve(router.layer(layer)).await
}

/// What the gate answers over HTTP/1.1, and the same over HTTP/2.
pub(super) async fn says(address: SocketAddr, head: &str, body: &str) -> Answered {
    says_of("api.depot.example", address, head, body).await
}

/// What the gate answers for a host.
pub(super) async fn says_of(host: &str, address: SocketAddr, head: &str, body: &str) -> Answered {
    let length = if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    let head = format!("{}\nHost: {host}", head.trim());
    let text = format!("{}\r\n{length}Connection: close\r\n\r\n{body}", head.replace('\n', "\r\n"));
    let answer = send(address, &text).await;
    if let Some(request) = as_http2(&head, body.as_bytes()) {
        let (status, body) = send_http2(address, request).await.unwrap();
        assert_eq!((status, &*body), (answer.status, answer.body.as_bytes()), "over HTTP/2: {head}");
    }
    answer
}

pub(super) const STORE: &str = "POST /v1/boxes HTTP/1.1\nContent-Type: application/json";

#[tokio::test]
async fn no_body_is_too_much_for_the_rules_and_not_for_the_service() {
    let address = behind(layer()).await;
    let many = "0,".repeat(500_000);
    let deep = ("[".repeat(256), "]".repeat(256));
    let bodies = [
        format!(r#"{{"country":"US","x":[{many}0]}}"#),
        format!(r#"{{"country":"US","x":{}{}}}"#, deep.0, deep.1),
        format!(r#"{{"x":[{many}0],"country":"US"}}"#),
    ];
    for body in &bodies {
        assert_eq!(says(address, STORE, body).await.status, 415);
    }
    let form = format!("{}country=US", "a&".repeat(500_000));
    let labelled = STORE.replace("json", "x-www-form-urlencoded");
    assert_eq!(says(address, &labelled, &form).await.status, 415);
    let (open, close) = ("<a>".repeat(257), "</a>".repeat(257));
    let labelled = STORE.replace("json", "xml");
    assert_eq!(says(address, &labelled, &format!("<b><country>US</country>{open}{close}</b>")).await.status, 415);
    // what is within the limits is judged, also where no rule looks at the large part
    let within = format!(r#"{{"x":[{}0],"country":"US"}}"#, "0,".repeat(400_000));
    assert_eq!(says(address, STORE, &within).await.status, 400);
    assert_eq!(says(address, STORE, &within.replace("US", "DE")).await.status, 200);
    // and it can be said that such a body passes
    let open = behind(layer().when_closed(WhenClosed::Pass)).await;
    assert_eq!(says(open, STORE, &bodies[0]).await.status, 200);
    let observing = behind(layer().mode(Mode::Observe)).await;
    assert_eq!(says(observing, STORE, &bodies[0]).await.status, 200);
}

/// serde takes the items of a list for the members of a struct, in their order.
#[tokio::test]
async fn no_list_takes_the_place_of_an_object() {
    let head = STORE.replace("boxes", "crates");
    let lists = [
        r#"{"sender":["a long name"]}"#,
        r#"{"sender":["Ann"]}"#,
        r#"{"sender":[]}"#,
        r#"{"sender":{"name":"Ann"},"sender":["a long name"]}"#,
        r#"{"sender":{"name":"Ann"},"items":[["US"]]}"#,
        r#"{"sender":{"name":"Ann"},"items":[{"country":"DE"},["US"]]}"#,
    ];
    let strict = layer().when_closed(WhenClosed::Pass).when_unknown(WhenUnknown::Refuse);
    for address in [behind(layer()).await, behind(strict).await] {
        for body in lists {
            assert_eq!(says(address, &head, body).await.status, 415, "{body}");
        }
        for (body, status) in [
            (r#"{"sender":{"name":"a long name"}}"#, 400),
            (r#"{"sender":{"name":"Ann"},"items":[{"country":"US"}]}"#, 400),
            (r#"{"sender":{"name":"Ann"},"items":[{"country":"DE"}],"labels":["a",["b"]],"other":["c"]}"#, 200),
            (r#"{"sender":{"name":"Ann"},"items":[]}"#, 200),
        ] {
            assert_eq!(says(address, &head, body).await.status, status, "{body}");
        }
    }
    let open = behind(layer().when_closed(WhenClosed::Pass)).await;
    assert_eq!(says(open, &head, lists[0]).await.status, 200);
}

#[tokio::test]
async fn no_encoding_makes_the_rules_see_another_endpoint() {
    let address = behind(layer()).await;
    for segment in ["%68ours", "hour%73", "%68%6f%75%72%73", "%68our%73?x=1"] {
        let answer = says(address, &format!("GET /v1/{segment} HTTP/1.1"), "").await;
        assert_eq!(answer.status, 400, "{segment} {answer:?}");
        assert!(answer.body.contains("without `%`"), "{answer:?}");
    }
    // what means one endpoint in either reading is judged as that
    for (target, status) in [
        ("/v1/hours", 200),
        ("/v1/a%2Db", 401),
        ("/v1/hours%20", 401),
        ("/v1/h%2Fours", 401),
        ("/v1/hours%", 401),
        // no route of the service takes it
        ("/%76%31/a", 401),
    ] {
        assert_eq!(says(address, &format!("GET {target} HTTP/1.1"), "").await.status, status, "{target}");
    }
    let with_key = says(address, "GET /v1/a%2Db HTTP/1.1\nX-Key: 1", "").await;
    assert_eq!((with_key.status, &*with_key.body), (200, "reached /v1/{box}"));
    let observing = behind(layer().mode(Mode::Observe)).await;
    assert_eq!(says(observing, "GET /v1/%68ours HTTP/1.1", "").await.status, 200);
}

/// axum decodes the value of a parameter.
#[tokio::test]
async fn no_encoding_hides_a_value_that_makes_the_endpoint() {
    let address = behind(layer()).await;
    for shift in ["a%20b", "%61%20%62", "c:d", "c%3Ad", "%63%3ad", "e%2Ff", "e%2ff", "g", "%67"] {
        let answer = says(address, &format!("GET /v1/shifts/{shift} HTTP/1.1"), "").await;
        assert_eq!(answer.status, 401, "{shift} {answer:?}");
        let answer = says(address, &format!("GET /v1/shifts/{shift} HTTP/1.1\nX-Key: 1"), "").await;
        assert_eq!((answer.status, &*answer.body), (200, "reached /v1/shifts/{shift}"), "{shift}");
    }
}

/// axum's rest of a path takes slashes of any number.
#[tokio::test]
async fn the_rest_of_a_path_may_begin_with_a_slash() {
    let address = behind(layer()).await;
    for rest in ["a", "a/b", "/a", "//a", "/", "a/", "/a//", "%2Fa", "./a", "../a", "%61"] {
        let answer = says(address, &format!("GET /v1/files/{rest} HTTP/1.1"), "").await;
        assert_eq!(answer.status, 401, "{rest} {answer:?}");
        let answer = says(address, &format!("GET /v1/files/{rest} HTTP/1.1\nX-Key: 1"), "").await;
        assert_eq!((answer.status, &*answer.body), (200, "reached /v1/files/{*path}"), "{rest}");
    }
}

#[tokio::test]
async fn no_query_names_two_operations() {
    let address = behind(layer()).await;
    for (query, status) in [
        ("action=look", 200),
        ("action=clear", 401),
        ("action=look&action=look", 200),
        // one says more than the other
        ("action=look&count", 200),
        // which of them a service reads can't be known
        ("action=look&action=clear", 400),
        ("action=clear&action=look", 400),
        ("action=look&%61ction=cle%61r", 400),
        ("action=clear&x=y&count&action=look", 400),
    ] {
        for method in ["GET", "HEAD"] {
            let answer = says(address, &format!("{method} /v1/shelf?{query} HTTP/1.1"), "").await;
            assert_eq!(answer.status, status, "{method} {query} {answer:?}");
        }
    }
    let answer = says(address, "GET /v1/shelf?action=look&action=clear HTTP/1.1", "").await;
    assert!(answer.body.contains("name one operation in the query"), "{answer:?}");
}

#[tokio::test]
async fn rules_about_get_are_about_head() {
    let address = behind(layer()).await;
    for method in ["GET", "HEAD"] {
        assert_eq!(says(address, &format!("{method} /v1/days HTTP/1.1"), "").await.status, 400, "{method}");
        let answer = says(address, &format!("{method} /v1/days HTTP/1.1\nX-Month: 5"), "").await;
        assert_eq!(answer.status, 200, "{method}");
    }
}

#[tokio::test]
async fn an_empty_path_is_the_root() {
    let address = behind(layer()).await;
    for (target, status) in [
        ("http://api.depot.example?limit=500", 400),
        ("http://api.depot.example/?limit=500", 400),
        ("/?limit=500", 400),
        ("http://api.depot.example?limit=5", 200),
        ("http://api.depot.example", 200),
    ] {
        let answer = says(address, &format!("GET {target} HTTP/1.1"), "").await;
        assert_eq!(answer.status, status, "{target} {answer:?}");
    }
}

#[tokio::test]
async fn what_has_a_body_or_credentials_is_no_preflight() {
    let address = behind(layer()).await;
    let preflight = "OPTIONS /v1/17 HTTP/1.1\nOrigin: https://my.example\nAccess-Control-Request-Method: POST";
    let wrong = r#"{"country":"US"}"#;
    let mode = "X-Mode: pay";
    // a browser's own goes through
    assert_eq!(says(address, &format!("{preflight}\n{mode}"), "").await.status, 200);
    assert_eq!(says(address, &format!("{preflight}\n{mode}"), wrong).await.status, 400);
    for credentials in ["Authorization: Bearer a", "Cookie: a=b"] {
        assert_eq!(
            says(address, &format!("{preflight}\n{mode}\n{credentials}"), "").await.status,
            400,
            "{credentials}"
        );
    }
}

#[tokio::test]
async fn no_repetition_makes_a_condition_false() {
    let address = behind(layer()).await;
    for mode in ["pay", "pay\nX-Mode: free", "free\nX-Mode: pay", "free\nx-mode: free\nX-Mode: pay"] {
        let head = format!("GET /v1/hours HTTP/1.1\nX-Mode: {mode}");
        assert_eq!(says(address, &head, "").await.status, 400, "{mode}");
        assert_eq!(says(address, &format!("{head}\nX-Amount: 5"), "").await.status, 200, "{mode}");
    }
    for query in ["state=sealed", "state=open&state=sealed", "state=sealed&state=open", "state=open&%73tate=seale%64"] {
        let target = format!("GET /v1/17?{query}");
        assert_eq!(says(address, &format!("{target} HTTP/1.1\nX-Key: 1"), "").await.status, 400, "{query}");
        assert_eq!(says(address, &format!("{target}&seal=5 HTTP/1.1\nX-Key: 1"), "").await.status, 200, "{query}");
    }
    for body in [
        r#"{"state":"sealed"}"#,
        r#"{"state":"open","state":"sealed"}"#,
        r#"{"state":"sealed","state":"open"}"#,
        r#"{"state":null,"st\u0061te":"sealed"}"#,
    ] {
        assert_eq!(says(address, STORE, body).await.status, 400, "{body}");
    }
    let form = STORE.replace("json", "x-www-form-urlencoded");
    assert_eq!(says(address, &form, "state=open&state=sealed").await.status, 400);
    assert_eq!(says(address, &form, "state=open&state=open").await.status, 200);
}

#[tokio::test]
async fn no_claim_hides_behind_another_of_its_name() {
    let address = behind(layer()).await;
    for (claims, status) in [
        // {"iss":"me"}
        ("eyJpc3MiOiJtZSJ9", 200),
        // {"iss":"you"}
        ("eyJpc3MiOiJ5b3UifQ", 401),
        // {"iss":"me","iss":"you"}
        ("eyJpc3MiOiJtZSIsImlzcyI6InlvdSJ9", 401),
        // {"iss":"you","iss":"me"}
        ("eyJpc3MiOiJ5b3UiLCJpc3MiOiJtZSJ9", 401),
    ] {
        for scheme in ["Bearer", "bEARER", "Bearer "] {
            let head = format!("GET /v1/hours HTTP/1.1\nAuthorization: {scheme} eyJhbGciOiJub25lIn0.{claims}.eA");
            assert_eq!(says(address, &head, "").await.status, status, "{head}");
        }
    }
}

#[tokio::test]
async fn nothing_in_xml_stands_for_a_text_that_the_rules_do_not_see() {
    let address = behind(layer()).await;
    let head = STORE.replace("json", "xml");
    let long = "a sender with a long name";
    for (body, status) in [
        (format!("<b><sender>{long}</sender></b>"), 400),
        (format!("<b><sender><![CDATA[{long}]]></sender></b>"), 400),
        ("<b><sender>a sender<!-- --> with a<?x?> long name</sender></b>".to_owned(), 400),
        ("<b><sender>a sender with &#97; long name</sender></b>".to_owned(), 400),
        // an entity of the document type may be any text; without one it is a mistake
        (format!("<!DOCTYPE b [<!ENTITY s '{long}'>]><b><sender>&s;</sender></b>"), 415),
        ("<!DOCTYPE b SYSTEM 'b.dtd'><b><sender>&s;</sender></b>".to_owned(), 415),
        ("<b><sender>&s;</sender></b>".to_owned(), 400),
        ("<b><sender>&#x;</sender></b>".to_owned(), 400),
        // in UTF-7 the text of the second is `DE`
        ("<?xml version='1.0' encoding='utf-7'?><b><country>DE</country></b>".to_owned(), 415),
        ("<?xml version='1.0' encoding='utf-7'?><b><country>+AEQARQ-</country></b>".to_owned(), 415),
        ("<?xml version='1.0' encoding='utf-16'?><b><country>DE</country></b>".to_owned(), 200),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><b><country>DE</country></b>".to_owned(), 200),
        ("<!DOCTYPE b><b><country>DE</country><sender>A &amp; B</sender></b>".to_owned(), 200),
    ] {
        let answer = says(address, &head, &body).await;
        assert_eq!(answer.status, status, "{body} {answer:?}");
    }
}
