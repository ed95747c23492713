//! What people write of an answer below a request, in place of a response.

use super::cursor::Cursor;
use super::fields::Fields;
use super::{Dialect, extent};
use crate::record::place::{Note, Place};
use reqlint_core::Response;

/// What is told of an answer.
pub(in crate::read) struct Below {
    /// Where the request ends.
    pub(in crate::read) at: usize,
    pub(in crate::read) answer: Option<Response<'static>>,
    /// Where its status is, as a person would say it.
    pub(in crate::read) said_by: Option<String>,
    /// What may be the body of an answer, where nothing says a status.
    pub(in crate::read) body: Option<Vec<u8>>,
}

/// Finds where a request's body ends, and reads what is told below: this reader knows nothing of sentences. It is told whether
/// the request has a body, as far as method and headers say so.
pub(in crate::read) type Answers = fn(&[u8], Sends) -> Option<Below>;

/// Whether a request has a body, by its head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) enum Sends {
    /// Its method has none, and no header speaks of one.
    Nothing,
    Perhaps,
}

impl Sends {
    fn of(method: Option<&[u8]>, fields: &Fields<'_>) -> Self {
        let has_none = matches!(method, None | Some(b"GET" | b"HEAD")) && fields.get("content-type").is_none();
        if has_none { Self::Nothing } else { Self::Perhaps }
    }
}

/// What is told in the rest of the section, which ends where the request does from here on; what says how long the body is,
/// counts more.
pub(super) fn take(
    cursor: &mut Cursor<'_>,
    method: Option<&[u8]>,
    fields: &Fields<'_>,
    dialect: Dialect,
    answers: Answers,
) -> Option<Below> {
    let start = cursor.at();
    let end = cursor.end_of_section();
    if dialect.is_divided || fields.get("content-length").is_some() {
        return None;
    }
    let below = answers(cursor.slice(start..end), Sends::of(method, fields))?;
    // looked for last: it may be far away
    if extent::response_start(cursor, start).is_some() {
        return None;
    }
    cursor.end_section(start + below.at);
    Some(below)
}

impl Below {
    /// Says where the status of the answer is.
    pub(super) fn note(&self, place: Place, notes: &mut Vec<Note>) {
        if let Some(says) = &self.said_by {
            let message = format!("the answer's status is taken from what is told below: {says}");
            notes.push(Note { place, message });
        }
    }
}
