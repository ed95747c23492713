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
    if typed.syntax == Syntax::Written {
        return beside(text, place, part, edit);
    }
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

/// The change of an edit in a part that is written otherwise than it is sent: where the bytes up to its end, or from its
/// beginning on, are the same.
fn beside(text: &[u8], place: Range<usize>, part: &[u8], edit: &Edit) -> Option<Patch> {
    let range = edit.location.range.clone()?;
    let raw = text.get(place.clone())?;
    let front = raw.iter().zip(part).take_while(|(written, sent)| written == sent).count();
    let behind = raw.iter().rev().zip(part.iter().rev()).take_while(|(written, sent)| written == sent).count();
    let of_end = |at: usize| raw.len().checked_sub(part.len().checked_sub(at)?);
    let (start, end) = if range.end <= front {
        (range.start, range.end)
    } else if part.len().checked_sub(range.start)? <= behind {
        (of_end(range.start)?, of_end(range.end)?)
    } else {
        return None;
    };
    let replacement = edit.replacement.as_bytes().to_vec();
    Some(Patch { range: place.start + start..place.start + end, replacement })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fix::apply;
    use reqlint_core::explain::Location;

    #[test]
    fn edits_beside_what_is_written_otherwise() {
        let raw = "{\"a\": 1, \"q\": \"\"\"x\ny\"\"\", \"b\": 2}";
        let sent = "{\"a\": 1, \"q\": \"x\\ny\", \"b\": 2}\n";
        let table = [
            (raw, "{\"a\": 1, \"q\": \"x\\ny\", \"b\": 2}", "1", Some(6)),
            (raw, "{\"a\": 1, \"q\": \"x\\ny\", \"b\": 2}", "2", Some(30)),
            (raw, "{\"a\": 1, \"q\": \"x\\ny\", \"b\": 2}", "x", None),
            (raw, sent, "1", Some(6)),
            (raw, sent, "2", None),
            ("_bulk", "/_bulk", "bulk", Some(1)),
            ("_bulk", "/_bulk", "/_", None),
        ];
        for (raw, sent, changed, at) in table {
            let text = format!("> {raw} <");
            let start = sent.rfind(changed).unwrap();
            let range = start..start + changed.len();
            let location = Location { part: Part::Body, name: None, of: None, occurrence: 0, range: Some(range) };
            let edit = Edit { location, replacement: "new".into(), safe: true };
            let patch = beside(text.as_bytes(), 2..2 + raw.len(), sent.as_bytes(), &edit);
            let fixed = patch.map(|patch| String::from_utf8(apply(text.as_bytes(), &[patch])).unwrap());
            let expected = at.map(|at| format!("> {}new{} <", &raw[..at], &raw[at + changed.len()..]));
            assert_eq!(fixed, expected, "{raw} {changed}");
        }
    }
}
