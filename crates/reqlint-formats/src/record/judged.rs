//! A record, and what a rule set says about it: what every writer is given.

use crate::record::Record;
use reqlint_core::Resolved;
use reqlint_core::api::FactSlot;
use reqlint_core::explain::Masked;

/// A record that was judged.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'a> {
    /// The record.
    pub record: &'a Record<'a>,
    /// Its request with the secrets masked; of each part as many bytes as it has.
    pub masked: &'a Masked,
    /// What was found.
    pub resolved: &'a Resolved,
    /// The facts that the rule set declares.
    pub facts: &'a [FactSlot],
}

impl Judged<'_> {
    /// The method, as far as it is one.
    pub(crate) fn method(&self) -> String {
        const MAX_METHOD: usize = 100;
        clipped(String::from_utf8_lossy(&self.record.exchange.request.method).into_owned(), MAX_METHOD)
    }

    /// The target with its secrets masked; of more than so many bytes only the beginning, and `…`.
    pub(crate) fn target(&self, most: usize) -> String {
        clipped(String::from_utf8_lossy(&self.masked.target.shown()).into_owned(), most)
    }

    /// The host that the request names, without credentials and port; empty where it names none.
    #[must_use]
    pub fn host(&self) -> String {
        String::from_utf8_lossy(self.record.exchange.host()).into_owned()
    }
}

/// A text of at most so many bytes; of a longer one the beginning, and `…`.
pub(crate) fn clipped(mut text: String, most: usize) -> String {
    if text.len() > most {
        let end = (0..=most).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
        text.truncate(end);
        text.push('…');
    }
    text
}
