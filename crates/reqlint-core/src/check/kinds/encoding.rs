//! `encoding`. Looks at: the target, its path or its query (not the fragment). Fails when: a character that RFC 3986 does
//! not allow is unencoded, or `%` isn't followed by two hex digits. Skips when: that part isn't there.
//!
//! ```toml
//! [check.encoding]
//! part       = "query"
//! characters = ["space", "non-ascii"]
//! ```

use crate::base::bytes::{self, Block, Marks};
use crate::base::finding::Edit;
use crate::base::text::{Line, SmolStr, joined, text};
use crate::check::clause::wanted;
use crate::check::scope::Scope;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::check::{Kind, Words};
use crate::language::Sink;
use crate::language::cursor::Cursor;
use crate::language::key::{Key, Takes};
use crate::subject::place::Place;
use crate::subject::{Subject, Uses};
use std::ops::Range;

const PARTS: [&str; 3] = ["target", "path", "query"];

/// The sorts of characters that must be encoded; `percent` is one that begins no escape, `control` any control character
/// but a tab.
const CHARACTERS: [&str; 13] = [
    "space",
    "control",
    "percent",
    "non-ascii",
    "quote",
    "angle-bracket",
    "bracket",
    "brace",
    "pipe",
    "caret",
    "backtick",
    "backslash",
    "tab",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Encoding {
    part: Part,
    characters: [bool; 13],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Part {
    Target,
    Path,
    Query,
}

impl Kind for Encoding {
    type Spec = Self;
    const KEYS: &'static [Key] = &[
        Key::new("part", Takes::OneOf(&PARTS), "what is looked at").or("\"target\""),
        Key::new("characters", Takes::SomeOf(&CHARACTERS), "which characters").or("all"),
    ];
    const NEEDS_CATALOGUE: bool = false;

    fn read(c: &Cursor<'_>, sink: &mut Sink) -> Option<Self> {
        let part = match c.one_of("part", &PARTS, sink) {
            Some(1) => Part::Path,
            Some(2) => Part::Query,
            _ => Part::Target,
        };
        Some(Self { part, characters: c.some_of("characters", CHARACTERS, sink) })
    }

    fn compile(spec: &Self, _scope: &mut Scope<'_>) -> Option<Self> {
        Some(*spec)
    }

    fn verdict(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        let Some(range) = self.range(subject) else { return Verdict::Absent };
        let text = subject.slice(&range);
        // what follows a placeholder may need it too
        let shows = subject.exchange.shows;
        let hidden = shows.hides(text) || !shows.raw_target;
        let mut verdict = if hidden { Verdict::NOT_VISIBLE } else { Verdict::Pass };
        let mut at = 0;
        while let Some(bad) = next_bad(text, at) {
            // `${NAME}` begins before the brace, with a character that is allowed
            let begin = bad - usize::from(bad.checked_sub(1).and_then(|before| text.get(before)) == Some(&b'$'));
            if let Some(length) = text.get(begin..).and_then(|text| shows.placeholder_length(text)) {
                at = begin + length;
                continue;
            }
            let end = bad + character(text, bad);
            if !self.looks_for(text.get(bad)) {
                at = end;
                continue;
            }
            verdict = trace.fail(|| evidence(subject, text, range.start, bad..end));
            if !trace.wants_all() {
                return verdict;
            }
            at = end;
        }
        verdict
    }

    fn uses(&self) -> Uses {
        Uses::NONE
    }

    fn clause(&self, _words: Words<'_>) -> String {
        let part = match self.part {
            Part::Target => "path and query",
            Part::Path => "the path",
            Part::Query => "the query",
        };
        if self.characters == [true; 13] {
            return format!("each character of {part} that RFC 3986 doesn't allow is percent-encoded");
        }
        let phrases = [
            "space",
            "control character",
            "`%` without two hexadecimal digits after it",
            "character outside ASCII",
            "quotation mark",
            "angle bracket",
            "square bracket",
            "brace",
            "`|`",
            "`^`",
            "backtick",
            "backslash",
            "tab",
        ];
        format!("{part} has no unencoded {}", wanted(self.characters, phrases).replace(" and ", " or "))
    }

    fn place<'s>(&'s self, subject: &Subject<'s>) -> Place<'s> {
        Place::Target(self.range(subject))
    }
}

impl Encoding {
    /// Whether every character that can be seen is certainly allowed; `false` leaves it open.
    #[inline]
    pub(crate) fn is_plain(self, subject: &Subject<'_>) -> bool {
        let Some(range) = self.range(subject) else { return true };
        let rest = range.start.max(subject.target.simple)..range.end;
        rest.is_empty() || is_plain(subject.slice(&rest))
    }

    /// The same for every sort of character.
    pub(crate) fn of_all_characters(self) -> Self {
        Self { characters: [true; 13], ..self }
    }

    pub(crate) fn is_of_query(self) -> bool {
        self.part == Part::Query
    }

    /// Whether this byte, which is not allowed, is of a sort that is looked for.
    fn looks_for(self, byte: Option<&u8>) -> bool {
        let sort = match byte {
            Some(b' ') => 0,
            Some(b'%') => 2,
            Some(0x80..) => 3,
            Some(b'"') => 4,
            Some(b'<' | b'>') => 5,
            Some(b'[' | b']') => 6,
            Some(b'{' | b'}') => 7,
            Some(b'|') => 8,
            Some(b'^') => 9,
            Some(b'`') => 10,
            Some(b'\\') => 11,
            Some(b'\t') => 12,
            _ => 1,
        };
        self.characters.get(sort) == Some(&true)
    }

    fn range(self, subject: &Subject<'_>) -> Option<Range<usize>> {
        let target = subject.target;
        match self.part {
            Part::Path => Some(target.path.clone()),
            Part::Query => target.query.clone(),
            Part::Target => Some(target.path.start..target.query.as_ref().map_or(target.path.end, |q| q.end)),
        }
    }
}

/// What RFC 3986 allows in path and query: unreserved, sub-delims, and `:@/?`.
fn is_allowed(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'-' | b'.' | b'_' | b'~' | b'!' | b'$' | b'&'..=b',' | b';' | b'=' | b':' | b'@' | b'/' | b'?'
        )
}

