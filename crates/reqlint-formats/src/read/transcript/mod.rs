//! What tools show of a request that was sent: `curl --trace`, `wget --debug`, Python's `http.client`, what browsers'
//! developer tools and Postman's console show in panes, and what clients' errors and people tell.
//!
//! A transcript is brought into the form of raw HTTP and read as that; a pane has no such form, and shows less.

mod debug;
mod pane;
mod trace;

pub(in crate::read) use trace::answer as answer_of_trace;

use super::definition::{Definition, FixedAs, ReadBy, Sniff, Source, Take};
use super::{raw, told};
use crate::record::Record;
use crate::record::place::{Note, Place, ReadError};
use std::ops::ControlFlow;

pub(super) const FORMAT: Definition = Definition {
    name: "transcript",
    about: "What tools show of requests: `curl --trace`, `wget --debug`, Python's `http.client`, panes of browsers and Postman, errors of HTTP clients",
    endings: &[],
    is_named: false,
    sniff,
    read: ReadBy::Whole(|source, text, notes, take| read(source, text, notes, take)),
    fixed_as: FixedAs::Commands { all: true },
};

/// A kind of transcript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Trace,
    Wget,
    Python,
    Pane,
    /// Request and answer in blocks of code below headings.
    Fenced,
    /// Told in sentences, under labels, or by a client's error.
    Told,
}

/// What a line tells of the text that it is in; a request in another form comes first otherwise.
fn kind_of(line: &[u8]) -> Option<Kind> {
    if trace::is_marker(line) {
        Some(Kind::Trace)
    } else if line == debug::WGET_BEGIN {
        Some(Kind::Wget)
    } else if debug::is_sent(line) {
        Some(Kind::Python)
    } else if pane::begins(line) || pane::begins_console(line) {
        Some(Kind::Pane)
    } else {
        None
    }
}

fn kind(text: &[u8]) -> Option<Kind> {
    /// So much of a text is looked through.
    const FARTHEST: usize = 64 << 10;
    let near = text.get(..text.len().min(FARTHEST)).unwrap_or_default();
    if pane::is_console(near) {
        return Some(Kind::Pane);
    }
    if told::fenced(near).is_some() {
        return Some(Kind::Fenced);
    }
    for line in near.split(|b| *b == b'\n').map(<[u8]>::trim_ascii) {
        if let Some(kind) = kind_of(line) {
            return Some(kind);
        }
        if raw::begins_request(line) && !line.starts_with(b"* ") {
            break;
        }
    }
    told::is_in(near).then_some(Kind::Told)
}

fn sniff(text: &[u8]) -> Sniff {
    const FARTHEST: usize = 64 << 10;
    match kind(text) {
        Some(_) => Sniff::Yes,
        None if text.len() < FARTHEST => Sniff::More,
        None => Sniff::No,
    }
}

/// An exchange in the form of raw HTTP.
struct Composed {
    text: Vec<u8>,
    /// The line of the transcript on which it begins.
    line: usize,
    /// What was assumed.
    notes: Vec<String>,
}

fn read(source: Source<'_>, text: &[u8], notes: Vec<Note>, take: Take<'_>) -> ControlFlow<()> {
    let composed = match kind(text) {
        Some(Kind::Pane) if !pane::has_url(text) && told::is_in(text) => return told::read(source, text, notes, take),
        Some(Kind::Pane) => return pane::read(source, text, notes, take),
        Some(Kind::Told) => return told::read(source, text, notes, take),
        Some(Kind::Fenced) => {
            let one = |(text, line)| Composed { text, line, notes: Vec::new() };
            told::fenced(text).map(one).into_iter().collect()
        }
        Some(Kind::Wget) => debug::wget(text),
        Some(Kind::Python) => debug::python(text),
        Some(Kind::Trace) | None => trace::read(text),
    };
    if composed.is_empty() {
        let place = Some(Place { line: 1, column: 1 });
        let help = Some("it is what `curl --trace-ascii -`, `wget --debug` or a browser's pane shows".to_owned());
        let message = "no transcript of a request found".to_owned();
        return take(Err(ReadError { input: source.name.map(str::to_owned), place, message, help }));
    }
    let mut notes = notes;
    for (index, one) in composed.into_iter().enumerate() {
        let place = Place { line: one.line, column: 1 };
        let message = "the request is taken out of a transcript: lines are those of the transcript".to_owned();
        notes.push(Note { place, message });
        notes.extend(one.notes.into_iter().map(|message| Note { place, message }));
        let record = raw::Reader::new(source.name, &one.text).next();
        let record = record.map(|result| match result {
            Ok(record) => {
                let mut notes = std::mem::take(&mut notes);
                notes.extend(record.notes.into_iter().map(|note| Note { place, ..note }));
                Ok(Record { index, place, notes, map: None, ..record })
            }
            Err(error) => Err(ReadError { place: Some(place), ..error }),
        });
        if let Some(record) = record {
            take(record)?;
        }
    }
    ControlFlow::Continue(())
}
