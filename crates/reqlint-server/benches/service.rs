//! CPU time of a request to an axum service with and without the layer: `cargo bench -p reqlint-server --bench service`.
//!
//! One connection in memory, on one thread: no kernel, no clients beside it. `nothing` is a layer that does nothing, which
//! costs a little in axum. To count instructions, run one service a number of times, and another number of times:
//!
//! ```sh
//! valgrind --tool=callgrind target/release/deps/service-… behind 1000
//! ```

#![expect(clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing, reason = "a program that measures")]

mod purge;

use axum::Router;
use axum::serve::Listener;
use reqlint_core::RuleSet;
use reqlint_server::ReqlintLayer;
use std::time::Instant;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::runtime::Runtime;
use tower::layer::layer_fn;

const ROUNDS: usize = 25;
const REQUESTS: usize = 4000;

fn main() {
    let layer = ReqlintLayer::new(RuleSet::load(reqlint_rules::packs()).unwrap());
    let nothing = layer_fn(|service| service);
    let routers = [
        ("alone", purge::router()),
        ("nothing", purge::router().layer(nothing)),
        ("behind", purge::router().layer(layer)),
    ];
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();

    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [name, requests] = &arguments[..] {
        let (_, router) = routers.into_iter().find(|(known, _)| known == name).unwrap();
        round(&runtime, router, requests.parse().unwrap());
        return;
    }
    let mut times = routers.each_ref().map(|_| Vec::new());
    for _ in 0..ROUNDS {
        for ((_, router), times) in routers.iter().zip(&mut times) {
            times.push(round(&runtime, router.clone(), REQUESTS));
        }
    }
    for ((name, _), mut times) in routers.iter().zip(times) {
        times.sort_by(f64::total_cmp);
        println!("{name:>8}  min {:.0} ns  median {:.0} ns", times[0], times[times.len() / 2]);
    }
}

/// Nanoseconds per request.
fn round(runtime: &Runtime, router: Router, requests: usize) -> f64 {
    runtime.block_on(async {
        let (mut client, server) = duplex(64 * 1024);
        let server = tokio::spawn(async { axum::serve(Memory(Some(server)), router).await });
        let (request, mut answer) = (purge::request(), [0; 1024]);
        let began = Instant::now();
        for _ in 0..requests {
            client.write_all(&request).await.unwrap();
            let length = client.read(&mut answer).await.unwrap();
            assert!(answer[..length].starts_with(b"HTTP/1.1 200 "));
        }
        let took = began.elapsed();
        server.abort();
        took.as_secs_f64() * 1e9 / requests as f64
    })
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
