//! Error answers and their causes: `data/answers/<folder>/<case>.http`, each an exchange whose first comments say what is
//! expected.
//!
//! | comment | meaning |
//! |---|---|
//! | `type` | the page's error type that the case covers |
//! | `facts` | the known facts: `account-status=active token-known=true` |
//! | `now` | when the request is sent (default: 2024-06-01) |
//! | `first`, `second` | the first causes, `verdict pack/id`; `nothing` if no error is confirmed or possible |
//! | `at` | the header or field at which the first cause is |
//! | `asks` | the fact to ask for next |
//! | `next`, `fixes` | what to do next, and the rule whose failure that fixes |
//! | `says`, `remarks` | part of a remark, and the number of remarks |
//! | `message` | the message found in the answer |
//! | `wrong` | a rule that failed but does not explain the answer |

mod case;
mod page;
mod pairs;
mod schema;

use crate::support::{files, folder, read, rules, stem};
use case::AnswerCase;
use reqlint_core::{PackSource, RuleSet, SourceFile};
use reqlint_formats::examples::{ExampleVerdict, run, run_cause};

fn cases(shelf: &str) -> Vec<AnswerCase> {
    let rules = rules_of(shelf);
    let paths = files(&format!("tests/data/answers/{shelf}"), "http").into_iter();
    paths.map(|path| AnswerCase::read(rules, path)).collect()
}

/// The pack beside the cases of a shelf, else those of the repository.
fn rules_of(shelf: &str) -> &'static RuleSet {
    let root = format!("tests/data/answers/{shelf}/pack");
    let files = files(&format!("tests/data/answers/{shelf}"), "toml").into_iter();
    let files: Vec<_> = files.map(|path| SourceFile { text: read(&path), path }).collect();
    if files.is_empty() {
        return rules();
    }
    let pack = PackSource { name: "chat".to_owned(), root, files };
    Box::leak(Box::new(RuleSet::load(vec![pack]).unwrap_or_else(|mistakes| panic!("{mistakes}"))))
}

#[test]
fn the_examples_of_each_pack_beside_cases_hold() {
    let rules = rules_of("marked");
    let of_rules = rules.rules().flat_map(|rule| run(rules, rule)).map(|run| (run.text.clone(), run.verdict()));
    let causes = rules.packs().flat_map(|pack| pack.causes());
    let of_causes = causes.flat_map(|cause| run_cause(rules, cause)).map(|run| (run.text.clone(), run.verdict()));
    let all: Vec<_> = of_rules.chain(of_causes).collect();
    assert!(all.len() > 10, "{}", all.len());
    let wrong: Vec<_> = all.iter().filter(|(_, verdict)| *verdict != ExampleVerdict::Validated).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_answer_has_the_expected_cause() {
    let shelves = folder("tests/data/answers");
    let wrong: Vec<_> =
        shelves.iter().flat_map(|shelf| cases(stem(shelf))).filter_map(|case| case.run().err()).collect();
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn there_are_enough_cases_of_each_kind() {
    for (shelf, least) in [("competing", 10), ("unexplained", 10), ("contradicting", 10), ("odd", 10), ("told", 30)] {
        assert!(cases(shelf).len() >= least, "{shelf}");
    }
}
