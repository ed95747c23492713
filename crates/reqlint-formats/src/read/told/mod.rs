//! What people and programs tell of a request that failed: errors of HTTP clients, objects that they print, labelled parts, and
//! sentences such as "I get a 403".
//!
//! Little of the request is told then, and what isn't told is said to be unseen: it neither passes nor fails.

mod clients;
mod code;
mod cut;
mod dump;
mod escapes;
mod failure;
pub(super) mod inside;
mod literal;
mod printed;
mod sections;
mod sentence;
mod status;
pub(super) mod words;

use super::definition::{Source, Take};
use super::raw;
use crate::record::Record;
use crate::record::place::{Note, Place, ReadError};
use failure::Failure;
pub(super) use status::begins_with_status;
use std::ops::ControlFlow;

/// So much of a text is looked through.
const FARTHEST: usize = 64 << 10;

/// Whether a text tells of a request and of what became of it, and holds no request itself.
pub(super) fn is_in(text: &[u8]) -> bool {
    !lines(text).any(|(_, line)| is_request(line.trim_ascii()))
        && failure(text).is_some_and(|failure| failure.is_whole())
}

/// A request and its answer in blocks of code with a heading between them, as raw HTTP, and the line of the request.
pub(super) fn fenced(text: &[u8]) -> Option<(Vec<u8>, usize)> {
    memchr::memmem::find(text, b"```")?;
    let mut request: Option<(Vec<u8>, usize)> = None;
    let mut block: Option<(Vec<&[u8]>, usize)> = None;
    let mut has_heading = false;
    for (number, (_, line)) in lines(text).enumerate() {
        let is_fence = line.trim_ascii_start().starts_with(b"```");
        match (&mut block, is_fence) {
            (None, true) => block = Some((Vec::new(), number + 2)),
            (None, false) => has_heading |= request.is_some() && line.starts_with(b"###"),
            (Some((lines, _)), false) => lines.push(line),
            (Some((lines, at)), true) => {
                let inside = lines.join(&b'\n');
                let first = inside.trim_ascii_start().split(|b| *b == b'\n').next().unwrap_or_default();
                if request.is_none() && is_request(first) {
                    request = Some((inside, *at));
                } else if has_heading && raw::is_answer(&inside) {
                    let (request, at) = request?;
                    return Some(([&request[..], b"\n\n", inside.trim_ascii_start(), b"\n"].concat(), at));
                }
                block = None;
            }
        }
    }
    None
}

/// Whether a line is the first of a request, and no client's error: `POST https://… 401 (Unauthorized)`.
fn is_request(line: &[u8]) -> bool {
    const METHODS: [&str; 7] = ["GET ", "POST ", "PUT ", "PATCH ", "DELETE ", "HEAD ", "OPTIONS "];
    let has_method = METHODS.iter().any(|method| line.starts_with(method.as_bytes()));
    let is_mark = line.starts_with(b"### ") && line.iter().skip(4).any(|b| *b == b'/') || line.starts_with(b"< {%");
    (has_method && raw::begins_request(line) || is_mark) && clients::message(line).is_none()
}

/// What a text tells of an answer, and of its request, where it tells the status.
pub(super) fn answer(text: &[u8]) -> Option<Record<'static>> {
    if text.len() > FARTHEST || std::str::from_utf8(text).is_err() {
        return None;
    }
    let failure = failure(text)?;
    failure.status?;
    Some(failure.alone())
}

/// Reads what a text tells as one record.
pub(super) fn read(source: Source<'_>, text: &[u8], notes: Vec<Note>, take: Take<'_>) -> ControlFlow<()> {
    let mut notes = notes;
    if text.len() > FARTHEST {
        let message = format!("only the first {} KiB are looked through for what they tell", FARTHEST >> 10);
        notes.push(Note { place: Place { line: 1, column: 1 }, message });
    }
    let record = failure(text).filter(Failure::is_whole).and_then(|failure| failure.record(notes));
    let input = source.name.map(str::to_owned);
    take(match record {
        Some(record) => Ok(Record { input: source.name.map(Into::into), ..record }),
        None => {
            let message = "what is told here has no URL of a request".to_owned();
            let help = Some("copy the request as cURL, or as raw HTTP, and put its answer below".to_owned());
            Err(ReadError { input, place: Some(Place { line: 1, column: 1 }), message, help })
        }
    })
}

/// What a text tells, if that is enough.
fn failure(text: &[u8]) -> Option<Failure> {
    let text = text.get(..text.len().min(FARTHEST))?;
    let mut failure = Failure::default();
    dump::add(text, &mut failure);
    if let Some(told) = clients::message(text) {
        failure.line_at(text, told.at);
        failure.url.get_or_insert(told.url);
        failure.method = failure.method.or(told.method);
        failure.status.get_or_insert(told.status);
        let body = told.body.filter(|body| !body.trim().is_empty()).map(String::into_bytes);
        let body = body.map(|body| cut::unescaped(&body).unwrap_or(body));
        failure.answer = failure.answer.or_else(|| body.map(|body| words::object(&body).unwrap_or(body)));
    }
    code::add(text, &mut failure);
    sections::add(text, &mut failure);
    if failure.answer.is_none() {
        failure.answer = words::object(text)
            .or_else(|| printed::array(text))
            .or_else(|| words::markup(text))
            .or_else(|| words::said(text));
    }
    if let Some(whole) = failure.answer.as_deref().and_then(cut::closed) {
        failure.answer = Some(whole);
    }
    if failure.status.is_none() {
        let own = || serde_json::from_slice(failure.answer.as_ref()?).ok().and_then(|said| inside::status_in(&said, 0));
        failure.status = own().map(|(status, _)| status).or_else(|| status_of(text));
    }
    if failure.url.is_none() && failure.headers.is_none() {
        sentence::add(text, &mut failure);
    }
    if failure.method.is_none() && failure.body.is_none() && !failure.is_read {
        failure.method = sentence::method_in(text);
    }
    (failure.status.is_some() || failure.answer.is_some()).then_some(failure)
}

/// The status that a text tells, by a client's message or in a sentence.
pub(super) fn status_of(text: &[u8]) -> Option<u16> {
    clients::status_of(text).map(|(status, _)| status)
}

/// Where the object or list ends that begins at a place, as people write them.
pub(super) fn value_end(text: &[u8], at: usize) -> Option<usize> {
    literal::value_at(text, at).map(|(_, end)| end)
}

/// Whether a line says that an answer is told in it or below: `Response:`, `400 Bad Request`, `and I get a 422`.
pub(super) fn tells(line: &[u8]) -> bool {
    sections::is_of_answer(line)
        || inside::status_of_line(line).is_some()
        || status::in_line(line).is_some()
        || words::announces(line)
}

/// What is told around a command: the status of its answer, and what that said.
#[derive(Debug, Default)]
pub(super) struct Around {
    pub(super) status: Option<u16>,
    pub(super) body: Option<Vec<u8>>,
}

/// What a text that is no transcript tells of an answer.
pub(super) fn around(text: &[u8]) -> Around {
    let text = text.get(..text.len().min(FARTHEST)).unwrap_or_default();
    let body = words::object(text).or_else(|| words::said(text));
    Around { status: status_of(text), body }
}

/// The lines of a text, and where each begins.
fn lines(text: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut start = 0;
    text.split(|b| *b == b'\n').map(move |line| {
        let at = start;
        start += line.len() + 1;
        (at, line.strip_suffix(b"\r").unwrap_or(line))
    })
}
