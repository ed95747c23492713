//! The examples of rules, which are run before a reload.

use reqlint_core::RuleSet;
use reqlint_formats::examples::{self, ExampleVerdict};

/// The examples that don't give the expected result.
pub(super) fn wrong_examples(rules: &RuleSet) -> Vec<String> {
    let mut wrong = Vec::new();
    for rule in rules.rules() {
        for run in examples::run(rules, rule).iter().filter(|run| !run.is_right()) {
            let place = format!("{}:{}:{}", rule.path(), run.line, run.column);
            wrong.push(match &run.result {
                Ok(ran) if run.expected.is_met_by(ran.outcome) => {
                    format!("{place}: the safe edits of this example don't fix it")
                }
                Ok(ran) => {
                    format!("{place}: this example should {}; the rule gives {}", run.should(), ran.outcome.name())
                }
                Err(error) => format!("{place}: this example can't be run: {}", error.message),
            });
        }
    }
    for cause in rules.packs().flat_map(|pack| pack.causes()) {
        let runs = examples::run_cause(rules, cause);
        for run in runs.iter().filter(|run| run.verdict() != ExampleVerdict::Validated) {
            let ((line, column), path) = (run.place, cause.path());
            let should = if run.should_explain { "should explain its answer" } else { "should explain nothing" };
            wrong.push(format!("{path}:{line}:{column}: this example {should}"));
        }
    }
    wrong
}
