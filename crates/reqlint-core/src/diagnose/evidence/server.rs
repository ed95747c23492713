//! An answer that says no more than that the server failed.

use super::draft::Draft;
use super::gathered::Evidence;
use crate::diagnose::causes::FAILED;
use crate::message::body::Syntax;

/// Headers that hold the name by which the server's own log knows a request.
const IDS: &[&str] = &[
    "x-request-id",
    "request-id",
    "x-correlation-id",
    "x-amzn-requestid",
    "x-amz-request-id",
    "apigw-requestid",
    "x-ms-request-id",
    "x-trace-id",
    "cf-ray",
];

/// What is known of 500 where the answer doesn't say why: that the server failed, what is odd about the request, and which of
/// it got this status from one of 31 web frameworks, each as it is set up at first (measured 2026-11-28).
pub(super) fn draft(evidence: &Evidence<'_>) -> Option<Draft> {
    if !evidence.status_is(&[500]) {
        return None;
    }
    let mut draft = Draft::new(FAILED, "the server failed, and the answer does not say why")
        .because("500 says only that the server failed while it worked on the request (RFC 9110, section 15.6.1)");
    let (odd, known) = (odd(evidence), known(evidence));
    if odd.is_none() && known.is_empty() {
        draft = draft.because("nothing that the request shows is known to lead to it");
    }
    draft = match odd {
        Some(odd) => draft.because(format!("{odd}, which a server may not expect")),
        None => draft,
    };
    for (mistake, framework) in known {
        draft = draft
            .because(format!("{mistake}; of 31 web frameworks that were measured, {framework} answers 500 to that"));
    }
    let id = IDS.iter().find_map(|name| Some((name, evidence.answer.header(name)?)));
    let log = match id {
        Some((name, id)) => format!("Look for {name} {} in the server's own log", evidence.shown(id)),
        None => "Look into the server's own log at the time of the request".to_owned(),
    };
    Some(draft.fix(format!("{log}, or ask whoever runs it: the cause is there.")))
}

/// What is odd about the body, though no framework that was measured answers 500 to it.
fn odd(evidence: &Evidence<'_>) -> Option<String> {
    let names = &evidence.names;
    let is_empty = names.is_bodyless && names.shows_body;
    let method = String::from_utf8_lossy(evidence.method()).into_owned();
    match &names.label {
        Some(label) if is_empty => {
            Some(format!("Content-Type is {}, and the request has no body", evidence.shown(label)))
        }
        None if is_empty && matches!(evidence.method(), b"POST" | b"PUT" | b"PATCH") => {
            Some(format!("{method} is sent without a body"))
        }
        _ => None,
    }
}

/// What the request shows that got 500 from a framework, and from which.
fn known(evidence: &Evidence<'_>) -> Vec<(&'static str, &'static str)> {
    let body = evidence.exchange.request.body.bytes().trim_ascii();
    let has_body = evidence.names.shows_body && !body.is_empty();
    let is_json = evidence.names.looks == Some(Syntax::Json) || body.starts_with(b"\"");
    let mut known = Vec::new();
    if has_body && is_json && !body.starts_with(b"{") {
        known.push(("the body is not an object, which most APIs take", "Flask-Pydantic 0.14.0"));
    }
    if has_body && evidence.lacks("content-type") {
        known.push(("the request has a body and no Content-Type", "connexion 3.3.0"));
    }
    let is_anonymous = evidence.lacks("authorization") && super::access::credential(evidence).is_none();
    if is_anonymous && evidence.lacks("cookie") {
        known.push(("the request sends no credentials, which the API may need", "Laravel 8.83.26"));
    }
    known
}
