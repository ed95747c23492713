//! The rules of the shop, and peers on loopback that write down what they get.

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, Version};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use reqlint_client::ReqlintLayer;
use reqlint_core::{PackSource, RuleSet, SourceFile, Time};
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// What every test's clock says.
pub(crate) const NOW: &str = "2024-05-01T12:00:00Z";

pub(crate) const GOOD: &str = "Bearer 12-ab";
pub(crate) const QUOTED: &str = "\"Bearer 12-ab\"";

pub(crate) fn at(time: &str) -> Time {
    Time::read(time.as_bytes()).unwrap()
}

/// The rules in `tests/shop`.
pub(crate) fn rules() -> RuleSet {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/shop");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = std::fs::read_to_string(&path).unwrap();
                let path = path.strip_prefix(root.parent().unwrap()).unwrap().to_str().unwrap().to_owned();
                files.push(SourceFile { path, text });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    RuleSet::load(vec![PackSource { name: "shop".into(), root: "shop".into(), files }]).unwrap()
}

/// A middleware with the rules of the shop, whose account is open, for a client that adds no header.
pub(crate) fn reqlint() -> ReqlintLayer {
    let rules = rules();
    let mut facts = rules.facts();
    facts.set("account-open", true).unwrap();
    ReqlintLayer::new(rules).facts(facts).clock(|| at(NOW)).client_headers(HeaderMap::new())
}

/// A request as a peer got it.
#[derive(Clone, Debug)]
pub(crate) struct Got {
    pub(crate) method: Method,
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    /// As much as came.
    pub(crate) body: String,
    pub(crate) version: Version,
}

/// A server on loopback.
pub(crate) struct Peer {
    pub(crate) address: SocketAddr,
    got: Arc<Mutex<Vec<Got>>>,
}

pub(crate) type Answer = Response<Full<Bytes>>;

pub(crate) fn answer(status: u16, body: impl Into<Bytes>) -> Answer {
    let response = Response::builder().status(status).header("content-type", "application/json");
    response.body(Full::new(body.into())).unwrap()
}

/// Sends whoever asks for `from` to another place.
pub(crate) fn redirect(status: u16, to: &str) -> Answer {
    Response::builder().status(status).header("location", to).body(Full::default()).unwrap()
}

impl Peer {
    /// Speaks HTTP/1.1 and HTTP/2 without TLS.
    pub(crate) async fn start(answer: impl Fn(&Got) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (answer, got) = (Arc::new(answer), Arc::new(Mutex::new(Vec::new())));
        let written = Arc::clone(&got);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (answer, written) = (Arc::clone(&answer), Arc::clone(&written));
                tokio::spawn(async move {
                    let service = service_fn(move |request: Request<Incoming>| {
                        let (answer, written) = (Arc::clone(&answer), Arc::clone(&written));
                        async move {
                            let got = take(request).await;
                            let answer = answer(&got);
                            written.lock().unwrap().push(got);
                            Ok::<_, Infallible>(answer)
                        }
                    });
                    let _ =
                        auto::Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), service).await;
                });
            }
        });
        Self { address, got }
    }

    /// Answers each connection with these bytes once a request came, and closes it.
    pub(crate) async fn raw(answer: &'static [u8]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut request = Vec::new();
                while !request.windows(4).any(|end| end == b"\r\n\r\n") {
                    if !matches!(stream.read_buf(&mut request).await, Ok(1..)) {
                        break;
                    }
                }
                let _ = stream.write_all(answer).await;
            }
        });
        Self { address, got: Arc::default() }
    }

    /// What came so far.
    pub(crate) fn got(&self) -> Vec<Got> {
        self.got.lock().unwrap().clone()
    }

    /// A client of reqwest that takes this for the shop and for every other host of the tests.
    pub(crate) fn plain(&self) -> reqwest::ClientBuilder {
        let hosts = ["shop.example", "elsewhere.example"];
        let builder = reqwest::Client::builder().no_proxy();
        hosts.into_iter().fold(builder, |builder, host| builder.resolve(host, self.address))
    }

    pub(crate) fn client(&self, reqlint: ReqlintLayer) -> ClientWithMiddleware {
        ClientBuilder::new(self.plain().build().unwrap()).with(reqlint).build()
    }
}

async fn take(request: Request<Incoming>) -> Got {
    let (parts, mut body) = request.into_parts();
    let mut bytes = Vec::new();
    while let Some(Ok(frame)) = body.frame().await {
        bytes.extend(frame.into_data().unwrap_or_default());
    }
    Got {
        method: parts.method,
        target: parts.uri.path_and_query().map(|target| target.to_string()).unwrap_or_default(),
        headers: parts.headers,
        body: String::from_utf8(bytes).unwrap(),
        version: parts.version,
    }
}
