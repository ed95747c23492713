//! The table: measurements, with what is required.

use crate::api::Api;
use crate::corpus::NOW;
use crate::engine::Case;
use crate::measure::{Pair, Spread, allocated, alone, by_turns};
use crate::unpacked;
use crate::worst::{Worst, worst, worst_anywhere};
use reqlint_core::{Evaluator, Loaded, PackSource, Prepared, Project, RuleSet, prepare};
use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Instant;

/// The number of requests to each API.
pub const REQUESTS: usize = 20_000;

/// Prints the table. `command` is the `reqlint` to measure.
///
/// # Errors
/// When a pack or an answer is wrong, or the command does not run.
pub fn print(rounds: usize, command: &Path) -> Result<(), Box<dyn Error>> {
    let (small, large) = (Api::small(REQUESTS)?, Api::large(REQUESTS)?);
    println!("| measurement | required | goal | median | min | max |\n|---|---|---|---|---|---|");
    against_the_limit(rounds, &small);
    allocations(&small);
    growth(rounds, &small, &large);
    threads(rounds, &small);
    loading(rounds)?;
    process(rounds, command)?;
    worst_requests(rounds, &small.rules, &worst());
    worst_requests(rounds, &unpacked::rules()?, &worst_anywhere());
    for api in [&small, &large] {
        let (limit, engine) = api.wrong();
        println!("| wrong answers of {REQUESTS}, {}: limit, engine | 0 | 0 | {limit}, {engine} | | |", api.name);
        if (limit, engine) != (0, 0) {
            return Err("there are wrong answers".into());
        }
    }
    Ok(())
}

fn row(what: &str, bounds: [&str; 2], values: [String; 3]) {
    println!("| {what} | {} | {} | {} |", bounds[0], bounds[1], values.join(" | "));
}

fn spread(spread: Spread, unit: f64, name: &str) -> [String; 3] {
    [spread.median, spread.min, spread.max].map(|nanoseconds| format!("{:.*} {name}", digits(unit), nanoseconds / unit))
}

fn ratios(ratio: Spread) -> [String; 3] {
    [format!("**{:.2}**", ratio.median), format!("{:.2}", ratio.min), format!("{:.2}", ratio.max)]
}

/// Whole nanoseconds, hundredths of anything larger.
fn digits(unit: f64) -> usize {
    if unit > 1.0 { 2 } else { 0 }
}

fn pair(what: &str, bounds: [&str; 2], pair: &Pair) {
    row(&format!("{what}: ratio"), bounds, ratios(pair.ratio));
    row("… the engine, per request", ["", ""], spread(pair.engine, 1.0, "ns"));
    row("… the limit, per request", ["", ""], spread(pair.limit, 1.0, "ns"));
}

fn against_the_limit(rounds: usize, api: &Api) {
    let (clean, cases): (&[Case], &[Case]) = (&api.clean, &api.cases);
    let status = by_turns(rounds, (clean, api.by_limit()), (clean, api.status()));
    pair("clean requests, expected status only", ["2.0", "1.3"], &status);
    let report = by_turns(rounds, (clean, api.by_limit()), (clean, api.report()));
    pair("clean requests, report with checklist derivable", ["2.5", "1.6"], &report);
    let findings = by_turns(rounds, (cases, api.by_limit()), (cases, api.findings()));
    pair("the corpus, resolved findings", ["3.0", "2.0"], &findings);
}

fn allocations(api: &Api) {
    let (with, without): (Vec<_>, Vec<_>) = api.clean.iter().partition(|case| !case.request.body.is_empty());
    for (what, must, cases) in [("without a body", "0", without), ("with a body", "2", with)] {
        let mut status = api.status();
        // an evaluator allocates the memory that it keeps only once
        cases.iter().for_each(|case| status(case));
        let (count, bytes) = allocated(&cases, |case| status(case));
        let what = format!("allocations on a clean request {what}, and bytes");
        row(&what, [must, "0"], [format!("{count:.2}, {bytes:.0}"), String::new(), String::new()]);
    }
    let (count, bytes) = allocated(&api.cases, api.findings());
    let what = "allocations per request of the corpus, resolved findings, and bytes";
    row(what, ["", ""], [format!("{count:.2}, {bytes:.0}"), String::new(), String::new()]);
}

