//! The findings of a report, each in the request's own text.

use super::excerpt;
use super::rows::{DIM, GREEN, count, row_from, styled};
use crate::record::judged::Judged;
use crate::write::source::Sheet;
use reqlint_core::base::escape::plain;
use reqlint_core::{Finding, Severity};

/// How many findings are drawn; JSON has more of them.
const MAX_DRAWN: usize = 30;

/// How many findings of one rule share a drawing.
const MAX_TOGETHER: usize = 6;

/// Errors first, then warnings and notes, each in the order of the report.
pub(super) fn findings(judged: &Judged<'_>) -> String {
    let all = &judged.resolved.findings;
    if all.is_empty() {
        return String::new();
    }
    let sheet = Sheet::of(judged);
    let errors = all.iter().filter(|finding| finding.severity == Severity::Error);
    let warnings = all.iter().filter(|finding| finding.severity == Severity::Warning);
    let notes = all.iter().filter(|finding| finding.severity == Severity::Note);
    let drawn: Vec<&Finding> = errors.chain(warnings).chain(notes).take(MAX_DRAWN).collect();

    let mut out = String::new();
    let mut before: Option<&Finding> = None;
    let mut is_told = false;
    for together in groups(&sheet, &drawn) {
        let [first, others @ ..] = together else { continue };
        out += "\n";
        match before {
            Some(before) if first.severity < before.severity && before.severity == Severity::Error => {
                out += "and, without effect on the expected answer:\n";
            }
            Some(before) if first.severity == Severity::Error && first.rule != before.rule && !is_told => {
                // the API answers with one error at a time
                out += "then, once that is fixed:\n";
                is_told = true;
            }
            _ => {}
        }
        out += &excerpt::draw(judged, &sheet, first, others);
        before = Some(first);
    }
    if let Some(more) = more(judged, MAX_DRAWN) {
        out += &format!("\n{}\n", styled(DIM, more));
    }
    out
}

/// What is said where no more than so many findings are shown: `… and 12 more: --format json has them all`.
fn more(judged: &Judged<'_>, shown: usize) -> Option<String> {
    let (kept, left_out) = (judged.resolved.findings.len(), judged.resolved.findings_left_out);
    let more = (kept.saturating_sub(shown) + left_out).checked_sub(1)? + 1;
    let json = match (kept > shown, left_out) {
        (false, _) => String::new(),
        (true, 0) => ": --format json has them all".to_owned(),
        (true, _) => format!(": --format json has the first {kept}"),
    };
    Some(format!("… and {more} more{json}"))
}

/// What formats for programs say where findings are left out.
pub(crate) fn left_out(judged: &Judged<'_>) -> Option<String> {
    let number = judged.resolved.findings_left_out;
    (number > 0).then(|| format!("{} left out", count(number, "more finding")))
}

/// A finding that was fixed: `fixed  3  the value is in quotes    edgecast/token-in-quotes`, with its line.
#[must_use]
pub fn fixed(judged: &Judged<'_>, finding: &Finding) -> String {
    let line = Sheet::of(judged).line(&finding.location).number;
    let input = plain(judged.record.input.as_deref().unwrap_or("stdin"));
    let row = row_from("fixed  ".len(), &format!("{input}:{line}  {}", plain(&finding.detail)), &finding.rule);
    format!("{}  {row}\n", styled(GREEN, "fixed"))
}

/// Findings of one rule in the request's own text, without titles.
pub(super) fn drawn_below(judged: &Judged<'_>, sheet: &Sheet<'_>, found: &[&Finding]) -> String {
    const MAX_PLACES: usize = 3;
    let places = groups(sheet, found).take(MAX_PLACES).filter_map(<[&Finding]>::split_first);
    places.map(|(first, others)| excerpt::draw_below(judged, sheet, first, others)).collect()
}

/// Neighbours of one rule on one line, all of them marked or none.
fn groups<'g, 'f>(sheet: &'g Sheet<'_>, findings: &'g [&'f Finding]) -> impl Iterator<Item = &'g [&'f Finding]> {
    let key = |finding: &Finding| (sheet.line_start(&finding.location), sheet.range(&finding.location).is_some());
    let same = move |a: &&Finding, b: &&Finding| a.rule == b.rule && key(a) == key(b);
    findings.chunk_by(same).flat_map(|group| group.chunks(MAX_TOGETHER))
}
