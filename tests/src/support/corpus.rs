//! Every request in the repository: the examples of rules, the documented mistakes, and the correct ones.

use super::{access_token, files, read, rules};
use reqlint_core::{Facts, Time};
use reqlint_formats::examples;
use std::sync::LazyLock;

/// A request as raw text, with its time and the known facts.
pub(crate) struct Sample {
    pub(crate) text: String,
    pub(crate) facts: Facts,
    pub(crate) now: Time,
}

static CORPUS: LazyLock<Vec<Sample>> = LazyLock::new(|| of_rules().into_iter().chain(of_files()).collect());

pub(crate) fn corpus() -> &'static [Sample] {
    &CORPUS
}

fn of_rules() -> Vec<Sample> {
    let mut samples = Vec::new();
    for rule in rules().rules() {
        let mut runs = examples::run(rules(), rule).into_iter();
        for example in rule.examples() {
            let requests = example.requests.iter().map(Vec::len).sum();
            let (facts, now) = (examples::facts(rules(), example).unwrap(), examples::now(example));
            let sample = |run: examples::ExampleRun| Sample { text: run.text, facts: facts.clone(), now };
            // the corpus is raw HTTP; an example may be a curl command, too
            let is_raw = |sample: &Sample| !sample.text.starts_with("curl ");
            samples.extend(runs.by_ref().take(requests).map(sample).filter(is_raw));
        }
    }
    samples
}

fn of_files() -> impl Iterator<Item = Sample> {
    let paths = ["tests/data/documented", "tests/data/clean"].into_iter().flat_map(|folder| files(folder, "http"));
    paths.map(|path| Sample {
        text: read(&path).replace("{access-token}", &access_token("ec.rules")),
        facts: rules().facts(),
        now: Time::read(b"2024-06-01").unwrap(),
    })
}
