//! Texts that hold requests literally: only the edited bytes of them change.

use super::{Fix, MAX_ROUNDS, told, write};
use crate::host::exit::Stop;
use crate::input::{Sources, unreadable};
use reqlint_formats::fix::{self, Mended, Patch};
use reqlint_formats::read::untangle;
use reqlint_formats::{Format, Judged, Record};
use std::borrow::Cow;
use std::ops::Range;

/// Mends every request of a text, prints it or writes it back, and shows what remains.
pub(super) fn mend(fix: &mut Fix<'_>, name: Option<&str>, format: Format, sent: &[u8]) -> Result<(), Stop> {
    let start = if format == Format::Http { untangle(sent).text } else { Cow::Borrowed(sent) };
    let is_untangled = *start != *sent;
    let mut text = start.into_owned();
    let mut lines = Vec::new();
    for _ in 0..MAX_ROUNDS {
        let (patches, mended) = once(fix, name, format, &text)?;
        if patches.is_empty() {
            break;
        }
        text = fix::apply(&text, &patches);
        lines.extend(mended);
    }
    let is_mended = !lines.is_empty();
    fix.say_mended(&lines);
    if fix.args.in_place {
        if let (Some(path), true) = (name, is_mended) {
            let written = if is_untangled { Err(UNTANGLED.to_owned()) } else { write::replace(path, &text) };
            written.unwrap_or_else(|message| fix.refuse(&unreadable(name, message)));
        }
    } else {
        // a response is no part of what is sent; an exchange in NDJSON stays whole
        let cut = if format == Format::Http { answers(fix, name, &text)? } else { Vec::new() };
        if is_untangled && !is_mended && cut.is_empty() {
            fix.print(format, sent)?;
        } else {
            fix.print(format, &fix::apply(&text, &cut))?;
        }
    }
    each(fix, name, format, &text, &mut |fix, record| fix.say_rest(record))
}

const UNTANGLED: &str =
    "it can't be written in place: its marks would go and its variables be filled in; without --in-place it is printed";

type Look<'l, 'r> = &'l mut dyn FnMut(&mut Fix<'r>, &mut Record<'_>);

/// Every record of a text that can be read. The others are said at the end, when what remains is shown.
fn each<'r>(
    fix: &mut Fix<'r>,
    name: Option<&str>,
    format: Format,
    text: &[u8],
    look: Look<'_, 'r>,
) -> Result<(), Stop> {
    let sources = Sources { format: Some(format), ..fix.sources };
    sources.read_text(name, text, &mut |result| {
        match result {
            Ok(mut record) => look(fix, &mut record),
            Err(error) => fix.refuse(&error),
        }
        Ok(())
    })
}

/// The changes that mend what can be mended at once, and what they are.
fn once(fix: &Fix<'_>, name: Option<&str>, format: Format, text: &[u8]) -> Result<(Vec<Patch>, Vec<String>), Stop> {
    let (mut patches, mut lines) = (Vec::new(), Vec::new());
    let starts = line_starts(text);
    let sources = Sources { format: Some(format), ..fix.sources };
    sources.read_text(name, text, &mut |result| {
        let Ok(mut record) = result else { return Ok(()) };
        let line = line(text, &starts, record.place.line);
        let look = |judged: &Judged<'_>| {
            let (Mended { patches, findings }, offset) = match format {
                Format::Ndjson => (fix::ndjson(judged, text.get(line.clone()).unwrap_or_default()), line.start),
                _ => (fix::http(judged), 0),
            };
            (patches.into_iter().map(|patch| patch.shifted(offset)).collect::<Vec<_>>(), told(judged, &findings))
        };
        if let Ok((more, told)) = fix.judged(&mut record, look) {
            patches.extend(more);
            lines.extend(told);
        }
        Ok(())
    })?;
    Ok((patches, lines))
}

/// What is cut out of a text so that only its requests are left.
fn answers(fix: &Fix<'_>, name: Option<&str>, text: &[u8]) -> Result<Vec<Patch>, Stop> {
    let mut cut = Vec::new();
    let sources = Sources { format: Some(Format::Http), ..fix.sources };
    sources.read_text(name, text, &mut |result| {
        cut.extend(result.ok().and_then(|record| fix::without_response(&record)));
        Ok(())
    })?;
    Ok(cut)
}

/// Where each line begins.
fn line_starts(text: &[u8]) -> Vec<usize> {
    let breaks = text.iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(at, _)| at + 1);
    std::iter::once(0).chain(breaks).collect()
}

/// The line of a number, without a byte-order mark in front and the line break behind.
fn line(text: &[u8], starts: &[usize], number: usize) -> Range<usize> {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    let at = |index: usize| starts.get(index).copied().unwrap_or(text.len());
    let (start, end) = (at(number.saturating_sub(1)), at(number));
    let line = text.get(start..end).unwrap_or_default();
    let mark = if start == 0 && line.starts_with(MARK) { MARK.len() } else { 0 };
    start + mark..start + line.trim_ascii_end().len().max(mark)
}
