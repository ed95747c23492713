//! Where a body ends.

use super::cursor::Cursor;
use super::layout::{self, Shown};
use super::{editor, request_line, status_line};
use crate::record::place::Note;
use memchr::memmem;
use std::ops::Range;

/// How it is said that a body is shorter than its Content-Length.
pub(super) const TOO_SHORT: &str = "Content-Length says ";

/// Where a body is.
pub(super) struct Extent {
    pub(super) range: Range<usize>,
    /// Whether Content-Length counts it as it was sent, with other white space than the text has.
    pub(super) is_laid_out: bool,
}

/// The body that begins at the cursor.
///
/// It ends at Content-Length if the text has that many bytes and doesn't show that it goes on, else before a response, else before
/// the last line break. A separator inside a body is part of it when Content-Length says so and a message can end where it says.
pub(super) fn extent(cursor: &Cursor<'_>, content_length: Option<&[u8]>, notes: &mut Vec<Note>) -> Extent {
    let start = cursor.at();
    let natural = natural_end(cursor);
    let shown = declared(content_length).and_then(|length| {
        let is_exact = start.saturating_add(length) > natural && is_at_boundary(cursor, start.saturating_add(length));
        if is_exact { None } else { layout::shown(cursor.slice(start..natural), length) }
    });
    let (end, is_laid_out) = match shown {
        Some(Shown::LaidOut(length)) => {
            let message = "Content-Length counts this JSON with other white space: it was formatted since".to_owned();
            notes.push(Note { place: cursor.place(start), message });
            (start + length, true)
        }
        Some(Shown::Longer(length)) => (start + length, false),
        None => (end(cursor, natural, content_length, notes), false),
    };
    Extent { range: start..end, is_laid_out }
}

fn end(cursor: &Cursor<'_>, natural: usize, content_length: Option<&[u8]>, notes: &mut Vec<Note>) -> usize {
    let start = cursor.at();
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
    if end <= natural || is_at_boundary(cursor, end) {
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

/// Whether a message can end at a place, which may be behind the end of the text.
fn is_at_boundary(cursor: &Cursor<'_>, at: usize) -> bool {
    at <= cursor.whole().len() && cursor.is_boundary(at)
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
    let mut line_starts = memmem::find_iter(text, b"\nHTTP").map(|at| before + at + 1);
    line_starts.find(|at| status_line::begins(cursor.slice(*at..cursor.end_of_section())))
}

/// The end of the text before `end`, without its trailing line breaks.
fn without_line_breaks(cursor: &Cursor<'_>, end: usize) -> usize {
    let start = cursor.at();
    let text = cursor.slice(start..end);
    let breaks = text.iter().rev().take_while(|b| matches!(b, b'\r' | b'\n')).count();
    start + text.len() - breaks
}
