//! One finding: the line of the request that it is about, what is marked there, and what to do.

use super::WIDTH;
use super::rows::row_from;
use crate::escape::{plain, plain_bytes};
use crate::judged::Judged;
use crate::sheet::{Sheet, SheetLine};
use crate::snippet::{Snippet, snippet};
use annotate_snippets::{AnnotationKind, Group, Level, Message, Renderer, Snippet as Drawing};
use reqlint_core::{Edit, Finding, Severity};
use std::ops::Range;

/// A mended line that is longer is not shown.
const MAX_MENDED: usize = 160;

/// Draws a finding, with a line break at its end.
pub(super) fn draw(judged: &Judged<'_>, sheet: &Sheet<'_>, finding: &Finding) -> String {
    let line = sheet.line(&finding.location);
    let edits = edits_on(sheet, &line, finding);
    let place = sheet.range(&finding.location).and_then(|range| line.span(&range));
    let marks: Vec<Range<usize>> = match edits.as_slice() {
        [] => place.into_iter().collect(),
        edits => edits.iter().map(|(span, _)| span.clone()).collect(),
    };
    let made = snippet(&line.text, &marks);
    let label = label(&edits);
    let drawing = Drawing::source(&*made.text)
        .line_start(line.number)
        .path(path(judged, sheet, &line, &made))
        .annotations(annotations(&made, label.as_deref()));

    let (level, word) = match finding.severity {
        Severity::Error => (Level::ERROR, "error"),
        Severity::Warning => (Level::WARNING, "warning"),
    };
    let status = finding.status.map(|status| status.to_string());
    let before = word.len() + 2 + status.as_ref().map_or(0, |status| status.len() + 2);
    let title = level.primary_title(row_from(before, &plain(&finding.detail), &finding.rule));
    let title = match status {
        Some(status) => title.id(status),
        None => title,
    };
    let group = title.element(drawing).elements(messages(finding, &line, &edits));
    render(group)
}

/// Draws a group, without white space at the ends of lines.
pub(super) fn render(group: Group<'_>) -> String {
    let drawn = Renderer::styled().term_width(WIDTH).render(&[group]);
    drawn.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// What the drawing calls the place; it adds line and column if something is marked. Lines that aren't those of the input
/// have no place there, and columns of a cut line would be wrong.
fn path(judged: &Judged<'_>, sheet: &Sheet<'_>, line: &SheetLine, made: &Snippet) -> Option<String> {
    let path = plain(judged.record.input.as_deref().unwrap_or("stdin"));
    let path = if made.spans.is_empty() { format!("{path}:{}", line.number) } else { path };
    (sheet.is_literal && !made.is_cut).then_some(path)
}

/// The changes that lie on this line, by place.
fn edits_on<'f>(sheet: &Sheet<'_>, line: &SheetLine, finding: &'f Finding) -> Vec<(Range<usize>, &'f Edit)> {
    let on_line = |edit: &'f Edit| Some((line.span(&sheet.range(&edit.location)?)?, edit));
    let mut edits: Vec<_> = finding.edits.iter().filter_map(on_line).collect();
    edits.sort_by_key(|(span, _)| (span.start, span.end));
    edits
}

/// What is marked, with a label behind the last. Without a mark the line is only shown.
fn annotations<'s>(made: &'s Snippet, label: Option<&'s str>) -> Vec<annotate_snippets::Annotation<'s>> {
    let last = made.spans.len().saturating_sub(1);
    let mark = |(index, span): (usize, &Range<usize>)| {
        AnnotationKind::Primary.span(span.clone()).label(label.filter(|_| index == last))
    };
    match made.spans.as_slice() {
        [] => vec![AnnotationKind::Visible.span(0..0)],
        spans => spans.iter().enumerate().map(mark).collect(),
    }
}

/// What to do at the marks, in a few words.
fn label(edits: &[(Range<usize>, &Edit)]) -> Option<String> {
    match edits {
        [] => None,
        [(_, edit)] if edit.replacement.is_empty() => Some("remove this".to_owned()),
        [(span, edit)] if span.is_empty() => Some(format!("add `{}`", plain(&edit.replacement))),
        [(_, edit)] => Some(format!("write `{}`", plain(&edit.replacement))),
        edits if edits.iter().all(|(_, edit)| edit.replacement.is_empty()) => Some("remove these".to_owned()),
        _ => None,
    }
}

/// What to change, and why. A mended line is ready to copy only where nothing in it is masked.
fn messages<'f>(finding: &'f Finding, line: &SheetLine, edits: &[(Range<usize>, &Edit)]) -> Vec<Message<'f>> {
    let all_here = edits.len() == finding.edits.len() && !edits.is_empty();
    let mended = all_here.then(|| mend(&line.text, edits)).filter(|mended| mended.len() <= MAX_MENDED);
    let ready = mended.filter(|mended| !mended.contains("***"));
    let fix = ready.or_else(|| finding.fix.as_deref().map(plain));
    let why = finding.why.as_deref().map(plain);
    let named = |name, text| Level::HELP.with_name(Some(name)).message(text);
    fix.map(|fix| named("fix", fix)).into_iter().chain(why.map(|why| named("why", why))).collect()
}

/// The line with its edits made.
fn mend(line: &[u8], edits: &[(Range<usize>, &Edit)]) -> String {
    let mut mended = Vec::new();
    let mut at = 0;
    for (span, edit) in edits {
        mended.extend_from_slice(line.get(at..span.start).unwrap_or_default());
        mended.extend_from_slice(edit.replacement.as_bytes());
        at = at.max(span.end);
    }
    mended.extend_from_slice(line.get(at..).unwrap_or_default());
    plain_bytes(mended.trim_ascii_start())
}
