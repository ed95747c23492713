//! The answer that came, as far as it could be read.

use super::retry_after::retry_after;
use super::text::MAX_ANSWER;
use super::words::Words;
use super::writer::Writer;
use super::{echo, inside, unheaded, words, writer};
use crate::message::answer::Tree;
use crate::message::exchange::{Body, Exchange, Response};
use crate::rules::rule_set::RuleSet;
use std::fmt;
use std::sync::Arc;

/// An answer, as far as it could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Observed {
    /// The status code.
    pub status: u16,
    /// Whether the answer is an error: by its status, or by what the pack says marks one.
    pub is_error: bool,
    /// What the API wrote.
    pub message: Option<String>,
    /// The API's code for the error.
    pub code: Option<String>,
    /// After how many seconds the request may be sent again, where the answer says so (`Retry-After`).
    pub retry_after: Option<u64>,
    /// Who wrote the answer, where it shows that: the name of a server's software.
    pub writer: Option<String>,
    /// What the body was.
    pub form: AnswerForm,
    /// Whether the source doesn't show the status: then it is the one that the answer's words are about.
    pub is_status_assumed: bool,
    /// What in the body shows that it is an error, where the status is that of a success and no pack says what marks one.
    pub(in crate::diagnose) sign: Option<String>,
    /// The status that it is read as: its own, or, of an error with the status of a success, the one its words are about.
    pub(in crate::diagnose) about: u16,
    /// What is known of that software.
    pub(in crate::diagnose) engine: Option<Writer>,
    /// What else it says, where it lists several errors.
    pub(in crate::diagnose) others: Others,
    /// All that was written, as it came.
    pub(in crate::diagnose) text: Raw,
}

/// The further errors of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::diagnose) struct Others(Vec<Words>);

/// The text of an answer as it came: it may repeat secrets, so it shows itself nowhere.
#[derive(Clone, Default, PartialEq, Eq)]
pub(in crate::diagnose) struct Raw(Option<Arc<str>>);

impl Raw {
    pub(in crate::diagnose) fn as_deref(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.as_ref().map_or(0, |text| text.len()))
    }
}

/// What an answer's body was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnswerForm {
    /// One of the pack's replies.
    Known,
    /// Not seen: a person told what the answer was.
    Told,
    /// There is none.
    Empty,
    /// That of a success, which is not read.
    Success,
    /// A page for browsers: not the API's own answer.
    Html,
    /// Compressed.
    Compressed,
    /// Neither text nor any syntax that is read.
    Binary,
    /// Not shown by the source.
    Unseen,
    /// Cut off before its end.
    CutOff,
    /// Text in a form that the pack doesn't know.
    Other,
}

impl Observed {
    /// An answer of which the status is known, and perhaps what it said: its message, its code, or its whole body.
    #[must_use]
    pub fn told(status: u16, text: Option<String>) -> Self {
        let raw = Raw(text.as_deref().map(Arc::from));
        Self {
            status,
            is_error: status >= 400,
            message: text,
            code: None,
            others: Others::default(),
            retry_after: None,
            writer: None,
            sign: None,
            about: status,
            engine: None,
            form: AnswerForm::Told,
            is_status_assumed: false,
            text: raw,
        }
    }

    /// An answer of which only the body is known; `None` if nothing in it shows that it is an error.
    #[must_use]
    pub fn without_status(body: String) -> Option<Self> {
        let status = super::unheaded::status(&body)?;
        Some(Self { is_status_assumed: true, ..Self::told(status, Some(body)) })
    }

