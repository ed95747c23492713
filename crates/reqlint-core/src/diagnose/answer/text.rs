//! Texts of answers.

/// How much of an answer is read.
pub(in crate::diagnose) const MAX_ANSWER: usize = 1 << 20;

/// Whether a text has another in it that is no part of a longer word.
pub(in crate::diagnose) fn has_word(text: &str, word: &str) -> bool {
    let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '_' | '-'));
    let is_whole = |(at, _): (usize, &str)| {
        let (before, after) = (text.get(..at), text.get(at + word.len()..));
        is_edge(before.and_then(|text| text.chars().next_back())) && is_edge(after.and_then(|text| text.chars().next()))
    };
    !word.is_empty() && text.match_indices(word).any(is_whole)
}
