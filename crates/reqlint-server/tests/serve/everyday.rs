//! A gate that refuses everything is no gate: what is right reaches the service, byte for byte.

use crate::http2::{as_http2, send_http2};
use crate::support::{edgecast, send, serve};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use reqlint_server::ReqlintLayer;
use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Requests as clients send them to APIs of many kinds; the pack that is about HTTP alone judges them.
const EVERYDAY: &str = include_str!("data/everyday.http");

/// What the service got: method, target, headers but those of the connection, and body.
type Got = (String, String, Vec<(String, String)>, Vec<u8>);

async fn guarded() -> (SocketAddr, Arc<Mutex<Vec<Got>>>) {
    let got: Arc<Mutex<Vec<Got>>> = Arc::default();
    let note = Arc::clone(&got);
    let handler = move |request: Request<Body>| {
        let note = Arc::clone(&note);
        async move {
            let (parts, body) = request.into_parts();
            let target = parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
            let text = |value: &axum::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
            let headers = parts.headers.iter().map(|(name, value)| (name.to_string(), text(value)));
            let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
            note.lock().unwrap().push((parts.method.to_string(), target, headers.collect(), body));
        }
    };
    let address = serve(Router::new().fallback(handler).layer(ReqlintLayer::new(edgecast()))).await;
    (address, got)
}

/// Sends a request over both protocols, and compares what the service gets with what was sent.
async fn reaches(address: SocketAddr, got: &Mutex<Vec<Got>>, name: &str, head: &str, body: &str) {
    let mut lines = head.lines();
    let (wanted, _) = lines.next().unwrap().rsplit_once(' ').unwrap();
    let sent = lines.map(|line| line.split_once(':').unwrap());
    let sent: Vec<_> = sent.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect();
    let length = if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    let text = format!("{}\r\n{length}Connection: close\r\n\r\n{body}", head.replace('\n', "\r\n"));
    let answer = send(address, &text).await;
    assert_eq!(answer.status, 200, "{name}: {answer:?}");
    let (status, _) = send_http2(address, as_http2(head, body.as_bytes()).unwrap()).await.unwrap();
    assert_eq!(status, 200, "{name}, over HTTP/2");
    let all: Vec<Got> = got.lock().unwrap().drain(..).collect();
    assert_eq!(all.len(), 2, "{name}");
    for (method, target, headers, bytes) in all {
        assert_eq!(format!("{method} {target}"), wanted, "{name}");
        assert_eq!(String::from_utf8_lossy(&bytes), body, "{name}");
        for field in sent.iter().filter(|(name, _)| name != "host") {
            assert!(headers.contains(field), "{name}: {field:?} in {headers:?}");
        }
    }
}

#[tokio::test]
async fn everyday_requests_reach_the_service_byte_for_byte() {
    let (address, got) = guarded().await;
    let mut count = 0;
    for request in EVERYDAY.split("### ").skip(1) {
        let (name, text) = request.split_once('\n').unwrap();
        let (head, body) = text.trim_end().split_once("\n\n").unwrap_or((text.trim_end(), ""));
        reaches(address, &got, name, head, body).await;
        count += 1;
    }
    assert!(count >= 20, "{count}");
}

#[tokio::test]
async fn requests_that_are_right_for_their_pack_reach_the_service_byte_for_byte() {
    let (address, got) = guarded().await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/clean");
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        // a token is filled in where it is used, and ends after a while; the times of an event log may not be long ago
        if text.contains("{access-token}") || path.ends_with("waf-event-log.http") {
            continue;
        }
        count += 1;
        let (head, body) = text.trim_end().split_once("\n\n").unwrap_or((text.trim_end(), ""));
        reaches(address, &got, &path.display().to_string(), head, body).await;
    }
    assert!(count >= 15, "{count}");
}

/// The body of a message, without the chunks that it may come in.
fn body_of(head: &str, sent: &[u8]) -> Vec<u8> {
    if !head.to_ascii_lowercase().contains("\r\ntransfer-encoding: chunked") {
        return sent.to_vec();
    }
    let (mut body, mut rest) = (Vec::new(), sent);
    loop {
        let end = rest.windows(2).position(|two| two == b"\r\n").unwrap();
        let (line, after) = rest.split_at(end);
        let size = std::str::from_utf8(line).unwrap().split(';').next().unwrap().trim();
        let size = usize::from_str_radix(size, 16).unwrap();
        if size == 0 {
            return body;
        }
        let (chunk, after) = after.split_at(2).1.split_at(size);
        body.extend_from_slice(chunk);
        rest = after.split_at(2).1;
    }
}

/// Sends bytes as they are, and gives the status of the first answer that is final.
async fn status_of(address: SocketAddr, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut answer = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&answer).into_owned();
        let text = text.strip_prefix("HTTP/1.1 100 Continue\r\n\r\n").unwrap_or(&text);
        if text.contains("\r\n\r\n") {
            return text.lines().next().unwrap_or_default().to_owned();
        }
        assert_ne!(stream.read_buf(&mut answer).await.unwrap(), 0, "closed after {text:?}");
    }
}

#[tokio::test]
async fn what_real_clients_send_reaches_the_service_byte_for_byte() {
    let (address, got) = guarded().await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tools/clients/recorded");
    let mut count = 0;
    for client in fs::read_dir(folder).unwrap() {
        for entry in fs::read_dir(client.unwrap().path()).unwrap() {
            let path = entry.unwrap().path();
            let (name, sent) = (path.display(), fs::read(&path).unwrap());
            let end = sent.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or_else(|| panic!("{name}: no end"));
            let head = std::str::from_utf8(&sent[..end]).unwrap();
            let mut lines = head.split("\r\n");
            let line: Vec<&str> = lines.next().unwrap().split(' ').collect();
            let answered = tokio::time::timeout(Duration::from_secs(20), status_of(address, &sent)).await;
            assert!(answered.as_ref().is_ok_and(|line| line.starts_with("HTTP/1.1 200")), "{name}: {answered:?}");
            let all: Vec<Got> = got.lock().unwrap().drain(..).collect();
            let [(method, target, headers, body)] = &all[..] else { panic!("{name}: {} requests", all.len()) };
            assert_eq!([method, target], line[..2], "{name}");
            assert!(*body == body_of(head, &sent[end + 4..]), "{name}: another body");
            let field = |line: &str| {
                let (name, value) = line.split_once(':').unwrap();
                (name.to_ascii_lowercase(), value.trim().to_owned())
            };
            let mut expected: Vec<_> = lines.map(field).collect();
            let mut headers = headers.clone();
            expected.sort();
            headers.sort();
            assert_eq!(headers, expected, "{name}");
            count += 1;
        }
    }
    assert!(count >= 80, "{count}");
}
