//! A request and the response that follows it.

use super::cursor::Cursor;
use super::fields::{self, Fields};
use super::{chunked, extent, pseudo, request_line, script, status_line};
use crate::read::body::{Coding, known};
use crate::read::bounds::MAX_BODY;
use crate::read::files::{Files, Named};
use crate::record::place::{Note, Trouble};
use crate::record::{Record, SourceMap};
use reqlint_core::{Body, Exchange, Headers, Request, Response, Visibility};
use std::borrow::Cow;
use std::ops::Range;

/// Reads what a section holds; `None` when that is nothing but blank lines and comments.
pub(super) fn record<'a>(
    cursor: &mut Cursor<'a>,
    id: Option<String>,
    files: Option<&Files<'_>>,
) -> Result<Option<Record<'a>>, Trouble> {
    let mut notes = Vec::new();
    pass_preamble(cursor, &mut notes);
    let Some(line) = cursor.line() else { return Ok(None) };
    let place = cursor.place(line.start);
    let request_line = match pseudo::stands_here(&line) {
        true => None,
        false => Some(request_line::read(cursor, &line, &mut notes)?),
    };
    let mut more = Vec::new();
    if request_line.is_some() {
        cursor.pass(&line);
        more = rest_of_query(cursor, &mut notes);
    }
    let mut fields = fields::read(cursor, &mut notes)?;
    let pseudo = pseudo::take(&mut fields);
    if pseudo.is_any() {
        notes.push(Note { place, message: "HTTP/2 pseudo-headers: taken as the request line and Host".to_owned() });
    }
    let RequestBody { body, place: body_place, end } = request_body(cursor, &fields, files, &mut notes)?;
    let response_start = cursor.at();
    let response = response(cursor, &mut notes)?;
    cursor.pass_blank_lines();
    let response_range = response.is_some().then(|| response_start..cursor.at());
    notes.sort_by_key(|note| note.place);

    let method =
        request_line.as_ref().map_or(pseudo.method, |line| line.method.clone().map(|range| cursor.slice(range)));
    let target = request_line.as_ref().map(|line| cursor.slice(line.target.clone())).or(pseudo.path);
    let target = target.map(|target| match more.is_empty() {
        true => Cow::Borrowed(target),
        false => Cow::Owned([target, &more].concat()),
    });
    let Some(target) = target else {
        let help = "write a request line in front: `GET /path HTTP/1.1`";
        return Err(Trouble::new(place, "neither a request line nor `:path`").help(help));
    };
    let has_host = fields.get("host").is_some();
    // where only a path is written, nothing is left to an editor
    let is_bare = request_line.is_some() && target.starts_with(b"/");
    let version = match request_line.as_ref().and_then(|line| line.version.clone()) {
        Some(version) => Some(Cow::Borrowed(cursor.slice(version))),
        None => is_bare.then(Cow::default),
    };
    let request = Request {
        method: Cow::Borrowed(method.unwrap_or(b"GET")),
        target,
        scheme: pseudo.scheme.and_then(|scheme| std::str::from_utf8(scheme).ok()).map(Cow::Borrowed),
        authority: pseudo.authority.filter(|_| !has_host).map(Cow::Borrowed),
        version,
        headers: Headers::Fields(fields.list),
        body,
    };
    // A URL without a Host header is how editors and tools write a request: they add the rest as they send it.
    let shows = Visibility {
        connection_headers: has_host || request.authority.is_none() && !request_line::is_url(&request.target),
        ..Visibility::ALL
    };
    // a target over several lines is nowhere in the text as it is sent
    let map = request_line.filter(|_| more.is_empty()).and_then(|line| {
        Some(SourceMap {
            text: Cow::Borrowed(cursor.whole()),
            request_line: line.line,
            method: line.method?,
            target: line.target,
            headers: fields.places,
            body: body_place,
            end,
            response: response_range,
        })
    });
    let exchange = Exchange { request, response, now: None, shows, ..Exchange::default() };
    Ok(Some(Record {
        input: None,
        index: 0,
        id,
        place,
        exchange,
        facts: Vec::new(),
        notes,
        map,
        typed: None,
        sent: None,
    }))
}

/// Reads a response before which there is no request; of several (`curl -iL`) the last. The request isn't shown.
pub(super) fn answer<'a>(cursor: &mut Cursor<'a>) -> Result<Option<Record<'a>>, Trouble> {
    let mut notes = Vec::new();
    pass_preamble(cursor, &mut notes);
    let Some(line) = cursor.line() else { return Ok(None) };
    let place = cursor.place(line.start);
    let mut last = None;
    while let Some(next) = response(cursor, &mut notes)? {
        last = Some(next);
        cursor.pass_blank_lines();
    }
    let response = last.ok_or_else(|| {
        Trouble::new(place, "the first line of this response has no status")
            .help("write it as `HTTP/1.1 403 Forbidden`")
    })?;
    let request = Request { body: Body::Unread, ..Request::default() };
    let exchange = Exchange { request, response: Some(response), ..Exchange::default() };
    Ok(Some(Record::new(place, exchange, notes)))
}

