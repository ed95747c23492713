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
mod schema;

use crate::support::{files, folder, stem};
use case::AnswerCase;

fn cases(shelf: &str) -> Vec<AnswerCase> {
    files(&format!("tests/data/answers/{shelf}"), "http").into_iter().map(AnswerCase::read).collect()
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
