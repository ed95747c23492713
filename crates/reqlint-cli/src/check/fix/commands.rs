//! Requests that are written anew, as curl commands: those of curl commands and of HAR files.

use super::{Fix, MAX_ROUNDS, report_lines};
use crate::host::exit::Stop;
use crate::host::shell;
use crate::input::{Sources, unreadable};
use reqlint_core::explain::Edit;
use reqlint_formats::fix;
use reqlint_formats::read::FixedAs;
use reqlint_formats::{Format, ReadError, Record};

/// What is fixed: the name of the input, and its format.
#[derive(Clone, Copy)]
pub(super) struct Input<'i> {
    pub(super) name: Option<&'i str>,
    pub(super) format: Format,
    /// Whether requests that nothing was changed in are printed as well.
    pub(super) all: bool,
}

/// Fixes the command that was typed.
pub(super) fn typed(fix: &mut Fix<'_>) -> Result<(), Stop> {
    let mut records = Vec::new();
    fix.sources.read_command(&mut |result| {
        records.push(take(result));
        Ok(())
    })?;
    let sent = shell::line(fix.sources.command) + "\n";
    finish(fix, Input { name: None, format: Format::Curl, all: true }, sent.as_bytes(), records)
}

/// Fixes the requests of a text.
pub(super) fn run(fix: &mut Fix<'_>, input: Input<'_>, sent: &[u8]) -> Result<(), Stop> {
    let mut records = Vec::new();
    let sources = Sources { format: Some(input.format), ..fix.sources };
    sources.read_text(input.name, sent, &mut |result| {
        records.push(take(result));
        Ok(())
    })?;
    finish(fix, input, sent, records)
}

/// A record of its own: the text that it was read from is not edited.
fn take(result: Result<Record<'_>, ReadError>) -> Result<Record<'static>, ReadError> {
    let record = result?;
    let exchange = record.exchange.fixed(&[]);
    Ok(Record { exchange, map: None, ..record })
}

/// Prints the text as it was if nothing is fixed, else the requests as commands.
fn finish(
    fix: &mut Fix<'_>,
    input: Input<'_>,
    sent: &[u8],
    records: Vec<Result<Record<'static>, ReadError>>,
) -> Result<(), Stop> {
    let mut printed = String::new();
    let mut is_fixed = false;
    let mut rest = Vec::new();
    for record in records {
        let mut record = match record {
            Ok(record) => record,
            Err(error) => {
                fix.refuse(&error);
                continue;
            }
        };
        let lines = fixed(fix, &mut record);
        if !fix.args.in_place {
            fix.say_fixed(&lines);
        }
        is_fixed |= !lines.is_empty();
        if !lines.is_empty() || input.all {
            match fix::curl(&record.exchange.request) {
                Some(command) => printed += &format!("{command}\n"),
                None => fix.refuse(&no_command(&record)),
            }
        }
        rest.push(record);
    }
    if fix.args.in_place {
        if is_fixed {
            let message = format!(
                "only the formats {} can be written in place; without --in-place curl commands are printed",
                written_in_place().join(" and "),
            );
            fix.refuse(&unreadable(input.name, message));
        }
    } else {
        fix.print(input.format, if is_fixed { printed.as_bytes() } else { sent })?;
    }
    rest.iter_mut().for_each(|record| fix.say_rest(record));
    Ok(())
}

/// The formats whose texts can be written in place.
fn written_in_place() -> Vec<&'static str> {
    let formats = Format::ALL.iter().filter(|format| matches!(format.fixed_as(), FixedAs::Text(_)));
    formats.map(|format| format.name()).collect()
}

/// Makes the safe edits of a record, and says what they fix.
fn fixed(fix: &Fix<'_>, record: &mut Record<'static>) -> Vec<String> {
    let mut lines = Vec::new();
    for _ in 0..MAX_ROUNDS {
        let found = fix.judged(record, |judged| {
            let findings = judged.resolved.fixable();
            let edits: Vec<Edit> = findings.iter().flat_map(|finding| finding.edits.clone()).collect();
            (edits, report_lines(judged, &findings))
        });
        match found {
            Ok((edits, report_lines)) if !edits.is_empty() => {
                record.exchange = record.exchange.fixed(&edits);
                lines.extend(report_lines);
            }
            _ => break,
        }
    }
    lines
}

fn no_command(record: &Record<'_>) -> ReadError {
    ReadError {
        input: record.input.as_deref().map(str::to_owned),
        place: Some(record.place),
        message: "the fixed request can't be written as a curl command: its host or its body isn't known".to_owned(),
        help: None,
    }
}
