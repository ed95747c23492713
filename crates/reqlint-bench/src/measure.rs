//! Measuring two ways to do one job, by turns.

use crate::count::counted;
use std::fmt;
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

/// What a row of the table says.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The engine.
    pub engine: Spread,
    /// The limit.
    pub limit: Spread,
    /// Allocations per request of the engine.
    pub allocations: f64,
    /// Bytes per request that the engine allocated.
    pub bytes: f64,
}

/// Runs both sides by turns over the same requests.
pub fn by_turns<R>(rounds: usize, requests: &[R], mut limit: impl FnMut(&R), mut engine: impl FnMut(&R)) -> Row {
    let (mut limits, mut engines) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        limits.push(round(requests, &mut limit));
        engines.push(round(requests, &mut engine));
    }
    let before = counted();
    requests.iter().for_each(&mut engine);
    let after = counted();
    let each = |count: u64| count as f64 / requests.len() as f64;
    Row {
        engine: Spread::of(engines),
        limit: Spread::of(limits),
        allocations: each(after.0 - before.0),
        bytes: each(after.1 - before.1),
    }
}

fn round<R>(requests: &[R], check: &mut impl FnMut(&R)) -> f64 {
    let start = Instant::now();
    for request in requests {
        check(black_box(request));
    }
    start.elapsed().as_nanos() as f64 / requests.len() as f64
}

impl Spread {
    fn of(mut rounds: Vec<f64>) -> Self {
        rounds.sort_by(f64::total_cmp);
        Self { min: rounds[0], median: rounds[rounds.len() / 2], max: rounds[rounds.len() - 1] }
    }
}

impl Row {
    /// The heading over rows.
    #[must_use]
    pub fn heading() -> String {
        let spread = "min  median     max";
        format!(
            "{:32} {:>24} {:>24} {:>7} {:>7} {:>7}\n{:32} {spread:>24} {spread:>24}",
            "", "engine, ns", "limit, ns", "ratio", "allocs", "bytes", "per request"
        )
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ratio = self.engine.median / self.limit.median;
        write!(f, "{} {} {ratio:7.2} {:7.2} {:7.0}", self.engine, self.limit, self.allocations, self.bytes)
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:8.0}{:8.0}{:8.0}", self.min, self.median, self.max)
    }
}
