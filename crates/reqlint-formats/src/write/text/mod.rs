//! What a person sees: the answer first, each finding in the request's own text, then what is still open.
//!
//! Texts carry ANSI styles; a host strips them where colour would not be seen. No character in them is one of the request's
//! that a terminal could act on.

mod calibration;
mod checklist;
mod diagnosis;
mod diagnostic_page;
pub mod dialogue;
mod excerpt;
mod findings;
mod fixed;
mod heading;
mod marks;
mod passed;
mod rows;
mod rule_list;
mod rule_page;
mod status_page;
mod tally;
mod tried;
mod trouble;
mod writers;

pub use super::detail::Detail;
use crate::record::judged::Judged;
pub use calibration::calibration;
pub(crate) use checklist::went;
pub(crate) use diagnosis::sentence;
pub use diagnosis::{checklist, diagnosis};
pub use diagnostic_page::diagnostic_page;
pub use findings::fixed;
pub(crate) use findings::left_out;

use anstream::adapter::strip_str;
pub(crate) use passed::Passed;
use reqlint_core::base::escape::plain;
pub use rule_list::rule_list;
pub use rule_page::{cause_page, rule_page};
pub use status_page::status_page;
pub(crate) use tally::Tally;
pub use tried::{cause_example, example, trial_row};
pub(crate) use trouble::unread;
pub use trouble::{diagnostics, error, hints, note, read_error, unreadable_line};
pub(super) use writers::FORMAT;

/// How many columns a drawing takes.
const WIDTH: usize = 100;

/// The findings as they are drawn, without colours.
pub(crate) fn drawn(judged: &Judged<'_>) -> String {
    strip_str(&findings::findings(judged)).to_string()
}

/// The answer in one line, without colours: `will get 404 Not Found …`
pub(crate) fn answered(judged: &Judged<'_>) -> String {
    strip_str(&heading::answer(judged)).to_string()
}

/// What is said about a request as a whole, without colours: its remarks, else its answer.
pub(crate) fn of_request(judged: &Judged<'_>) -> String {
    match judged.resolved.remarks.as_slice() {
        [] => answered(judged),
        remarks => plain(&remarks.join("; ")),
    }
}

/// A report as text, with a line break at its end.
#[must_use]
pub fn report(judged: &Judged<'_>, detail: Detail) -> String {
    let mut out = heading::heading(judged);
    if detail.answer_only {
        return out;
    }
    let remarks = heading::source(judged).into_iter().chain(judged.resolved.remarks.iter().cloned());
    out.extend(remarks.map(|remark| diagnosis::remark(&remark)));
    out += &findings::findings(judged);
    if detail.checklist {
        out += &checklist::whole(judged);
    } else {
        out += &checklist::open(judged);
    }
    out += &checklist::assumed(judged);
    out += &checklist::counts(judged, detail);
    out
}
