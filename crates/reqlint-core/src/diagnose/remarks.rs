//! What is odd about an answer: it isn't the API's own, it contradicts the rules, or nothing explains it.

use super::answer::ANY;
use super::answer::MAX_ANSWER;
use super::answer::{AnswerForm, Observed};
use super::causes::{Cause, CauseOrigin, CauseVerdict, SAID};
use crate::base::finding::{Resolved, Severity};
use crate::base::outcome::Outcome;
use crate::rules::pack::Pack;

pub(super) fn remarks(pack: Option<&Pack>, resolved: &Resolved, observed: &Observed, causes: &[Cause]) -> Vec<String> {
    let is_told = causes.iter().any(|cause| cause.origin == CauseOrigin::Answer);
    let form = match observed.form {
        // it was read, only not for what rules list
        AnswerForm::Other if is_told || pack.is_none_or(|pack| pack.host_names.is_empty()) => None,
        AnswerForm::Html if is_told => {
            Some("the answer is an HTML page: something in front of the API may have written it")
        }
        form => form.remark(),
    };
    let written = observed
        .writer
        .as_ref()
        .map(|writer| format!("{writer} wrote this answer itself: what is behind it, if anything, didn't"));
    // who wrote a page says more than that it is one
    let form = form.filter(|_| written.is_none() || observed.form != AnswerForm::Html).map(str::to_owned);
    let is_long = observed.text.as_deref().is_some_and(|text| text.len() > MAX_ANSWER);
    let unseen = is_long.then(|| "the answer is longer than 1 MiB: the rest was not looked at".to_owned());
    let assumed = observed.is_status_assumed.then(|| {
        let status = observed.status;
        let why = if status == ANY { "the status of any error" } else { "which its words are about" };
        format!("the answer is shown without its status: it is read as {status}, {why}")
    });
    let inside = observed.sign.as_ref().map(|sign| {
        format!("the status is that of a success, and the body that of an error ({sign}): it is read as one")
    });
    let mut remarks: Vec<String> = assumed.into_iter().chain(inside).chain(written).chain(form).chain(unseen).collect();
    let Some(pack) = pack else {
        remarks.push("no loaded pack has this host: there are no rules to hold against the answer".to_owned());
        return remarks;
    };
    remarks.extend(resolved.remarks.iter().cloned());
    remarks.extend(unanswered(resolved, observed, causes));
    if !observed.is_error {
        return remarks;
    }
    let is_any = |verdict| causes.iter().any(|cause| cause.verdict == verdict);
    match (observed.status, &resolved.endpoint) {
        (404, Some(endpoint)) if !is_any(CauseVerdict::Confirmed) => remarks.push(format!(
            "the request means the documented endpoint `{endpoint}`: what its URL names is missing, or the documentation is wrong"
        )),
        (405, Some(endpoint)) if !is_any(CauseVerdict::Confirmed) => remarks.push(format!(
            "the documented endpoint `{endpoint}` takes this method: the documentation is wrong, or something in between refuses it"
        )),
        _ => {}
    }
    let explains = |cause: &Cause| {
        cause.verdict != CauseVerdict::RuledOut && cause.severity == Severity::Error && cause.kind != Some(SAID)
    };
    if !causes.iter().any(explains) {
        let nothing = if is_any(CauseVerdict::Confirmed) || is_any(CauseVerdict::Possible) {
            "nothing known explains {} for certain"
        } else {
            "nothing known explains {}"
        };
        // where the answer itself explains it, nothing is missed
        let unknown = if pack.host_names.is_empty() { ", and no pack has rules of this API" } else { "" };
        let nothing = nothing.replace("{}", &observed.status.to_string());
        remarks.push(format!("{nothing}; {}{unknown}", passed(resolved)));
    }
    remarks
}

fn passed(resolved: &Resolved) -> String {
    let items = resolved.checklist.iter();
    match items.filter(|item| item.outcome == Outcome::Pass && item.severity == Severity::Error).count() {
        1 => "1 rule was checked and passed".to_owned(),
        passed => format!("{passed} rules were checked and passed"),
    }
}

/// The rule that was expected to be answered first, where another error came.
fn unanswered(resolved: &Resolved, observed: &Observed, causes: &[Cause]) -> Option<String> {
    let expected = resolved.expected.as_ref().filter(|_| observed.is_error)?;
    let status = expected.status.filter(|status| *status != observed.status)?;
    let rule = &expected.rule;
    let explains = causes.iter().any(|cause| cause.verdict != CauseVerdict::RuledOut && cause.is_rule(rule));
    (!explains).then(|| format!("{rule} failed too; it usually answers {status}"))
}
