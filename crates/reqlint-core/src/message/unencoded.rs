//! The characters of a target that must be percent-encoded, and aren't.

use crate::base::bytes::{self, Block, ByteSet, Marks};
use crate::message::visibility::Visibility;
use std::cell::OnceCell;
use std::ops::Range;

/// The sorts of such characters; `percent` is one that begins no escape, `control` any control character but a tab, `not-utf8` a
/// byte above 7F that is part of no character, or U+FFFD, which readers put in the place of one.
pub(crate) const CHARACTERS: [&str; 14] = [
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

/// What readers put in the place of bytes that aren't UTF-8.
const REPLACEMENT: &[u8] = "\u{FFFD}".as_bytes();

/// How many places of a sort are kept; the others are only counted.
const KEPT: usize = 100;

/// The characters of a long text by their sorts, so that each rule about some of them need not look through it again.
#[derive(Debug, Default)]
pub(crate) struct Unencoded {
    sorts: [Places; CHARACTERS.len()],
    is_hidden: OnceCell<bool>,
}

/// Where characters of a sort are.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// The first of them, in order.
    pub(crate) first: Vec<Range<usize>>,
    pub(crate) count: usize,
}

impl Unencoded {
    /// Looks through a text once.
    pub(crate) fn read(text: &[u8], shows: Visibility) -> Self {
        let mut found = Self::default();
        let mut at = 0;
        while let Some(bad) = next_unencoded(text, at, shows) {
            at = bad.end;
            let sort = sort(text.get(bad.clone()).unwrap_or_default());
            if let Some(places) = found.sorts.get_mut(sort) {
                places.count += 1;
                if places.first.len() < KEPT {
                    places.first.push(bad);
                }
            }
        }
        found
    }

    /// Where characters of some sorts are: the first ones of all, in order, and how many there are.
    pub(crate) fn of(&self, sorts: &[bool; CHARACTERS.len()]) -> Places {
        let wanted = || self.sorts.iter().zip(sorts).filter_map(|(places, is_wanted)| is_wanted.then_some(places));
        let mut first: Vec<_> = wanted().flat_map(|places| places.first.iter().cloned()).collect();
        first.sort_unstable_by_key(|place| place.start);
        first.truncate(KEPT);
        Places { first, count: wanted().map(|places| places.count).sum() }
    }

    /// Whether a placeholder hides some of the text, which must be the one that was read.
    pub(crate) fn is_hidden(&self, text: &[u8], shows: Visibility) -> bool {
        *self.is_hidden.get_or_init(|| shows.hides(text))
    }
}

/// The next character that is not allowed, or a `%` that begins no escape; what is in a placeholder isn't looked at.
pub(crate) fn next_unencoded(text: &[u8], from: usize, shows: Visibility) -> Option<Range<usize>> {
    let mut at = from;
    loop {
        let bad = next_bad(text, at)?;
        // `${NAME}` begins before the brace, with a character that is allowed
        let rest = text.get(bad..)?;
        // most characters begin none
        if !matches!(rest.first(), Some(b'<' | b'{')) {
            return Some(bad..bad + character(rest));
        }
        let begin = bad - usize::from(bad.checked_sub(1).and_then(|before| text.get(before)) == Some(&b'$'));
        match text.get(begin..).and_then(|text| shows.placeholder_length(text)) {
            Some(length) => at = begin + length,
            None => return Some(bad..bad + 1),
        }
    }
}

/// The position in [`CHARACTERS`] of a character that is not allowed.
pub(crate) fn sort(character: &[u8]) -> usize {
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
pub(crate) fn is_allowed(byte: u8) -> bool {
    static ALLOWED: ByteSet = ByteSet::alphanumeric_and(b"-._~!$&'()*+,;=:@/?");
    ALLOWED.has(byte)
}

/// Whether a text is encoded and contains no placeholder, judged by its bytes; each `%` is looked at.
pub(crate) fn is_plain(text: &[u8]) -> bool {
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
        // fast path: where one is, another often follows
        if text.get(at).is_some_and(|byte| is_allowed(*byte)) {
            at += bytes::find(text.get(at..)?, |block| !usual(block))?;
        }
        if !is_allowed(*text.get(at)?) && !is_escape(text, at) {
            return Some(at);
        }
        at += 1;
    }
}

/// The bytes of the character that a text begins with; 1 for a byte that isn't UTF-8.
fn character(rest: &[u8]) -> usize {
    if rest.first().is_none_or(u8::is_ascii) {
        return 1;
    }
    let rest = rest.get(..4).unwrap_or(rest);
    let valid = rest.utf8_chunks().next().map_or("", |c| c.valid());
    valid.chars().next().map_or(1, char::len_utf8)
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

    #[test]
    fn a_look_through_finds_what_looking_for_some_sorts_finds() {
        let pieces =
            [" ", "%", "%41", "\u{e9}", "\"", "<", "<a b>", "[", "{", "{{x}}", "${Y}", "|", "^", "`", "\\", "\t", "a"];
        let mut state = 7_usize;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state >> 33
        };
        for round in 0..200 {
            let text: String = (0..round * 4).map(|_| pieces[next() % pieces.len()]).collect();
            let text = [text.as_bytes(), b"\xff\x01"].concat();
            let read = Unencoded::read(&text, Visibility::ALL);
            let wanted: [bool; CHARACTERS.len()] = std::array::from_fn(|_| next() % 3 == 0);
            let mut places = Vec::new();
            let mut at = 0;
            while let Some(bad) = next_unencoded(&text, at, Visibility::ALL) {
                at = bad.end;
                if wanted[sort(&text[bad.clone()])] {
                    places.push(bad);
                }
            }
            let found = read.of(&wanted);
            assert_eq!(found.count, places.len());
            places.truncate(KEPT);
            assert_eq!(found.first, places);
        }
    }
}
