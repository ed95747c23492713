//! Every example of every rule goes as its file says.

use crate::support::rules;
use reqlint_core::Outcome;
use reqlint_core::inspect::RuleView;
use reqlint_formats::examples::{self, ExampleRun};

#[test]
fn every_example_goes_as_its_rule_says() {
    let runs = |rule: RuleView<'static>| examples::run(rules(), rule).into_iter().map(move |run| (rule, run));
    let wrong = rules().rules().flat_map(runs).filter(|(_, run)| !run.is_right());
    let told: Vec<_> = wrong.map(|(rule, run)| tell(rule, &run)).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

/// Where the example stands, and what came.
fn tell(rule: RuleView<'_>, run: &ExampleRun) -> String {
    let name = run.name.as_deref().map(|name| format!(" ({name})")).unwrap_or_default();
    let came = match &run.result {
        Err(error) => error.to_string(),
        Ok(ran) if ran.outcome == run.expected => format!("mended by its edits it comes to {:?}", ran.mended),
        Ok(ran) => {
            let details: Vec<_> = ran.findings.iter().map(|finding| finding.detail.as_str()).collect();
            format!("{:?} {:?} {}", ran.outcome, ran.because, details.join("; "))
        }
    };
    format!("{}:{}:{name} should {:?}, but: {came}\n{}", rule.path(), run.line, run.expected, run.text)
}

#[test]
fn every_rule_has_an_example_that_fails_and_one_that_passes() {
    let lacks = |rule: &RuleView<'_>| {
        let runs = examples::run(rules(), *rule);
        ![Outcome::Fail, Outcome::Pass].iter().all(|outcome| runs.iter().any(|run| run.expected == *outcome))
    };
    let lacking: Vec<_> = rules().rules().filter(lacks).map(|rule| rule.path()).collect();
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}
