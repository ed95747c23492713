//! Sizes: a length that is missing, and what is too large.

use super::draft::{Draft, missing_header, whole};
use super::gathered::Evidence;
use crate::base::finding::Part;
use crate::diagnose::claims::{Name, Place};
use crate::message::exchange::Body;

/// From which size on the headers are held to be what an answer calls too large.
const HEADERS: usize = 8 * 1024;

/// From which size on the target is held to be what an answer calls too long.
const TARGET: usize = 8 * 1024;

const HEADERS_SAY: &[&str] = &[
    "header fields too large",
    "header or cookie too large",
    "cookie too large",
    "header too large",
    "headers too large",
    "header size",
];

pub(super) fn drafts(evidence: &Evidence<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let is_length = evidence.status_is(&[411])
        || evidence.answer.says(&[
            "length required",
            "must be chunked or have a content length",
            "missing content-length",
        ]);
    if is_length {
        drafts.extend(length(evidence));
    }
    if evidence.status_is(&[431])
        || evidence.status_is(&[400, 413, 494, 500, 502]) && evidence.answer.says(HEADERS_SAY)
        || evidence.status_is(&[494])
    {
        drafts.extend(headers(evidence));
    } else if evidence.status_is(&[413]) {
        drafts.extend(body(evidence));
    }
    if evidence.status_is(&[414]) {
        drafts.extend(target(evidence));
    }
    drafts
}

fn length(evidence: &Evidence<'_>) -> Option<Draft> {
    if evidence.header("content-length").is_some() {
        return None;
    }
    if evidence.header("transfer-encoding").is_some() {
        let draft = Draft::new("answer/length", "the body is sent in chunks, without a Content-Length")
            .because("Transfer-Encoding takes the place of Content-Length, and the server needs to know the length")
            .fix("Send the body with a Content-Length, not in chunks.");
        return Some(draft.at(missing_header("Content-Length")).confirmed_if(evidence.status_is(&[411])));
    }
    let is_confirmed = evidence.status_is(&[411]) && evidence.names.is_bodyless;
    let draft = if evidence.names.is_bodyless {
        Draft::new("answer/length", "the request has neither a body nor a Content-Length")
            .because("the request has no body and no Content-Length, and the server needs to be told that there is nothing to come")
            .fix("Send Content-Length: 0 (curl: -d '').")
    } else {
        Draft::new("answer/length", "the request has no Content-Length")
            .because("the server needs a Content-Length, and none is shown")
            .fix("Send the body with a Content-Length.")
    };
    Some(draft.at(missing_header("Content-Length")).confirmed_if(is_confirmed))
}

fn headers(evidence: &Evidence<'_>) -> Option<Draft> {
    let lines = evidence.exchange.request.headers.iter();
    let sum: usize = lines.map(|(name, value)| name.len() + value.len() + 4).sum();
    let size = |name: &&Name| name.range.len();
    let largest = evidence.names.in_place(Place::Header).max_by_key(size)?;
    let (name, bytes) = (largest.leaf(), largest.range.len());
    let draft = Draft::new("answer/headers-too-large", format!("the {name} header is the largest, with {bytes} bytes"))
        .because(format!("the headers have {sum} bytes, of which {name} alone has {bytes}; in their default configuration 12 of 45 measured servers refuse one header of 10,000 bytes, 21 one of 40,000"))
        .fix(match name.to_ascii_lowercase().as_str() {
            "cookie" => "Delete cookies of this site that are not needed, or send fewer of them.".to_owned(),
            _ => format!("Send a shorter {name}."),
        });
    let draft = with_limit(draft, evidence, &["header", "headers"]);
    Some(draft.at(largest.at_value()).confirmed_if(sum > HEADERS * 9 / 10))
}

fn body(evidence: &Evidence<'_>) -> Option<Draft> {
    let body = &evidence.exchange.request.body;
    let bytes = body.bytes().len();
    let is_seen = bytes > 0 && !matches!(body, Body::Truncated(_));
    if body.is_absent() || matches!(body, Body::Whole(_)) && !is_seen || super::alone::is_alone(evidence) {
        return None;
    }
    let draft = if is_seen {
        Draft::new("answer/body-too-large", format!("the body has {bytes} bytes, more than the server takes"))
            .because(format!("the body has {bytes} bytes, and the server refuses it as too large"))
    } else {
        Draft::new("answer/body-too-large", "the body is larger than the server takes")
            .because("the answer calls the body too large; how large it was isn't shown")
    };
    let draft = draft
        .fix(match evidence.writer {
            Some(_) => "Send less at once, or ask the administrator to raise the limit.",
            None => "Send less at once, or ask the administrator to raise the limit (nginx: client_max_body_size, 1 MiB by default).",
        });
    let draft = with_limit(draft, evidence, &["body"]);
    Some(draft.at(whole(Part::Body)).confirmed_if(bytes >= 1 << 20))
}

fn target(evidence: &Evidence<'_>) -> Option<Draft> {
    let bytes = evidence.exchange.request.target.len();
    if bytes == 0 {
        return None;
    }
    let draft = Draft::new("answer/target-too-long", format!("the URL has {bytes} bytes, more than the server takes"))
        .because(format!("path and query have {bytes} bytes; in their default configuration 13 of 45 measured servers refuse 9,000 bytes, 22 refuse 20,000, 36 refuse 70,000"))
        .fix("Send the parameters in the body, if the API takes them there, or ask for less at once.");
    let draft = with_limit(draft, evidence, &["target"]);
    Some(draft.at(whole(Part::Target)).confirmed_if(bytes > TARGET * 9 / 10))
}

/// With what limits these sizes where the answer was written.
fn with_limit(draft: Draft, evidence: &Evidence<'_>, of: &[&str]) -> Draft {
    let limits = of.iter().filter_map(|of| evidence.writer?.limit(of));
    limits.fold(draft, |draft, limit| draft.because(limit))
}
