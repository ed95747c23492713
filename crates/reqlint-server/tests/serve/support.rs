//! Servers, clients and rule sets for tests.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use reqlint_core::{PackSource, RuleSet, SourceFile};
use reqlint_server::Rules;
use std::fs::File;
use std::io::Write;
use std::net::SocketAddr;
use std::sync::OnceLock;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub(crate) const TOKEN: &str = "TOK: 12345678-1234-1234-1234-1234567890ab";
pub(crate) const PURGE: &str = r#"{"MediaPath":"http://wpc.0001.edgecastcdn.net/000001/a.jpg","MediaType":3}"#;

/// The packs that come along, loaded once: no test changes them.
pub(crate) fn edgecast() -> Rules {
    static RULES: OnceLock<Rules> = OnceLock::new();
    RULES.get_or_init(|| RuleSet::load(reqlint_rules::packs()).unwrap().into()).clone()
}

/// Says that a test is skipped: on the terminal, past the harness that keeps what tests print, and in the file whose lines
/// `./test` repeats and `.ci/run` takes for failures.
#[cfg(unix)]
pub(crate) fn skip(what: &str, why: &str) {
    let line = format!("skipped: {what}: {why}\n");
    std::io::stderr().write_all(line.as_bytes()).unwrap();
    if let Some(path) = std::env::var_os("REQLINT_SKIPPED") {
        File::options().create(true).append(true).open(path).unwrap().write_all(line.as_bytes()).unwrap();
    }
}

/// A pack of files below `shop/`.
pub(crate) fn pack(files: &[(&str, &str)]) -> PackSource {
    let file = |(path, text): &(&str, &str)| SourceFile { path: format!("shop/{path}"), text: (*text).to_owned() };
    PackSource { name: "shop".into(), root: "shop".into(), files: files.iter().map(file).collect() }
}

/// Serves a router on loopback for as long as the test runs.
pub(crate) async fn serve(router: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}

/// A service that says what it got.
pub(crate) async fn echo(request: Request<Body>) -> String {
    let path = request.uri().path().to_owned();
    match axum::body::to_bytes(request.into_body(), usize::MAX).await {
        Ok(body) => format!("{path} {}", String::from_utf8_lossy(&body)),
        Err(_) => format!("{path} (broken off)"),
    }
}

/// An answer, its head and its body.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

/// Sends bytes as they are, and reads the answer until the server closes.
pub(crate) async fn send(address: SocketAddr, request: impl AsRef<[u8]>) -> Answered {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_ref()).await.unwrap();
    read(&mut stream).await
}

/// Reads an answer until the server closes.
pub(crate) async fn read(stream: &mut TcpStream) -> Answered {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    Answered { status, head: head.to_ascii_lowercase(), body: body.to_owned() }
}

/// A purge with these headers and this body.
pub(crate) fn purge(headers: &str, body: &str) -> String {
    request("PUT /v2/mcc/customers/0001/edge/purge", headers, body)
}

/// A request to the API, closed after its answer.
pub(crate) fn request(line: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "{line} HTTP/1.1\r\nHost: api.edgecast.com\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
    )
}

/// The headers of a request that is right.
pub(crate) fn right() -> String {
    format!("Authorization: {TOKEN}\r\nContent-Type: application/json\r\n")
}
