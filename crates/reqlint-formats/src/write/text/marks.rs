//! What is marked in a line, and what is written at the marks.

use crate::write::source::{Sheet, SheetLine};
use reqlint_core::Finding;
use reqlint_core::base::escape::plain;
use reqlint_core::explain::Edit;
use std::borrow::Cow;
use std::ops::Range;

/// A marked place of a line.
pub(super) struct Mark {
    pub(super) span: Range<usize>,
    pub(super) label: Option<String>,
}

/// The marks of some findings: where their edits are, else what they are about.
pub(super) fn marks(sheet: &Sheet<'_>, line: &SheetLine, findings: &[&Finding]) -> Vec<Mark> {
    let is_alone = findings.len() == 1;
    let of = |finding: &&Finding| {
        let edits = edits_on(sheet, line, finding);
        let place = sheet.range(&finding.location).and_then(|range| line.span(&range));
        let spans: Vec<_> = match edits.as_slice() {
            [] => place.into_iter().collect(),
            edits => edits.iter().map(|(span, _)| span.clone()).collect(),
        };
        // alone, a finding's detail is the title
        let label = label(&edits).or_else(|| (!is_alone).then(|| plain(&finding.detail)));
        let last = spans.len().saturating_sub(1);
        let mark = move |(index, span)| Mark { span, label: label.clone().filter(|_| index == last) };
        spans.into_iter().enumerate().map(mark).collect::<Vec<_>>()
    };
    findings.iter().flat_map(of).collect()
}

/// The changes of a finding that lie on this line, by place: what is written where.
pub(super) fn edits_on<'f>(
    sheet: &Sheet<'_>,
    line: &SheetLine,
    finding: &'f Finding,
) -> Vec<(Range<usize>, Cow<'f, str>)> {
    let on_line = |edit: &'f Edit| Some((line.span(&sheet.range(&edit.location)?)?, sheet.written(edit)));
    let mut edits: Vec<_> = finding.edits.iter().filter_map(on_line).collect();
    edits.sort_by_key(|(span, _)| (span.start, span.end));
    edits
}

/// What to do at the marks of a finding, in a few words.
fn label(edits: &[(Range<usize>, Cow<'_, str>)]) -> Option<String> {
    match edits {
        [] => None,
        [(_, written)] if written.is_empty() => Some("remove this".to_owned()),
        [(span, written)] if span.is_empty() => Some(format!("add `{}`", plain(written))),
        [(_, written)] => Some(format!("write `{}`", plain(written))),
        edits if edits.iter().all(|(_, written)| written.is_empty()) => Some("remove these".to_owned()),
        _ => None,
    }
}
