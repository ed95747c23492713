//! A line as it reads once it is fixed.

use super::marks::edits_on;
use crate::write::source::{Sheet, SheetLine};
use reqlint_core::Finding;
use reqlint_core::base::escape::plain_bytes;
use std::borrow::Cow;
use std::ops::Range;

/// A longer line is not shown.
const MAX_FIXED: usize = 160;

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
    let fixed = fixed(&line.text, edits)?;
    (fixed.len() <= MAX_FIXED && !fixed.contains("***")).then_some(fixed)
}

/// `None` when two edits are in each other's way.
fn fixed(line: &[u8], mut edits: Vec<(Range<usize>, Cow<'_, str>)>) -> Option<String> {
    edits.sort_by_key(|(span, _)| (span.start, span.end));
    let mut fixed = Vec::new();
    let mut at = 0;
    for (span, written) in edits {
        fixed.extend_from_slice(line.get(at..span.start)?);
        fixed.extend_from_slice(written.as_bytes());
        at = span.end;
    }
    fixed.extend_from_slice(line.get(at..)?);
    Some(plain_bytes(fixed.trim_ascii_start()))
}
