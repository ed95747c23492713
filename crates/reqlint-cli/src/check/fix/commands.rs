//! Requests that are written anew, as curl commands: those of curl commands and of HAR files.

use super::{Fix, MAX_ROUNDS, told};
use crate::host::exit::Stop;
use crate::host::shell;
use crate::input::{Sources, unreadable};
use reqlint_core::explain::Edit;
use reqlint_formats::fix;
use reqlint_formats::{Format, ReadError, Record};

/// Mends the command that was typed.
pub(super) fn typed(fix: &mut Fix<'_>) -> Result<(), Stop> {
    let mut commands = Vec::new();
    fix.sources.read_command(&mut |result| {
        commands.push(take(result));
        Ok(())
    })?;
    let sent = shell::line(fix.sources.command) + "\n";
    finish(fix, None, Format::Curl, sent.as_bytes(), commands)
}

/// Mends the requests of a text.
pub(super) fn mend(fix: &mut Fix<'_>, name: Option<&str>, format: Format, sent: &[u8]) -> Result<(), Stop> {
    let mut commands = Vec::new();
    let sources = Sources { format: Some(format), ..fix.sources };
    sources.read_text(name, sent, &mut |result| {
        commands.push(take(result));
        Ok(())
    })?;
    finish(fix, name, format, sent, commands)
}

/// A record of its own: the text that it was read from is not mended.
fn take(result: Result<Record<'_>, ReadError>) -> Result<Record<'static>, ReadError> {
    let record = result?;
    let exchange = record.exchange.mended(&[]);
    Ok(Record { exchange, map: None, ..record })
}

/// Prints the text as it was if nothing is mended; else the mended requests as commands, of curl commands all of them.
fn finish(
    fix: &mut Fix<'_>,
    name: Option<&str>,
    format: Format,
    sent: &[u8],
    records: Vec<Result<Record<'static>, ReadError>>,
) -> Result<(), Stop> {
    let mut printed = String::new();
    let mut is_mended = false;
    let mut rest = Vec::new();
    for record in records {
        let mut record = match record {
            Ok(record) => record,
            Err(error) => {
                fix.refuse(&error);
                continue;
            }
        };
        let lines = mended(fix, &mut record);
        fix.say_mended(&lines);
        is_mended |= !lines.is_empty();
        if !lines.is_empty() || format == Format::Curl {
            match fix::curl(&record.exchange.request) {
                Some(command) => printed += &format!("{command}\n"),
                None => fix.refuse(&unsayable(&record)),
            }
        }
        rest.push(record);
    }
    if fix.args.in_place {
        if is_mended {
            let message = "it can't be written in place: only raw HTTP and NDJSON can; without --in-place curl commands are printed";
            fix.refuse(&unreadable(name, message.to_owned()));
        }
    } else {
        fix.print(format, if is_mended { printed.as_bytes() } else { sent })?;
    }
    rest.iter_mut().for_each(|record| fix.say_rest(record));
    Ok(())
}

/// Makes the safe edits of a record, and says what they mend.
fn mended(fix: &Fix<'_>, record: &mut Record<'static>) -> Vec<String> {
    let mut lines = Vec::new();
    for _ in 0..MAX_ROUNDS {
        let found = fix.judged(record, |judged| {
            let findings = judged.resolved.mendable();
            let edits: Vec<Edit> = findings.iter().flat_map(|finding| finding.edits.clone()).collect();
            (edits, told(judged, &findings))
        });
        match found {
            Ok((edits, told)) if !edits.is_empty() => {
                record.exchange = record.exchange.mended(&edits);
                lines.extend(told);
            }
            _ => break,
        }
    }
    lines
}

fn unsayable(record: &Record<'_>) -> ReadError {
    ReadError {
        input: record.input.as_deref().map(str::to_owned),
        place: Some(record.place),
        message: "no curl command says the mended request: its host or its body isn't known".to_owned(),
        help: None,
    }
}
