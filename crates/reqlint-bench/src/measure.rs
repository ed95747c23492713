//! Measuring two ways to do one job, by turns.

use crate::count::counted;
use std::hint::black_box;
use std::time::Instant;

/// Nanoseconds per request over all rounds.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    /// The quickest round.
    pub min: f64,
    /// Half the rounds were quicker.
    pub median: f64,
    /// The slowest round.
    pub max: f64,
}

/// Two ways to do one job, in nanoseconds per request.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    /// What is measured.
    pub engine: Spread,
    /// What it is held against.
    pub limit: Spread,
}

impl Pair {
    /// How many times as long the engine takes: the ratio of the medians.
    #[must_use]
    pub fn ratio(&self) -> f64 {
        self.engine.median / self.limit.median
    }
}

/// Runs both sides by turns over their requests.
pub fn by_turns<L, R>(
    rounds: usize,
    (limits, mut limit): (&[L], impl FnMut(&L)),
    (requests, mut engine): (&[R], impl FnMut(&R)),
) -> Pair {
    let (mut by_limit, mut by_engine) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        by_limit.push(round(limits, &mut limit));
        by_engine.push(round(requests, &mut engine));
    }
    Pair { engine: Spread::of(by_engine), limit: Spread::of(by_limit) }
}

/// Runs one job several times; nanoseconds each.
pub fn alone(rounds: usize, mut job: impl FnMut()) -> Spread {
    Spread::of((0..rounds).map(|_| round(&[()], &mut |()| job())).collect())
}

/// Allocations and bytes per request.
pub fn allocated<R>(requests: &[R], engine: impl FnMut(&R)) -> (f64, f64) {
    let before = counted();
    requests.iter().for_each(engine);
    let after = counted();
    let each = |count: u64| count as f64 / requests.len() as f64;
    (each(after.0 - before.0), each(after.1 - before.1))
}

fn round<R>(requests: &[R], check: &mut impl FnMut(&R)) -> f64 {
    let start = Instant::now();
    for request in requests {
        check(black_box(request));
    }
    start.elapsed().as_nanos() as f64 / requests.len() as f64
}

impl Spread {
    /// The spread of some rounds, of which there must be one.
    #[must_use]
    pub fn of(mut rounds: Vec<f64>) -> Self {
        rounds.sort_by(f64::total_cmp);
        Self { min: rounds[0], median: rounds[rounds.len() / 2], max: rounds[rounds.len() - 1] }
    }
}
