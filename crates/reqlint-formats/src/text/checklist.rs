//! What is open, what was assumed, and how everything went.

use super::Detail;
use super::rows::{DIM, row, styled};
use crate::escape::plain;
use crate::judged::Judged;
use crate::record::Record;
use reqlint_core::{Because, ChecklistItem, FactSlot, Outcome, Resolved};

/// How many assumptions are listed.
const MAX_ASSUMED: usize = 8;

/// The rules that can't be told, each with the fact that would settle it.
pub(super) fn open(judged: &Judged<'_>) -> String {
    let items = judged.resolved.checklist.iter().filter(|item| item.outcome == Outcome::Unknown);
    let rows: String = items.map(|item| item_row(item, judged.facts)).collect();
    if rows.is_empty() { rows } else { format!("\n{rows}") }
}

/// Every rule of the pack, in its order.
pub(super) fn whole(judged: &Judged<'_>) -> String {
    let with_question = |item: &ChecklistItem| {
        let ask = item.ask.as_deref().filter(|_| item.outcome == Outcome::Unknown);
        let ask = ask.map(|ask| format!("              → {}\n", plain(ask))).unwrap_or_default();
        item_row(item, judged.facts) + &ask
    };
    let rows: String = judged.resolved.checklist.iter().map(with_question).collect();
    format!("\n{rows}")
}

/// `open    400  the account is in good standing      --fact account-status=active|inactive|deleted`
fn item_row(item: &ChecklistItem, facts: &[FactSlot]) -> String {
    let outcome = match item.outcome {
        Outcome::Pass => "passed",
        Outcome::Fail => "failed",
        Outcome::Unknown => "open",
        Outcome::Skip => "skipped",
    };
    let status = item.status.map_or_else(|| "-".to_owned(), |status| status.to_string());
    let left = format!("{outcome:<7}  {status:<3}  {}", plain(&item.title));
    row(&left, &reason(item, facts)) + "\n"
}

/// Why an item is open or was skipped; else the rule's name.
fn reason(item: &ChecklistItem, facts: &[FactSlot]) -> String {
    match item.because {
        None => item.rule.clone(),
        Some(Because::FactMissing) => {
            let usage = |name: &String| {
                let slot = facts.iter().find(|slot| slot.name == *name);
                format!("--fact {}", slot.map_or_else(|| name.clone(), FactSlot::usage))
            };
            item.needs.iter().map(usage).collect::<Vec<_>>().join(" ")
        }
        Some(Because::NotVisible) => "can't be seen here".to_owned(),
        Some(Because::NotApplying) => "not applying".to_owned(),
        Some(Because::Absent) => "nothing to look at".to_owned(),
        Some(Because::Waits) => format!("waits for {}", item.needs.join(", ")),
    }
}

/// What the reader assumed.
pub(super) fn assumed(record: &Record<'_>) -> String {
    if record.notes.is_empty() {
        return String::new();
    }
    let row = |note: &crate::Note| format!("{}\n", styled(DIM, format!("assumed  {}  {}", note.place, note.message)));
    let mut rows: String = record.notes.iter().take(MAX_ASSUMED).map(row).collect();
    if let Some(more) = record.notes.len().checked_sub(MAX_ASSUMED).filter(|more| *more > 0) {
        rows += &format!("{}\n", styled(DIM, format!("assumed  … and {more} things more")));
    }
    format!("\n{rows}")
}

/// `passed 14 · failed 2 · open 3 · not applying 9`
pub(super) fn counts(resolved: &Resolved, detail: Detail) -> String {
    if resolved.checklist.is_empty() {
        return String::new();
    }
    let number = |outcome| resolved.checklist.iter().filter(|item| item.outcome == outcome).count();
    let waiting = resolved.checklist.iter().filter(|item| item.because == Some(Because::Waits)).count();
    let mut counts = vec![format!("passed {}", number(Outcome::Pass)), format!("failed {}", number(Outcome::Fail))];
    counts.push(format!("open {}", number(Outcome::Unknown)));
    if waiting > 0 {
        counts.push(format!("waiting {waiting}"));
    }
    counts.push(format!("not applying {}", number(Outcome::Skip) - waiting));
    let hint = if detail.checklist { "" } else { "--checklist shows all" };
    format!("\n{}\n", row(&counts.join(" · "), hint))
}
