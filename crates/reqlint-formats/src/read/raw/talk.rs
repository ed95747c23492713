//! What people and consoles say above a request.

use super::cursor::{Cursor, Line};
use super::{request_line, status_line};
use crate::read::{called, foreign};
use crate::record::place::Note;

/// Reads past what a person or a console says above a request: lines that can't be one, up to a whole request line.
pub(super) fn pass_talk(cursor: &mut Cursor<'_>, notes: &mut Vec<Note>) {
    /// How many lines are looked at.
    const MOST: usize = 200;
    let Some(first) = cursor.line() else { return };
    let mut ahead = cursor.clone();
    if !request_line::is_talk(first.text) && !is_heading(first.text) {
        // Postman's console has a line with the URL, the status and the time above the raw request
        let mut line = || ahead.line().inspect(|line| ahead.pass(line)).map(|line| line.text.trim_ascii());
        let heading = (line(), line(), line());
        let is_timed =
            matches!(heading, (Some(_), Some([b'0'..=b'9', b'0'..=b'9', b'0'..=b'9']), Some([b'0'..=b'9', .., b's'])));
        if !is_timed {
            return;
        }
    }
    for _ in 0..MOST {
        let Some(line) = ahead.line() else {
            // prose above the mark of the first request
            let section = cursor.slice(first.start..ahead.at());
            let is_first = !cursor.slice(0..first.start).contains(&b'#') && !ahead.at_end();
            if is_first && request_line::is_sentence(first.text) && !holds_program(section) {
                let message = "what is above the request is passed over".to_owned();
                notes.push(Note { place: cursor.place(first.start), message });
                cursor.jump(ahead.at());
            }
            return;
        };
        if status_line::begins(line.text) {
            return;
        }
        let is_bare = || {
            request_line::is_one(line.text, true)
                && (request_line::is_sentence(first.text) && is_header(&ahead, &line)
                    || request_line::is_next(line.text) && is_heading(first.text))
        };
        if request_line::is_whole(line.text) || is_bare() {
            let message = "what is above the request is passed over".to_owned();
            notes.push(Note { place: cursor.place(first.start), message });
            cursor.jump(line.start);
            return;
        }
        ahead.pass(&line);
    }
}

/// Whether a header follows a line.
fn is_header(cursor: &Cursor<'_>, line: &Line<'_>) -> bool {
    let mut after = cursor.clone();
    after.pass(line);
    let next = after.line().map_or(&b""[..], |line| line.text);
    let name = next.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
    name > 1 && next.get(name) == Some(&b':') && next.get(name + 1) == Some(&b' ')
        || matches!(next.first(), Some(b'{' | b'['))
}

/// Whether a line is a label of the request below: `Request:`, `**My request**`.
fn is_heading(line: &[u8]) -> bool {
    let is_mark = |b: &u8| !b.is_ascii_alphabetic();
    let front = line.iter().take_while(|b| is_mark(b)).count();
    let back = line.iter().rev().take_while(|b| is_mark(b)).count();
    let name = line.get(front..line.len().saturating_sub(back)).unwrap_or_default().to_ascii_lowercase();
    name.len() <= 30 && name.ends_with(b"request")
}

/// Whether a text makes a request by a program or a command, which is said of it.
fn holds_program(text: &[u8]) -> bool {
    foreign::program(text).is_some() || text.split(|b| *b == b'\n').any(|line| called::called(line).is_some())
}
