//! No label hides a body, and what is coded is judged decoded.

use super::{Api, KEY, create, packs, rules, says, through};
use crate::support::send;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, Version};
use http_body_util::{BodyExt, Full};
use reqlint_core::RuleSet;
use reqlint_server::{Replay, ReqlintLayer, WhenClosed, WhenUnknown};
use std::convert::Infallible;
use std::io::Write;
use std::time::Duration;
use tower::{Layer, ServiceExt};

#[tokio::test]
async fn no_label_hides_a_plain_body() {
    let api = Api::default();
    let address = api.behind(ReqlintLayer::new(rules())).await;
    let wrong = r#"{"country":"US"}"#;
    for label in ["Upgrade: x", "Content-Encoding: identity", "Content-Encoding: identity, identity"] {
        assert_eq!(says(address, &create(label), wrong).await.status, 400, "{label}");
    }
    for label in ["application/grpc+json", "application/grpc", "application/x", ""] {
        let head = create("").replace("application/json", label);
        assert_eq!(says(address, &head, wrong).await.status, 400, "{label}");
    }
    let request = |content_type: &str| {
        let request = Request::post("https://api.parcel.example/v1/shipments").version(Version::HTTP_2);
        let request = request.header("X-Parcel-Key", "1234").header("Content-Type", content_type);
        request.body(Body::from(wrong)).unwrap()
    };
    for content_type in ["application/grpc+json", "application/grpc", "application/grpc+proto;x"] {
        let layer = ReqlintLayer::new(rules()).when_closed(WhenClosed::Pass);
        let answer = through(layer, &api, request(content_type)).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{content_type}");
    }
    assert_eq!(api.reached(), 0);
}

#[tokio::test]
async fn a_head_that_is_refused_anyway_never_waits_for_its_body() {
    let api = Api::default();
    let address = api.behind(ReqlintLayer::new(rules())).await;
    let keyless = create("").replace(KEY, "X-Other: 1");
    for more in ["Content-Length: 100000", "Content-Length: 50\nExpect: 100-continue", "Transfer-Encoding: chunked"] {
        let head = format!("{}\n{more}\nConnection: close\n\n", keyless.trim()).replace('\n', "\r\n");
        let answer = tokio::time::timeout(Duration::from_secs(10), send(address, &head)).await.unwrap();
        assert_eq!(answer.status, 401, "{more} {answer:?}");
        assert!(!answer.head.contains("100 continue"), "{answer:?}");
    }
    assert_eq!(api.reached(), 0);
}

/// The rules of a pack that says nothing of the form of bodies.
fn formless() -> RuleSet {
    let mut packs = packs();
    let files = &mut packs.first_mut().unwrap().files;
    files.retain(|file| !file.path.contains("body-unreadable"));
    let endpoints = files.iter_mut().find(|file| file.path.ends_with("shipments.toml")).unwrap();
    endpoints.text = endpoints.text.replace("body    = \"object\"\n", "");
    RuleSet::load(packs).unwrap()
}