fn growth(rounds: usize, small: &Api, large: &Api) {
    let (few, many): (&[Case], &[Case]) = (&small.clean, &large.clean);
    let clean = by_turns(rounds, (few, small.status()), (many, large.status()));
    let (few, many): (&[Case], &[Case]) = (&small.cases, &large.cases);
    let findings = by_turns(rounds, (few, small.findings()), (many, large.findings()));
    for (what, pair) in [("clean requests", clean), ("the corpus, resolved findings", findings)] {
        let what = format!("{} instead of {}, {what}: times the time", large.name, small.name);
        row(&what, ["2.0", "1.3"], ratios(pair.ratio));
        row("… per request", ["", ""], spread(pair.engine, 1.0, "ns"));
    }
}

fn threads(rounds: usize, api: &Api) {
    let run = || api.clean.iter().for_each(api.status());
    let timed = |threads: usize| {
        let start = Instant::now();
        thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(run))));
        start.elapsed().as_secs_f64()
    };
    let times = (0..rounds).map(|_| 2.0 * timed(1) / timed(2)).collect();
    row("2 threads on one rule set: times the throughput", ["1.8", "1.95"], ratios(Spread::of(times)));
}

/// The packs whose loading is measured: others are none of what is compared.
fn measured() -> Vec<PackSource> {
    let mut packs = reqlint_rules::packs();
    packs.retain(|pack| matches!(pack.name.as_str(), "edgecast" | "http"));
    packs
}

fn loading(rounds: usize) -> Result<(), Box<dyn Error>> {
    let packs = Prepared::new(prepare(measured())?.leak(), measured);
    // whoever lists the rules has each pack compiled
    let prepared = || Loaded::prepared(Project::default(), packs).rules.rules().count();
    let time = alone(rounds, || _ = black_box(prepared()));
    row("loading the Edgecast and http packs, warm", ["25 ms", "10 ms"], spread(time, 1e6, "ms"));
    RuleSet::load(measured())?;
    let time = alone(rounds, || drop(black_box(RuleSet::load(measured()))));
    row("… from their files", ["", ""], spread(time, 1e6, "ms"));
    Ok(())
}

fn process(rounds: usize, command: &Path) -> Result<(), Box<dyn Error>> {
    let request = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/clean.http");
    let run = || Command::new(command).arg("check").arg(&request).stdout(Stdio::null()).stderr(Stdio::null()).status();
    let status = run().map_err(|error| format!("{}: {error}; run `cargo build --release` first", command.display()))?;
    if status.code() == Some(2) {
        return Err(format!("{} check {} can't be run", command.display(), request.display()).into());
    }
    let time = alone(rounds, || drop(black_box(run())));
    row("`reqlint check` of one raw request, whole process", ["30 ms", "10 ms"], spread(time, 1e6, "ms"));
    Ok(())
}

/// Prints the rows of adversarial requests alone.
///
/// # Errors
/// When a pack is wrong.
pub fn print_worst(rounds: usize) -> Result<(), Box<dyn Error>> {
    worst_requests(rounds, &Api::small(1)?.rules, &worst());
    worst_requests(rounds, &unpacked::rules()?, &worst_anywhere());
    Ok(())
}

fn worst_requests(rounds: usize, rules: &RuleSet, requests: &[Worst]) {
    let facts = rules.facts();
    let mut evaluator = Evaluator::new(rules);
    for worst in requests {
        worst.with(NOW, |exchange| {
            let verdicts = alone(rounds, || drop(black_box(evaluator.evaluate(exchange, &facts))));
            let what = format!("64 KiB, {}: report", worst.name);
            row(&what, ["1 ms", "0.2 ms"], spread(verdicts, 1e6, "ms"));
            let findings = alone(rounds, || drop(black_box(evaluator.findings(exchange, &facts))));
            row("… findings", ["1 ms", ""], spread(findings, 1e6, "ms"));
            let all = alone(rounds, || drop(black_box(rules.explain(exchange, &facts))));
            row("… findings, checklist and masked request", ["", ""], spread(all, 1e6, "ms"));
        });
    }
}
