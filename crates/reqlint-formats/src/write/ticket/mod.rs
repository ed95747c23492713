//! What goes into a support ticket, as Markdown: the checklist with ticks, and the request with its secrets masked.
//!
//! Everything quoted is escaped: nothing of a request or an answer is read as Markdown or HTML.

mod items;
mod request;

use crate::record::diagnosed::Diagnosed;
use crate::write::list::Paragraphs;
use crate::write::markup::{code, escaped};
use crate::write::writer::DiagnosisWriter;
use reqlint_core::diagnose::{Checklist, Diagnosis, Observed, Step};
use std::io;

/// Diagnoses, one after the other.
#[derive(Default)]
pub(super) struct Writer {
    paragraphs: Paragraphs,
}

impl DiagnosisWriter for Writer {
    fn add(&mut self, diagnosed: &Diagnosed<'_>, out: &mut String) -> io::Result<()> {
        self.paragraphs.add(&diagnosis(diagnosed), out);
        Ok(())
    }

    fn add_checklist(&mut self, list: &Checklist, _: &str, out: &mut String) -> io::Result<()> {
        self.paragraphs.add(&checklist(list), out);
        Ok(())
    }

    fn finish(self: Box<Self>, _: &mut String) -> io::Result<()> {
        Ok(())
    }
}

/// A diagnosis, with a line break at its end.
#[must_use]
pub fn diagnosis(diagnosed: &Diagnosed<'_>) -> String {
    let Diagnosed { judged, diagnosis, .. } = diagnosed;
    let mut out = answer(&diagnosis.observed, diagnosis.status_title());
    out += &request::summary(judged);
    out.extend(diagnosis.remarks.iter().map(|remark| format!("\n> {}\n", escaped(remark))));
    out += &conclusion(diagnosis);
    out += &items::causes(diagnosis);
    out += &items::also_wrong(diagnosis);
    out + &request::whole(judged)
}

/// The checklist of a status, ticked as far as a person went through it; a line break at the end.
#[must_use]
pub fn checklist(checklist: &Checklist) -> String {
    let Checklist { observed, status_title, causes, .. } = checklist;
    answer(observed, status_title.as_deref()) + &items::by_hand(observed.status, causes)
}

/// `## 403 Forbidden, “Access Denied”`
fn answer(observed: &Observed, title: Option<&str>) -> String {
    let title = title.map(|title| format!(" {}", escaped(title))).unwrap_or_default();
    let message = observed.message.as_deref().filter(|message| !message.trim().is_empty());
    let message = message.map(|message| format!(": {}", code(message))).unwrap_or_default();
    let error_code = observed.code.as_deref().filter(|code| observed.message.as_deref() != Some(code));
    let error_code = error_code.map(|error_code| format!(" (code {})", code(error_code))).unwrap_or_default();
    format!("## {}{title}{message}{error_code}\n", observed.status)
}

/// What is known by now, or to be done next.
fn conclusion(diagnosis: &Diagnosis<'_>) -> String {
    let (head, text) = match diagnosis.next_step() {
        Step::Fix { cause, .. } => ("Cause", cause.fix.unwrap_or(cause.title)),
        Step::Ask(question) => ("Not known yet", question.ask),
        Step::Look(cause) => ("Not known yet", format!("whether this holds: {}", cause.title)),
        Step::Try(cause) => ("Most likely", cause.title),
        Step::FixOther { rule, fix } => ("Nothing explains this answer, but this is wrong", fix.unwrap_or(rule)),
        Step::Nothing => return String::new(),
        _ => ("Nothing explains this answer", "What was checked is listed below.".to_owned()),
    };
    format!("\n**{head}**: {}\n", escaped(&text))
}
