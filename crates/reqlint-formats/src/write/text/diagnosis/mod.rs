//! A diagnosis as a person sees it: the answer, its causes best first, and the exact next step.

mod answer;
mod causes;
mod checklist;
mod next;

use super::{Detail, heading};
use crate::record::diagnosed::Diagnosed;
pub(super) use answer::{observed, remark};
pub use checklist::checklist;
pub(crate) use next::sentence;

/// A diagnosis as text, with a line break at its end.
#[must_use]
pub fn diagnosis(diagnosed: &Diagnosed<'_>, detail: Detail) -> String {
    let mut out = heading::title(&diagnosed.judged);
    out += &observed(diagnosed.diagnosis);
    if !detail.answer_only {
        out += &causes::causes(diagnosed);
        if detail.checklist {
            out += &super::checklist::whole(&diagnosed.judged);
        }
        out += &super::checklist::assumed(&diagnosed.judged);
        out += "\n";
    }
    out + &next::next(diagnosed)
}
