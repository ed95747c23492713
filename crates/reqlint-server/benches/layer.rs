//! Requests per second of axum services with and without the layer: `cargo bench -p reqlint-server`.
//!
//! One is a handler that reads a JSON body of 500 bytes and does nothing else, the other the example API, which looks
//! several things up in its SQLite database; there the layer asks that database for facts. Each is served twice on loopback
//! in this process, without and with the layer, which has the whole Edgecast pack; rounds alternate, so that what else the
//! machine does meets both. Beside the layer stand two that are written by hand for the one handler.

#![expect(clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing, reason = "a program that measures")]

mod by_hand;
mod purge;

use axum::Router;
use axum::middleware::from_fn;
use edge_api::Database;
use reqlint_core::RuleSet;
use reqlint_server::ReqlintLayer;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

const ROUNDS: usize = 15;
const ROUND: Duration = Duration::from_millis(500);
const CLIENTS: usize = 4;

fn main() {
    let server = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let around = |router: Router| [purge::router(), router];
    let buffered = purge::router().layer(from_fn(by_hand::buffered));
    compare("a handler that does nothing, its body only read ahead", around(buffered), &server);
    let checked = purge::router().layer(from_fn(by_hand::checked));
    compare("a handler that does nothing, four checks by hand", around(checked), &server);
    let behind = purge::router().layer(ReqlintLayer::new(packs()));
    compare("a handler that does nothing, the layer", around(behind), &server);
    let folder = tempfile::tempdir().unwrap();
    let example = server.block_on(async {
        let database = Database::create(&folder.path().join("edge-api.db")).await.unwrap();
        let (mut layer, facts) = (ReqlintLayer::new(packs()), edge_api::facts(&database, &packs()).await.unwrap());
        for source in facts {
            layer = layer.facts(source).unwrap();
        }
        [edge_api::api(database.clone()), edge_api::guarded(database, layer)]
    });
    compare("the example API with its database, the layer", example, &server);
}

fn packs() -> RuleSet {
    RuleSet::load(reqlint_rules::packs()).unwrap()
}

/// Measures a service without and with the layer.
fn compare(name: &str, services: [Router; 2], server: &Runtime) {
    let [alone, behind] = services.map(|router| server.block_on(serve(router)));
    let request = purge::request();
    for address in [alone, behind] {
        round(address, &request);
    }
    let mut ratios = Vec::new();
    let (mut without, mut with) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        // there and back, so that a drift of the machine's speed cancels out
        let [first, second, third, fourth] = [alone, behind, behind, alone].map(|address| round(address, &request));
        without.push((first + fourth) / 2.0);
        with.push((second + third) / 2.0);
        ratios.push((second + third) / (first + fourth));
    }
    println!("{name}");
    for (name, list, digits) in [("without", without, 0), ("with", with, 0), ("with / without", ratios, 3)] {
        let (least, median, most) = spread(list);
        println!("{name:>15}  min {least:.digits$}  median {median:.digits$}  max {most:.digits$}");
    }
}

async fn serve(router: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}

/// Requests per second, of clients that each wait for an answer before they go on.
fn round(address: SocketAddr, request: &[u8]) -> f64 {
    let began = Instant::now();
    let client = || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        let mut answer = [0; 1024];
        let mut count = 0;
        while began.elapsed() < ROUND {
            stream.write_all(request).unwrap();
            let length = stream.read(&mut answer).unwrap();
            assert!(answer[..length].starts_with(b"HTTP/1.1 200 "), "{}", String::from_utf8_lossy(&answer[..length]));
            count += 1;
        }
        count
    };
    let count: u32 = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(client)).collect();
        clients.into_iter().map(|client| client.join().unwrap()).sum()
    });
    f64::from(count) / began.elapsed().as_secs_f64()
}

fn spread(mut list: Vec<f64>) -> (f64, f64, f64) {
    list.sort_by(f64::total_cmp);
    (list[0], list[list.len() / 2], list[list.len() - 1])
}
