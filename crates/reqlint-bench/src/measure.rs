//! Measuring two ways to do one job, in turns.

use crate::count::counted;
use std::hint::black_box;
use std::time::Instant;

/// A number over all rounds.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    /// The minimum.
    pub min: f64,
    /// The median.
    pub median: f64,
    /// The maximum.
    pub max: f64,
}

/// Two ways to do one job.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    /// The measured side, in nanoseconds per request.
    pub engine: Spread,
    /// The baseline, in nanoseconds per request.
    pub limit: Spread,
    /// How many times as long the engine takes, round by round.
    pub ratio: Spread,
}

/// How often both sides take turns in one round.
const TURNS: usize = 10;

/// Runs both sides over all their requests in each round. They take turns within it, so that other load on the machine
/// affects both.
pub fn by_turns<L, R>(
    rounds: usize,
    (limits, mut limit): (&[L], impl FnMut(&L)),
    (requests, mut engine): (&[R], impl FnMut(&R)),
) -> Pair {
    let mut times = Vec::new();
    for _ in 0..rounds {
        let (mut by_limit, mut by_engine) = (0.0, 0.0);
        for turn in 0..TURNS {
            by_limit += timed(part(limits, turn), &mut limit);
            by_engine += timed(part(requests, turn), &mut engine);
        }
        times.push((by_limit / limits.len() as f64, by_engine / requests.len() as f64));
    }
    let spread = |of: fn(&(f64, f64)) -> f64| Spread::of(times.iter().map(of).collect());
    Pair { engine: spread(|(_, engine)| *engine), limit: spread(|(limit, _)| *limit), ratio: spread(|(l, e)| e / l) }
}

/// The requests of one turn.
fn part<R>(requests: &[R], turn: usize) -> &[R] {
    let from = |turn: usize| requests.len() * turn / TURNS;
    &requests[from(turn)..from(turn + 1)]
}

/// Runs one job several times and returns the nanoseconds of each run.
pub fn alone(rounds: usize, mut job: impl FnMut()) -> Spread {
    Spread::of((0..rounds).map(|_| timed(&[()], &mut |()| job())).collect())
}

/// Allocations and bytes per request.
pub fn allocated<R>(requests: &[R], engine: impl FnMut(&R)) -> (f64, f64) {
    let before = counted();
    requests.iter().for_each(engine);
    let after = counted();
    let each = |count: u64| count as f64 / requests.len() as f64;
    (each(after.0 - before.0), each(after.1 - before.1))
}

/// Nanoseconds.
fn timed<R>(requests: &[R], check: &mut impl FnMut(&R)) -> f64 {
    let start = Instant::now();
    for request in requests {
        check(black_box(request));
    }
    start.elapsed().as_nanos() as f64
}

impl Spread {
    /// The spread of some rounds; there must be at least one.
    #[must_use]
    pub fn of(mut rounds: Vec<f64>) -> Self {
        rounds.sort_by(f64::total_cmp);
        Self { min: rounds[0], median: rounds[rounds.len() / 2], max: rounds[rounds.len() - 1] }
    }
}
