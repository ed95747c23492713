//! Hurl files: entries of a request each, and what is expected of its answer.
//!
//! Hurl leaves its requests to the library below curl, so that they are made where those of curl are. What a file expects
//! (`HTTP 200`, asserts, captures) is no answer: it is passed over. What an entry captures has no value here.

// as written
mod body;
mod entry;
mod lines;

// as sent
mod content;
mod options;
mod request;
mod template;

use super::definition::{Definition, FixedAs, ReadBy, Sniff, Source, Take};
use super::variables::Variables;
use crate::read::bounds::{MAX_TEXT, mebibytes};
use crate::read::origin::Origin;
use crate::read::raw;
use crate::read::shell::{self, Said};
use crate::record::place::{Note, Place, Places, Trouble};
use lines::Lines;
use std::ops::ControlFlow;

pub(super) const FORMAT: Definition = Definition {
    name: "hurl",
    about: "Hurl files",
    endings: &["hurl"],
    is_named: true,
    sniff,
    read: ReadBy::Unfilled(|source, text, notes, take| read(source, text, notes, take)),
    fixed_as: FixedAs::Commands { all: true },
};

/// A text whose first line begins a request is Hurl's if another line can be nothing else.
fn sniff(text: &[u8]) -> Sniff {
    /// So much of a text is looked through.
    const FARTHEST: usize = 64 << 10;
    let mut lines = Lines::new(text.get(..text.len().min(FARTHEST)).unwrap_or_default());
    let mut is_first = true;
    while let Some(line) = lines.line() {
        lines.pass(line);
        if lines::is_empty(line.text) {
            continue;
        }
        if is_first && !lines::begins_entry(line) {
            return Sniff::No;
        }
        is_first = false;
        if entry::is_sign(line) && !is_told(line.text, lines.rest().text) {
            return Sniff::Yes;
        }
    }
    if text.len() < FARTHEST { Sniff::More } else { Sniff::No }
}

/// Whether a person may have written down that an error came, with the JSON that was its body: `HTTP 405`.
fn is_told(line: &[u8], below: &[u8]) -> bool {
    raw::begins_with_status(line.trim_ascii()) && matches!(below.trim_ascii_start().first(), Some(b'{' | b'['))
}

fn read(source: Source<'_>, text: &[u8], notes: Vec<Note>, take: Take<'_>) -> ControlFlow<()> {
    let mut origin = Origin::new(source.name).with_notes(notes);
    let start = Place { line: 1, column: 1 };
    if text.len() > MAX_TEXT {
        let message = format!("the text is longer than {}", mebibytes(MAX_TEXT));
        return take(Err(origin.error(Trouble::new(start, message).help("split it"))));
    }
    let mut places = Places::new(text);
    let mut lines = Lines::new(text);
    let mut variables = source.variables.map(Variables::values_only).unwrap_or_default();
    while let Some(entry) = entry::read(&mut lines) {
        let mut said = Said::named("Hurl", source.is_exact);
        let record = entry.and_then(|entry| {
            let at = entry.method.start;
            Ok((request::make(&entry, &mut variables, source, &mut said)?, at))
        });
        let record = match record {
            Ok((made, at)) => shell::record(&mut places, made, at, said.remarks),
            Err(remark) => Err(Trouble::new(places.of(remark.at), remark.message)),
        };
        take(origin.record(record))?;
    }
    if origin.read() == 0 {
        return take(Err(origin.error(Trouble::new(start, "no request found"))));
    }
    ControlFlow::Continue(())
}
