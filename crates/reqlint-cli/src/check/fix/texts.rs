//! Texts that hold requests literally: only the edited bytes of them change.

use super::{Fix, MAX_ROUNDS, each, report_lines, write};
use crate::host::exit::Stop;
use crate::input::unreadable;
use reqlint_formats::Format;
use reqlint_formats::fix::{self, Fixes, Patch, Text};
use reqlint_formats::read::{Literal, untangle};
use std::borrow::Cow;
use std::path::Path;

/// What is fixed: the name of the input, where it is, and its format.
#[derive(Clone, Copy)]
pub(super) struct Input<'i> {
    pub(super) name: Option<&'i str>,
    pub(super) path: Option<&'i Path>,
    pub(super) format: Format,
    pub(super) literal: Literal,
}

/// Fixes every request of a text, prints it or writes it back, and shows what remains.
pub(super) fn run(fix: &mut Fix<'_>, input: Input<'_>, sent: &[u8]) -> Result<(), Stop> {
    let is_loose = input.literal.is_loose();
    let start = if is_loose { untangle(sent).text } else { Cow::Borrowed(sent) };
    let is_untangled = *start != *sent;
    let mut text = start.into_owned();
    let mut lines = Vec::new();
    for _ in 0..MAX_ROUNDS {
        let (patches, fixed) = once(fix, input, &text)?;
        if patches.is_empty() {
            break;
        }
        text = fix::apply(&text, &patches);
        lines.extend(fixed);
    }
    let is_fixed = !lines.is_empty();
    if fix.args.in_place {
        if let (Some(path), true) = (input.path, is_fixed) {
            let written = if is_untangled { Err(UNTANGLED.to_owned()) } else { write::replace(path, &text) };
            match written {
                Ok(()) => fix.say_fixed(&lines),
                Err(message) => {
                    fix.refuse(&unreadable(input.name, message));
                    text = sent.to_vec();
                }
            }
        }
    } else {
        fix.say_fixed(&lines);
        // a response is not part of what is sent; an exchange in NDJSON stays whole
        let cut = if is_loose { responses(fix, input, &text)? } else { Vec::new() };
        if is_untangled && !is_fixed && cut.is_empty() {
            fix.print(input.format, sent)?;
        } else {
            fix.print(input.format, &fix::apply(&text, &cut))?;
        }
    }
    // records that can't be read are reported here, once
    each(fix.sources, input.name, input.format, &text, &mut |result| match result {
        Ok(mut record) => fix.say_rest(&mut record),
        Err(error) => fix.refuse(&error),
    })
}

const UNTANGLED: &str = "it can't be written in place: quote marks would be removed and variables replaced; without --in-place the fixed request is printed";

/// The changes that fix what can be fixed in one round, and the lines about them.
fn once(fix: &Fix<'_>, input: Input<'_>, text: &[u8]) -> Result<(Vec<Patch>, Vec<String>), Stop> {
    let (mut patches, mut lines) = (Vec::new(), Vec::new());
    let fixed = Text::new(input.literal, text);
    each(fix.sources, input.name, input.format, text, &mut |result| {
        let Ok(mut record) = result else { return };
        let found = fix.judged(&mut record, |judged| {
            let Fixes { patches, findings } = fixed.fixes(judged);
            (patches, report_lines(judged, &findings))
        });
        if let Ok((more, report_lines)) = found {
            patches.extend(more);
            lines.extend(report_lines);
        }
    })?;
    Ok((patches, lines))
}

/// What is cut out of a text so that only its requests are left.
fn responses(fix: &Fix<'_>, input: Input<'_>, text: &[u8]) -> Result<Vec<Patch>, Stop> {
    let mut cut = Vec::new();
    each(fix.sources, input.name, input.format, text, &mut |result| {
        cut.extend(result.ok().and_then(|record| fix::without_response(&record)));
    })?;
    Ok(cut)
}
