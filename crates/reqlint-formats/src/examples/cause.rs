//! Running the examples of reply files: an exchange, and whether the file explains its answer.

use super::{ExampleVerdict, unrun};
use crate::read::raw::read_one;
use crate::record::place::ReadError;
use reqlint_core::RuleSet;
use reqlint_core::diagnose::CauseVerdict;
use reqlint_core::diagnose::diagnose;
use reqlint_core::files::ExampleText;
use reqlint_core::inspect::CauseView;

/// One exchange of a reply file, and how it went.
#[derive(Clone, Debug)]
pub struct CauseRun {
    /// The 1-based line and column of the file at which the exchange begins.
    pub place: (usize, usize),
    /// The exchange's text.
    pub text: String,
    /// Whether the file should explain the answer.
    pub should_explain: bool,
    /// Whether it does.
    pub explains: Result<bool, ReadError>,
}

impl CauseRun {
    /// How it went, against what its file says.
    #[must_use]
    pub fn verdict(&self) -> ExampleVerdict {
        match (self.should_explain, &self.explains) {
            (_, Err(_)) => ExampleVerdict::Wrong,
            (true, Ok(false)) => ExampleVerdict::Missing,
            (false, Ok(true)) => ExampleVerdict::Noisy,
            _ => ExampleVerdict::Validated,
        }
    }
}

/// Runs every example of a reply file.
#[must_use]
pub fn run_cause(rules: &RuleSet, cause: CauseView<'_>) -> Vec<CauseRun> {
    let run = |example: &ExampleText, should_explain| CauseRun {
        place: (example.line, example.column),
        text: example.text.clone(),
        should_explain,
        explains: explains(rules, cause, &example.text),
    };
    let explained = cause.explains().iter().map(|example| run(example, true));
    explained.chain(cause.silent().iter().map(|example| run(example, false))).collect()
}

fn explains(rules: &RuleSet, cause: CauseView<'_>, text: &str) -> Result<bool, ReadError> {
    let record = read_one(text.as_bytes())?;
    let diagnosis = diagnose(rules, &record.exchange, &rules.facts());
    let diagnosis = diagnosis.ok_or_else(|| unrun("no answer follows the request"))?;
    let causes = &diagnosis.causes;
    Ok(causes.iter().any(|found| found.is_rule(cause.id()) && found.verdict != CauseVerdict::RuledOut))
}
