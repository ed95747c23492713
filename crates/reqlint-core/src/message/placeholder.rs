//! Placeholders: what replaces a value that was removed, or that is still to be filled in.

use crate::base::bytes::{self, ByteSet};
use crate::message::credential::looks::looks_like_credential;
use crate::message::visibility::Visibility;
use std::ops::Range;

/// The bytes that a placeholder begins with.
pub(crate) const OPENINGS: [u8; 4] = *b"*<${";

/// So many bytes are looked at one by one before many are at once.
const NEAR: usize = 4;

/// The bytes of a name between brackets.
static OF_NAME: ByteSet = ByteSet::alphanumeric_and(b"_-. ");

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
    // after this a placeholder needs no end
    let last_end = memchr::memrchr2(b'>', b'}', text).unwrap_or(0);
    loop {
        let rest = text.get(from..)?;
        // fast path: where one begins, another often follows
        let near = rest.iter().take(NEAR).position(|byte| OPENINGS.contains(byte));
        let start = match near {
            _ if from > last_end => from + bytes::find(rest, |block| block.one_of([b'*', b'$']))?,
            Some(near) => from + near,
            None => from + bytes::find(rest, |block| block.one_of(OPENINGS))?,
        };
        if let Some(length) = placeholder_length(text.get(start..)?)
            && !(text.get(start) == Some(&b'<') && *markup.get_or_insert_with(|| is_markup(text)))
        {
            return Some(start..start + length);
        }
        from = start + 1;
    }
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
        self.placeholder_length(text).is_some_and(|length| length == text.trim_ascii_end().len())
    }

    /// The length of the placeholder that a text begins with.
    #[inline]
    pub(crate) fn placeholder_length(self, text: &[u8]) -> Option<usize> {
        // fast path: nearly every text begins otherwise, and JSON with one brace
        let may_begin = matches!(text, [b'*', b'*', ..] | [b'<' | b'$', ..] | [b'{', b'{', ..]);
        if may_begin && self.placeholders { placeholder_length(text) } else { None }
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
            let rest = text.get(1..)?;
            let name = rest.iter().take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || **b == b'_').count();
            stands_for(rest.get(..name)?).then_some(1 + name)
        }
        [b'{', b'{', ..] => enclosed(text, 2, b"}}"),
        _ => None,
    }
}

/// The length of a name between an opening of that length and an end.
fn enclosed(text: &[u8], opening: usize, end: &[u8]) -> Option<usize> {
    let inside = text.get(opening..)?;
    let name = inside.iter().take_while(|byte| OF_NAME.has(**byte)).count();
    let after = inside.get(name..)?;
    let is_closed = name > 0 && after.first() == end.first() && after.starts_with(end);
    (is_closed && stands_for(inside.get(..name)?)).then_some(opening + name + end.len())
}

/// Whether a text between brackets stands for a value. A credential doesn't: the brackets of the documentation were left
/// around it.
fn stands_for(name: &[u8]) -> bool {
    !looks_like_credential(name)
}

/// Marks that recorders and writers of logs put in the place of a credential, in lower case and without brackets.
///
/// `REDACTED`: Caddy 2.11.7 (its log of a request's headers), Azure's SDKs; `[REDACTED]`: pino, hyper; `<redacted>`: httr2;
/// `[FILTERED]`: Rails; `[Filtered]`: Sentry; `***`, `xxx`, dots: people.
#[rustfmt::skip]
const MARKS: &[&str] = &[
    "redacted", "filtered", "removed", "hidden", "masked", "obfuscated", "sanitized", "sanitised", "censored", "scrubbed",
    "elided", "omitted", "suppressed",
];

/// What three or more of are a mark, too.
const RUNS: [&[u8]; 11] = [
    b"x",
    b"X",
    b"*",
    b".",
    b"-",
    b"_",
    b"#",
    "\u{2022}".as_bytes(),
    "\u{25cf}".as_bytes(),
    "\u{2026}".as_bytes(),
    "\u{2588}".as_bytes(),
];

