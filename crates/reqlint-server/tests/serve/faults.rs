//! Faults that the layer survives: no request is lost, none passes that should be refused, and nothing panics.

use crate::support::{PURGE, TOKEN, echo, edgecast, pack, purge, read, request, right, send, serve};
use axum::Router;
use axum::extract::Request;
use axum::http::Version;
use bytes::Bytes;
use http_body_util::Full;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server;
use hyper_util::service::TowerToHyperService;
use reqlint_core::RuleSet;
use reqlint_server::{Mode, ReplyForm, ReqlintLayer};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};

const SHOP: &str = r#"
title = "Shop"
hosts = ["api.edgecast.com"]
[[reply]]
content-type = "application/json"
body = '{"Message":"{{message}}"}'
"#;

#[tokio::test]
async fn messages_put_nothing_into_headers() {
    // a message and a rule's name, which is that of its file, with line breaks in them
    let rule = r#"
        title = "A key is sent"
        status = 401
        api-says = ["no\r\nX-Injected: yes\r\n\r\nkey"]
        check.header-required.header = "X-Key"
        [[example]]
        fail = "GET https://api.edgecast.com/"
        pass = "GET / HTTP/1.1\nHost: api.edgecast.com\nX-Key: 1\n"
    "#;
    let name = "401-unauthorized/key\r\nx-injected: yes.toml";
    let rules = || RuleSet::load(vec![pack(&[("pack.toml", SHOP), (name, rule)])]).unwrap();
    let id = "shop/key\r\nx-injected: yes";
    for layer in [
        ReqlintLayer::new(rules()),
        ReqlintLayer::new(rules()).reply(ReplyForm::Problem),
        ReqlintLayer::new(rules()).soften(id).unwrap(),
    ] {
        let address = serve(Router::new().fallback(echo).layer(layer)).await;
        let answer = send(address, &request("GET /", "", "")).await;
        assert!([200, 401].contains(&answer.status), "{answer:?}");
        assert!(!answer.head.contains("x-injected"), "{answer:?}");
        assert!(!answer.body.contains('\r'), "{answer:?}");
    }
}

#[tokio::test]
async fn a_client_that_breaks_off_does_not_affect_others() {
    let called = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&called);
    let service = move || {
        count.fetch_add(1, Ordering::Relaxed);
        async { "done" }
    };
    let address = serve(Router::new().fallback(service).layer(ReqlintLayer::new(edgecast()))).await;
    for end in [10, 150, purge(&right(), PURGE).len() - 1] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(&purge(&right(), PURGE).as_bytes()[..end]).await.unwrap();
        stream.shutdown().await.unwrap();
        // whatever the server says, if anything
        let answer = read(&mut stream).await;
        assert!([0, 400].contains(&answer.status), "{answer:?}");
    }
    assert_eq!(called.load(Ordering::Relaxed), 0, "no broken request reached the service");
    assert_eq!(send(address, &purge(&right(), PURGE)).await.body, "done");
}

#[tokio::test]
async fn cancelled_requests_leave_nothing_behind() {
    let address = serve(Router::new().fallback(echo).layer(ReqlintLayer::new(edgecast()))).await;
    let head = purge(&right(), PURGE).split_once("\r\n\r\n").unwrap().0.to_owned();
    for _ in 0..50 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(format!("{head}\r\n\r\n{{").as_bytes()).await.unwrap();
        drop(stream);
    }
    assert_eq!(send(address, &purge(&right(), PURGE)).await.status, 200);
}

#[tokio::test]
async fn a_service_that_panics_does_not_affect_other_requests() {
    let service = |request: Request| async move {
        match request.headers().contains_key("x-panic") {
            true => panic!("out of order"),
            false => "done",
        }
    };
    let layer = ReqlintLayer::new(edgecast()).mode(Mode::Observe);
    let agreement = layer.agreement();
    let address = serve(Router::new().fallback(service).layer(layer)).await;
    let panics = send(address, &purge(&format!("{}X-Panic: 1\r\n", right()), PURGE)).await;
    assert_eq!(panics.status, 0, "the connection ends: {panics:?}");
    for _ in 0..3 {
        assert_eq!(send(address, &purge(&right(), PURGE)).await.body, "done");
    }
    // no source knows the facts about the token
    assert_eq!(agreement.counts().unknown, 3);
}

#[tokio::test]
async fn http_2_is_checked_like_http_1() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().fallback(echo).layer(ReqlintLayer::new(edgecast()));
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let service = TowerToHyperService::new(router);
        server::conn::auto::Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), service).await
    });
    let stream = TokioIo::new(TcpStream::connect(address).await.unwrap());
    let (mut client, connection) = hyper::client::conn::http2::handshake(TokioExecutor::new(), stream).await.unwrap();
    tokio::spawn(connection);
    for (token, status) in [(TOKEN, 200), ("TOK", 403)] {
        let request = Request::put("https://api.edgecast.com/v2/mcc/customers/0001/edge/purge")
            .version(Version::HTTP_2)
            .header("Authorization", token)
            .header("Content-Type", "application/json")
            .body(Full::new(Bytes::from_static(PURGE.as_bytes())))
            .unwrap();
        let answer = client.send_request(request).await.unwrap();
        assert_eq!(answer.status(), status, "{token}");
    }
}
