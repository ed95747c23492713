//! A line as it reads once it is mended.

use super::marks::edits_on;
use crate::escape::plain_bytes;
use crate::write::source::{Sheet, SheetLine};
use reqlint_core::Finding;
use std::borrow::Cow;
use std::ops::Range;

/// A longer line is not shown.
const MAX_MENDED: usize = 160;

/// The line with the edits of all findings made; `None` unless it is ready to copy: every edit lies on it, and nothing in
/// it is masked.
pub(super) fn line(sheet: &Sheet<'_>, line: &SheetLine, findings: &[&Finding]) -> Option<String> {
    let mut edits = Vec::new();
    for finding in findings {
        let here = edits_on(sheet, line, finding);
        if here.is_empty() || here.len() != finding.edits.len() {
            return None;
        }
        edits.extend(here);
    }
    let mended = mended(&line.text, edits)?;
    (mended.len() <= MAX_MENDED && !mended.contains("***")).then_some(mended)
}

/// `None` when two edits are in each other's way.
fn mended(line: &[u8], mut edits: Vec<(Range<usize>, Cow<'_, str>)>) -> Option<String> {
    edits.sort_by_key(|(span, _)| (span.start, span.end));
    let mut mended = Vec::new();
    let mut at = 0;
    for (span, written) in edits {
        mended.extend_from_slice(line.get(at..span.start)?);
        mended.extend_from_slice(written.as_bytes());
        at = span.end;
    }
    mended.extend_from_slice(line.get(at..)?);
    Some(plain_bytes(mended.trim_ascii_start()))
}
