//! Sentences for people: two lines each, with everything from outside escaped.

use crate::checked::Checked;
use crate::diagnosis::Diagnosis;
use reqlint_core::Finding;
use reqlint_core::base::escape::plain;
use reqlint_core::diagnose::{Cause, CauseVerdict, Step};
use reqlint_core::evaluate::Decision;
use reqlint_core::explain::{Expected, HeaderPart, Location, Part};
use std::fmt;

impl fmt::Display for Checked {
    /// What is wrong and where, and on a second line the fix.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&checked(self))
    }
}

impl fmt::Display for Diagnosis {
    /// What answered and why, and on a second line what to do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&diagnosis(self))
    }
}

fn checked(checked: &Checked) -> String {
    let Checked { request, decision, fixed, .. } = checked;
    let done = match (decision, fixed.as_slice()) {
        (Decision::Refused, _) => "not sent",
        (Decision::Spared, _) => "sent anyway",
        (_, []) => "sent",
        (_, _) => "fixed and sent",
    };
    let would = checked.expected().map(|expected| format!(" would get {}", answer(expected))).unwrap_or_default();
    let Some(finding) = checked.finding() else {
        let details: Vec<_> = fixed.iter().map(seen).collect();
        return format!("{done}: {request}: {}", details.join("; "));
    };
    let rules = checked.resolved.findings.iter().filter(|other| other.rule != finding.rule).count();
    let more = if rules > 0 { format!(", and {rules} more") } else { String::new() };
    format!("{done}: {request}{would}: {}{more}\n{}", seen(finding), fix(finding.fix.as_deref(), &finding.title))
}

fn diagnosis(diagnosis: &Diagnosis) -> String {
    let observed = &diagnosis.observed;
    let title = diagnosis.status_title.as_deref().map(|title| format!(" {}", plain(title))).unwrap_or_default();
    let said = observed.message.as_deref().or(observed.code.as_deref());
    let said = said.map(|text| format!(", \"{}\"", plain(text))).unwrap_or_default();
    let because = match diagnosis.cause() {
        Some(cause) if cause.verdict == CauseVerdict::Confirmed => format!(": {}", confirmed(diagnosis, cause)),
        Some(cause) => format!(": this may be violated: {}", titled(cause)),
        None => String::new(),
    };
    let line = format!("{} got {}{title}{said}{because}", diagnosis.request, observed.status);
    format!("{line}\n{}", plain(&next(&diagnosis.next)))
}

fn confirmed(diagnosis: &Diagnosis, cause: &Cause) -> String {
    let found = diagnosis.resolved.findings.iter().find(|finding| cause.is_rule(&finding.rule));
    found.map_or_else(|| titled(cause), seen)
}

fn titled(cause: &Cause) -> String {
    let rule = cause.rule.as_ref().map(|rule| format!(" ({rule})")).unwrap_or_default();
    plain(cause.title.trim_end_matches('.')) + &rule
}

/// What to do next, on one line.
fn next(step: &Step) -> String {
    match step {
        Step::Fix { cause, .. } => fix(cause.fix.as_deref(), &cause.title),
        Step::Ask(question) => format!("find out: {} (fact {})", question.ask, question.fact.name),
        Step::Look(cause) => format!("check in the request as it was sent: {}", cause.title),
        Step::Try(cause) => format!("most likely: {}", cause.fix.as_deref().unwrap_or(&cause.title)),
        Step::FixOther { rule, fix } => {
            format!("fix the other error, and send it again: {}", fix.as_deref().unwrap_or(rule))
        }
        Step::SendAgain { seconds } => {
            let when = Step::again(*seconds);
            format!("send it again {when}; if the answer stays the same, contact the API's support")
        }
        Step::Nothing => "nothing to do".to_owned(),
        _ => "compare it with a request that works, or contact the API's support".to_owned(),
    }
}

/// `fix: Send the value without quotes.`; without a fix, the requirement.
fn fix(fix: Option<&str>, title: &str) -> String {
    match fix {
        Some(fix) => format!("fix: {}", plain(fix)),
        None => format!("required: {}", plain(title)),
    }
}

/// `the value is in quotes, in header Authorization (edgecast/token-in-quotes)`
fn seen(finding: &Finding) -> String {
    let place = place(&finding.location).map(|place| format!(", {place}")).unwrap_or_default();
    format!("{}{place} ({})", plain(&finding.detail), finding.rule)
}

/// `404 Not Found (Invalid Request URI)`
fn answer(expected: &Expected) -> String {
    let title = expected.status_title.as_deref().map(|title| format!(" {}", plain(title))).unwrap_or_default();
    let kind = expected.error_type.as_deref().map(|kind| match expected.status {
        Some(..400) => format!(" with the error `{}`", plain(kind)),
        _ => format!(" ({})", plain(kind)),
    });
    let kind = kind.unwrap_or_default();
    format!("{}{title}{kind}", expected.brief())
}

/// Where in the request, with the byte unless it is the beginning. A fact has no place; its finding names it.
fn place(location: &Location) -> Option<String> {
    let name = location.name.as_deref().map(|name| format!(" {}", plain(name))).unwrap_or_default();
    let part = match (location.part, location.of) {
        (Part::Fact | Part::AnswerStatus | Part::AnswerHeader | Part::AnswerBody, _) => return None,
        (Part::Header, Some(HeaderPart::Name)) => format!("in the name of header{name}"),
        (Part::Header, _) => format!("in header{name}"),
        (Part::Target | Part::Body, _) if !name.is_empty() => format!("in{name}"),
        (other, _) => format!("in the {}", other.name()),
    };
    Some(match &location.range {
        Some(range) if range.start > 0 => format!("{part} at byte {}", range.start),
        _ => part,
    })
}
