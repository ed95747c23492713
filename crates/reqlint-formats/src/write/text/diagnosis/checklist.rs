//! The checklist of a status, when there is no request at hand.

use super::answer::answer;
use crate::write::text::WIDTH;
use crate::write::text::rows::{BOLD, DIM, hanging, row, styled, wrapped};
use reqlint_core::base::escape::plain;
use reqlint_core::diagnose::{Cause, CauseOrigin, CauseVerdict, Checklist};

/// What to look at, best first, each item with the question that settles it; then what to do with it.
#[must_use]
pub fn checklist(checklist: &Checklist, next: &str) -> String {
    let mut out = answer(&checklist.observed, checklist.status_title.as_deref()) + "\n";
    let (items, replies): (Vec<&Cause>, Vec<&Cause>) =
        checklist.causes.iter().partition(|cause| cause.origin == CauseOrigin::Rule);
    if !items.is_empty() {
        out += "\nDoes all of this hold?\n";
        out.extend(items.iter().map(|cause| item(mark(cause), cause)));
    }
    if !replies.is_empty() {
        out += match (items.is_empty(), replies.iter().all(|cause| cause.origin == CauseOrigin::Answer)) {
            (true, true) => "\nWhat it may be at any API:\n",
            (true, false) => "\nWhat only the answer shows:\n",
            (false, _) => "\nOr is it this, which only the answer shows?\n",
        };
        out.extend(replies.into_iter().map(|cause| item("·", cause)));
    }
    let found = items.into_iter().find(|cause| cause.verdict == CauseVerdict::Confirmed);
    let fix = found.map(|cause| plain(cause.fix.as_ref().unwrap_or(&cause.title)));
    let next = fix.unwrap_or_else(|| next.to_owned());
    out + "\n" + &hanging(&styled(BOLD, "next"), "next".len(), &next, WIDTH)
}

fn mark(cause: &Cause) -> &'static str {
    match cause.verdict {
        CauseVerdict::Confirmed => "✗",
        CauseVerdict::Possible => "□",
        CauseVerdict::RuledOut => "✓",
    }
}

fn item(mark: &str, cause: &Cause) -> String {
    let also = if cause.also_listed { cause.status.map(|status| format!(" ({status})")) } else { None };
    let right = cause.name().to_owned() + &also.unwrap_or_default();
    let is_open = cause.verdict == CauseVerdict::Possible;
    let ask = cause.ask.as_ref().filter(|_| is_open).map(|ask| format!("→ {}", plain(ask)));
    row(&format!("{mark} {}", plain(&cause.title)), &right) + "\n" + &ask.map(|ask| below(&ask)).unwrap_or_default()
}

fn below(text: &str) -> String {
    wrapped(text, WIDTH - 2).lines().map(|line| format!("  {}\n", styled(DIM, line))).collect()
}
