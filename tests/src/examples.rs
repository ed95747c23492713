//! Every example of every rule has the result that its file expects.

use crate::support::rules;
use reqlint_core::inspect::RuleView;
use reqlint_formats::examples::{self, ExampleRun, Expectation};

#[test]
fn every_example_has_the_expected_result() {
    let runs = |rule: RuleView<'static>| examples::run(rules(), rule).into_iter().map(move |run| (rule, run));
    let wrong = rules().rules().flat_map(runs).filter(|(_, run)| !run.is_right());
    let reports: Vec<_> = wrong.map(|(rule, run)| report(rule, &run)).collect();
    assert!(reports.is_empty(), "{}", reports.join("\n"));
}

/// Where the example is, and its actual result.
fn report(rule: RuleView<'_>, run: &ExampleRun) -> String {
    let name = run.name.as_deref().map(|name| format!(" ({name})")).unwrap_or_default();
    let actual = match &run.result {
        Err(error) => error.to_string(),
        Ok(ran) if run.expected.is_met_by(ran.outcome) => format!("fixed by its edits, the result is {:?}", ran.fixed),
        Ok(ran) => {
            let details: Vec<_> = ran.findings.iter().map(|finding| finding.detail.as_str()).collect();
            format!("{:?} {}", ran.outcome, details.join("; "))
        }
    };
    format!("{}:{}:{name} expected {:?}, got {actual}\n{}", rule.path(), run.line, run.expected, run.text)
}

#[test]
fn every_rule_has_an_example_that_fails_and_one_that_passes() {
    let lacks = |rule: &RuleView<'_>| {
        let runs = examples::run(rules(), *rule);
        ![Expectation::Fail, Expectation::Pass].iter().all(|outcome| runs.iter().any(|run| run.expected == *outcome))
    };
    let lacking: Vec<_> = rules().rules().filter(lacks).map(|rule| rule.path()).collect();
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}
