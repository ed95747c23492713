//! The checklist of a status, when there is no request at hand.

use super::answer::answer;
use crate::write::text::WIDTH;
use crate::write::text::rows::{BOLD, DIM, YELLOW, hanging, row, styled, wrapped};
use reqlint_core::base::escape::plain;
use reqlint_core::diagnose::{Cause, CauseOrigin, CauseVerdict, Checklist};

/// How many items of one list are shown.
const MAX_SHOWN: usize = 20;

/// What to look at, best first, each item with the question that settles it; then what to do with it.
#[must_use]
pub fn checklist(checklist: &Checklist, next: &str) -> String {
    let mut out = answer(&checklist.observed, checklist.status_title.as_deref()) + "\n";
    let of = |is: fn(&Cause) -> bool| checklist.causes.iter().filter(|cause| is(cause)).collect::<Vec<_>>();
    let items = of(|cause| cause.origin == CauseOrigin::Rule);
    out += &section("What the answer says", &of(|c| c.origin == CauseOrigin::Answer && !c.is_of_status()), told);
    out += &section("What it may be at any API", &of(Cause::is_of_status), advised);
    let packs = checklist.packs.iter().map(|name| plain(name)).collect::<Vec<_>>().join(", ");
    out +=
        &section(&format!("Does all of this hold? (checklist of {packs})"), &items, |cause| item(mark(cause), cause));
    let replies = of(|cause| cause.origin == CauseOrigin::Reply);
    let title =
        if items.is_empty() { "What only the answer shows" } else { "Or is it this, which only the answer shows?" };
    out += &section(title, &replies, |cause| item("·", cause));
    if !checklist.elsewhere.is_empty() {
        let packs: Vec<String> = checklist.elsewhere.iter().map(|name| format!("--pack {}", plain(name))).collect();
        let status = checklist.observed.status;
        let text = format!("for {status} of the API of a pack, which has a checklist of its own: {}", packs.join(", "));
        out += &format!("\n{}", hanging(&styled(YELLOW, "note"), "note".len(), &text, WIDTH));
    }
    let found = items.into_iter().find(|cause| cause.verdict == CauseVerdict::Confirmed);
    let fix = found.map(|cause| plain(cause.fix.as_ref().unwrap_or(&cause.title)));
    let next = fix.unwrap_or_else(|| next.to_owned());
    // a command has its line to itself, so that it can be typed as it stands
    let (next, command) = next.split_once('\n').map_or((next.as_str(), None), |(next, command)| (next, Some(command)));
    let command = command.map(|command| format!("      {}\n", plain(command))).unwrap_or_default();
    out + "\n" + &hanging(&styled(BOLD, "next"), "next".len(), next, WIDTH) + &command
}

/// A title, and what is listed below it; nothing where the list is empty.
fn section(title: &str, causes: &[&Cause], row: impl Fn(&Cause) -> String) -> String {
    if causes.is_empty() {
        return String::new();
    }
    let colon = if title.ends_with(['?', ')']) { "" } else { ":" };
    let mut out = format!("\n{title}{colon}\n");
    out.extend(causes.iter().take(MAX_SHOWN).map(|cause| row(cause)));
    if let Some(more) = causes.len().checked_sub(MAX_SHOWN).filter(|more| *more > 0) {
        out += &format!("  {}\n", styled(DIM, format!("… and {more} more; --format json lists all")));
    }
    out
}

/// What the answer says, why, and what to do.
fn told(cause: &Cause) -> String {
    let reasons = cause.because.iter().map(|reason| below(&plain(reason)));
    advised_with(cause, reasons.collect())
}

/// What a status may mean, and what to do.
fn advised(cause: &Cause) -> String {
    advised_with(cause, String::new())
}

fn advised_with(cause: &Cause, reasons: String) -> String {
    let fix = cause.fix.as_ref().map(|fix| below(&format!("→ {}", plain(fix))));
    row(&format!("· {}", plain(&cause.title)), cause.name()) + "\n" + &reasons + &fix.unwrap_or_default()
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
