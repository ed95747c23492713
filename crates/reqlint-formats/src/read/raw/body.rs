//! The body of a message: where it is, and what it is once its codings are undone.

use super::cursor::Cursor;
use super::editor::{self, Sender};
use super::extent::Extent;
use super::fields::Fields;
use super::{Dialect, chunked, extent, script, status_line};
use crate::read::body::{Coding, known};
use crate::read::bounds::MAX_BODY;
use crate::read::files::{Files, Named};
use crate::record::place::{Note, Trouble};
use reqlint_core::Body;
use std::borrow::Cow;
use std::ops::Range;

/// Who wrote a message down.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whence {
    pub(super) sender: Sender,
    /// An editor adds what is missing, and counts the body itself.
    pub(super) in_editor: bool,
    pub(super) dialect: Dialect,
}

impl Whence {
    pub(super) const WIRE: Self =
        Self { sender: Sender::Wire, in_editor: false, dialect: Dialect { is_file: false, is_divided: false } };

    /// Whether comments may be around a body, and requests lack their versions.
    fn is_loose(self) -> bool {
        self.sender != Sender::Wire || self.dialect.is_file
    }

    /// The length that is said of a body.
    fn length<'f>(self, fields: &'f Fields<'_>) -> Option<&'f [u8]> {
        fields.get("content-length").filter(|_| !self.in_editor)
    }
}

/// A request's body.
pub(super) struct RequestBody<'a> {
    pub(super) body: Body<'a>,
    /// Where it is; `None` when it was decoded or is elsewhere.
    pub(super) place: Option<Range<usize>>,
    /// Where it ends in the text, as it is written there.
    pub(super) end: usize,
    /// Whether the text has other blanks than were sent.
    pub(super) is_laid_out: bool,
}

pub(super) fn request_body<'a>(
    cursor: &mut Cursor<'a>,
    fields: &Fields<'a>,
    whence: Whence,
    files: Option<&Files<'_>>,
    notes: &mut Vec<Note>,
) -> Result<RequestBody<'a>, Trouble> {
    let named = Named { files, ..Named::default() };
    let sender = whence.sender;
    let Extent { mut range, is_laid_out } = pass_body(cursor, fields, whence, notes);
    if whence.length(fields).is_none()
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
        return Ok(RequestBody { body, place: None, end: range.end, is_laid_out });
    }
    if range.len() > MAX_BODY {
        let message = format!("the body has {} bytes, at most {MAX_BODY} are read", range.len());
        return Err(Trouble::new(cursor.place(range.start), message));
    }
    if whence.is_loose() {
        let (front, end) = editor::without_comments(cursor.slice(range.clone()));
        let inside = cursor.slice(range.clone());
        if matches!(inside.get(front), Some(b'{' | b'[')) && (front > 0 || end < inside.len()) {
            notes.push(Note {
                place: cursor.place(range.start),
                message: "comments around the body are left out".to_owned(),
            });
            range = range.start + front..range.start + end;
        }
    }
    let (mut body, mut is_literal) = decoded(cursor, range.clone(), fields, notes);
    if is_literal
        && let Some(sent) = whence.length(fields).and_then(|length| as_counted(cursor.slice(range.clone()), length))
    {
        notes.retain(|note| !note.message.starts_with(extent::TOO_SHORT));
        let message = "Content-Length counts line breaks of two bytes: they became one in this text".to_owned();
        notes.push(Note { place: cursor.place(range.start), message });
        (body, is_literal) = (Body::Whole(Cow::Owned(sent)), false);
    }
    let is_form =
        fields.get("content-type").is_some_and(|value| value.starts_with(b"application/x-www-form-urlencoded"));
    if let Some(joined) = (is_form && sender == Sender::Editor).then(|| editor::form(body.bytes())).flatten() {
        notes.push(Note { place: cursor.place(range.start), message: "the lines of the form are joined".to_owned() });
        (body, is_literal) = (Body::Whole(Cow::Owned(joined)), false);
    }
    cursor.pass_blank_lines();
    if let Some(line) = cursor.line().filter(|line| !status_line::begins(line.text)) {
        let message = "this comes after the end of the body: it is left out".to_owned();
        notes.push(Note { place: cursor.place(line.start), message });
        cursor.jump(extent::response_start(cursor, line.start).unwrap_or(cursor.end_of_section()));
    }
    let end = range.end;
    let place = (is_literal && matches!(body, Body::Whole(_))).then_some(range);
    Ok(RequestBody { body, place, end, is_laid_out })
}

/// A body as it was sent, where its line breaks have lost a byte each on the way into this text: Content-Length counts exactly
/// those.
fn as_counted(body: &[u8], length: &[u8]) -> Option<Vec<u8>> {
    let breaks = memchr::memchr_iter(b'\n', body).count();
    let is_it = breaks > 0 && extent::declared(Some(length)) == Some(body.len() + breaks) && !body.contains(&b'\r');
    is_it.then(|| body.split(|b| *b == b'\n').collect::<Vec<_>>().join(&b"\r\n"[..]))
}

/// Reads past the body that begins here.
pub(super) fn pass_body(cursor: &mut Cursor<'_>, fields: &Fields<'_>, whence: Whence, notes: &mut Vec<Note>) -> Extent {
    let start = cursor.at();
    let declared = extent::declared(whence.length(fields)).map(|length| start.saturating_add(length));
    let from = declared.filter(|end| *end <= cursor.end_of_section()).unwrap_or(start);
    // a body of several parts may hold requests, and so may one that is a message
    let may_hold =
        is_multipart(fields) || fields.get("content-type").is_some_and(|value| value.starts_with(b"message/"));
    if let Some(at) = extent::next_request(cursor, from, whence.is_loose()).filter(|_| !may_hold) {
        let message = "another request begins here: a line `###` between them tells them apart".to_owned();
        notes.push(Note { place: cursor.place(at), message });
        cursor.end_section(at);
    }
    let extent = if is_chunked(fields) {
        Extent { range: start..extent::natural_end(cursor), is_laid_out: false }
    } else {
        extent::extent(cursor, whence.length(fields), notes)
    };
    cursor.jump(extent.range.end);
    extent
}

/// A body, with its codings undone, and whether it is the text unchanged.
pub(super) fn decoded<'a>(
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
