//! Findings of one rule on one line of the request: what is marked there, and what to do.

use super::WIDTH;
use super::fixed;
use super::marks::{Mark, marks};
use super::rows::{row_from, wrapped};
use crate::record::judged::Judged;
use crate::write::source::snippet::{Snippet, snippet};
use crate::write::source::{Sheet, SheetLine};
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Message, Renderer, Snippet as Drawing};
use reqlint_core::base::escape::plain;
use reqlint_core::{Finding, Severity};
use std::ops::Range;

/// Draws some findings of one rule that are about the same line; a line break at the end.
pub(super) fn draw(judged: &Judged<'_>, sheet: &Sheet<'_>, first: &Finding, others: &[&Finding]) -> String {
    with_head(judged, sheet, first, others, |detail| Group::with_title(title(first, detail)))
}

/// The same without a title.
pub(super) fn draw_below(judged: &Judged<'_>, sheet: &Sheet<'_>, first: &Finding, others: &[&Finding]) -> String {
    with_head(judged, sheet, first, others, |_| Group::with_level(Level::ERROR))
}

fn with_head(
    judged: &Judged<'_>,
    sheet: &Sheet<'_>,
    first: &Finding,
    others: &[&Finding],
    head: impl FnOnce(&str) -> Group<'static>,
) -> String {
    let line = sheet.line(&first.location);
    let all: Vec<&Finding> = std::iter::once(first).chain(others.iter().copied()).collect();
    let marks = marks(sheet, &line, &all);
    let ranges: Vec<Range<usize>> = marks.iter().map(|mark| mark.span.clone()).collect();
    let made = snippet(&line.text, &ranges);
    let drawing = Drawing::source(&*made.text)
        .line_start(line.number)
        .path(path(judged, sheet, &line, &made))
        .annotations(annotations(&made, &marks));
    let detail = match others {
        [] => plain(&first.detail),
        _ if marks.is_empty() => all.iter().map(|finding| plain(&finding.detail)).collect::<Vec<_>>().join("; "),
        others => format!("{}, and {} more", plain(&first.detail), others.len()),
    };
    render(head(&detail).element(drawing).elements(messages(sheet, &line, &all)))
}

/// Draws a group, without white space at the ends of lines.
pub(super) fn render(group: Group<'_>) -> String {
    let drawn = Renderer::styled().term_width(WIDTH).render(&[group]);
    drawn.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// `error[403]: the value is in quotes            edgecast/token-in-quotes`
fn title(finding: &Finding, detail: &str) -> annotate_snippets::Title<'static> {
    let (level, word) = match finding.severity {
        Severity::Error => (Level::ERROR, "error"),
        Severity::Warning => (Level::WARNING, "warning"),
        Severity::Note => (Level::NOTE, "note"),
    };
    let status = finding.status.map(|status| status.to_string());
    let before = word.len() + 2 + status.as_ref().map_or(0, |status| status.len() + 2);
    let title = level.primary_title(row_from(before, detail, &finding.rule));
    match status {
        Some(status) => title.id(status),
        None => title,
    }
}

/// What the drawing calls the place; it adds line and column if something is marked. Lines that aren't those of the input
/// have no place there, and columns of a cut line would be wrong.
fn path(judged: &Judged<'_>, sheet: &Sheet<'_>, line: &SheetLine, made: &Snippet) -> Option<String> {
    let path = plain(judged.record.input.as_deref().unwrap_or("stdin"));
    let path = if made.spans.is_empty() { format!("{path}:{}", line.number) } else { path };
    (sheet.is_literal && !made.is_cut).then_some(path)
}

/// What is marked. Without a mark the line is only shown.
fn annotations<'s>(made: &'s Snippet, marks: &'s [Mark]) -> Vec<Annotation<'s>> {
    if made.spans.is_empty() {
        return vec![AnnotationKind::Visible.span(0..0)];
    }
    let annotation = |(span, mark): (&Range<usize>, &'s Mark)| {
        AnnotationKind::Primary.span(span.clone()).label(mark.label.as_deref())
    };
    made.spans.iter().zip(marks).map(annotation).collect()
}

/// What to change, nothing twice, and why. A fixed line stays on one line, to be copied.
fn messages<'a>(sheet: &Sheet<'_>, line: &SheetLine, findings: &[&Finding]) -> Vec<Message<'a>> {
    let mut fixes = Vec::from_iter(fixed::line(sheet, line, findings));
    if fixes.is_empty() {
        fixes = findings.iter().filter_map(|finding| finding.fix.as_deref().map(sentence)).collect();
        fixes.dedup();
    }
    let why = findings.first().and_then(|finding| finding.why.as_deref().map(sentence));
    let named = |name: &'static str, text| Level::HELP.with_name(Some(name)).message(text);
    let fixes = fixes.into_iter().map(|fix| named("fix", fix));
    let servers = findings.first().and_then(|finding| finding.servers.as_ref());
    let servers = servers.map(|servers| named("servers", sentence(&servers.to_string())));
    fixes.chain(why.map(|why| named("why", why))).chain(servers).collect()
}

fn sentence(text: &str) -> String {
    wrapped(&plain(text), WIDTH - 12)
}