/// Whether a text may begin with a mark; what follows it isn't looked at.
pub(crate) fn begins_mark(text: &[u8]) -> bool {
    let [first, second, ..] = text else { return false };
    // two bytes rule nearly every value out
    let pair = [first.to_ascii_lowercase(), second.to_ascii_lowercase()];
    let is_likely = matches!(
        &pair,
        b"re" | b"fi" | b"hi" | b"ma" | b"ob" | b"sa" | b"ce" | b"sc" | b"el" | b"om" | b"su" | [0xe2, _]
    );
    if !is_likely {
        // a run of one byte, which is a mark from three on
        let is_run = first == second && text.get(2) == Some(first);
        return is_run && RUNS.iter().any(|unit| unit == &[*first]);
    }
    let is_word = |mark: &&str| {
        let mark = mark.as_bytes();
        mark.first() == Some(&first.to_ascii_lowercase())
            && text.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark))
    };
    let is_run = |unit: &&[u8]| {
        unit.first() == Some(first) && text.chunks(unit.len()).take(3).filter(|chunk| chunk == unit).count() == 3
    };
    MARKS.iter().any(is_word) || RUNS.iter().any(is_run)
}

/// Whether a text is a mark that a credential was redacted: `REDACTED`, `[Filtered]`, `<redacted>`, `XXXXX`, `••••`.
///
/// Ask only where a credential is expected: elsewhere such a word is a value.
pub(crate) fn redaction_mark(text: &[u8]) -> bool {
    let closing: &[u8] = match text.first() {
        Some(b'[') => b"]",
        Some(b'<') => b">",
        Some(b'(') => b")",
        Some(b'{') => b"}",
        Some(b'"') => b"\"",
        _ => b"",
    };
    let inside =
        text.get(1..).filter(|_| !closing.is_empty()).and_then(|rest| rest.strip_suffix(closing)).unwrap_or(text);
    if !begins_mark(inside) {
        return false;
    }
    let is_run = |unit: &&[u8]| inside.len() >= 3 * unit.len() && inside.chunks(unit.len()).all(|chunk| chunk == *unit);
    RUNS.iter().any(is_run) || MARKS.iter().any(|mark| mark.as_bytes().eq_ignore_ascii_case(inside))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_is_one_at_its_beginning() {
        let runs = RUNS.map(|unit| String::from_utf8(unit.repeat(3)).unwrap());
        let words = MARKS.iter().flat_map(|mark| [(*mark).to_owned(), mark.to_uppercase()]);
        for mark in words.chain(runs) {
            assert!(begins_mark(mark.as_bytes()) && redaction_mark(mark.as_bytes()), "{mark}");
        }
        for text in ["reduced", "filter", "", "x", "xx", "hide", "•", "--"] {
            assert!(!begins_mark(text.as_bytes()), "{text}");
        }
    }

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

    #[test]
    fn a_credential_in_brackets_is_not_one() {
        for text in [
            "TOK:<a1b2c3d4-1111-2222-3333-444455556666>",
            "Bearer <eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJqb2UifQ.c2lnbmF0dXJlLWhlcmU>",
            "{{a1b2c3d4e5f6a7b8c9d0}}",
            "${a1b2c3d4e5f6a7b8c9d0}",
        ] {
            assert_eq!(placeholder(text.as_bytes()), None, "{text}");
        }
        for text in ["<your-api-key-1>", "{{create.response.body.id}}", "$API_KEY_2024", "<Your 40 character token>"] {
            assert!(placeholder(text.as_bytes()).is_some(), "{text}");
        }
    }

    #[test]
    fn marks_of_redaction_are_known() {
        for text in
            ["REDACTED", "[REDACTED]", "[Filtered]", "[FILTERED]", "<redacted>", "XXXXX", "••••", "hidden", "(removed)"]
        {
            assert!(redaction_mark(text.as_bytes()), "{text}");
        }
        for text in ["", "x", "abc", "Xx", "redactedly", "[]", "hidden1"] {
            assert!(!redaction_mark(text.as_bytes()), "{text}");
        }
    }
}
