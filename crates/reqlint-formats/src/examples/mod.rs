//! Running the examples of rules: each rule by itself, against what its file says should happen.

mod cause;
mod repeat;
mod token;

pub use cause::{CauseRun, run_cause};

use crate::read::curl;
use crate::read::raw::read_one;
use crate::record::Record;
use crate::record::place::ReadError;
use reqlint_core::explain::{Edit, Reached};
use reqlint_core::files::Example;
use reqlint_core::inspect::RuleView;
use reqlint_core::{Exchange, Facts, Finding, Outcome, RuleSet, Time};
use token::fill;

/// The time of an example that names none.
const NOW: &str = "2024-01-01T00:00:00Z";

/// One request of one example, and how it went.
#[derive(Clone, Debug)]
pub struct ExampleRun {
    /// The example's own name.
    pub name: Option<String>,
    /// The 1-based line of the rule file at which the request begins.
    pub line: usize,
    /// The 1-based column at which it begins there.
    pub column: usize,
    /// The request's text, a token filled in.
    pub text: String,
    /// What should happen.
    pub expected: Expectation,
    /// What happened.
    pub result: Result<Ran, ReadError>,
}

/// How an example went, against what its file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExampleVerdict {
    /// As it should.
    Validated,
    /// The rule spoke on a request that it should let pass.
    Noisy,
    /// The rule stayed silent on a request that should fail.
    Missing,
    /// Any other mismatch: it is not a request, was skipped where it should pass, or its edits don't fix it.
    Wrong,
}

/// How a rule should go on the request of an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// It fails.
    Fail,
    /// It passes.
    Pass,
    /// It is unknown, for whatever reason.
    Unknown,
    /// It is skipped, for whatever reason.
    Skip,
}

/// What happened when an example was run.
#[derive(Clone, Debug)]
pub struct Ran {
    /// How the rule went.
    pub outcome: Outcome,
    /// The facts that it would have needed.
    pub missing_facts: Vec<String>,
    /// What of the pack the request reaches.
    pub reached: Reached,
    /// What it found.
    pub findings: Vec<Finding>,
    /// How the rule went once its safe edits were applied, where there were any.
    pub fixed: Option<Outcome>,
}

impl ExampleRun {
    /// Whether the outcome is the expected one, and safe edits fixed what failed.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.verdict() == ExampleVerdict::Validated
    }

    /// What its request should do: `fail`, `pass`, `be unknown`, `be skipped`.
    #[must_use]
    pub const fn should(&self) -> &'static str {
        match self.expected {
            Expectation::Fail => "fail",
            Expectation::Pass => "pass",
            Expectation::Unknown => "be unknown",
            Expectation::Skip => "be skipped",
        }
    }

    /// How it went, against what its file says.
    #[must_use]
    pub fn verdict(&self) -> ExampleVerdict {
        let Ok(ran) = &self.result else { return ExampleVerdict::Wrong };
        match (self.expected, ran.outcome) {
            (Expectation::Fail, Outcome::Fail) if ran.fixed == Some(Outcome::Fail) => ExampleVerdict::Wrong,
            (expected, outcome) if expected.is_met_by(outcome) => ExampleVerdict::Validated,
            (_, Outcome::Fail) => ExampleVerdict::Noisy,
            (Expectation::Fail, _) => ExampleVerdict::Missing,
            _ => ExampleVerdict::Wrong,
        }
    }
}

impl Expectation {
    /// Its name, as in rule files: `fail`, `pass`, `unknown` or `skip`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::Pass => "pass",
            Self::Unknown => "unknown",
            Self::Skip => "skip",
        }
    }

    /// Whether an outcome is the one that is expected, whatever its reason.
    #[must_use]
    pub const fn is_met_by(self, outcome: Outcome) -> bool {
        matches!(
            (self, outcome),
            (Self::Fail, Outcome::Fail)
                | (Self::Pass, Outcome::Pass)
                | (Self::Unknown, Outcome::Unknown(_))
                | (Self::Skip, Outcome::Skip(_))
        )
    }
}

impl ExampleVerdict {
    /// Its name: `validated`, `noisy`, `missing` or `wrong`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Validated => "validated",
            Self::Noisy => "noisy",
            Self::Missing => "missing",
            Self::Wrong => "wrong",
        }
    }
}

/// Runs every example of a rule.
#[must_use]
pub fn run(rules: &RuleSet, rule: RuleView<'_>) -> Vec<ExampleRun> {
    let mut runs = Vec::new();
    for example in rule.examples() {
        let outcomes = [Expectation::Fail, Expectation::Pass, Expectation::Unknown, Expectation::Skip];
        for (expected, requests) in outcomes.into_iter().zip(&example.requests) {
            for request in requests {
                let text = fill(&repeat::expand(&request.text), example);
                let result = one(rules, rule, example, &text);
                let (line, column) = (request.line, request.column);
                runs.push(ExampleRun { name: example.name.clone(), line, column, text, expected, result });
            }
        }
    }
    runs
}

fn one(rules: &RuleSet, rule: RuleView<'_>, example: &Example, text: &str) -> Result<Ran, ReadError> {
    let record = read_example(text)?;
    let mut exchange = record.exchange;
    exchange.now = Some(now(example));
    let facts = facts(rules, example).map_err(|message| unrun(&message))?;
    let trial = rules.try_rule(rule.id(), &exchange, &facts).ok_or_else(|| unrun("the rule is gone"))?;
    let edits: Vec<Edit> = trial.findings.iter().flat_map(|f| &f.edits).filter(|e| e.safe).cloned().collect();
    let fixed = (!edits.is_empty()).then(|| exchange.fixed(&edits));
    let fixed = fixed.and_then(|exchange: Exchange<'_>| rules.try_rule(rule.id(), &exchange, &facts));
    Ok(Ran {
        outcome: trial.outcome,
        missing_facts: trial.missing_facts,
        reached: trial.reached,
        findings: trial.findings,
        fixed: fixed.map(|m| m.outcome),
    })
}

/// An example is raw HTTP, or a curl command.
fn read_example(text: &str) -> Result<Record<'_>, ReadError> {
    let is_command = text.trim_start().starts_with("curl ");
    let first = || curl::Reader::new(None, text.as_bytes()).next();
    if is_command && let Some(first) = first() { first } else { read_one(text.as_bytes()) }
}

/// Why an example can't be run.
fn unrun(message: &str) -> ReadError {
    ReadError { input: None, place: None, message: message.to_owned(), help: None }
}

/// The facts of an example.
///
/// # Errors
/// When a fact isn't declared, or of another type.
pub fn facts(rules: &RuleSet, example: &Example) -> Result<Facts, String> {
    let mut facts = rules.facts();
    for (name, value) in &example.facts {
        facts.set(name, value).map_err(|error| error.to_string())?;
    }
    Ok(facts)
}

/// The time of an example.
#[must_use]
pub fn now(example: &Example) -> Time {
    let text = example.now.as_deref().unwrap_or(NOW);
    Time::read(text.as_bytes()).unwrap_or(Time::from_seconds(0))
}
