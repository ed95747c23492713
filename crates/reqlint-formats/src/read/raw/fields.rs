//! The header lines of a message.

use super::cursor::{Cursor, Line};
use super::editor::Sender;
use super::{request_line, script, status_line};
use crate::read::bounds::MAX_HEADERS;
use crate::record::FieldPlace;
use crate::record::place::{Note, Trouble};
use memchr::memchr;
use reqlint_core::message::HeaderField;
use std::borrow::Cow;
use std::ops::Range;

/// What is said of a header line without a colon.
pub(super) const NO_COLON: &str = "no colon in this line: taken as a header without a value";

/// The header lines of a message and where they are.
#[derive(Default)]
pub(super) struct Fields<'a> {
    pub(super) list: Vec<HeaderField<'a>>,
    pub(super) places: Vec<FieldPlace>,
    /// Whether a body begins directly below, without an empty line.
    pub(super) is_cut: bool,
}

impl<'a> Fields<'a> {
    /// The first value of this name.
    pub(super) fn get(&self, name: &str) -> Option<&[u8]> {
        let is_it = |field: &&HeaderField<'a>| field.name.trim_ascii_end().eq_ignore_ascii_case(name.as_bytes());
        self.list.iter().find(is_it).map(|field| &*field.value)
    }

    /// The numbers of the lines that have no colon.
    pub(super) fn without_colon(&self) -> Vec<usize> {
        // a colon is between the two
        let lacks = |(line, place): (usize, &FieldPlace)| (place.name.end == place.value.start).then_some(line);
        self.places.iter().enumerate().filter_map(lacks).collect()
    }
}

/// Reads header lines up to and including the empty line after them.
///
/// They also end before a response, and before a line that can only be the beginning of a body.
pub(super) fn read<'a>(cursor: &mut Cursor<'a>, sender: Sender, notes: &mut Vec<Note>) -> Result<Fields<'a>, Trouble> {
    let mut fields = Fields::default();
    while let Some(line) = cursor.line() {
        if line.is_blank() {
            cursor.pass(&line);
            break;
        }
        if status_line::begins(line.text) {
            break;
        }
        let is_yaml = line.text.len() > 2 && line.text.iter().all(|b| *b == b'-');
        if is_yaml || matches!(line.text.first(), Some(b'{' | b'[' | b'<')) {
            let message = "no empty line before the body: it begins here".to_owned();
            notes.push(Note { place: cursor.place(line.start), message });
            fields.is_cut = !is_yaml;
            break;
        }
        if line.text.starts_with(b"```") {
            cursor.pass(&line);
            break;
        }
        if request_line::is_one(line.text, false) || request_line::is_next(line.text) {
            let message = "another request begins here: a line `###` between them tells them apart".to_owned();
            notes.push(Note { place: cursor.place(line.start), message });
            cursor.end_section(line.start);
            break;
        }
        let is_note = line.text.starts_with(b"# ") || sender == Sender::Editor && line.text.starts_with(b"#");
        if is_note || line.text.starts_with(b"//") || script::is_assertion(line.text) {
            notes.push(Note { place: cursor.place(line.start), message: "a comment: it is skipped".to_owned() });
            cursor.pass(&line);
            continue;
        }
        let is_indented = matches!(line.text.first(), Some(b' ' | b'\t'));
        // an editor takes the blanks in front off
        let is_folded = is_indented && !(sender == Sender::Editor && begins_field(line.text));
        if let Some(last) = fields.places.last_mut().filter(|_| is_folded) {
            last.value = trimmed(cursor, last.value.start..line.end());
            if line.text.starts_with(b"\t") && begins_field(line.text) {
                let message = "this line begins with a tab: it continues the line above".to_owned();
                notes.push(Note { place: cursor.place(line.start), message });
            }
        } else if fields.places.len() == MAX_HEADERS {
            let message = format!("more than {MAX_HEADERS} header lines: this request is not read");
            return Err(Trouble::new(cursor.place(line.start), message));
        } else {
            let front = if is_indented && sender == Sender::Editor {
                line.text.len() - line.text.trim_ascii_start().len()
            } else {
                0
            };
            let text = line.text.get(front..).unwrap_or_default();
            let mut place = field(cursor, &Line { text, start: line.start + front, ..line }, notes);
            if sender == Sender::Editor && place.name.end < place.value.start {
                let name = cursor.slice(place.name.clone());
                place.name.end -= name.len() - name.trim_ascii_end().len();
            }
            fields.places.push(place);
        }
        cursor.pass(&line);
    }
    let text = |range: &Range<usize>| Cow::Borrowed(cursor.slice(range.clone()));
    let list = fields.places.iter().map(|place| HeaderField { name: text(&place.name), value: text(&place.value) });
    fields.list = list.collect();
    Ok(fields)
}

/// Whether an indented line is a header of its own rather than the rest of the one above.
fn begins_field(line: &[u8]) -> bool {
    let text = line.trim_ascii_start();
    let name = text.iter().take_while(|b| b.is_ascii_alphanumeric() || b"-_".contains(b)).count();
    name > 0 && text.get(name) == Some(&b':') && text.get(name + 1).is_none_or(u8::is_ascii_whitespace)
}

/// One header line. The colon of a name such as `:authority` is not the one that ends it.
fn field(cursor: &Cursor<'_>, line: &Line<'_>, notes: &mut Vec<Note>) -> FieldPlace {
    let pseudo = usize::from(line.text.starts_with(b":"));
    let after = line.text.get(pseudo..).unwrap_or_default();
    let colon = memchr(b':', after).map(|at| at + pseudo).or_else(|| memchr(b':', line.text));
    let Some(colon) = colon else {
        let message = NO_COLON.to_owned();
        notes.push(Note { place: cursor.place(line.start), message });
        return FieldPlace { name: line.start..line.end(), value: line.end()..line.end() };
    };
    let colon = line.start + colon;
    FieldPlace { name: line.start..colon, value: trimmed(cursor, colon + 1..line.end()) }
}

/// A range without the white space at its ends. A line break in front stays: it shows that the value was folded.
fn trimmed(cursor: &Cursor<'_>, range: Range<usize>) -> Range<usize> {
    let text = cursor.slice(range.clone()).trim_ascii_end();
    let front = text.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
    range.start + front..range.start + text.len()
}
