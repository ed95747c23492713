//! What people write of an answer below a raw request: `Response:` and its body, `I get a 422`, or an error by itself.

use super::shell::{self, Pasted};
use super::told::{self, words};
use super::{called, raw};
use reqlint_core::diagnose::Observed;

/// How far a text is looked through, and how many lines may begin what is told.
const FARTHEST: usize = 64 << 10;
const MAX_LINES: usize = 400;

/// Where a request ends, and what is told below it; `None` where nothing surely is.
pub(super) fn told(text: &[u8], sends: raw::Sends) -> Option<raw::Below> {
    let text = text.get(..text.len().min(FARTHEST))?;
    let front = text.len() - text.trim_ascii_start().len();
    // an error below the headers of a GET is what came back
    if sends == raw::Sends::Nothing && text.get(front..).is_some_and(is_error_alone) {
        let body = text.trim_ascii().to_vec();
        return is_error(&body).then_some(raw::Below { at: front, answer: None, said_by: None, body: Some(body) });
    }
    let json = told::value_end(text, front);
    let from = match json {
        Some(end) => end,
        None => begins(text, front)?,
    };
    let rest = text.get(from..)?;
    // what goes on is the body, or another request
    let lines = || rest.split(|b| *b == b'\n').map(<[u8]>::trim_ascii);
    let is_other = |line: &[u8]| raw::is_request_line(line) || raw::is_answer(line) || called::called(line).is_some();
    let first = lines().find(|line| !line.is_empty() && !is_fence(line))?;
    if lines().any(is_other) {
        return None;
    }
    // an error below an empty line needs no word in front
    let is_apart = || rest.split(|b| *b == b'\n').nth(1).is_some_and(|line| line.trim_ascii().is_empty());
    let is_told =
        json.is_none() || told::tells(first) || first.starts_with(b"{") && is_apart() && words::object(rest).is_some();
    if !is_told {
        return None;
    }
    let Pasted { answer, body, said_by, .. } = shell::answer(rest);
    let body = body.filter(|body| is_error(body));
    (answer.is_some() || body.is_some() || json.is_some()).then_some(raw::Below { at: from, answer, said_by, body })
}

/// Where the first line begins, below an empty one, that tells of an answer.
fn begins(text: &[u8], front: usize) -> Option<usize> {
    let mut at = front;
    let mut is_below = true;
    for line in text.get(front..)?.split_inclusive(|b| *b == b'\n').take(MAX_LINES) {
        let shown = line.trim_ascii();
        // what is told below the next request is about that one
        if at > front && raw::is_request_line(shown) {
            return None;
        }
        // an error by itself below a form
        let is_alone = || at > front && shown.starts_with(b"{") && text.get(at..).is_some_and(is_error_alone);
        if is_below && (told::tells(shown) || is_alone()) {
            return Some(at);
        }
        is_below = shown.is_empty() || is_fence(shown);
        at += line.len();
    }
    None
}

/// Whether a body is an error by its own words.
fn is_error(body: &[u8]) -> bool {
    std::str::from_utf8(body).is_ok_and(|body| Observed::without_status(body.to_owned()).is_some())
}

/// Whether a text is an error in JSON, and nothing else.
fn is_error_alone(text: &[u8]) -> bool {
    told::value_end(text, 0).is_some_and(|end| text.get(end..).is_some_and(|rest| rest.trim_ascii().is_empty()))
        && words::object(text).is_some()
}

fn is_fence(line: &[u8]) -> bool {
    line.starts_with(b"```")
}
