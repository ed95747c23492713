//! `cargo run --release -p reqlint-bench --bin client` measures the cost of the client's middleware: alone, and in real
//! calls on loopback, compared with the same client without it. A number as argument sets the number of rounds.

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use reqlint_bench::count::{Counting, counted};
use reqlint_client::{Replay, ReqlintLayer};
use reqlint_core::{Exchange, RuleSet};
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware};
use std::convert::Infallible;
use std::error::Error;
use std::hint::black_box;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;
use tower_layer::Layer;
use tower_service::Service;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const ROUNDS: usize = 11;
/// Requests per round, without a network.
const CALLS: usize = 20_000;
/// Requests per round, over one persistent connection.
const REAL_CALLS: usize = 1_000;

const TOKEN: &str = "TOK: 12345678-1234-1234-1234-1234567890ab";
const LIST: &str = "http://api.edgecast.com/v2/mcc/customers/0001/cnames/httplarge";
const PURGE: &str = "http://api.edgecast.com/v2/mcc/customers/0001/edge/purge";
const ELSEWHERE: &str = "http://elsewhere.example/v2/mcc/customers/0001/cnames/httplarge";

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> Outcome {
    let rounds = std::env::args().nth(1).map_or(Ok(ROUNDS), |rounds| rounds.parse())?;
    let rules = Arc::new(rules()?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        println!("per request{:23} {:>24} {:>7} {:>7}", "", "min  median     max, ns", "allocs", "bytes");
        alone(rounds, &rules).await?;
        println!("calls on loopback{:17} {:>24}", "", "min  median     max, µs");
        over_loopback(rounds, &rules).await
    })
}

/// The Edgecast pack without the rule that requires TLS.
fn rules() -> Outcome<RuleSet> {
    let mut packs = reqlint_rules::packs();
    packs.retain(|pack| pack.name == "edgecast");
    packs.iter_mut().for_each(|pack| pack.files.retain(|file| !file.path.ends_with("/plain-http.toml")));
    Ok(RuleSet::load(packs)?)
}

fn request(url: &str, body: &Bytes) -> Request<Full<Bytes>> {
    let method = if body.is_empty() { "GET" } else { "PUT" };
    let request = Request::builder().method(method).uri(url).header("authorization", TOKEN);
    let request = request.header("content-type", "application/json").header("user-agent", "bench/1.0");
    request.body(Full::new(body.clone())).unwrap_or_default()
}

