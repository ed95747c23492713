//! CPU time of a request to an axum service with and without the layer: `cargo bench -p reqlint-server --bench service`.
//!
//! One connection in memory, on one thread: no kernel, no clients beside it. A layer that does nothing costs a little in axum.
//! To count instructions, run one service a number of times, and another number of times; to see whether memory grows, ask for
//! it:
//!
//! ```sh
//! valgrind --tool=callgrind target/release/deps/service-… 'the layer' 1000
//! cargo bench -p reqlint-server --bench service -- memory
//! ```

#![expect(clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing, reason = "a program that measures")]

mod by_hand;
mod purge;

use axum::Router;
use axum::middleware::from_fn;
use axum::serve::Listener;
use edge_api::Database;
use reqlint_core::RuleSet;
use reqlint_server::{FactLookup, ReqlintLayer, SqlFacts};
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::runtime::Runtime;
use tower::layer::layer_fn;

const ROUNDS: usize = 9;
const REQUESTS: usize = 50_000;

/// How many requests before memory is looked at, and how many until it is looked at again.
const FEW: usize = 100_000;
const MANY: usize = 1_000_000;

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let rules = || RuleSet::load(reqlint_rules::packs()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let facts = runtime.block_on(async {
        let database = Database::create(&folder.path().join("edge-api.db")).await.unwrap();
        let facts = SqlFacts::connect(&database.address(), FACTS).await.unwrap();
        FactLookup::new(facts).keep(Duration::from_secs(3600))
    });
    let layer = ReqlintLayer::new(rules());
    let asking = ReqlintLayer::new(rules()).facts(facts).unwrap();
    let services = [
        ("alone", purge::router()),
        ("a layer that does nothing", purge::router().layer(layer_fn(|service| service))),
        ("four checks by hand", purge::router().layer(from_fn(by_hand::checked))),
        ("the checks of the endpoint's rules by hand", purge::router().layer(from_fn(by_hand::same_checks))),
        ("the layer", purge::router().layer(layer.clone())),
        ("the layer, two cached facts from SQLite", purge::router().layer(asking)),
    ];
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match &arguments[..] {
        [what] if what == "memory" => memory(&runtime, purge::router().layer(layer)),
        [name, requests] => {
            let (_, router) = services.into_iter().find(|(known, _)| known == name).unwrap();
            round(&runtime, router, requests.parse().unwrap());
        }
        _ => compare(&runtime, services),
    }
}

/// What two rules need that meet a purge.
const FACTS: [(&str, &str); 2] = [
    ("account-status", "select status from accounts where number = {path.account}"),
    (
        "token-known",
        "select exists(select 1 from tokens where token = trim(substr({header.Authorization}, 5)) and issued_at is null)",
    ),
];

/// The median of each, in rounds that alternate.
fn compare<const N: usize>(runtime: &Runtime, services: [(&str, Router); N]) {
    let mut times = services.each_ref().map(|_| Vec::new());
    for (_, router) in &services {
        round(runtime, router.clone(), REQUESTS);
    }
    for _ in 0..ROUNDS {
        for ((_, router), times) in services.iter().zip(&mut times) {
            times.push(round(runtime, router.clone(), REQUESTS));
        }
    }
    for ((name, _), mut times) in services.iter().zip(times) {
        times.sort_by(f64::total_cmp);
        println!("{name:>44}  min {:.0} ns  median {:.0} ns", times[0], times[times.len() / 2]);
    }
}

/// The memory of the process after few requests, and after many.
fn memory(runtime: &Runtime, router: Router) {
    let resident = || {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap().to_owned();
        line.trim().split(' ').next().unwrap().parse::<f64>().unwrap()
    };
    round(runtime, router.clone(), FEW);
    let few = resident();
    round(runtime, router, MANY - FEW);
    let many = resident();
    println!("after {FEW} requests {few} KiB, after {MANY} {many} KiB: {:.3}", many / few);
}

/// Nanoseconds per request.
fn round(runtime: &Runtime, router: Router, requests: usize) -> f64 {
    runtime.block_on(async {
        let (mut client, server) = duplex(64 * 1024);
        let server = tokio::spawn(async { axum::serve(Memory(Some(server)), router).await });
        let (request, mut answer) = (purge::request(), [0; 1024]);
        let began = cpu_time();
        for _ in 0..requests {
            client.write_all(&request).await.unwrap();
            let length = client.read(&mut answer).await.unwrap();
            assert!(answer[..length].starts_with(b"HTTP/1.1 200 "));
        }
        let took = cpu_time() - began;
        server.abort();
        took / requests as f64
    })
}

/// Nanoseconds that this thread was on a processor, where the system tells; else those that went by.
fn cpu_time() -> f64 {
    static BEGAN: OnceLock<Instant> = OnceLock::new();
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let told = told.and_then(|text| text.split(' ').next()?.parse().ok());
    told.unwrap_or_else(|| BEGAN.get_or_init(Instant::now).elapsed().as_nanos() as f64)
}

/// A listener to which one client comes.
struct Memory(Option<DuplexStream>);

impl Listener for Memory {
    type Io = DuplexStream;
    type Addr = ();

    async fn accept(&mut self) -> (DuplexStream, ()) {
        match self.0.take() {
            Some(client) => (client, ()),
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> std::io::Result<()> {
        Ok(())
    }
}