    /// Reads the response of an exchange; `None` when it has none.
    #[must_use]
    pub fn read(rules: &RuleSet, exchange: &Exchange<'_>) -> Option<Self> {
        let response = exchange.response.as_ref()?;
        let raw = Raw(whole(response).map(Arc::from));
        let writer = writer::engine(rules, response);
        let mut observed = Self {
            status: response.status,
            is_error: response.status >= 400,
            message: None,
            code: None,
            others: Others::default(),
            retry_after: retry_after(response),
            writer: writer.as_ref().map(|writer| writer.title.clone()),
            sign: None,
            about: response.status,
            engine: writer,
            form: AnswerForm::Known,
            is_status_assumed: false,
            text: raw,
        };
        if let Some(mark) = rules.judge_of(exchange).and_then(|pack| pack.marked(response)) {
            observed.is_error = true;
            (observed.message, observed.code) = mark.words(response.body.bytes());
            observed.hide_secrets(rules, exchange);
            return Some(observed);
        }
        observed.look_inside(rules, exchange);
        match text(response, observed.is_error) {
            Err(form) => observed.form = form,
            Ok(text) => match words::of_answer(rules, exchange, Some(response.status), text) {
                Some(words) => observed.take(words),
                None if is_named_html(response) && text.contains(&b'<') => observed.form = AnswerForm::Html,
                None if is_cut_off(response) => observed.form = AnswerForm::CutOff,
                None => observed.form = AnswerForm::Other,
            },
        }
        observed.hide_secrets(rules, exchange);
        Some(observed)
    }

    /// What a person told, taken apart: a whole body is read like a response's, a single word may be a code.
    pub(in crate::diagnose) fn understood(mut self, rules: &RuleSet, exchange: &Exchange<'_>) -> Self {
        if let (AnswerForm::Told, Some(text), None) = (self.form, self.message.clone(), &self.code) {
            let status = self.status;
            let known = (!self.is_status_assumed).then_some(status);
            let body = text.as_bytes();
            let marks = rules.judge_of(exchange).map(|pack| pack.marks.as_slice()).unwrap_or_default();
            if let Some(mark) = marks.iter().find(|mark| mark.status == status && mark.marks(body)) {
                self.is_error = true;
                (self.message, self.code) = mark.words(body);
            } else {
                self.look_inside(rules, exchange);
                match words::of_answer(rules, exchange, known, body) {
                    Some(words) => self.take(words),
                    None if self.sign.is_none() && !text.trim().contains(char::is_whitespace) => {
                        self.code = Some(text.trim().to_owned());
                    }
                    None => {}
                }
            }
        }
        self.hide_secrets(rules, exchange);
        self
    }

    /// Whether an answer with the status of a success shows itself that it is an error. Where a pack says what marks one,
    /// that alone decides.
    fn look_inside(&mut self, rules: &RuleSet, exchange: &Exchange<'_>) {
        let is_declared = rules.judge_of(exchange).is_some_and(|pack| !pack.marks.is_empty());
        let text = self.text.as_deref().filter(|text| text.len() <= MAX_ANSWER && !is_declared);
        let Some(text) = text.filter(|_| (200..300).contains(&self.status)) else { return };
        let sign = inside::sign(&Tree::read(text));
        if sign.is_some() {
            self.about = unheaded::status(text).unwrap_or(unheaded::ANY);
            self.is_error = true;
            self.sign = sign;
        }
    }

    /// All that was written, as it came; shown nowhere.
    pub(in crate::diagnose) fn raw(&self) -> Option<&str> {
        self.text.as_deref()
    }

    fn take(&mut self, mut said: Vec<Words>) {
        if said.is_empty() {
            return;
        }
        (self.message, self.code) = said.remove(0);
        self.others = Others(said);
    }

    /// Every message of the answer, the first one first: a list of errors has several.
    pub(in crate::diagnose) fn messages(&self) -> impl Iterator<Item = &String> {
        self.message.iter().chain(self.others.0.iter().filter_map(|(message, _)| message.as_ref()))
    }

    /// Every code of the answer.
    pub(in crate::diagnose) fn codes(&self) -> impl Iterator<Item = &String> {
        self.code.iter().chain(self.others.0.iter().filter_map(|(_, code)| code.as_ref()))
    }

