//! The requests of the commands of a program whose commands can be read one by one.

use super::commands::{Commands, Split};
use super::said::Said;
use super::word::{Command, Remark, Word, names};
use crate::read::bounds::{MAX_BODY, MAX_HEADERS};
use crate::read::called::Program;
use crate::read::definition::{Source, Take};
use crate::read::files::{Files, Named};
use crate::read::origin::Origin;
use crate::read::raw;
use crate::record::place::{Note, Place, Places, ReadError, Trouble};
use crate::record::{Record, Sent};
use reqlint_core::Exchange;
use reqlint_core::explain::Part;
use reqlint_core::message::Change;
use std::borrow::Cow;
use std::ops::{ControlFlow, Range};

/// A request of a command.
#[derive(Default)]
pub(in crate::read) struct Made {
    pub(in crate::read) exchange: Exchange<'static>,
    /// The bytes that are sent, where they are not what the request says.
    pub(in crate::read) sent: Option<Vec<u8>>,
}

/// What a command comes to.
pub(in crate::read) struct Call<'c> {
    pub(in crate::read) program: &'c Word,
    pub(in crate::read) words: &'c [Word],
    pub(in crate::read) named: Named<'c>,
    /// Whether something is sent to the command's standard input that isn't known.
    pub(in crate::read) is_piped: bool,
}

/// Makes the requests of a command.
pub(in crate::read) type Make = fn(&Call<'_>, &mut Said) -> Result<Vec<Made>, Remark>;

/// Reads every command of a text.
pub(in crate::read) fn read(
    program: Program,
    make: Make,
    source: Source<'_>,
    text: &[u8],
    notes: Vec<Note>,
    take: Take<'_>,
) -> ControlFlow<()> {
    let mut origin = Origin::new(source.name).with_notes(notes);
    let mut places = Places::new(text);
    let mut commands = Commands::new(text, program).exact(source.is_exact);
    while let Some(split) = commands.next() {
        let split = split.and_then(|mut split| {
            let is_piped = split.is_piped;
            let made = of_command(program, make, &mut split.command, is_piped, source.files, source.is_exact)?;
            Ok((made, split))
        });
        match split {
            Ok(((made, mut remarks), Split { command, mut below, answer_place, .. })) => {
                for mut made in made {
                    made.exchange.response = below.answer.take();
                    let record = record(&mut places, made, command.start(), std::mem::take(&mut remarks));
                    let variables = names(&command.variables);
                    let unheaded = below.body.take();
                    take(origin.record(record.map(|record| Record { unheaded, variables, ..record })))?;
                }
                let later = below.later.map(|at| answer_place.start + at..answer_place.end);
                if let Some(later) = later {
                    exchanges(text, later, &mut origin, take)?;
                }
            }
            Err(remark) => take(origin.record(Err(Trouble::new(places.of(remark.at), remark.message))))?,
        }
    }
    if origin.read() == 0 {
        let message = format!("no {} command found", program.name());
        return take(Err(origin.error(Trouble::new(Place { line: 1, column: 1 }, message))));
    }
    ControlFlow::Continue(())
}

/// Hands on what a program shows of the requests that it sent after the first one.
fn exchanges(text: &[u8], place: Range<usize>, origin: &mut Origin, take: Take<'_>) -> ControlFlow<()> {
    let above = memchr::memchr_iter(b'\n', text.get(..place.start).unwrap_or_default()).count();
    for result in raw::Reader::new(None, text.get(place).unwrap_or_default()) {
        // what is below may be anything
        let Ok(record) = result else { continue };
        let shift = |place: Place| Place { line: place.line + above, ..place };
        let notes = record.notes.iter().map(|note| Note { place: shift(note.place), message: note.message.clone() });
        let record = Record { place: shift(record.place), notes: notes.collect(), map: None, ..record };
        take(origin.record(Ok(record)))?;
    }
    ControlFlow::Continue(())
}

/// The requests of a command whose words are already split, as on a command line. Places are counted in the words, joined
/// with a space each.
pub(in crate::read) fn read_words(
    program: Program,
    make: Make,
    words: &[String],
    source: Source<'_>,
) -> Vec<Result<Record<'static>, ReadError>> {
    let text = words.join(" ").into_bytes();
    let mut command = Command::of_words(words);
    let mut origin = Origin::new(Some(program.name()));
    let mut places = Places::new(&text);
    match of_command(program, make, &mut command, false, source.files, source.is_exact) {
        Ok((made, mut remarks)) => {
            let one = |made| origin.record(record(&mut places, made, 0, std::mem::take(&mut remarks)));
            made.into_iter().map(one).collect()
        }
        Err(remark) => vec![Err(origin.error(Trouble::new(places.of(remark.at), remark.message)))],
    }
}

/// The requests of a command, and what was assumed for the first of them.
fn of_command(
    program: Program,
    make: Make,
    command: &mut Command,
    is_piped: bool,
    files: Option<&Files<'_>>,
    is_exact: bool,
) -> Result<(Vec<Made>, Vec<Remark>), Remark> {
    let stdin = command.input(files);
    let is_piped = is_piped || command.reads.is_some();
    let Some((name, words)) = command.words.split_first() else { return Ok((Vec::new(), Vec::new())) };
    let mut said = Said::new(program, is_exact);
    let named = Named { files, stdin: stdin.as_deref(), now: None };
    let made = make(&Call { program: name, words, named, is_piped }, &mut said)?;
    said.remarks.extend(command.notes.iter().cloned());
    Ok((made, said.remarks))
}

/// The record of a request that begins at `start`.
pub(in crate::read) fn record(
    places: &mut Places<'_>,
    made: Made,
    start: usize,
    mut remarks: Vec<Remark>,
) -> Result<Record<'static>, Trouble> {
    let Made { mut exchange, sent } = made;
    let place = places.of(start);
    let bytes = exchange.request.body.bytes().len();
    if bytes > MAX_BODY {
        return Err(Trouble::new(place, format!("the body has {bytes} bytes, at most {MAX_BODY} are read")));
    }
    if exchange.request.headers.iter().count() > MAX_HEADERS {
        return Err(Trouble::new(place, format!("more than {MAX_HEADERS} header lines: this request is not read")));
    }
    remarks.sort_by_key(|remark| remark.at);
    let changes = remarks.iter().filter(|remark| remark.is_change).map(|remark| remark.message.clone());
    exchange.changes = changes.map(|detail| Change { part: Part::Target, detail: Cow::Owned(detail) }).collect();
    let notes = remarks.into_iter().map(|Remark { at, message, .. }| Note { place: places.of(at), message }).collect();
    Ok(Record { sent: sent.map(Sent), ..Record::new(place, exchange, notes) })
}
