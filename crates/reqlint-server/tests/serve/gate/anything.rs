//! Whatever bytes come, what reaches the service was judged as the service reads it.

use super::rules;
use crate::http2::{as_http2, send_http2};
use crate::support::{send, serve};
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::routing::get;
use http_body_util::BodyExt;
use reqlint_server::{ReqlintLayer, WhenUnknown};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What a service that trusts the gate would be given, read by other means than the gate's: the first line, and the lines of
/// the key.
fn is_right(request: &Request<()>, body: &[u8]) -> bool {
    let keys: Vec<_> = request.headers().get_all("x-parcel-key").iter().map(|key| key.as_bytes().to_vec()).collect();
    let is_key = |key: &Vec<u8>| key.len() == 4 && key.iter().all(u8::is_ascii_digit);
    let (path, query) = (request.uri().path(), request.uri().query().unwrap_or_default());
    let limits = query.split('&').filter_map(|pair| pair.strip_prefix("limit="));
    let is_limit = |text: &str| text.replace("%35", "5").parse::<i64>().is_ok_and(|limit| limit <= 100);
    let is_post = request.method() == "POST";
    // only the list is documented to have one
    let has_limit = !is_post && path == "/v1/shipments";
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_path = path == "/v1/shipments" || path.strip_prefix("/v1/shipments/").is_some_and(is_number);
    let document = || serde_json::from_slice::<serde_json::Value>(body).unwrap_or_default();
    let is_body =
        || ["DE", "FR", "NL"].iter().any(|country| document().get("country").is_some_and(|own| own == *country));
    !keys.is_empty()
        && keys.iter().all(is_key)
        && is_path
        && (!has_limit || limits.into_iter().all(is_limit))
        && (!is_post || is_body())
}

#[tokio::test]
async fn whatever_bytes_come_what_reaches_the_service_was_judged_as_it_reads_them() {
    type Reached = Arc<Mutex<Vec<(Request<()>, Vec<u8>)>>>;
    let reached: Reached = Arc::default();
    let note = Arc::clone(&reached);
    let handler = move |request: Request<Body>| {
        let note = Arc::clone(&note);
        async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await.unwrap().to_bytes().to_vec();
            note.lock().unwrap().push((Request::from_parts(parts, ()), body));
        }
    };
    let router = Router::new()
        .route("/v1/shipments", get(handler.clone()).post(handler.clone()))
        .route("/v1/shipments/{number}", get(handler));
    let address = serve(router.layer(ReqlintLayer::new(rules()).when_unknown(WhenUnknown::Refuse))).await;
    // every run makes the same requests
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    let mut one_of = |all: &[&'static str]| all[next(all.len())];
    let mut kept = 0;
    for number in 0..6000 {
        let line = [
            one_of(&["GET", "GET", "HEAD", "POST", "POST", "PUT", "get"]),
            one_of(&[
                " /v1/shipments",
                " /v1/shipments",
                " /v1/shipments/17",
                " http://api.parcel.example/v1/shipments",
                " /v1/shipments/1***",
                " //v1/shipments",
                " /v1/%73hipments",
                " /v1/./shipments",
                " /v1/shipments/",
                " http://x/v1/shipments",
            ]),
            one_of(&[
                "",
                "",
                "?limit=5",
                "?limit=500",
                "?limit=5&limit=500",
                "?limit=$X",
                "?%6cimit=500",
                "?limit=%35",
            ]),
            one_of(&[" HTTP/1.1", " HTTP/1.1", " HTTP/1.1", " HTTP/1.0"]),
        ];
        let body = one_of(&[
            r#"{"country":"DE"}"#,
            r#"{"country":"DE"}"#,
            r#"{"country":"US"}"#,
            r#"{"country":"DE","country":"US"}"#,
            r#"{"country":"***"}"#,
            r#"{"\u0063ountry":"US"}"#,
            "{",
            "",
            "***",
            r#"[{"country":"DE"}]"#,
            "\u{feff}{\"country\":\"US\"}",
        ]);
        // HTTP/1.0 has no chunks
        let is_chunked = one_of(&["no", "no", "yes"]) == "yes" && line[3] == " HTTP/1.1";
        let lines = [
            one_of(&[
                "Host: api.parcel.example",
                "Host: api.parcel.example",
                "Host: api.parcel.example.",
                "Host: other",
                "Host:",
                "A: b",
                "Host: api.parcel.example\r\nHost: other",
                "Host: $H",
            ]),
            one_of(&[
                "X-Parcel-Key: 1234",
                "X-Parcel-Key: 1234",
                "X-Parcel-Key: 1234\r\nX-Parcel-Key: ***",
                "X-Parcel-Key: ***",
                "x-parcel-key:12",
                "X-Parcel-Key: 1234 <a>",
                "A: b",
            ]),
            one_of(&[
                "Content-Type: application/json",
                "Content-Type: application/json",
                "content-type: Application/JSON;x=y",
                "Content-Type: text/plain",
                "Content-Type: application/grpc+json",
                "Content-Type: $T",
                "A: b",
            ]),
            one_of(&[
                "A: b",
                "A: b",
                "Content-Encoding: gzip",
                "Content-Encoding: identity",
                "Content-Encoding: x",
                "X-HTTP-Method-Override: PUT",
                "X-Forwarded-Host: other",
            ]),
            "Connection: close",
        ];
        let framed = match is_chunked {
            true => format!(
                "Transfer-Encoding: chunked\r\n\r\n{}0\r\n\r\n",
                match body {
                    "" => String::new(),
                    body => format!("{:x}\r\n{body}\r\n", body.len()),
                }
            ),
            false => format!("Content-Length: {}\r\n\r\n{body}", body.len()),
        };
        let text = format!("{}\r\n{}\r\n{framed}", line.concat(), lines.join("\r\n"));
        let answer = tokio::time::timeout(Duration::from_secs(30), send(address, &text)).await;
        assert!(answer.is_ok(), "no answer to {text}");
        // every fourth over HTTP/2 too, as far as it can be said there
        let over_http2 = as_http2(&format!("{}\n{}", line.concat(), lines.join("\n")), body.as_bytes());
        if let Some(request) = over_http2.filter(|_| number % 4 == 0) {
            let answer = tokio::time::timeout(Duration::from_secs(30), send_http2(address, request)).await;
            assert!(answer.is_ok(), "no answer over HTTP/2 to {text}");
        }
        for (request, body) in reached.lock().unwrap().drain(..) {
            assert!(is_right(&request, &body), "{text}\n{answer:?}");
            kept += 1;
        }
    }
    // a gate that refuses everything is no gate
    assert!(kept > 20, "{kept}");
}
