//! Requests that are written anew, as curl commands: those of curl commands and of HAR files.

use super::{Fix, MAX_ROUNDS, each, report_lines, write};
use crate::host::exit::Stop;
use crate::host::shell;
use crate::input::{Sources, unreadable};
use reqlint_core::explain::Edit;
use reqlint_formats::fix::{self, Patch};
use reqlint_formats::read::{FixedAs, curl, untangle};
use reqlint_formats::{Format, ReadError, Record};
use std::path::Path;

/// What is fixed: the name of the input, and its format.
#[derive(Clone, Copy)]
pub(super) struct Input<'i> {
    pub(super) name: Option<&'i str>,
    pub(super) path: Option<&'i Path>,
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
    finish(fix, Input { name: None, path: None, format: Format::Curl, all: true }, sent.as_bytes(), records)
}

/// Fixes the requests of a text.
pub(super) fn run(fix: &mut Fix<'_>, input: Input<'_>, sent: &[u8]) -> Result<(), Stop> {
    if let Some(Rewritten { mut text, lines }) = in_text(fix, input, sent)? {
        if fix.args.in_place {
            match input.path.map_or(Ok(()), |path| write::replace(path, &text)) {
                Ok(()) => fix.say_fixed(&lines),
                Err(message) => {
                    fix.refuse(&unreadable(input.name, message));
                    text = sent.to_vec();
                }
            }
        } else {
            fix.say_fixed(&lines);
            let cut = answers(fix, input, &text)?;
            fix.print(input.format, &fix::apply(&text, &cut))?;
        }
        return each(fix.sources, input.name, input.format, &text, &mut |result| match result {
            Ok(mut record) => fix.say_rest(&mut record),
            Err(error) => fix.refuse(&error),
        });
    }
    let mut records = Vec::new();
    let sources = Sources { format: Some(input.format), ..fix.sources };
    sources.read_text(input.name, sent, &mut |result| {
        records.push(take(result));
        Ok(())
    })?;
    finish(fix, input, sent, records)
}

/// A text in which something was fixed.
struct Rewritten {
    text: Vec<u8>,
    /// What was fixed, a line for each finding.
    lines: Vec<String>,
}

/// The text with all that can be fixed fixed in its own words; `None` where nothing is, or a fix has no place in the text.
fn in_text(fix: &Fix<'_>, input: Input<'_>, sent: &[u8]) -> Result<Option<Rewritten>, Stop> {
    if input.format != Format::Curl || *untangle(sent).text != *sent || !curl::is_plain(sent) {
        return Ok(None);
    }
    let mut text = sent.to_vec();
    let mut lines = Vec::new();
    for _ in 0..MAX_ROUNDS {
        let (mut patches, mut is_whole) = (Vec::new(), true);
        each(fix.sources, input.name, input.format, &text, &mut |result| {
            let Ok(mut record) = result else { return };
            let found = fix.judged(&mut record, |judged| {
                let findings = judged.resolved.fixable();
                let is_any = findings.iter().any(|finding| !finding.edits.is_empty());
                let patches = if is_any { fix::typed(&text, judged, &findings) } else { Some(Vec::new()) };
                (patches, report_lines(judged, &findings))
            });
            match found {
                Ok((Some(more), told)) if !more.is_empty() => {
                    patches.extend(more);
                    lines.extend(told);
                }
                Ok((None, _)) => is_whole = false,
                Ok(_) | Err(_) => {}
            }
        })?;
        if !is_whole {
            return Ok(None);
        }
        if patches.is_empty() {
            break;
        }
        text = fix::apply(&text, &patches);
    }
    Ok((!lines.is_empty()).then_some(Rewritten { text, lines }))
}

/// What is cut out of a text so that only its requests are left.
fn answers(fix: &Fix<'_>, input: Input<'_>, text: &[u8]) -> Result<Vec<Patch>, Stop> {
    let mut cut = Vec::new();
    each(fix.sources, input.name, input.format, text, &mut |result| {
        let range = result.ok().and_then(|record| record.typed?.answer);
        cut.extend(range.map(|range| Patch { range, replacement: Vec::new() }));
    })?;
    Ok(cut)
}

/// A record of its own: the text that it was read from is not edited.
fn take(result: Result<Record<'_>, ReadError>) -> Result<Record<'static>, ReadError> {
    let record = result?;
    let exchange = record.exchange.fixed(&[]);
    Ok(Record { exchange, map: None, typed: None, ..record })
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
            match fix::curl_of(&record) {
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
