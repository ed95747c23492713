//! The answer as evidence: its texts, whatever syntax they were written in.

use super::observed::Observed;
use super::text::{MAX_ANSWER, has_word};
use crate::message::answer::Tree;
use crate::message::exchange::{Exchange, Response};

/// An error answer, taken apart.
pub(in crate::diagnose) struct Answer<'e> {
    /// The status code; of an error with the status of a success, the one that its words are about.
    pub(in crate::diagnose) status: u16,
    /// All of it, as it came; it may repeat secrets.
    pub(in crate::diagnose) raw: Raw,
    /// The body as a tree.
    pub(in crate::diagnose) tree: Tree,
    /// All of its words, in lower case, with single spaces.
    pub(in crate::diagnose) words: String,
    response: Option<&'e Response<'e>>,
}

/// The text of an answer, shown nowhere.
pub(in crate::diagnose) struct Raw(String);

impl Raw {
    /// Whether it has a text in it that is no part of a longer word.
    pub(in crate::diagnose) fn has_word(&self, text: &str) -> bool {
        has_word(&self.0, text)
    }
}

impl<'e> Answer<'e> {
    /// The answer to an exchange: what was observed of it, with the headers of the response where there is one.
    pub(in crate::diagnose) fn of(observed: &Observed, exchange: &'e Exchange<'_>) -> Self {
        let response = exchange.response.as_ref().filter(|response| response.status == observed.status);
        let text = observed.text.as_deref().unwrap_or_default();
        let mut end = text.len().min(MAX_ANSWER);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let tree = Tree::read(text.get(..end).unwrap_or_default());
        let mut words = String::new();
        tree.each_text(&mut |_, text| {
            for word in text.split_whitespace() {
                words.push_str(&word.to_lowercase());
                words.push(' ');
            }
        });
        Self { status: observed.about, raw: Raw(text.get(..end).unwrap_or_default().to_owned()), tree, words, response }
    }

    /// The value of a header of the answer, if the source shows it.
    pub(in crate::diagnose) fn header(&self, name: &str) -> Option<&'e str> {
        self.response.and_then(|response| std::str::from_utf8(response.headers.get(name)?).ok())
    }

    /// Whether the answer says one of these; each in lower case.
    pub(in crate::diagnose) fn says(&self, any: &[&str]) -> bool {
        any.iter().any(|text| self.words.contains(text))
    }
}
