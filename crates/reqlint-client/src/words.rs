//! Sentences for people: two lines each, in which nothing is more than text.

use crate::checked::{Checked, Decision};
use crate::diagnosis::Diagnosis;
use reqlint_core::Finding;
use reqlint_core::base::escape::{plain, plain_bytes};
use reqlint_core::diagnose::{Cause, CauseVerdict, Step};
use reqlint_core::explain::{Expected, HeaderPart, Location, Part};

/// How much of a target is shown, in characters.
const MAX_TARGET: usize = 200;

/// `PUT api.example.com/v2/orders`
pub(crate) fn request(method: &[u8], host: &[u8], target: &[u8]) -> String {
    let mut target = plain_bytes(target);
    if let Some((cut, _)) = target.char_indices().nth(MAX_TARGET) {
        target.truncate(cut);
        target.push('…');
    }
    format!("{} {}{target}", plain_bytes(method), plain_bytes(host))
}

/// What and where, and the fix.
pub(crate) fn checked(checked: &Checked) -> String {
    let Checked { request, decision, mended, .. } = checked;
    let done = match (decision, mended.as_slice()) {
        (Decision::Refuse, _) => "not sent",
        (Decision::Warn, _) => "sent all the same",
        (Decision::LetThrough, []) => "sent",
        (Decision::LetThrough, _) => "mended and sent",
    };
    let would = checked.expected().map(|expected| format!(" would get {}", answer(expected))).unwrap_or_default();
    let Some(finding) = checked.finding() else {
        let details: Vec<_> = mended.iter().map(seen).collect();
        return format!("{done}: {request}: {}", details.join("; "));
    };
    let rules = checked.resolved.findings.iter().filter(|other| other.rule != finding.rule).count();
    let more = if rules > 0 { format!(", and {rules} more") } else { String::new() };
    format!("{done}: {request}{would}: {}{more}\n{}", seen(finding), fix(finding.fix.as_deref(), &finding.title))
}

/// What answered, why, and what to do.
pub(crate) fn diagnosis(diagnosis: &Diagnosis) -> String {
    let observed = &diagnosis.observed;
    let title = diagnosis.status_title.as_deref().map(|title| format!(" {}", plain(title))).unwrap_or_default();
    let said = observed.message.as_deref().or(observed.code.as_deref());
    let said = said.map(|text| format!(", \"{}\"", plain(text))).unwrap_or_default();
    let because = match diagnosis.cause() {
        Some(cause) if cause.verdict == CauseVerdict::Confirmed => format!(": {}", confirmed(diagnosis, cause)),
        Some(cause) => format!(": perhaps this does not hold: {}", titled(cause)),
        None => String::new(),
    };
    let line = format!("{} got {}{title}{said}{because}", diagnosis.request, observed.status);
    format!("{line}\n{}", plain(&next(&diagnosis.next)))
}

fn confirmed(diagnosis: &Diagnosis, cause: &Cause) -> String {
    let found = diagnosis.resolved.findings.iter().find(|finding| finding.rule == cause.rule);
    found.map_or_else(|| titled(cause), seen)
}

fn titled(cause: &Cause) -> String {
    format!("{} ({})", plain(cause.title.trim_end_matches('.')), cause.rule)
}

/// What to do next, on one line.
fn next(step: &Step) -> String {
    match step {
        Step::Mend { cause, .. } => fix(cause.fix.as_deref(), &cause.title),
        Step::Ask(question) => format!("find out: {} (fact {})", question.ask, question.fact.name),
        Step::Look(cause) => format!("look at the request as it was sent, whether this holds: {}", cause.title),
        Step::Try(cause) => format!("most likely: {}", cause.fix.as_deref().unwrap_or(&cause.title)),
        Step::MendOther { rule, fix } => {
            format!("fix what else is wrong, and send it again: {}", fix.as_deref().unwrap_or(rule))
        }
        Step::SendAgain => "send it again later; if the answer stays, ask the API's support".to_owned(),
        Step::AskSupport => "compare it with a request that works, or ask the API's support".to_owned(),
        Step::Nothing => "nothing is to be done".to_owned(),
    }
}

/// `fix: Send the value without quotes.`; without a fix, what should hold.
fn fix(fix: Option<&str>, title: &str) -> String {
    match fix {
        Some(fix) => format!("fix: {}", plain(fix)),
        None => format!("should hold: {}", plain(title)),
    }
}

/// `the value is in quotes, in header Authorization (edgecast/token-in-quotes)`
fn seen(finding: &Finding) -> String {
    let place = place(&finding.location).map(|place| format!(", {place}")).unwrap_or_default();
    format!("{}{place} ({})", plain(&finding.detail), finding.rule)
}

/// `404 Not Found (Invalid Request URI)`
fn answer(expected: &Expected) -> String {
    let status = expected.status.map_or_else(|| "an error".to_owned(), |status| status.to_string());
    let title = expected.status_title.as_deref().map(|title| format!(" {}", plain(title))).unwrap_or_default();
    let kind = expected.error_type.as_deref().map(|kind| format!(" ({})", plain(kind))).unwrap_or_default();
    format!("{status}{title}{kind}")
}

/// Where in the request; the byte where it isn't the beginning. A fact is named by what was seen.
fn place(location: &Location) -> Option<String> {
    let name = location.name.as_deref().map(|name| format!(" {}", plain(name))).unwrap_or_default();
    let part = match (location.part, location.of) {
        (Part::Fact, _) => return None,
        (Part::Method, _) => "in the method".to_owned(),
        (Part::Host, _) => "in the host".to_owned(),
        (Part::Header, Some(HeaderPart::Name)) => format!("in the name of header{name}"),
        (Part::Header, _) => format!("in header{name}"),
        (Part::Target | Part::Body, _) if !name.is_empty() => format!("in{name}"),
        (Part::Target, _) => "in the target".to_owned(),
        (Part::Body, _) => "in the body".to_owned(),
    };
    Some(match &location.range {
        Some(range) if range.start > 0 => format!("{part} at byte {}", range.start),
        _ => part,
    })
}