/// What the lines below a request line add to its query.
fn rest_of_query(cursor: &mut Cursor<'_>, notes: &mut Vec<Note>) -> Vec<u8> {
    let mut more = Vec::new();
    while let Some((line, text)) = cursor.line().and_then(|line| Some((line, request_line::goes_on(&line)?))) {
        if more.is_empty() {
            let message = "the query continues here: its lines are joined".to_owned();
            notes.push(Note { place: cursor.place(line.start), message });
        }
        more.extend_from_slice(text);
        cursor.pass(&line);
    }
    more
}

/// Blank lines, comments, rules and fences, and the variables and scripts of editors.
fn pass_preamble(cursor: &mut Cursor<'_>, notes: &mut Vec<Note>) {
    while let Some(line) = cursor.line() {
        let text = line.text.trim_ascii_start();
        if script::begins(text) {
            notes.push(Note { place: cursor.place(line.start), message: "an editor script: it is not run".to_owned() });
            script::pass(cursor);
            continue;
        }
        let is_variable = text.starts_with(b"@");
        let is_comment = text.starts_with(b"#") || text.starts_with(b"//");
        if !(is_variable || is_comment || text.is_empty() || script::is_rule_or_fence(text)) {
            break;
        }
        cursor.pass(&line);
    }
}

struct RequestBody<'a> {
    body: Body<'a>,
    /// Where it is; `None` when it was decoded or is elsewhere.
    place: Option<Range<usize>>,
    /// Where it ends in the text, as it is written there.
    end: usize,
}

fn request_body<'a>(
    cursor: &mut Cursor<'a>,
    fields: &Fields<'a>,
    files: Option<&Files<'_>>,
    notes: &mut Vec<Note>,
) -> Result<RequestBody<'a>, Trouble> {
    let named = Named { files, stdin: None };
    let mut range = pass_body(cursor, fields, notes);
    if fields.get("content-length").is_none()
        && let Some(end) = script::end_of_body(cursor.slice(range.clone()))
    {
        let message = "this is not part of the body: it is left out".to_owned();
        notes.push(Note { place: cursor.place(range.start + end), message });
        range.end = range.start + cursor.slice(range.start..range.start + end).trim_ascii_end().len();
    }
    if let Some(read) = script::with_files(cursor.slice(range.clone()), is_multipart(fields), &named) {
        let body = read.map(|bytes| Body::Whole(Cow::Owned(bytes))).unwrap_or_else(|message| {
            notes.push(Note { place: cursor.place(range.start), message });
            Body::Unread
        });
        cursor.pass_blank_lines();
        return Ok(RequestBody { body, place: None, end: range.end });
    }
    if range.len() > MAX_BODY {
        let message = format!("the body has {} bytes, at most {MAX_BODY} are read", range.len());
        return Err(Trouble::new(cursor.place(range.start), message));
    }
    let (body, is_literal) = decoded(cursor, range.clone(), fields, notes);
    cursor.pass_blank_lines();
    if let Some(line) = cursor.line().filter(|line| !status_line::begins(line.text)) {
        let message = "this comes after the end of the body given by Content-Length: it is left out".to_owned();
        notes.push(Note { place: cursor.place(line.start), message });
        cursor.jump(extent::response_start(cursor, line.start).unwrap_or(cursor.end_of_section()));
    }
    let end = range.end;
    let place = (is_literal && matches!(body, Body::Whole(_))).then_some(range);
    Ok(RequestBody { body, place, end })
}

/// The response that begins here. An interim one (`100 Continue`) gives way to the next.
fn response<'a>(cursor: &mut Cursor<'a>, notes: &mut Vec<Note>) -> Result<Option<Response<'a>>, Trouble> {
    let mut last = None;
    while let Some(line) = cursor.line() {
        let Some(status) = status_line::status(line.text) else {
            if status_line::begins(line.text) {
                let message = "the first line of this response has no status: the response is left out".to_owned();
                notes.push(Note { place: cursor.place(line.start), message });
                cursor.jump(cursor.end_of_section());
            }
            break;
        };
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

/// Reads past the body that begins here.
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

/// A body, with its codings undone, and whether it is the text unchanged.
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
    let (body, coding) = known(bytes, coding_of(fields));
    if coding == Coding::Compressed {
        notes.push(Note { place, message: "the body is compressed: it is not checked".to_owned() });
    }
    let body = match body {
        // a body that is announced and isn't there was left out by whoever wrote the text down
        Body::Absent if !is_chunked(fields) && extent::declared(fields.get("content-length")) > Some(0) => Body::Unread,
        body => body,
    };
    (body, is_literal)
}

/// What the body was compressed with, on the way or before.
fn coding_of<'a>(fields: &'a Fields<'_>) -> Option<&'a [u8]> {
    let transfer = fields.get("transfer-encoding").filter(|value| !value.trim_ascii().eq_ignore_ascii_case(b"chunked"));
    fields.get("content-encoding").or(transfer)
}

fn is_multipart(fields: &Fields<'_>) -> bool {
    fields.get("content-type").is_some_and(|value| value.to_ascii_lowercase().starts_with(b"multipart/"))
}

fn is_chunked(fields: &Fields<'_>) -> bool {
    fields
        .get("transfer-encoding")
        .is_some_and(|value| value.trim_ascii_end().to_ascii_lowercase().ends_with(b"chunked"))
}
