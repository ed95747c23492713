//! The lines of headers.

use super::Verdict;
use super::checks::{View, pass_if};

impl View<'_> {
    /// How each token that is there goes.
    pub(super) fn tokens(&self) -> Vec<Verdict> {
        let is_of = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
        let fits = |token: &str| (4..=8).contains(&token.len()) && token.bytes().all(is_of);
        self.filled("X-Token").iter().map(|value| pass_if(value.strip_prefix("TOK ").is_some_and(fits))).collect()
    }

    pub(super) fn filled(&self, name: &str) -> Vec<&str> {
        self.header(name).into_iter().filter(|value| !value.trim().is_empty()).collect()
    }
}
