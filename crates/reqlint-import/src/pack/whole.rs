//! Rules about paths, methods and what a body is as a whole, which need no group of operations.

use super::examples::{self, Broken};
use super::rules::{Draft, ids};
use crate::api::{Api, Operation};
use crate::framework::{Answer, Framework};

/// Rules about paths and methods, which every endpoint has.
pub(super) fn drafts(api: &Api, framework: Option<&Framework>) -> Vec<Draft> {
    let framework = |mistake| framework.and_then(|framework| framework.answer(mistake));
    let given =
        |status: u16| api.operations.iter().any(|o| o.statuses.contains(&status)).then_some(Answer::Status(status));
    let draft = |id: &str, title: &'static str, why: &'static str, fix: &str, answer, check: &str, broken| Draft {
        id: id.to_owned(),
        title: title.into(),
        why: why.into(),
        fix: fix.to_owned(),
        answer,
        tags: Vec::new(),
        endpoints: Vec::new(),
        tagged: Vec::new(),
        check: format!("check = \"{check}\"\n"),
        waits_for: "",
        is_about_schemas: false,
        examples: examples::of(api, &api.operations.iter().collect::<Vec<_>>(), broken),
    };
    let mut all = vec![
        draft(
            "endpoint-unknown",
            "The URL is one that the description has",
            "The description has no such path.",
            "Compare the path with the description.",
            framework("path").or(Some(Answer::Status(404))),
            "known-endpoint",
            Broken::Path,
        ),
        draft(
            "method-not-allowed",
            "The method is one that the path takes",
            "The description has this path, but not with {method}.",
            "Use {allowed}.",
            given(405).or_else(|| framework("method")),
            "allowed-method",
            Broken::Method,
        ),
    ];
    let unsaid: Vec<_> = api.operations.iter().filter(|operation| operation.takes_any_shape).collect();
    if !unsaid.is_empty() {
        all.push(Draft {
            endpoints: ids(&unsaid),
            examples: examples::of(api, &unsaid, Broken::Shape),
            check: "[check.body-format]\ntests = [\"shape\"]\n".to_owned(),
            ..draft(
                "body-of-unusual-shape",
                "The body is an object or a list, whichever has the members of the description",
                "The description has members here, and doesn't say that the body is the object or list with them: \
                 by the letter anything else will do, too.",
                "Send the object itself rather than a list with it, or the other way round.",
                Some(Answer::Accepted),
                "body-format",
                Broken::Shape,
            )
        });
    }
    let has_letters =
        |o: &Operation| o.path.split('/').any(|s| !s.contains('{') && s.contains(|c: char| c.is_ascii_alphabetic()));
    if api.operations.iter().any(has_letters) {
        all.push(draft(
            "path-in-wrong-case",
            "The path is in the same case as in the description",
            "Paths are compared letter by letter: this one fits only if case is ignored.",
            "Write the path in the same case as in the description.",
            framework("path").or(Some(Answer::Status(404))),
            "exact-case",
            Broken::Case,
        ));
    }
    if api.operations.iter().any(|o| !o.path.ends_with('/')) {
        all.push(draft(
            "trailing-slash",
            "The path does not end with a slash",
            "With a slash at its end this is another path, which the description doesn't have.",
            "Remove the slash at the end of the path.",
            // of servers of whose answer nothing is said, about as many take it as refuse it
            framework("slash").or(Some(Answer::Accepted)),
            "no-trailing-slash",
            Broken::Slash,
        ));
    }
    all
}
