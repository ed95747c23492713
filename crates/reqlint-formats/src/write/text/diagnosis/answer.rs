//! The answer that came, and what is odd about it.

use crate::write::text::WIDTH;
use crate::write::text::rows::{RED, YELLOW, hanging, styled};
use reqlint_core::base::escape::plain;
use reqlint_core::diagnose::Diagnosis;
use reqlint_core::diagnose::{AnswerForm, Observed};

/// How much of a message is shown.
const MAX_MESSAGE: usize = 200;

/// `The API answered 403 Forbidden, "Access Denied".`, and remarks below it.
pub(in crate::write::text) fn observed(diagnosis: &Diagnosis<'_>) -> String {
    let answer = answer(&diagnosis.observed, diagnosis.status_title());
    format!("{answer}\n{}", diagnosis.remarks.iter().map(|text| remark(text)).collect::<String>())
}

/// `note: the answer is an HTML page …`
pub(in crate::write::text) fn remark(text: &str) -> String {
    hanging(&styled(YELLOW, "note"), "note".len(), &plain(text), WIDTH)
}

/// The answer in a sentence.
pub(super) fn answer(observed: &Observed, title: Option<&str>) -> String {
    let title = title.map(|title| format!(" {}", plain(title))).unwrap_or_default();
    let status = styled(RED, format!("{}{title}", observed.status));
    let message = observed.message.as_deref().filter(|text| !text.trim().is_empty());
    let message = message.map(|text| format!(", \"{}\"", short(&plain(text)))).unwrap_or_default();
    let code = observed.code.as_ref().filter(|code| observed.message.as_ref() != Some(code));
    let code = code.map(|code| format!(" (code `{}`)", short(&plain(code)))).unwrap_or_default();
    let who = if observed.form == AnswerForm::Html { "Something" } else { "The API" };
    let seems = if observed.is_status_assumed { ", it seems with" } else { "" };
    let answer = format!("{who} answered{seems} {status}{message}{code}");
    // a message ends as the API ends it
    if answer.ends_with(".\"") { answer } else { answer + "." }
}

fn short(text: &str) -> String {
    match text.char_indices().nth(MAX_MESSAGE) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default()),
        None => text.to_owned(),
    }
}
