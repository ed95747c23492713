//! Edits made in the command line that a request was read from: of each word only the edited bytes change, so that
//! variables, quotes, line breaks and all other options stay.

use super::Patch;
use crate::read::curl::{traced, word};
use crate::record::judged::Judged;
use crate::record::typed::Syntax;
use crate::record::{Typed, header_line};
use memchr::memmem;
use reqlint_core::Finding;
use reqlint_core::explain::{Edit, HeaderPart, Part};
use std::ops::Range;

/// The changes to a text that make all safe edits of a record; `None` where one of them has no place in it.
#[must_use]
pub fn typed(text: &[u8], judged: &Judged<'_>, findings: &[&Finding]) -> Option<Vec<Patch>> {
    let typed = judged.record.typed.as_ref()?;
    let edits = findings.iter().flat_map(|finding| &finding.edits);
    edits.map(|edit| patch(text, typed, judged, edit)).collect()
}

fn patch(text: &[u8], typed: &Typed, judged: &Judged<'_>, edit: &Edit) -> Option<Patch> {
    let range = edit.location.range.clone()?;
    let request = &judged.record.exchange.request;
    let is_header = edit.location.part == Part::Header;
    let is_value = is_header && edit.location.of != Some(HeaderPart::Name);
    let (place, part): (Range<usize>, &[u8]) = match edit.location.part {
        Part::Method => (typed.method.clone()?, &request.method),
        Part::Target => (typed.url.clone()?, &request.target),
        Part::Body => (typed.body.clone()?, request.body.bytes()),
        Part::Header => {
            let line = header_line(&edit.location, judged.masked)?;
            let (name, value) = request.headers.iter().nth(line)?;
            (typed.headers.get(line)?.clone()?, if is_value { value } else { name })
        }
        _ => return None,
    };
    if typed.syntax != Syntax::Posix {
        return by_trial(text, place, part, is_value, edit, typed.syntax);
    }
    let raw = text.get(place.clone())?;
    let (word, origins) = traced(raw)?;
    let front = if is_value { word.iter().position(|b| *b == b':')? + 1 } else { 0 };
    let after = word.get(front..)?;
    let found = if is_header { memmem::find(after, part) } else { memmem::rfind(after, part) };
    let base = front + found?;
    let (from, to) = (base + range.start, base + range.end);
    let end_of = |at: usize| at.checked_sub(1).and_then(|last| origins.get(last)).map(|last| last + 1);
    let start = origins.get(from).copied().filter(|_| from < to).or_else(|| end_of(from))?;
    let end = if from < to { end_of(to)? } else { start };
    let replacement = edit.replacement.as_bytes().to_vec();
    // the word must then be what is meant, whatever quotes it has
    let changed = [raw.get(..start)?, &replacement, raw.get(end..)?].concat();
    let meant = [word.get(..from)?, &replacement, word.get(to..)?].concat();
    (traced(&changed)?.0 == meant).then(|| Patch { range: place.start + start..place.start + end, replacement })
}

/// The change of an edit in a word for another shell, found by trying: of the places where its bytes are written the first at
/// which the changed word is what is meant.
fn by_trial(
    text: &[u8],
    place: Range<usize>,
    part: &[u8],
    is_value: bool,
    edit: &Edit,
    syntax: Syntax,
) -> Option<Patch> {
    /// How many places are tried, and how far a place is told by what is before it.
    const MOST: usize = 64;
    const NEAR: usize = 16;
    let range = edit.location.range.clone()?;
    // a caret before the first quote belongs to the word
    let caret =
        usize::from(syntax == Syntax::Prompt && place.start.checked_sub(1).and_then(|at| text.get(at)) == Some(&b'^'));
    let place = place.start - caret..place.end;
    let raw = text.get(place.clone())?;
    let meant = word(raw, syntax)?;
    let front = if is_value { meant.iter().position(|b| *b == b':')? + 1 } else { 0 };
    let after = meant.get(front..)?;
    let is_header = edit.location.part == Part::Header;
    let base = front + if is_header { memmem::find(after, part) } else { memmem::rfind(after, part) }?;
    let (from, to) = (base + range.start, base + range.end);
    let replacement = edit.replacement.as_bytes();
    let expected = [meant.get(..from)?, replacement, meant.get(to..)?].concat();
    let before = meant.get(from.saturating_sub(NEAR)..from)?;
    let old = meant.get(from..to)?;
    let tries = [[before, old].concat(), old.to_vec()].into_iter().filter(|sought| !sought.is_empty());
    let places = tries.flat_map(|sought| {
        let ends: Vec<usize> = memmem::find_iter(raw, &sought).take(MOST).map(|at| at + sought.len()).collect();
        ends
    });
    places.map(|end| end - old.len()..end).find_map(|range| {
        let changed = [raw.get(..range.start)?, replacement, raw.get(range.end..)?].concat();
        let range = place.start + range.start..place.start + range.end;
        (word(&changed, syntax)? == expected).then(|| Patch { range, replacement: replacement.to_vec() })
    })
}