/// A body of 500 bytes.
fn json() -> Bytes {
    let path = "a".repeat(500 - r#"{"MediaPath":"http://wpc.0001.edgecastcdn.net/","MediaType":3}"#.len());
    format!(r#"{{"MediaPath":"http://wpc.0001.edgecastcdn.net/{path}","MediaType":3}}"#).into()
}

/// Measures the middleware around a service that answers immediately.
async fn alone(rounds: usize, rules: &Arc<RuleSet>) -> Outcome {
    let (none, body) = (Bytes::new(), json());
    let other = request(ELSEWHERE, &none);
    let mut looked_up = Vec::new();
    for _ in 0..rounds {
        let start = Instant::now();
        for _ in 0..CALLS {
            black_box(rules.judges_host_of(&Exchange::of_request(black_box(&other))));
        }
        looked_up.push(each(start, CALLS));
    }
    row("looking up a host", looked_up, 1.0, None);
    let answers =
        |_: Request<Full<Bytes>>| std::future::ready(Ok::<_, Infallible>(Response::new(Full::<Bytes>::default())));
    let replays = |_: Request<Replay<Full<Bytes>>>| {
        std::future::ready(Ok::<_, Infallible>(Response::new(Full::<Bytes>::default())))
    };
    let layer = ReqlintLayer::new(Arc::clone(rules));
    for (what, url, body) in
        [("another host", ELSEWHERE, &none), ("GET", LIST, &none), ("PUT, 500 bytes", PURGE, &body)]
    {
        measure(&format!("{what}, without"), rounds, &mut tower::service_fn(answers), url, body).await?;
        measure(&format!("{what}, with"), rounds, &mut layer.layer(tower::service_fn(replays)), url, body).await?;
    }
    Ok(())
}

async fn measure<S>(what: &str, rounds: usize, service: &mut S, url: &str, body: &Bytes) -> Outcome
where
    S: Service<Request<Full<Bytes>>>,
    S::Error: Error + 'static,
{
    let request = request(url, body);
    let mut times = Vec::new();
    let mut before = counted();
    for _ in 0..rounds {
        before = counted();
        let start = Instant::now();
        for _ in 0..CALLS {
            black_box(service.call(request.clone()).await?);
        }
        times.push(each(start, CALLS));
    }
    let after = counted();
    let per = |count: u64| count as f64 / CALLS as f64;
    row(what, times, 1.0, Some((per(after.0 - before.0), per(after.1 - before.1))));
    Ok(())
}

async fn over_loopback(rounds: usize, rules: &Arc<RuleSet>) -> Outcome {
    let address = serve().await?;
    let hosts = ["api.edgecast.com", "elsewhere.example"];
    let plain =
        || hosts.iter().fold(reqwest::Client::builder().no_proxy(), |builder, host| builder.resolve(host, address));
    let reqlint = ReqlintLayer::new(Arc::clone(rules)).client_headers(http::HeaderMap::new());
    let without = ClientBuilder::new(plain().build()?).build();
    let with = ClientBuilder::new(plain().build()?).with(reqlint).build();
    let (none, body) = (Bytes::new(), json());
    for (what, url, body) in
        [("another host", ELSEWHERE, &none), ("GET", LIST, &none), ("PUT, 500 bytes", PURGE, &body)]
    {
        let mut times = [Vec::new(), Vec::new()];
        for _ in 0..rounds {
            for (client, times) in [&without, &with].into_iter().zip(&mut times) {
                let start = Instant::now();
                for _ in 0..REAL_CALLS {
                    call(client, url, body).await?;
                }
                times.push(each(start, REAL_CALLS));
            }
        }
        let [without, with] = times;
        row(&format!("{what}, without"), without, 1000.0, None);
        row(&format!("{what}, with"), with, 1000.0, None);
    }
    Ok(())
}

async fn call(client: &ClientWithMiddleware, url: &str, body: &Bytes) -> Outcome {
    let request = if body.is_empty() { client.get(url) } else { client.put(url).body(body.clone()) };
    let request = request.header("authorization", TOKEN).header("content-type", "application/json");
    request.send().await?.bytes().await?;
    Ok(())
}

/// A server on its own thread that answers everything with a few bytes.
async fn serve() -> Outcome<SocketAddr> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    listener.set_nonblocking(true)?;
    std::thread::spawn(move || -> std::io::Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            loop {
                let (stream, _) = listener.accept().await?;
                let answer = service_fn(|_| async { Ok::<_, Infallible>(Response::new(Full::<Bytes>::from("{}"))) });
                let connection =
                    hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), answer);
                tokio::spawn(connection);
            }
        })
    });
    Ok(address)
}

/// Nanoseconds.
fn each(start: Instant, calls: usize) -> f64 {
    start.elapsed().as_nanos() as f64 / calls as f64
}

fn row(what: &str, mut times: Vec<f64>, unit: f64, allocated: Option<(f64, f64)>) {
    times.sort_by(f64::total_cmp);
    let at = |index: usize| times.get(index).copied().unwrap_or_default() / unit;
    let (min, median, max) = (at(0), at(times.len() / 2), at(times.len().saturating_sub(1)));
    let allocated = allocated.map(|(count, bytes)| format!(" {count:7.1} {bytes:7.0}")).unwrap_or_default();
    println!("  {what:<32} {min:8.0}{median:8.0}{max:8.0}{allocated}");
}
