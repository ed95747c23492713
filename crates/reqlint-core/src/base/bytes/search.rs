//! Finding one text in another.

use super::find_from;

/// Whether a text is part of another, whatever the case of ASCII letters.
pub(crate) fn contains_ignoring_case(text: &[u8], part: &[u8]) -> bool {
    let Some(first) = part.first() else { return true };
    let either = [first.to_ascii_lowercase(), first.to_ascii_uppercase()];
    let mut at = 0;
    while at < text.len() {
        at = find_from(text, at, |block| block.one_of(either));
        let start = text.get(at..).and_then(|rest| rest.get(..part.len()));
        if start.is_some_and(|start| start.eq_ignore_ascii_case(part)) {
            return true;
        }
        at += 1;
    }
    false
}