    /// An answer may repeat the token that it refuses. What the packs list is no secret.
    fn hide_secrets(&mut self, rules: &RuleSet, exchange: &Exchange<'_>) {
        let others = self.others.0.iter_mut().flat_map(|(message, code)| [message, code]);
        for text in [&mut self.message, &mut self.code].into_iter().chain(others).flatten() {
            if !words::is_documented(rules, text) {
                *text = echo::masked(text, exchange, &rules.mask(exchange));
            }
        }
    }
}

impl AnswerForm {
    /// Its name, as JSON has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::Told => "told",
            Self::Empty => "empty",
            Self::Success => "success",
            Self::Html => "html",
            Self::Compressed => "compressed",
            Self::Binary => "binary",
            Self::Unseen => "unseen",
            Self::CutOff => "cut-off",
            Self::Other => "other",
        }
    }

    /// What is odd about it, as a sentence.
    #[must_use]
    pub fn remark(self) -> Option<&'static str> {
        match self {
            AnswerForm::Known | AnswerForm::Told | AnswerForm::Empty | AnswerForm::Success => None,
            AnswerForm::Html => Some(
                "the answer is an HTML page: it isn't the API's own, something in between may have answered; only its status was looked at",
            ),
            AnswerForm::Compressed => Some("the answer's body is compressed: only its status was looked at"),
            AnswerForm::Binary => Some("the answer's body is not text: only its status was looked at"),
            AnswerForm::Unseen => Some("the answer's body was not recorded: only its status was looked at"),
            AnswerForm::CutOff => Some("the answer's body is cut off: only its status was looked at"),
            AnswerForm::Other => Some(
                "the answer's body is in a form that the pack doesn't know, so its message doesn't count for rules",
            ),
        }
    }
}

/// The body as far as it is text, a page too.
fn whole<'r>(response: &'r Response<'_>) -> Option<&'r str> {
    let text = response.body.bytes();
    match std::str::from_utf8(text) {
        Ok(text) => Some(text),
        Err(error) if is_cut_off(response) => std::str::from_utf8(text.get(..error.valid_up_to())?).ok(),
        Err(_) => None,
    }
}

/// The body as text, or what else it is.
fn text<'r>(response: &'r Response<'_>, is_error: bool) -> Result<&'r [u8], AnswerForm> {
    if !is_error {
        return Err(AnswerForm::Success);
    }
    let coded = response.headers.get("content-encoding");
    let is_coded = coded.is_some_and(|value| !value.is_empty() && !value.eq_ignore_ascii_case(b"identity"));
    let text = match &response.body {
        Body::Absent => return Err(AnswerForm::Empty),
        Body::Unread if is_coded => return Err(AnswerForm::Compressed),
        Body::Unread | Body::Masked => return Err(AnswerForm::Unseen),
        Body::Whole(text) | Body::Truncated(text) => text,
    };
    if text.trim_ascii().is_empty() {
        return Err(AnswerForm::Empty);
    }
    if std::str::from_utf8(text).is_err_and(|error| error.error_len().is_some() || !is_cut_off(response)) {
        return Err(if is_coded { AnswerForm::Compressed } else { AnswerForm::Binary });
    }
    if is_page(text) { Err(AnswerForm::Html) } else { Ok(text) }
}

fn is_cut_off(response: &Response<'_>) -> bool {
    matches!(response.body, Body::Truncated(_))
}

fn is_named_html(response: &Response<'_>) -> bool {
    let named = response.headers.get("content-type").map(crate::message::body::essence);
    named.is_some_and(|name| name.eq_ignore_ascii_case(b"text/html"))
}

/// Whether a text begins like a page, an XML declaration and comments passed over.
fn is_page(text: &[u8]) -> bool {
    let mut rest = crate::message::body::without_mark(text).trim_ascii_start();
    for (open, close) in [(&b"<?"[..], &b"?>"[..]), (b"<!--", b"-->")] {
        while let Some(end) = rest.starts_with(open).then(|| memchr::memmem::find(rest, close)).flatten() {
            rest = rest.get(end + close.len()..).unwrap_or_default().trim_ascii_start();
        }
    }
    let begins = |tag: &[u8]| rest.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    begins(b"<!doctype html") || begins(b"<html")
}
