//! The findings of a report, each in the request's own text.

use super::excerpt;
use super::rows::{DIM, styled};
use crate::judged::Judged;
use crate::sheet::Sheet;
use reqlint_core::{Finding, Severity};

/// How many findings are drawn; JSON has them all.
const MAX_DRAWN: usize = 20;

/// Errors first, then warnings, each in the order of the report.
pub(super) fn findings(judged: &Judged<'_>) -> String {
    let all = &judged.resolved.findings;
    if all.is_empty() {
        return String::new();
    }
    let sheet = Sheet::of(judged);
    let errors = all.iter().filter(|finding| finding.severity == Severity::Error);
    let warnings = all.iter().filter(|finding| finding.severity == Severity::Warning);
    let mut out = String::new();
    let mut before: Option<&Finding> = None;
    let mut is_told = false;
    for finding in errors.chain(warnings).take(MAX_DRAWN) {
        out += "\n";
        match before {
            Some(before) if finding.severity < before.severity => out += "and, though no error comes of it:\n",
            Some(before) if finding.severity == Severity::Error && finding.rule != before.rule && !is_told => {
                // the API answers with one error at a time
                out += "then, once that is mended:\n";
                is_told = true;
            }
            _ => {}
        }
        out += &excerpt::draw(judged, &sheet, finding);
        before = Some(finding);
    }
    if let Some(more) = all.len().checked_sub(MAX_DRAWN).filter(|more| *more > 0) {
        out += &format!("\n{}\n", styled(DIM, format!("… and {more} more: --format json has them all")));
    }
    out
}
