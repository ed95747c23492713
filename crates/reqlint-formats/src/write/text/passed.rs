//! Requests in which no mistake was found: what is still asked about them, and what an answer settled.

use crate::record::judged::Judged;
use reqlint_core::explain::ChecklistItem;
use reqlint_core::{Conclusion, Outcome};

/// What is said of a request in which no mistake was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Passed {
    /// Every rule was decided.
    Clean,
    /// A fact would settle something.
    Open,
    /// What can't be decided is nothing that could be asked.
    RightSoFar,
}

impl Passed {
    /// `None` where a mistake was found, or nothing was judged.
    pub(crate) fn of(judged: &Judged<'_>) -> Option<Self> {
        let is_open = || questions(judged).next().is_some();
        match judged.resolved.conclusion {
            Conclusion::Clean => Some(Self::Clean),
            Conclusion::Depends => Some(if is_open() { Self::Open } else { Self::RightSoFar }),
            _ => None,
        }
    }
}

/// The items that a fact would settle: those that are shown, and those that are counted.
pub(crate) fn questions<'j>(judged: &Judged<'j>) -> impl Iterator<Item = &'j ChecklistItem> + use<'j> {
    let is_asked = success(judged).is_none();
    let items = judged.resolved.checklist.iter();
    items.filter(move |item| is_asked && item.outcome == Outcome::FACT_MISSING)
}

/// The status with which the API took a request in which no mistake was found. It answers what could be asked; a redirect, which may
/// lead to where one signs in, doesn't.
pub(crate) fn success(judged: &Judged<'_>) -> Option<u16> {
    let resolved = judged.resolved;
    let is_right = matches!(resolved.conclusion, Conclusion::Clean | Conclusion::Depends);
    resolved.answered.filter(|status| is_right && !resolved.answer_is_error && matches!(status, 200..300 | 304))
}
