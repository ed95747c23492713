//! Placeholders: what replaces a value that was removed, or that is still to be filled in.

use crate::base::bytes;
use crate::message::exchange::Visibility;
use std::ops::Range;

/// The bytes that a placeholder begins with.
pub(crate) const OPENINGS: [u8; 4] = *b"*<${";

/// Whether a text certainly contains no placeholder, judged by its bytes; `false` leaves it open.
#[inline]
pub(crate) fn is_literal(text: &[u8]) -> bool {
    !bytes::any(text, |block| block.one_of(OPENINGS))
}

/// Whether a part of a path is certainly literal: it contains no placeholder, and nothing is percent-encoded.
#[inline]
pub(crate) fn is_literal_in_path(text: &[u8]) -> bool {
    let [a, b, c, d] = OPENINGS;
    !bytes::any(text, |block| block.one_of([a, b, c, d, b'%']))
}

/// The first placeholder in a text: a run of three `*`, `<token>`, `$TOKEN`, `${TOKEN}` or `{{token}}`.
pub(crate) fn placeholder(text: &[u8]) -> Option<Range<usize>> {
    // fast path: nearly no value contains a placeholder
    if is_literal(text) {
        return None;
    }
    let mut from = 0;
    let mut markup = None;
    while let Some(at) = bytes::find(text.get(from..)?, |block| block.one_of(OPENINGS)) {
        let start = from + at;
        if let Some(length) = placeholder_length(text.get(start..)?)
            && !(text.get(start) == Some(&b'<') && *markup.get_or_insert_with(|| is_markup(text)))
        {
            return Some(start..start + length);
        }
        from = start + 1;
    }
    None
}

impl Visibility {
    /// The first placeholder in a text of a request, where its source has placeholders.
    #[inline]
    pub(crate) fn placeholder(self, text: &[u8]) -> Option<Range<usize>> {
        if self.placeholders { placeholder(text) } else { None }
    }

    /// Whether a placeholder hides some of a text.
    #[inline]
    pub(crate) fn hides(self, text: &[u8]) -> bool {
        self.placeholder(text).is_some()
    }

    /// Whether the whole text, except trailing spaces, is one placeholder.
    #[inline]
    pub(crate) fn hides_all(self, text: &[u8]) -> bool {
        self.placeholder_length(text) == Some(text.trim_ascii_end().len())
    }

    /// The length of the placeholder that a text begins with.
    #[inline]
    pub(crate) fn placeholder_length(self, text: &[u8]) -> Option<usize> {
        if self.placeholders { placeholder_length(text) } else { None }
    }
}

/// Whether elements are closed in a text, so that `<a>` opens one.
fn is_markup(text: &[u8]) -> bool {
    memchr::memmem::find(text, b"</").is_some() || memchr::memmem::find(text, b"/>").is_some()
}

/// The length of the placeholder that a text begins with.
fn placeholder_length(text: &[u8]) -> Option<usize> {
    match text {
        [b'*', b'*', b'*', ..] => Some(text.iter().take_while(|b| **b == b'*').count()),
        [b'<', first, ..] if first.is_ascii_alphabetic() => enclosed(text, 1, b">"),
        [b'$', b'{', ..] => enclosed(text, 2, b"}"),
        [b'$', first, ..] if first.is_ascii_uppercase() || *first == b'_' => {
            let name = text.iter().skip(1).take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || **b == b'_');
            Some(1 + name.count())
        }
        [b'{', b'{', ..] => enclosed(text, 2, b"}}"),
        _ => None,
    }
}

/// The length of a name between an opening of that length and an end.
fn enclosed(text: &[u8], opening: usize, end: &[u8]) -> Option<usize> {
    let inside = text.get(opening..)?;
    let name = inside.iter().take_while(|b| b.is_ascii_alphanumeric() || b"_-. ".contains(b)).count();
    (name > 0 && inside.get(name..)?.starts_with(end)).then_some(opening + name + end.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_stands_for_a_value() {
        let found =
            ["TOK: ***", "Bearer <VALID_TOKEN>", "TOK: $TOKEN", "Bearer {{token}}", "x ${TOKEN}", "<account number>"];
        for text in found {
            assert!(placeholder(text.as_bytes()).is_some(), "{text}");
        }
        for text in ["*/*", "a < b", "$filter", "{account}", "TOK: 1234", "dir/*", "", "{{}}", "<>", "<p>x</p>"] {
            assert_eq!(placeholder(text.as_bytes()), None, "{text}");
        }
        assert_eq!(placeholder(b"TOK: ***** x"), Some(5..10));
    }
}
