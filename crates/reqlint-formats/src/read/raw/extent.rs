//! Where a body ends.

use super::cursor::Cursor;
use super::{editor, request_line, status_line};
use crate::record::place::Note;
use memchr::memmem;

/// How it is said that a body is shorter than its Content-Length.
pub(super) const TOO_SHORT: &str = "Content-Length says ";

/// The end of the body that begins at the cursor.
///
/// It ends at Content-Length if the text has that many bytes, else before a response, else before the last line break.
/// A separator inside a body is part of it when Content-Length says so and a message can end where it says.
pub(super) fn end(cursor: &Cursor<'_>, content_length: Option<&[u8]>, notes: &mut Vec<Note>) -> usize {
    let start = cursor.at();
    let natural = natural_end(cursor);
    let is_blank = cursor.slice(start..natural).trim_ascii().is_empty();
    let mut note = |message: String| notes.push(Note { place: cursor.place(natural), message });
    let Some(value) = content_length else {
        if !is_blank {
            note("no Content-Length: the body is taken to end here".to_owned());
        }
        return if is_blank { start } else { natural };
    };
    let Some(length) = declared(Some(value)) else {
        note("Content-Length is not a number: the body is taken to end here".to_owned());
        return natural;
    };
    let end = start.saturating_add(length);
    if end <= natural || end <= cursor.whole().len() && cursor.is_boundary(end) {
        return end;
    }
    if is_blank {
        note(format!("Content-Length says {length} bytes, but no body follows: it was not recorded"));
        return start;
    }
    let there = natural - start;
    note(format!("{TOO_SHORT}{length} bytes, the text has {there}: the body is taken to end here"));
    natural
}

/// The length that a Content-Length declares, if it is a number.
pub(super) fn declared(content_length: Option<&[u8]>) -> Option<usize> {
    std::str::from_utf8(content_length?).ok()?.parse().ok()
}

/// Where another request begins at or after `from`: people paste several without a line between them. `is_loose` says whether
/// it may lack its version.
pub(super) fn next_request(cursor: &Cursor<'_>, from: usize, is_loose: bool) -> Option<usize> {
    let text = cursor.slice(from..cursor.end_of_section());
    let begins = from == 0 || cursor.slice(from - 1..from) == b"\n";
    let first = begins.then_some(0);
    let mut lines = first.into_iter().chain(memchr::memchr_iter(b'\n', text).map(|at| at + 1));
    let found = lines.find(|at| {
        let line = text.get(*at..).unwrap_or_default();
        let is_capital = |b: &u8| b.is_ascii_uppercase();
        line.get(..3).is_some_and(|front| front.iter().all(is_capital)) && {
            let line = line.get(..memchr::memchr(b'\n', line).unwrap_or(line.len())).unwrap_or_default();
            let before = text.get(..*at).unwrap_or_default().trim_ascii();
            let is_loose = is_loose
                && (before.is_empty() || matches!(before.first(), Some(b'{' | b'[')) || editor::is_query(before));
            request_line::is_one(line.trim_ascii_end(), is_loose)
        }
    });
    found.map(|at| from + at)
}

/// Where the body ends if its length isn't given.
pub(super) fn natural_end(cursor: &Cursor<'_>) -> usize {
    let start = cursor.at();
    let end = cursor.end_of_section();
    if let Some(response) = response_start(cursor, start) {
        return without_line_breaks(cursor, response);
    }
    if end < cursor.whole().len() {
        return without_line_breaks(cursor, end);
    }
    let text = cursor.slice(start..end);
    let shorter = text.strip_suffix(b"\n").map(|text| text.strip_suffix(b"\r").unwrap_or(text)).unwrap_or(text);
    start + shorter.len()
}

/// Where the first status line at or after `from` begins, in this section.
pub(super) fn response_start(cursor: &Cursor<'_>, from: usize) -> Option<usize> {
    let before = from.saturating_sub(1);
    let text = cursor.slice(before..cursor.end_of_section());
    let mut line_starts = memmem::find_iter(text, b"\nHTTP/").map(|at| before + at + 1);
    line_starts.find(|at| status_line::begins(cursor.slice(*at..cursor.end_of_section())))
}

/// The end of the text before `end`, without its trailing line breaks.
fn without_line_breaks(cursor: &Cursor<'_>, end: usize) -> usize {
    let start = cursor.at();
    let text = cursor.slice(start..end);
    let breaks = text.iter().rev().take_while(|b| matches!(b, b'\r' | b'\n')).count();
    start + text.len() - breaks
}
