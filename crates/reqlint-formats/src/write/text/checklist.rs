//! What is open, what was assumed, and how everything went.

use super::Detail;
use super::passed::{questions, success};
use super::rows::{DIM, row, row_at, styled};
use crate::record::judged::Judged;
use reqlint_core::Outcome;
use reqlint_core::api::FactSlot;
use reqlint_core::base::escape::plain;
use reqlint_core::explain::{ChecklistItem, SkipReason, UnknownReason};

/// How many assumptions are listed.
const MAX_ASSUMED: usize = 8;

/// The rules that a fact would settle, each with that fact.
pub(super) fn open(judged: &Judged<'_>) -> String {
    section(&questions(judged).map(|item| sides(item, judged)).collect::<Vec<_>>(), |_| None)
}

/// Every rule of the pack, in its order, with the questions that are open.
pub(super) fn whole(judged: &Judged<'_>) -> String {
    let checklist = &judged.resolved.checklist;
    let rows: Vec<_> = checklist.iter().map(|item| sides(item, judged)).collect();
    section(&rows, |index| {
        let item = checklist.get(index).filter(|item| item.outcome.is_unknown() && success(judged).is_none())?;
        Some(format!("              → {}\n", plain(item.ask.as_deref()?)))
    })
}

/// Rows below each other, their right sides in one column, each with the text below it.
fn section(rows: &[(String, String)], below: impl Fn(usize) -> Option<String>) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let right = rows.iter().map(|(left, _)| left.chars().count() + 2).max().unwrap_or_default();
    let row = |(index, (left, right_side)): (usize, &(String, String))| {
        row_at(right, left, right_side) + "\n" + &below(index).unwrap_or_default()
    };
    format!("\n{}", rows.iter().enumerate().map(row).collect::<String>())
}

/// `open     400  the account is in good passed` and `--fact account-status=active|inactive|deleted`
fn sides(item: &ChecklistItem, judged: &Judged<'_>) -> (String, String) {
    let facts = judged.facts;
    let outcome = match (item.outcome, success(judged)) {
        (Outcome::NOT_VISIBLE, _) => "unseen",
        (Outcome::FACT_MISSING, Some(_)) => "settled",
        (outcome, _) => went(outcome),
    };
    let status = item.status.map_or_else(|| "-".to_owned(), |status| status.to_string());
    let reason = match success(judged).filter(|_| item.outcome == Outcome::FACT_MISSING) {
        Some(answered) => format!("the API answered {answered}"),
        None => reason(item, facts),
    };
    (format!("{outcome:<7}  {status:<3}  {}", plain(&item.title)), reason)
}

/// How a checklist says that an item went.
pub(crate) const fn went(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "passed",
        Outcome::Fail => "failed",
        Outcome::Unknown(_) => "open",
        Outcome::Skip(_) => "skipped",
    }
}

/// Why an item is open or was skipped; else the rule's name.
fn reason(item: &ChecklistItem, facts: &[FactSlot]) -> String {
    match item.outcome {
        Outcome::Pass | Outcome::Fail => item.rule.clone(),
        Outcome::Unknown(UnknownReason::FactMissing) => {
            let usage = |name: &String| {
                let slot = facts.iter().find(|slot| slot.name == *name);
                format!("--fact {}", slot.map_or_else(|| name.clone(), FactSlot::usage))
            };
            item.needs.iter().map(usage).collect::<Vec<_>>().join(" ")
        }
        Outcome::Unknown(UnknownReason::NotVisible) => "can't be seen here".to_owned(),
        Outcome::Skip(SkipReason::Waits) => format!("waits for {}", item.needs.join(", ")),
        Outcome::Skip(SkipReason::NotApplying) => "not applying".to_owned(),
        Outcome::Skip(SkipReason::Absent) => "nothing to look at".to_owned(),
        outcome => outcome.reason().unwrap_or_default().to_owned(),
    }
}

/// What the reader assumed, and no finding says.
pub(super) fn assumed(judged: &Judged<'_>) -> String {
    let said = |note: &&crate::Note| !judged.resolved.findings.iter().any(|finding| finding.detail == *note.message);
    let notes: Vec<&crate::Note> = judged.record.notes.iter().filter(said).collect();
    if notes.is_empty() {
        return String::new();
    }
    let row = |note: &&crate::Note| {
        format!("{}\n", styled(DIM, format!("assumed  {}  {}", note.place, plain(&note.message))))
    };
    let mut rows: String = notes.iter().take(MAX_ASSUMED).map(row).collect();
    if let Some(more) = notes.len().checked_sub(MAX_ASSUMED).filter(|more| *more > 0) {
        rows += &format!("{}\n", styled(DIM, format!("assumed  … and {more} things more")));
    }
    format!("\n{rows}")
}

/// `passed 14 · failed 2 · open 3 · can't be seen here 1 · not applying 9`
pub(super) fn counts(judged: &Judged<'_>, detail: Detail) -> String {
    let resolved = judged.resolved;
    if resolved.checklist.is_empty() {
        return String::new();
    }
    let number = |is: fn(Outcome) -> bool| resolved.checklist.iter().filter(|item| is(item.outcome)).count();
    let waiting = number(|outcome| outcome == Outcome::WAITS);
    let (passed, failed) = (number(|outcome| outcome == Outcome::Pass), number(|outcome| outcome == Outcome::Fail));
    let mut counts = vec![format!("passed {passed}"), format!("failed {failed}")];
    // the questions that are shown
    let open = questions(judged).count();
    counts.push(format!("open {open}"));
    let settled = number(|outcome| outcome == Outcome::FACT_MISSING) - open;
    let hidden = number(|outcome| outcome == Outcome::NOT_VISIBLE);
    let more = [(settled, "settled by the answer"), (hidden, "can't be seen here"), (waiting, "waiting")];
    counts.extend(more.iter().filter(|(number, _)| *number > 0).map(|(number, what)| format!("{what} {number}")));
    counts.push(format!("not applying {}", number(|outcome| matches!(outcome, Outcome::Skip(_))) - waiting));
    let hint = if detail.checklist { "" } else { "--checklist shows all" };
    format!("\n{}\n", row(&counts.join(" · "), hint))
}
