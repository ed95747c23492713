//! Items of a checklist: what is ticked holds.

use crate::write::markup::{code, escaped};
use reqlint_core::Finding;
use reqlint_core::diagnose::Diagnosis;
use reqlint_core::diagnose::{Cause, CauseOrigin, CauseVerdict};

/// Everything that may explain the answer, as it was found.
pub(super) fn causes(diagnosis: &Diagnosis<'_>) -> String {
    let status = diagnosis.observed.status;
    let (rules, replies) = apart(&diagnosis.causes);
    section(&format!("Checklist of {status}"), rules.into_iter().map(ticked))
        + &section("What the answer itself suggests", replies.into_iter().map(suggested))
}

/// A checklist for a person to go through.
pub(super) fn by_hand(status: u16, causes: &[Cause]) -> String {
    let (rules, replies) = apart(causes);
    let item = |cause: &Cause| match cause.verdict {
        CauseVerdict::Possible => {
            let ask = cause.ask.as_ref().map(|ask| format!(": {}", escaped(ask))).unwrap_or_default();
            format!("- [ ] {}{ask}{}", escaped(&cause.title), named(cause))
        }
        _ => ticked(cause),
    };
    section(&format!("Checklist of {status}"), rules.into_iter().map(item))
        + &section("What the answer itself may say", replies.into_iter().map(suggested))
}

/// What is wrong with the request besides.
pub(super) fn also_wrong(diagnosis: &Diagnosis<'_>) -> String {
    let item = |finding: &Finding| {
        let status = finding.status.map(|status| format!("{status}: ")).unwrap_or_default();
        format!("- {status}{} ({})", escaped(&finding.detail), code(&finding.rule))
    };
    section("Also wrong with the request", diagnosis.also_wrong().map(item))
}

fn apart(causes: &[Cause]) -> (Vec<&Cause>, Vec<&Cause>) {
    causes.iter().partition(|cause| cause.origin == CauseOrigin::Rule)
}

fn section(title: &str, items: impl Iterator<Item = String>) -> String {
    let items: String = items.map(|item| item + "\n").collect();
    if items.is_empty() { items } else { format!("\n### {title}\n\n{items}") }
}

/// `- [x] The path has the right case (`edgecast/path-in-wrong-case`)`
fn ticked(cause: &Cause) -> String {
    let because = escaped(&cause.because.join("; "));
    let (mark, found) = match cause.verdict {
        CauseVerdict::Confirmed => (" ] **failed**:", format!(": {because}")),
        CauseVerdict::RuledOut => ("x]", String::new()),
        CauseVerdict::Possible => {
            (" ] *open*:", format!(": {}", cause.ask.as_ref().map_or(because, |ask| escaped(ask))))
        }
    };
    format!("- [{mark} {}{found}{}", escaped(&cause.title), named(cause))
}

fn suggested(cause: &Cause) -> String {
    let why = cause.why.as_ref().map(|why| format!(": {}", escaped(why))).unwrap_or_default();
    format!("- {}{why}{}", escaped(&cause.title), named(cause))
}

/// ` (`edgecast/path-in-wrong-case`)`; nothing for a cause without a rule.
fn named(cause: &Cause) -> String {
    cause.rule.as_deref().map(|rule| format!(" ({})", code(rule))).unwrap_or_default()
}
