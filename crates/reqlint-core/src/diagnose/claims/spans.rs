//! The pieces of a sentence that may be names: what is in quotes, and the words outside of them.

use std::ops::Range;

/// The longest name in quotes.
const MAX_QUOTED: usize = 80;

/// The quoted parts of a text, without their quotes.
pub(super) fn quoted(text: &str) -> Vec<Range<usize>> {
    const PAIRS: [(char, char); 7] =
        [('[', ']'), ('"', '"'), ('\'', '\''), ('`', '`'), ('“', '”'), ('‘', '’'), ('«', '»')];
    let mut found = Vec::new();
    let mut at = 0;
    let mut before = ' ';
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let start = at + c.len_utf8();
        let close = PAIRS.iter().find(|(open, _)| *open == c && !before.is_alphanumeric()).and_then(|(_, close)| {
            let rest = text.get(start..)?;
            let length = rest.find(*close).filter(|length| *length <= MAX_QUOTED)?;
            // Elasticsearch writes names in brackets
            let is_word = |text: &str| text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.' || c == '-');
            if *close == ']' && !(before.is_whitespace() && rest.get(..length).is_some_and(is_word)) {
                return None;
            }
            Some((start + length, close.len_utf8()))
        });
        match close {
            Some((end, width)) => {
                found.push(start..end);
                at = end + width;
                before = ' ';
            }
            None => {
                at = start;
                before = c;
            }
        }
    }
    found
}

/// The words outside of quotes, without the signs around them.
pub(super) fn words(text: &str, quotes: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    let ends = text.char_indices().chain([(text.len(), ' ')]);
    for (at, c) in ends {
        let is_in = !c.is_whitespace()
            && !quotes.iter().any(|quote| quote.start <= at + 1 && at <= quote.end)
            && !"()<>{},".contains(c);
        match (is_in, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let word = text.get(from..at).unwrap_or_default();
                let front = word.len() - word.trim_start_matches([':', ';', '=', '"', '\'', '-', '*', '!']).len();
                let word =
                    word.get(front..).unwrap_or_default().trim_end_matches([':', ';', '.', '!', '?', '=', '"', '\'']);
                if !word.is_empty() {
                    found.push(from + front..from + front + word.len());
                }
                start = None;
            }
            _ => {}
        }
    }
    found
}