/// What serde_json, serde_urlencoded and many others read, and the rules don't.
#[tokio::test]
async fn a_body_that_the_rules_cannot_read_is_not_passed_as_judged() {
    let api = Api::default();
    let form = create("").replace("application/json", "application/x-www-form-urlencoded");
    let (unlabelled, plain) =
        (create("").replace("Content-Type", "X-Type"), create("").replace("application/json", "text/plain"));
    let unread: [(&str, &[u8]); 14] = [
        // a member of which serde_json knows nothing need not be UTF-8
        (&create(""), b"{\"country\":\"US\",\"x\":\"\xff\"}"),
        // for a struct it takes its values in a list
        (&create(""), b"[\"US\"]"),
        (&create(""), b"\"US\""),
        (&create(""), b"null"),
        (&create(""), b"{\"country\":\"US\"}{}"),
        (&create(""), b"{\"country\":\"US\",}"),
        (&create(""), b"{\"country\":\"US\"/**/}"),
        (&unlabelled, b"{\"country\":\"US\",\"x\":\"\xff\"}"),
        // what looks like nothing, or not enough like a form
        (&unlabelled, b"country=US\n"),
        (&unlabelled, b"\"US\""),
        (&unlabelled, b" US"),
        (&plain, b"country=US&x=a\nb"),
        (&plain, b"country"),
        (&form, b"country=US&x=\xff"),
    ];
    let strict = ReqlintLayer::new(formless()).when_closed(WhenClosed::Pass).when_unknown(WhenUnknown::Refuse);
    for layer in [ReqlintLayer::new(formless()), strict] {
        let address = api.behind(layer).await;
        for (head, body) in &unread {
            let answer = says(address, head, body).await;
            assert_eq!(answer.status, 415, "{head} {} {answer:?}", String::from_utf8_lossy(body));
        }
    }
    assert_eq!(api.reached(), 0);
    // what is right reaches the service, and so does what no rule looks into
    let address = api.behind(ReqlintLayer::new(formless())).await;
    assert_eq!(says(address, &create(""), r#"{"country":"DE"}"#).await.status, 200);
    assert_eq!(says(address, &form, "country=DE").await.status, 200);
    let list = create("").replacen("POST", "GET", 1);
    assert_eq!(says(address, &list, "{").await.status, 200);
    // a pack that only warns of the form has said what is done with it, and it can be said that such bodies pass
    let mut warning = packs();
    let of_form = warning[0].files.iter_mut().find(|file| file.path.contains("body-unreadable")).unwrap();
    of_form.text = of_form.text.replace("status = 400", "status = 400\nseverity = \"warning\"");
    let warning = ReqlintLayer::new(RuleSet::load(warning).unwrap());
    for layer in [warning, ReqlintLayer::new(formless()).when_closed(WhenClosed::Pass)] {
        let address = api.behind(layer).await;
        assert_eq!(says(address, &create(""), r#"["US"]"#).await.status, 200);
    }
}

/// axum takes some labels for that of JSON or of a form by how they begin.
#[tokio::test]
async fn no_label_that_readers_take_for_different_things_is_passed() {
    let api = Api::default();
    let form = "country=US";
    // JSON that says one country, and another if it is read as a form
    let both = r#"{"country":"DE","x":"&country=US&"}"#;
    let part = "--x\r\nContent-Disposition: form-data; name=\"country\"\r\n\r\nUS\r\n--x--\r\n";
    let strict = ReqlintLayer::new(formless()).when_closed(WhenClosed::Pass).when_unknown(WhenUnknown::Refuse);
    for layer in [ReqlintLayer::new(formless()), strict] {
        let address = api.behind(layer).await;
        for (label, body) in [
            ("application/json+x", r#"{"country":"US"}"#),
            ("Application/JSON+form; a=b", r#"{"country":"US"}"#),
            ("application/json+xml", r#"{"country":"US"}"#),
            ("application/x-www-form-urlencoded+x", form),
            ("application/x-www-form-urlencoded, text/plain", form),
            ("application/x-www-form-urlencoded/x", form),
            ("application/x-www-form-urlencoded+json", form),
            ("application/x-www-form-urlencoded+json", both),
            ("multipart/form-data+x; boundary=x", part),
            ("multipart/form-data+json; boundary=x", part),
        ] {
            let answer = says(address, &create("").replace("application/json", label), body).await;
            assert_eq!(answer.status, 415, "{label} {body} {answer:?}");
        }
        for (label, body) in [
            ("application/json ; a=b", r#"{"country":"DE"}"#),
            ("application/x+json", r#"{"country":"DE"}"#),
            ("application/x-www-form-urlencoded ;a=b", "country=DE"),
            ("multipart/form-data;boundary=x", &part.replace("US", "DE")),
        ] {
            let answer = says(address, &create("").replace("application/json", label), body).await;
            assert_eq!(answer.status, 200, "{label} {body} {answer:?}");
        }
    }
    assert_eq!(api.reached(), 2 * 2 * 4, "over HTTP/1.1 and HTTP/2");
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn coded_bodies_are_judged_decoded_and_passed_on_as_they_came() {
    let (api, gate) = (Api::default(), ReqlintLayer::new(rules()));
    let request = |coding: &str, body: &[u8], version| {
        let request = Request::post("https://api.parcel.example/v1/shipments");
        let request =
            request.version(version).header("X-Parcel-Key", "1234").header("Content-Type", "application/json");
        request.header("Content-Encoding", coding).body(Body::from(body.to_vec())).unwrap()
    };
    let (right, wrong) = (r#"{"country":"DE"}"#, r#"{"country":"US"}"#);
    let bomb = gzip(&format!("{{\"country\":\"DE\"{}}}", " ".repeat(4 * 1024 * 1024)));
    for version in [Version::HTTP_11, Version::HTTP_2] {
        for (coding, body, status) in [
            ("gzip", gzip(wrong), 400),
            ("x", gzip(right), 415),
            ("x", wrong.as_bytes().to_vec(), 415),
            // plain text under a label: a service that ignores the label would read it
            ("gzip", wrong.as_bytes().to_vec(), 415),
            ("br", right.as_bytes().to_vec(), 415),
            ("zstd", gzip(right), 415),
            ("gzip", gzip(right)[..20].to_vec(), 415),
            ("gzip", bomb.clone(), 413),
        ] {
            let answer = through(gate.clone(), &api, request(coding, &body, version)).await;
            assert_eq!(answer.status().as_u16(), status, "{coding} {version:?}");
        }
    }
    assert_eq!(api.reached(), 0);
    // of several lines tower-http's layer looks at the first
    for first in ["identity", "gzip", ""] {
        let mut request = request(first, &gzip(right), Version::HTTP_11);
        request.headers_mut().append("Content-Encoding", "gzip".parse().unwrap());
        assert_eq!(through(gate.clone(), &api, request).await.status().as_u16(), 415, "{first}");
    }
    assert_eq!(api.reached(), 0);
    let service = tower::service_fn(|request: Request<Replay<Body>>| async move {
        let body = request.into_body().collect().await.unwrap().to_bytes();
        Ok::<_, Infallible>(Response::new(Full::new(body)))
    });
    let layer = gate.clone().when_unknown(WhenUnknown::Refuse);
    let answer = layer.layer(service).oneshot(request("gzip", &gzip(right), Version::HTTP_11)).await.unwrap();
    assert_eq!(answer.into_body().collect().await.unwrap().to_bytes(), gzip(right));
    // and it can be said that what can't be inspected passes
    let layer = gate.when_closed(WhenClosed::Pass);
    let answer = layer.layer(service).oneshot(request("x", wrong.as_bytes(), Version::HTTP_11)).await.unwrap();
    assert_eq!(answer.into_body().collect().await.unwrap().to_bytes(), wrong);
}
