//! The same request over HTTP/2, with prior knowledge on loopback.

use axum::http::{Request, Uri, header};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http2::handshake;
use hyper_util::rt::{TokioExecutor, TokioIo};
use std::net::SocketAddr;
use tokio::net::TcpStream;

/// What belongs to a connection of HTTP/1.1, or is said by other means in HTTP/2.
const OF_HTTP_1: [&str; 5] = ["connection", "upgrade", "transfer-encoding", "content-length", "expect"];

/// A request of HTTP/1.1, its lines as they are written, as HTTP/2 has it; `None` where HTTP/2 can't say it.
pub(crate) fn as_http2(head: &str, body: &[u8]) -> Option<Request<Full<Bytes>>> {
    let mut lines = head.trim().lines();
    let line: Vec<&str> = lines.next()?.split(' ').collect();
    let [method, target, "HTTP/1.1"] = line[..] else { return None };
    let fields: Option<Vec<(&str, &str)>> = lines.map(|line| line.split_once(':')).collect();
    let mut fields: Vec<(&str, &str)> = fields?.into_iter().map(|(name, value)| (name, value.trim())).collect();
    fields.retain(|(name, _)| !OF_HTTP_1.contains(&name.to_ascii_lowercase().as_str()));
    let uri = if target.starts_with('/') {
        let is_host = |(name, _): &(&str, &str)| name.eq_ignore_ascii_case("host");
        let host = fields.iter().position(is_host)?;
        let (_, host) = fields.remove(host);
        // of several, HTTP/2 would have one as the authority
        if fields.iter().any(is_host) {
            return None;
        }
        Uri::builder().scheme("https").authority(host).path_and_query(target).build().ok()?
    } else {
        target.parse().ok()?
    };
    let request = Request::builder().method(method).uri(uri);
    let request = fields.into_iter().fold(request, |request, (name, value)| request.header(name, value));
    request.body(Full::from(body.to_vec())).ok()
}

/// Sends a request over a connection of its own: status, and body; `None` where the server takes it for no HTTP/2.
pub(crate) async fn send_http2(address: SocketAddr, request: Request<Full<Bytes>>) -> Option<(u16, Bytes)> {
    let stream = TcpStream::connect(address).await.unwrap();
    let (mut sender, connection) = handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
    let connection = tokio::spawn(connection);
    let response = sender.send_request(request).await.ok()?;
    let status = response.status().as_u16();
    assert!(!response.headers().contains_key(header::CONNECTION));
    let body = response.into_body().collect().await.unwrap().to_bytes();
    connection.abort();
    Some((status, body))
}
