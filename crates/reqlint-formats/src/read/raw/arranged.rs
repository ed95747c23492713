//! What editors arrange themselves as they send a request: they join lines, count the body, and make JSON of a query.

use super::cursor::Cursor;
use super::fields::{self, Fields};
use super::request_line::{self, RequestLine};
use super::{editor, extent};
use crate::record::place::{Note, Place};
use reqlint_core::Body;

/// Takes the header out by which an editor is told that the body is a GraphQL query; `false` where there is none.
pub(super) fn editor_query(fields: &mut Fields<'_>) -> bool {
    let found = fields.list.iter().position(|field| {
        field.name.eq_ignore_ascii_case(b"x-request-type") && field.value.eq_ignore_ascii_case(b"graphql")
    });
    if let Some(at) = found {
        fields.list.remove(at);
        fields.places.remove(at);
    }
    found.is_some()
}

/// Takes Content-Length out where it isn't that of the body: editors count the body themselves (REST Client of VS Code 0.26
/// removes the header).
pub(super) fn leave_length(fields: &mut Fields<'_>, body: &Body<'_>, place: Place, notes: &mut Vec<Note>) {
    let is_it = |name: &[u8]| name.eq_ignore_ascii_case(b"content-length");
    let Some(at) = fields.list.iter().position(|field| is_it(&field.name)) else { return };
    let declared = extent::declared(fields.get("content-length"));
    if matches!(body, Body::Whole(bytes) if declared.is_some_and(|length| length != bytes.len())) {
        let message = "Content-Length isn't that of the body: editors count it as they send it".to_owned();
        notes.push(Note { place, message });
        fields.list.remove(at);
        fields.places.remove(at);
    }
}

/// Takes out the lines by which a file of httpyac adds the headers of a script (`...defaultHeaders`); `false` where there is none.
pub(super) fn take_spread(fields: &mut Fields<'_>, notes: &mut Vec<Note>) -> bool {
    let count = fields.list.len();
    let is_spread: Vec<bool> = fields.list.iter().map(|field| editor::is_spread(&field.name)).collect();
    let mut kept = is_spread.iter();
    fields.list.retain(|_| kept.next() != Some(&true));
    let mut kept = is_spread.iter();
    fields.places.retain(|_| kept.next() != Some(&true));
    if fields.list.len() < count {
        // a line without a colon was one
        notes.retain(|note| note.message != fields::NO_COLON);
    }
    fields.list.len() < count
}

/// Whether a body is a GraphQL query of which httpyac makes JSON without being told.
pub(super) fn is_bare_query(fields: &Fields<'_>, body: &Body<'_>, place: Place, notes: &mut Vec<Note>) -> bool {
    let is_json = fields.get("content-type").is_none_or(|value| value.to_ascii_lowercase().ends_with(b"json"));
    let is_query = is_json && editor::is_query(body.bytes());
    if is_query {
        let message =
            "a GraphQL query: httpyac sends it as JSON; VS Code does with `X-Request-Type: GraphQL`".to_owned();
        notes.push(Note { place, message });
    }
    is_query
}

/// What the lines below a request line add to its URL. A version may be at the end of the last.
pub(super) fn rest_of_query(cursor: &mut Cursor<'_>, request_line: &mut RequestLine, notes: &mut Vec<Note>) -> Vec<u8> {
    let target = cursor.slice(request_line.target.clone());
    let mut more: Vec<u8> = Vec::new();
    let mut is_first = true;
    while let Some((line, text)) = cursor.line().and_then(|line| {
        let before = if more.is_empty() { target } else { &more };
        Some((line, request_line::goes_on(&line, before, !is_first)?))
    }) {
        if is_first {
            let message = "the query continues here: its lines are joined".to_owned();
            notes.push(Note { place: cursor.place(line.start), message });
        }
        is_first = false;
        let version = request_line::version(text).filter(|_| request_line.version.is_none()).unwrap_or(0);
        let text = text.get(..text.len() - version).unwrap_or_default().trim_ascii_end();
        if version > 0 {
            let end = line.start + line.text.trim_ascii_end().len();
            request_line.version = Some(end - version..end);
            notes.retain(|note| note.message != request_line::NO_VERSION);
        }
        // a fragment isn't sent
        if !text.starts_with(b"#") {
            more.extend_from_slice(text);
        }
        cursor.pass(&line);
    }
    more
}
