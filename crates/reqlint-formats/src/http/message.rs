//! A request and the response behind it.

use super::cursor::Cursor;
use super::fields::{self, Fields};
use super::{chunked, extent, request_line, status_line};
use crate::body::{Coding, known};
use crate::bounds::MAX_BODY;
use crate::place::{Note, Trouble};
use crate::record::{Record, SourceMap};
use reqlint_core::{Body, Exchange, Headers, Request, Response, Shows};
use std::borrow::Cow;
use std::ops::Range;

/// Reads what a section holds; `None` when that is nothing but blank lines and comments.
pub(super) fn record<'a>(cursor: &mut Cursor<'a>, id: Option<String>) -> Result<Option<Record<'a>>, Trouble> {
    let mut notes = Vec::new();
    pass_preamble(cursor, &mut notes);
    let Some(line) = cursor.line() else { return Ok(None) };
    let place = cursor.place(line.start);
    let request_line = request_line::read(cursor, &line, &mut notes)?;
    cursor.pass(&line);
    let fields = fields::read(cursor, &mut notes)?;
    let (body, body_range) = request_body(cursor, &fields, &mut notes)?;
    let response = response(cursor, &mut notes)?;
    notes.sort_by_key(|note| note.place);

    let target = cursor.slice(request_line.target.clone());
    let has_host = fields.get("host").is_some();
    let request = Request {
        method: Cow::Borrowed(cursor.slice(request_line.method.clone())),
        target: Cow::Borrowed(target),
        headers: Headers::Fields(fields.list),
        body,
        ..Request::default()
    };
    // A URL without a Host header is how editors and tools write a request: they add the rest as they send it.
    let shows = Shows { connection_headers: has_host || !request_line::is_url(target), ..Shows::ALL };
    let map = SourceMap {
        text: Cow::Borrowed(cursor.whole()),
        request_line: request_line.line,
        method: request_line.method,
        target: request_line.target,
        headers: fields.places,
        body: body_range,
    };
    let exchange = Exchange { request, response, now: None, shows };
    Ok(Some(Record { input: None, index: 0, id, place, exchange, facts: Vec::new(), notes, map: Some(map) }))
}

/// Blank lines, comments, and the variables that some editors know.
fn pass_preamble(cursor: &mut Cursor<'_>, notes: &mut Vec<Note>) {
    while let Some(line) = cursor.line() {
        let text = line.text.trim_ascii_start();
        if text.starts_with(b"@") {
            let message = "a variable of an editor: it is not filled in".to_owned();
            notes.push(Note { place: cursor.place(line.start), message });
        } else if !(text.is_empty() || text.starts_with(b"#") || text.starts_with(b"//")) {
            break;
        }
        cursor.pass(&line);
    }
}

fn request_body<'a>(
    cursor: &mut Cursor<'a>,
    fields: &Fields<'a>,
    notes: &mut Vec<Note>,
) -> Result<(Body<'a>, Option<Range<usize>>), Trouble> {
    let range = pass_body(cursor, fields, notes);
    if range.len() > MAX_BODY {
        let message = format!("the body has {} bytes, and up to {MAX_BODY} are read", range.len());
        return Err(Trouble::new(cursor.place(range.start), message));
    }
    let (body, is_literal) = decoded(cursor, range.clone(), fields, notes);
    cursor.pass_blank_lines();
    if let Some(line) = cursor.line().filter(|line| !status_line::begins(line.text)) {
        let message =
            "what stands here is behind the end that Content-Length gives the body: it is left out".to_owned();
        notes.push(Note { place: cursor.place(line.start), message });
        cursor.jump(extent::response_start(cursor, line.start).unwrap_or(cursor.end_of_section()));
    }
    let map = (is_literal && matches!(body, Body::Whole(_))).then_some(range);
    Ok((body, map))
}

/// The response that begins here. An interim one (`100 Continue`) gives way to the next.
fn response<'a>(cursor: &mut Cursor<'a>, notes: &mut Vec<Note>) -> Result<Option<Response<'a>>, Trouble> {
    let mut last = None;
    while let Some(line) = cursor.line() {
        let Some(status) = status_line::status(line.text) else { break };
        cursor.pass(&line);
        let fields = fields::read(cursor, notes)?;
        if (100..200).contains(&status) {
            cursor.pass_blank_lines();
            last = Some(Response { status, headers: Headers::Fields(fields.list), body: Body::Absent });
            continue;
        }
        let range = pass_body(cursor, &fields, &mut Vec::new());
        let body = if range.len() > MAX_BODY {
            Body::Truncated(Cow::Borrowed(cursor.slice(range.start..range.start + MAX_BODY)))
        } else {
            decoded(cursor, range, &fields, notes).0
        };
        return Ok(Some(Response { status, headers: Headers::Fields(fields.list), body }));
    }
    Ok(last)
}

/// Reads on behind the body that begins here.
fn pass_body(cursor: &mut Cursor<'_>, fields: &Fields<'_>, notes: &mut Vec<Note>) -> Range<usize> {
    let start = cursor.at();
    let end = if is_chunked(fields) {
        extent::natural_end(cursor)
    } else {
        extent::end(cursor, fields.get("content-length"), notes)
    };
    cursor.jump(end);
    start..end
}

/// A body, with its codings undone, and whether it is the text as it stands.
fn decoded<'a>(
    cursor: &Cursor<'a>,
    range: Range<usize>,
    fields: &Fields<'a>,
    notes: &mut Vec<Note>,
) -> (Body<'a>, bool) {
    let place = cursor.place(range.start);
    let bytes = cursor.slice(range);
    let joined = if is_chunked(fields) { chunked::decode(bytes) } else { None };
    let is_literal = joined.is_none();
    if !is_literal {
        notes.push(Note { place, message: "the chunks of the body are joined".to_owned() });
    }
    let bytes = joined.map_or(Cow::Borrowed(bytes), Cow::Owned);
    let (body, coding) = known(bytes, fields.get("content-encoding"));
    if coding == Coding::Compressed {
        notes.push(Note { place, message: "the body is compressed: it is not looked at".to_owned() });
    }
    (body, is_literal)
}

fn is_chunked(fields: &Fields<'_>) -> bool {
    fields
        .get("transfer-encoding")
        .is_some_and(|value| value.trim_ascii_end().to_ascii_lowercase().ends_with(b"chunked"))
}
