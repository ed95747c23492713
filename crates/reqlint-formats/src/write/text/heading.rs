//! Which request it is, and the answer.

use super::passed::questions;
use super::rows::{BOLD, GREEN, RED, YELLOW, count, styled};
use crate::record::judged::Judged;
use reqlint_core::base::escape::{plain, plain_bytes};
use reqlint_core::explain::Expected;
use reqlint_core::{Conclusion, Outcome, Severity};

/// How much of a target is shown.
const MAX_TARGET: usize = 200;

pub(super) fn heading(judged: &Judged<'_>) -> String {
    format!("{}{}\n", title(judged), answer(judged))
}

/// The document that the expected answer rests on, where that is neither the API's own rule nor measured.
pub(super) fn source(judged: &Judged<'_>) -> Option<String> {
    let source = judged.resolved.expected.as_ref()?.source.as_ref()?;
    Some(format!("no pack knows this host: what to expect is taken from {source}"))
}

/// Which request it is, with a line break at its end.
pub(super) fn title(judged: &Judged<'_>) -> String {
    format!("{}\n", styled(BOLD, request(judged)))
}

/// `purge.http:12 name  PUT api.edgecast.com/v2/…`
fn request(judged: &Judged<'_>) -> String {
    let record = judged.record;
    let mut name = plain(record.input.as_deref().unwrap_or("stdin"));
    if record.index > 0 || record.map.is_none() {
        name += &format!(":{}", record.place.line);
    }
    if let Some(id) = record.shown_id() {
        name += &format!(" {}", plain(&id));
    }
    let method = plain_bytes(&record.exchange.request.method);
    let mut target: String = plain_bytes(&judged.masked.target.shown());
    if let Some((cut, _)) = target.char_indices().nth(MAX_TARGET) {
        target.truncate(cut);
        target.push('…');
    }
    let host = if target.starts_with('/') { plain(&origin(judged)) } else { String::new() };
    format!("{name}  {method} {host}{target}")
}

/// The host that a request goes to, with its scheme and port where they aren't the usual ones.
fn origin(judged: &Judged<'_>) -> String {
    let request = &judged.record.exchange.request;
    let host = judged.host();
    let is_plain = request.scheme.as_deref() == Some("http");
    let written = request.authority.as_deref().or_else(|| request.headers.get("host")).unwrap_or_default();
    let digits = written.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let (front, port) = written.split_at_checked(written.len() - digits).unwrap_or_default();
    let usual: &[u8] = if is_plain { b"80" } else { b"443" };
    let is_shown = front.ends_with(b":") && !port.is_empty() && port != usual && !host.is_empty();
    let port = if is_shown { format!(":{}", String::from_utf8_lossy(port)) } else { String::new() };
    let scheme = if is_plain && !host.is_empty() { "http://" } else { "" };
    format!("{scheme}{host}{port}")
}

pub(super) fn answer(judged: &Judged<'_>) -> String {
    let resolved = judged.resolved;
    if resolved.conclusion == Conclusion::Unjudged {
        return unjudged(judged);
    }
    let number = |is: fn(Outcome) -> bool, severity| {
        resolved.checklist.iter().filter(|item| is(item.outcome) && item.severity == severity).count()
    };
    let warnings = match number(|outcome| outcome == Outcome::Fail, Severity::Warning) {
        0 => String::new(),
        number => format!(", {}", count(number, "warning")),
    };
    if let (Some(expected), Some(status)) = (resolved.contradiction(), resolved.answered) {
        let expected = expected_error(expected);
        return format!(
            "{}: {expected} expected, but the API answered {status}{warnings}",
            styled(YELLOW, "contradicted")
        );
    }
    let open = match questions(judged).count() {
        0 => String::new(),
        number => format!(", {} open", count(number, "question")),
    };
    match (&resolved.expected, resolved.conclusion) {
        (Some(expected), _) => format!("will get {}{warnings}", expected_error(expected)),
        (None, Conclusion::Depends) if open.is_empty() => styled(GREEN, "right as far as it shows") + &warnings,
        (None, Conclusion::Depends | Conclusion::Clean) => {
            format!("{}{open}{warnings}", styled(GREEN, "no mistake found"))
        }
        (None, _) => styled(YELLOW, "no error expected") + &warnings,
    }
}

/// `not judged: no loaded pack has the host `x`; did you mean `y`?`
fn unjudged(judged: &Judged<'_>) -> String {
    let host = plain(&judged.host());
    let near = judged.resolved.nearest_host.as_deref().map(|host| format!("; did you mean `{}`?", plain(host)));
    let why = match host.as_str() {
        "" => "the request names no host, and no loaded pack judges such requests".to_owned(),
        host => {
            let otherwise = || "; `--pack NAME` takes it for a host of that pack".to_owned();
            format!("no loaded pack has the host `{host}`{}", near.unwrap_or_else(otherwise))
        }
    };
    format!("{}: {why}", styled(YELLOW, "not judged"))
}

/// `404 Not Found (Invalid Request URI), "Endpoint not found"`
fn expected_error(expected: &Expected) -> String {
    let title = expected.status_title.as_deref().map(|title| format!(" {}", plain(title))).unwrap_or_default();
    let kind = expected.error_type.as_deref().map(|kind| match expected.status {
        Some(..400) => format!(" with the error `{}`", plain(kind)),
        _ => format!(" ({})", plain(kind)),
    });
    let kind = kind.unwrap_or_default();
    let message = expected.message.as_deref().map(|text| format!(", \"{}\"", plain(text))).unwrap_or_default();
    format!("{}{kind}{message}", styled(RED, format!("{}{title}", expected.brief())))
}
