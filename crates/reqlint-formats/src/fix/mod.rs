//! Mending: the safe edits of a request, made in the text that it was read from. Only the edited bytes change.

mod curl;
mod line;
mod patch;

pub use curl::write as curl;
pub use patch::{Patch, apply};

use crate::record::Record;
use crate::record::judged::Judged;
use line::Line;
use reqlint_core::Finding;
use reqlint_core::explain::{Edit, HeaderPart, Location, Part};
use std::ops::Range;

/// What is mended in a text, and how.
#[derive(Debug, Default)]
pub struct Mended<'f> {
    /// The changes to the text, in no order; none is in the way of another.
    pub patches: Vec<Patch>,
    /// What they mend.
    pub findings: Vec<&'f Finding>,
}

/// The changes to a text of raw HTTP that mend one of its requests.
#[must_use]
pub fn http<'f>(judged: &Judged<'f>) -> Mended<'f> {
    let Some(map) = &judged.record.map else { return Mended::default() };
    mended(judged, &|location| map.range(location, judged.masked), &|edit| {
        map.written(edit, judged.masked).as_bytes().to_vec()
    })
}

/// The changes to a line of NDJSON that mend its request.
#[must_use]
pub fn ndjson<'f>(judged: &Judged<'f>, line: &[u8]) -> Mended<'f> {
    let Some(line) = Line::read(line, judged) else { return Mended::default() };
    mended(judged, &|location| line.range(location, judged.masked), &|edit| line::escaped(&edit.replacement))
}

/// The change to a text of raw HTTP that takes the response behind a request away; the request stays what it is.
#[must_use]
pub fn without_response(record: &Record<'_>) -> Option<Patch> {
    let map = record.map.as_ref()?;
    let response = map.response.clone()?;
    // one line break behind a body is not part of it
    let behind = map.text.get(map.end..response.start).unwrap_or_default();
    let line_break = behind.iter().take_while(|b| matches!(b, b'\r' | b'\n')).take(2);
    let length = if behind.starts_with(b"\r\n") { line_break.count() } else { line_break.take(1).count() };
    let has_body = !record.exchange.request.body.is_absent();
    let start = if has_body { map.end + length } else { map.end };
    Some(Patch { range: start..response.end, replacement: Vec::new() })
}

/// Findings of which an edit has no place in the text are left as they are.
fn mended<'f>(
    judged: &Judged<'f>,
    place: &dyn Fn(&Location) -> Option<Range<usize>>,
    written: &dyn Fn(&Edit) -> Vec<u8>,
) -> Mended<'f> {
    let mut mended = Mended::default();
    let mut growth = 0;
    let patch = |edit: &Edit| Some(Patch { range: place(&edit.location)?, replacement: written(edit) });
    for finding in judged.resolved.mendable() {
        let Some(patches) = finding.edits.iter().map(patch).collect::<Option<Vec<_>>>() else { continue };
        growth += finding.edits.iter().map(body_growth).sum::<isize>();
        mended.patches.extend(patches);
        mended.findings.push(finding);
    }
    if growth != 0 {
        mended.patches.extend(length(judged, growth).and_then(|edit| patch(&edit)));
    }
    mended
}

/// By how many bytes an edit makes the body longer.
fn body_growth(edit: &Edit) -> isize {
    let signed = |length: usize| isize::try_from(length).unwrap_or(isize::MAX);
    let range = edit.location.range.as_ref().filter(|_| edit.location.part == Part::Body);
    range.map_or(0, |range| signed(edit.replacement.len()) - signed(range.len()))
}

/// What Content-Length is once the body has grown.
fn length(judged: &Judged<'_>, growth: isize) -> Option<Edit> {
    let request = &judged.record.exchange.request;
    let sent = request.headers.get("content-length")?;
    let location = Location {
        part: Part::Header,
        name: Some("Content-Length".into()),
        of: Some(HeaderPart::Value),
        occurrence: 0,
        range: Some(0..sent.len()),
    };
    let length = request.body.bytes().len().checked_add_signed(growth)?;
    Some(Edit { location, replacement: length.to_string().into(), safe: true })
}
