//! The rule language in the plainest way: docs/language.md line by line, with nothing prepared and nothing kept.

mod body;
mod checks;
mod headers;
mod route;

use crate::model::{Pack, Rule, Sent};
use body::read;
use checks::View;
use route::route;

/// How a rule goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Pass,
    Fail,
    Unknown,
    NotApplying,
    Absent,
    Waits,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Pass,
    Fail,
    Unknown,
    Absent,
}

/// How each rule goes.
pub(crate) fn outcomes(pack: &Pack, sent: &Sent) -> Vec<Outcome> {
    let view = View { sent, route: route(pack, sent), body: read(sent) };
    let mut outcomes: Vec<Outcome> = Vec::new();
    for rule in &pack.rules {
        // a rule waits for rules before it only
        let waits = rule.waits.iter().any(|w| matches!(outcomes[*w], Outcome::Fail | Outcome::Waits));
        outcomes.push(outcome(rule, waits, &view));
    }
    outcomes
}

fn outcome(rule: &Rule, waits: bool, view: &View<'_>) -> Outcome {
    let endpoint = view.route.endpoint;
    let has_tag = rule.tags.is_empty() || endpoint.is_some_and(|e| rule.tags.contains(&e.tag));
    let method = view.sent.meant_method();
    if !has_tag || !(rule.methods.is_empty() || rule.methods.contains(&method)) {
        return Outcome::NotApplying;
    }
    let when = rule.when.as_ref().map_or(Verdict::Pass, |when| view.condition(when));
    if matches!(when, Verdict::Fail | Verdict::Absent) {
        return Outcome::NotApplying;
    }
    if waits {
        return Outcome::Waits;
    }
    match (when, view.verdict(&rule.check)) {
        (_, Verdict::Pass) => Outcome::Pass,
        (Verdict::Unknown, _) | (_, Verdict::Unknown) => Outcome::Unknown,
        (_, Verdict::Fail) => Outcome::Fail,
        (_, Verdict::Absent) => Outcome::Absent,
    }
}
