//! A curl command in place of a request, which VS Code's REST Client sends as well.

use super::cursor::{Cursor, Line};
use crate::read::called;
use crate::read::files::Files;
use crate::record::place::{Note, Place, ReadError, Trouble};
use crate::record::{Record, Typed};
use std::ops::Range;

/// Reads commands: this reader knows none of their options.
pub(in crate::read) type Commands = fn(&[u8], Option<&Files<'_>>) -> Vec<Result<Record<'static>, ReadError>>;

/// Whether a line begins a command that is read.
pub(super) fn begins(line: &[u8]) -> bool {
    let front = line.trim_ascii_start();
    let is_named = front.get(..4).is_some_and(|name| name.eq_ignore_ascii_case(b"curl"));
    is_named && called::called(front) == Some("curl")
}

/// The requests of the commands from a line on to the end of its section.
pub(super) fn read(
    cursor: &mut Cursor<'_>,
    line: &Line<'_>,
    commands: Commands,
    files: Option<&Files<'_>>,
    id: Option<&str>,
) -> Vec<Result<Record<'static>, Trouble>> {
    let (start, end) = (line.start, cursor.end_of_section());
    let above = cursor.place(start).line - 1;
    let there = |place: Place| Place { line: place.line + above, ..place };
    let note = |note: Note| Note { place: there(note.place), ..note };
    let records = commands(cursor.slice(start..end), files).into_iter().map(|result| match result {
        Ok(record) => Ok(Record {
            id: id.map(str::to_owned),
            place: there(record.place),
            notes: record.notes.into_iter().map(note).collect(),
            typed: record.typed.map(|typed| shifted(typed, start)),
            ..record
        }),
        Err(error) => {
            let place = error.place.map_or(cursor.place(start), there);
            Err(Trouble { place, message: error.message, help: error.help })
        }
    });
    let records = records.collect();
    cursor.jump(end);
    records
}

fn shifted(typed: Typed, by: usize) -> Typed {
    let shift = |range: Option<Range<usize>>| range.map(|range| range.start + by..range.end + by);
    let Typed { url, method, headers, body, answer, .. } = typed;
    let headers = headers.into_iter().map(shift).collect();
    Typed { url: shift(url), method: shift(method), headers, body: shift(body), answer: shift(answer), ..typed }
}
