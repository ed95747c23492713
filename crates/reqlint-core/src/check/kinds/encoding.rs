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
use crate::base::octets::Octets;
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
/// but a tab, `not-utf8` a byte above 7F that is part of no
/// character, or U+FFFD, which readers put in the place of one.
const CHARACTERS: [&str; 14] = [
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
    "not-utf8",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Encoding {
    part: Part,
    characters: [bool; 14],
    /// Where a known server answers: of characters that have one of these octets alone.
    only: Option<Refused>,
}

/// The octets that a server refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Refused {
    pub(crate) path: Octets,
    pub(crate) query: Octets,
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
        Some(Self { part, characters: c.some_of("characters", CHARACTERS, sink), only: None })
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
            let sort = sort(text.get(bad..end).unwrap_or_default());
            let is_looked_for = self.characters.get(sort) == Some(&true);
            if !is_looked_for || !self.is_refused(subject, range.start + bad..range.start + end) {
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
        if self.characters == [true; 14] {
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
            "byte that isn't UTF-8",
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
        Self { characters: [true; 14], only: None, ..self }
    }

    /// The same, but for characters of which a server takes each octet.
    pub(crate) fn only(self, refused: Refused) -> Self {
        Self { only: Some(refused), ..self }
    }

    /// Whether the path and the query are looked at.
    pub(crate) fn looks_in(self) -> [bool; 2] {
        [self.part != Part::Query, self.part != Part::Path]
    }

    /// The octets of the characters that it looks for, if each was tried by itself; so are those of characters outside ASCII,
    /// unless whole ones were.
    pub(crate) fn octets_tried(self, whole_ones_were: bool) -> Option<Octets> {
        let looks_for = |name| CHARACTERS.iter().zip(self.characters).any(|(known, is_on)| is_on && *known == name);
        let is_untried = looks_for("space") || looks_for("percent") || looks_for("non-ascii") && whole_ones_were;
        let is_looked_for = |octet: u8| match octet {
            0x80.. => looks_for("non-ascii") || looks_for("not-utf8"),
            octet => !is_allowed(octet) && self.characters.get(sort(&[octet])) == Some(&true),
        };
        (!is_untried).then(|| Octets::of(is_looked_for))
    }

    /// Whether a character at a place of the target is one that the known server refuses, if there is one.
    fn is_refused(self, subject: &Subject<'_>, character: Range<usize>) -> bool {
        let Some(Refused { path, query }) = self.only else { return true };
        let is_in_query = subject.target.query.as_ref().is_some_and(|query| character.start >= query.start);
        let octets = if is_in_query { query } else { path };
        subject.slice(&character).iter().any(|octet| octets.contains(*octet))
    }

    pub(crate) fn is_of_query(self) -> bool {
        self.part == Part::Query
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

/// What readers put in the place of bytes that aren't UTF-8.
const REPLACEMENT: &[u8] = "\u{FFFD}".as_bytes();

/// The position in [`CHARACTERS`] of a character that is not allowed.
fn sort(character: &[u8]) -> usize {
    match character {
        [b' '] => 0,
        [b'%'] => 2,
        REPLACEMENT => 13,
        [octet] if !octet.is_ascii() => 13,
        [octet, ..] if !octet.is_ascii() => 3,
        [b'"'] => 4,
        [b'<' | b'>'] => 5,
        [b'[' | b']'] => 6,
        [b'{' | b'}'] => 7,
        [b'|'] => 8,
        [b'^'] => 9,
        [b'`'] => 10,
        [b'\\'] => 11,
        [b'\t'] => 12,
        _ => 1,
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