/// Whether a text is encoded and contains no placeholder, judged by its bytes; each `%` is looked at.
fn is_plain(text: &[u8]) -> bool {
    let unusual = |block: Block| !usual(block) | block.is(b'*');
    let mut at = 0;
    loop {
        at = bytes::find_from(text, at, unusual);
        if at >= text.len() || !is_escape(text, at) {
            return at >= text.len();
        }
        at += 3;
    }
}

/// The bytes of which nearly every target is made; all of them are allowed.
#[inline]
fn usual(block: Block) -> Marks {
    block.letters() | block.within(b'&', b';') | block.is(b'=') | block.is(b'?') | block.is(b'_')
}

fn is_escape(text: &[u8], percent: usize) -> bool {
    matches!(text.get(percent..percent + 3), Some([b'%', a, b]) if a.is_ascii_hexdigit() && b.is_ascii_hexdigit())
}

/// The next byte that is not allowed, or a `%` that begins no escape.
fn next_bad(text: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += bytes::find(text.get(at..)?, |block| !usual(block))?;
        if !is_allowed(*text.get(at)?) && !is_escape(text, at) {
            return Some(at);
        }
        at += 1;
    }
}

/// The bytes of the character at `at`; 1 for a byte that isn't UTF-8.
fn character(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let rest = rest.get(..4).unwrap_or(rest);
    let valid = rest.utf8_chunks().next().map_or("", |c| c.valid());
    valid.chars().next().map_or(1, char::len_utf8)
}

fn evidence(subject: &Subject<'_>, text: &[u8], base: usize, bad: Range<usize>) -> Evidence {
    let bytes = text.get(bad.clone()).unwrap_or_default();
    let replacement = escapes(bytes);
    let range = base + bad.start..base + bad.end;
    let location = subject.locate(&Place::Target(Some(range.clone())));
    // a character of a secret is not named, and so not fixed
    if subject.masked_target().get(range) != Some(bytes) {
        return Evidence::fixed(location, "a character is not percent-encoded");
    }
    let detail = match bytes {
        b" " => joined(["the target contains a space; write ", &replacement]),
        b"%" => joined(["`%` isn't followed by two hexadecimal digits; by itself it is written ", &replacement]),
        _ => text!("{} is not percent-encoded; write {replacement}", crate::base::spell::character(bytes)),
    };
    let edit = Edit { location: location.clone(), replacement: replacement.clone(), safe: true };
    Evidence { expected: Some(replacement), edits: vec![edit], ..Evidence::new(location, detail) }
}

/// Bytes as escapes: `%20`.
fn escapes(bytes: &[u8]) -> SmolStr {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |value: u8| char::from(DIGITS.get(usize::from(value & 15)).copied().unwrap_or_default());
    let mut escapes = Line::default();
    let characters = bytes.iter().flat_map(|byte| ['%', digit(byte >> 4), digit(*byte)]);
    characters.for_each(|character| escapes.put_character(character));
    escapes.text()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_bytes_are_allowed() {
        for byte in 0..=u8::MAX {
            let bad = !is_allowed(byte) && byte != b'%';
            assert_eq!(next_bad(&[b'a', byte, b'4', b'1'], 0), bad.then_some(1), "0x{byte:02x}");
        }
        assert_eq!(next_bad(b"/a%4g", 0), Some(2));
    }
}
