//! `cargo build --release && cargo run --release --bin reqlint-bench` prints the table. Also: `-- verify` prints only the
//! wrong answers, `-- worst` the adversarial requests, `-- 25` runs 25 rounds, and `-- once JOB` runs one job once over a tenth of the corpus, for a profiler.

use reqlint_bench::api::Api;
use reqlint_bench::count::Counting;
use reqlint_bench::table::{self, REQUESTS};
use reqlint_bench::unpacked;
use reqlint_core::{Evaluator, Exchange};
use std::error::Error;
use std::hint::black_box;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const USAGE: &str =
    "usage: reqlint-bench [verify | worst | ROUNDS | once ([many-](limit | clean | findings) | http-get | http-post)]";
const ROUNDS: usize = 11;

type Outcome = Result<(), Box<dyn Error>>;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        [] => measure(ROUNDS),
        ["verify"] => Api::small(REQUESTS).and_then(|api| verify(&api)),
        ["worst"] => table::print_worst(ROUNDS),
        ["once", "http-get"] => anywhere(&unpacked::get()),
        ["once", "http-post"] => anywhere(&unpacked::post()),
        ["once", job] => match job.strip_prefix("many-") {
            Some(job) => Api::large(REQUESTS / 10).and_then(|api| once(&api, job)),
            None => Api::small(REQUESTS / 10).and_then(|api| once(&api, job)),
        },
        [rounds] => rounds.parse().map_err(|_| USAGE.into()).and_then(measure),
        _ => Err(USAGE.into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(rounds: usize) -> Outcome {
    let own = std::env::current_exe()?;
    table::print(rounds.max(1), &own.with_file_name("reqlint"))
}

fn verify(api: &Api) -> Outcome {
    let (limit, engine) = api.wrong();
    println!("{}: wrong answers of {}: limit {limit}, engine {engine}", api.name, api.cases.len());
    if (limit, engine) == (0, 0) { Ok(()) } else { Err("there are wrong answers".into()) }
}

fn once(api: &Api, job: &str) -> Outcome {
    match job {
        "limit" => warm_once(&api.clean, api.by_limit()),
        "clean" => warm_once(&api.clean, api.status()),
        "findings" => warm_once(&api.cases, api.findings()),
        _ => return Err(USAGE.into()),
    }
    Ok(())
}

/// Requests to a host without a pack of its own.
fn anywhere(exchange: &Exchange<'_>) -> Outcome {
    let rules = unpacked::rules()?;
    let facts = rules.facts();
    let mut evaluator = Evaluator::new(&rules);
    // the first of each kind is made ready
    let is_clean = evaluator.evaluate(exchange, &facts).expected_status(&rules).is_none();
    job_once(&[(); REQUESTS / 10], |()| {
        black_box(evaluator.evaluate(black_box(exchange), &facts));
    });
    if is_clean { Ok(()) } else { Err("a request that is right was found wrong".into()) }
}

/// A job whose plans are made.
fn warm_once<C>(cases: &[C], mut job: impl FnMut(&C)) {
    cases.iter().for_each(&mut job);
    job_once(cases, job);
}

/// The function to profile: `valgrind --tool=callgrind --toggle-collect='*job_once*'`.
#[inline(never)]
fn job_once<C>(cases: &[C], job: impl FnMut(&C)) {
    cases.iter().for_each(job);
    println!("{} requests", cases.len());
}
