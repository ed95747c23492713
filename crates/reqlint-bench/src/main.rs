//! `cargo run --release -p reqlint-bench` prints the table. Also: `-- verify` says wrong answers only, `-- 25` takes that
//! many rounds, and `-- once JOB` does one job once over a tenth of the corpus, for a profiler.

use reqlint_bench::corpus::{self, Endpoint, Request};
use reqlint_bench::count::Counting;
use reqlint_bench::engine::{self, Case};
use reqlint_bench::limit::Limit;
use reqlint_bench::measure::{Row, by_turns};
use reqlint_bench::pack;
use reqlint_core::{Evaluator, PackSource, RuleSet};
use std::error::Error;
use std::hint::black_box;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const USAGE: &str = "usage: reqlint-bench [verify | ROUNDS | once (limit | clean | corpus | findings)]";
const REQUESTS: usize = 20_000;
const ROUNDS: usize = 11;
/// Of the large API. In so many groups, 20 rules become 2,000: 14 of them, and 6 for each group.
const MANY: (usize, usize) = (4_000, 331);

type Outcome = Result<(), Box<dyn Error>>;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        [] => table(ROUNDS),
        ["verify"] => verify(),
        ["once", job] => Bench::small(REQUESTS / 10).and_then(|bench| bench.once(job)),
        [rounds] => rounds.parse().map_err(|_| USAGE.into()).and_then(table),
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

fn table(rounds: usize) -> Outcome {
    println!("{}", Row::heading());
    for bench in [Bench::small, Bench::large] {
        let bench = bench(REQUESTS)?;
        println!("{}", bench.name);
        bench.measure(rounds)?;
        bench.verify()?;
    }
    Ok(())
}

fn verify() -> Outcome {
    Bench::small(REQUESTS)?.verify()?;
    Bench::large(REQUESTS)?.verify()
}

/// One API with its requests.
struct Bench {
    name: &'static str,
    rules: RuleSet,
    limit: Limit,
    cases: Vec<Case>,
    /// The requests without a slip.
    clean: Vec<Case>,
}

impl Bench {
    fn small(requests: usize) -> Result<Self, Box<dyn Error>> {
        let endpoints = corpus::endpoints(40);
        Self::new("40 endpoints, 20 rules", &endpoints, pack::pack(&endpoints), requests)
    }

    fn large(requests: usize) -> Result<Self, Box<dyn Error>> {
        let (count, groups) = MANY;
        let endpoints = corpus::endpoints(count);
        Self::new("4,000 endpoints, 2,000 rules", &endpoints, pack::grouped_pack(&endpoints, groups), requests)
    }

    fn new(
        name: &'static str,
        endpoints: &[Endpoint],
        pack: PackSource,
        requests: usize,
    ) -> Result<Self, Box<dyn Error>> {
        let rules = RuleSet::load(vec![pack])?;
        let requests = corpus::requests(endpoints, requests);
        let clean: Vec<Request> = requests.iter().filter(|r| r.slips.is_empty()).copied().collect();
        let (cases, clean) = (Case::all(&rules, &requests)?, Case::all(&rules, &clean)?);
        Ok(Self { name, limit: Limit::new(endpoints), rules, cases, clean })
    }

    fn measure(&self, rounds: usize) -> Outcome {
        let limit = |case: &Case| {
            black_box(self.limit.check(&case.request));
        };
        let row = |what: &str, row: Row| println!("  {what:<30} {row}");
        row("clean requests, report only", by_turns(rounds, &self.clean, limit, self.status()));
        row("the corpus, report only", by_turns(rounds, &self.cases, limit, self.status()));
        row("the corpus, resolved findings", by_turns(rounds, &self.cases, limit, self.findings()));
        Ok(())
    }

    /// Evaluates, and asks for the expected status.
    fn status(&self) -> impl FnMut(&Case) {
        let mut evaluator = Evaluator::new(&self.rules);
        move |case| {
            let report = evaluator.evaluate(&case.exchange(), &case.facts);
            black_box(report.expected_status(&self.rules));
        }
    }

    /// Evaluates, and resolves what isn't clean.
    fn findings(&self) -> impl FnMut(&Case) {
        let mut evaluator = Evaluator::new(&self.rules);
        move |case| {
            black_box(evaluator.findings(&case.exchange(), &case.facts));
        }
    }

    fn once(&self, job: &str) -> Outcome {
        let limit = |case: &Case| {
            black_box(self.limit.check(&case.request));
        };
        match job {
            "limit" => job_once(&self.cases, limit),
            "clean" => job_once(&self.clean, self.status()),
            "corpus" => job_once(&self.cases, self.status()),
            "findings" => job_once(&self.cases, self.findings()),
            _ => return Err(USAGE.into()),
        }
        Ok(())
    }

    /// Compares both sides with the slips that each request was given.
    fn verify(&self) -> Outcome {
        let mut evaluator = Evaluator::new(&self.rules);
        let (mut by_limit, mut by_engine) = (0, 0);
        for case in &self.cases {
            let report = evaluator.evaluate(&case.exchange(), &case.facts);
            let (limit, engine) = (self.limit.check(&case.request), engine::slips(&report, &self.rules));
            by_limit += usize::from(limit != case.request.slips);
            by_engine += usize::from(engine != case.request.slips);
        }
        println!("{}: wrong answers of {}: limit {by_limit}, engine {by_engine}", self.name, self.cases.len());
        if (by_limit, by_engine) == (0, 0) { Ok(()) } else { Err("there are wrong answers".into()) }
    }
}

/// What a profiler should look at: `valgrind --tool=callgrind --toggle-collect='*job_once*'`.
#[inline(never)]
fn job_once(cases: &[Case], job: impl FnMut(&Case)) {
    cases.iter().for_each(job);
    println!("{} requests", cases.len());
}
