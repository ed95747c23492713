//! Looking for bytes in a text, eight at a time.
//!
//! A test is arithmetic on a word of eight bytes, which leaves the high bit of those bytes set for which it holds (H. S.
//! Warren, "Hacker's Delight", section 6-1). Plain loops over bytes cost several times as much, and what a compiler makes
//! of them changes with every use.

use std::ops::{BitOr, Not};

/// Eight bytes of a text.
#[derive(Clone, Copy)]
pub(crate) struct Word(u64);

/// The bytes of a word for which a test holds.
#[derive(Clone, Copy)]
pub(crate) struct Marks(u64);

const ONES: u64 = u64::from_le_bytes([1; 8]);
const HIGH: u64 = u64::from_le_bytes([0x80; 8]);

/// The first byte for which a test holds.
#[inline]
pub(crate) fn find(text: &[u8], test: impl Fn(Word) -> Marks) -> Option<usize> {
    let (words, _) = text.as_chunks();
    for (index, word) in words.iter().enumerate() {
        if let Some(offset) = test(Word(u64::from_le_bytes(*word))).first() {
            return Some(index * 8 + offset);
        }
    }
    match text.last_chunk() {
        // some of these bytes were looked at already
        Some(end) => test(Word(u64::from_le_bytes(*end))).first().map(|offset| text.len() - 8 + offset),
        None => test(short(text)).first().filter(|offset| *offset < text.len()),
    }
}

/// The first byte at or behind `from` for which a test holds; the end of the text if there is none. Quick where much
/// stands behind it.
#[inline]
pub(crate) fn find_from(text: &[u8], from: usize, test: impl Fn(Word) -> Marks) -> usize {
    let mut at = from;
    while let Some(word) = text.get(at..at + 8).and_then(<[u8]>::first_chunk) {
        match test(Word(u64::from_le_bytes(*word))).first() {
            Some(offset) => return at + offset,
            None => at += 8,
        }
    }
    let rest = text.get(at..).unwrap_or_default();
    test(short(rest)).first().map_or(text.len(), |offset| (at + offset).min(text.len()))
}

/// Whether a test holds for any byte.
#[inline]
pub(crate) fn any(text: &[u8], test: impl Fn(Word) -> Marks) -> bool {
    let (words, _) = text.as_chunks();
    let marks = match text.last_chunk() {
        // some of these bytes are looked at twice
        Some(end) => {
            let of = |word: &[u8; 8]| test(Word(u64::from_le_bytes(*word))).0;
            words.iter().fold(of(end), |marks, word| marks | of(word))
        }
        None => test(short(text)).0 & (HIGH >> (64 - 8 * text.len()).min(63)),
    };
    marks != 0
}

/// Calls `visit` with the place of each byte for which a test holds, until it says `false`. The test must mark no other
/// byte.
#[inline]
pub(crate) fn each(text: &[u8], test: impl Fn(Word) -> Marks, mut visit: impl FnMut(usize) -> bool) {
    let (words, rest) = text.as_chunks();
    let last = [short(rest)];
    let words = words.iter().map(|word| Word(u64::from_le_bytes(*word)));
    for (index, word) in words.chain(last).enumerate() {
        let mut marks = test(word).0;
        while marks != 0 {
            let at = index * 8 + marks.trailing_zeros() as usize / 8;
            if at >= text.len() || !visit(at) {
                return;
            }
            marks &= marks - 1;
        }
    }
}

/// Whether two texts are equal. Quicker than a call where they are short.
#[inline]
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && (Ends::of(a) == Ends::of(b)) && (a.len() <= Ends::WHOLE || a == b)
}

/// Whether two texts are equal but for the case of ASCII letters. Quick where they are equal, or differ in length.
#[inline]
pub(crate) fn same_ignoring_case(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    if a.len() > Ends::WHOLE {
        return a.eq_ignore_ascii_case(b);
    }
    let (a, b) = (Ends::of(a), Ends::of(b));
    Word(a.first).folds_to(b.first) && Word(a.last).folds_to(b.last)
}

/// The length of a text, and its first and last eight bytes: two numbers to compare instead of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Ends {
    length: usize,
    first: u64,
    last: u64,
}

impl Ends {
    /// The longest text of which they are all.
    pub(crate) const WHOLE: usize = 16;

    #[inline]
    pub(crate) fn of(text: &[u8]) -> Self {
        match (text.first_chunk(), text.last_chunk()) {
            (Some(first), Some(last)) => {
                Self { length: text.len(), first: u64::from_le_bytes(*first), last: u64::from_le_bytes(*last) }
            }
            _ => Self { length: text.len(), first: short(text).0, last: 0 },
        }
    }

    pub(crate) fn are_whole(self) -> bool {
        self.length <= Self::WHOLE
    }
}

/// The eight bytes there, as a number; zeros stand behind the end of the text.
#[inline]
pub(crate) fn word_at(text: &[u8], at: usize) -> u64 {
    match text.get(at..at + 8).and_then(<[u8]>::first_chunk) {
        Some(word) => u64::from_le_bytes(*word),
        None => short(text.get(at..).unwrap_or_default()).0,
    }
}

/// A text, laid out to see quickly whether another begins with it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Beginning {
    first: u64,
    /// The bytes of `first` that count.
    mask: u64,
    /// The last eight bytes, of a longer text, and where they stand in it.
    last: u64,
    last_at: usize,
}

impl Beginning {
    /// No text begins so.
    pub(crate) const NONE: Self = Self { first: 1, mask: 0, last: 0, last_at: 0 };

    pub(crate) fn of(text: &[u8]) -> Self {
        let mask = if text.len() < 8 { (1 << (8 * text.len())) - 1 } else { u64::MAX };
        let last_at = text.len().saturating_sub(8);
        Self { first: word_at(text, 0), mask, last: word_at(text, last_at), last_at }
    }

    /// Whether its ends are all of it.
    #[inline]
    pub(crate) fn is_whole(&self) -> bool {
        self.last_at <= 8
    }

    /// Whether a text begins so at `at`, where `first` is the word there; of a long one only its ends are looked at.
    #[inline]
    pub(crate) fn fits(&self, first: u64, text: &[u8], at: usize) -> bool {
        first & self.mask == self.first && (self.last_at == 0 || word_at(text, at + self.last_at) == self.last)
    }
}

/// The bytes of a text of less than eight, with zeros behind them.
#[inline]
fn short(text: &[u8]) -> Word {
    let place = |byte: Option<&u8>, at: usize| byte.map_or(0, |b| u64::from(*b) << (8 * at));
    let last = text.len().saturating_sub(1);
    Word(match (text.first_chunk(), text.last_chunk()) {
        // the bytes in both are put in one place twice
        (Some(start), Some(end)) => {
            u64::from(u32::from_le_bytes(*start)) | u64::from(u32::from_le_bytes(*end)) << (8 * (text.len() - 4))
        }
        _ => {
            place(text.first(), 0)
                | place(text.get(last / 2 + last % 2), last / 2 + last % 2)
                | place(text.last(), last)
        }
    })
}

impl Word {
    /// The bytes that are this one.
    #[inline]
    pub(crate) fn is(self, byte: u8) -> Marks {
        let other = Word(self.0 ^ (ONES * u64::from(byte)));
        !other.at_least(1)
    }

    /// The bytes that are one of these, all below 0x80. Only the first mark counts: what is marked behind it may be wrong.
    #[inline]
    pub(crate) fn first_of<const N: usize>(self, bytes: [u8; N]) -> Marks {
        let borrows = bytes.iter().fold(0, |all, byte| all | (self.0 ^ (ONES * u64::from(*byte))).wrapping_sub(ONES));
        Marks(borrows & !self.0 & HIGH)
    }

    /// The bytes below this one, which is at most 0x80. Only the first mark counts.
    #[inline]
    pub(crate) fn first_below(self, least: u8) -> Marks {
        Marks(self.0.wrapping_sub(ONES * u64::from(least)) & !self.0 & HIGH)
    }

    /// Marks something if any byte is no letter of ASCII and not this one.
    #[inline]
    pub(crate) fn beside_letters_and(self, byte: u8) -> Marks {
        // a byte beyond ASCII spoils the sums, but is a mark itself
        let folded = self.0 | (ONES * 0x20) | HIGH;
        let letters = (folded - ONES * u64::from(b'a')) & !(folded - ONES * (u64::from(b'z') + 1));
        let differs = (self.0 ^ (ONES * u64::from(byte))).wrapping_add(ONES * 0x7f);
        Marks((differs & !letters | self.0) & HIGH)
    }

    /// Whether two words are the same but for the case of letters.
    #[inline]
    fn folds_to(self, other: u64) -> bool {
        let differs = self.0 ^ other;
        // where the bit of the case differs, there must be a letter
        differs & !(ONES * 0x20) == 0 && (differs << 2) & !self.letters().0 == 0
    }

    /// The ASCII letters.
    #[inline]
    pub(crate) fn letters(self) -> Marks {
        Word(self.0 | (ONES * 0x20)).within(b'a', b'z')
    }

    /// The bytes from one to another, both below 0x80.
    #[inline]
    pub(crate) fn within(self, least: u8, most: u8) -> Marks {
        debug_assert!(least <= most && most < 0x80, "the last byte is ASCII");
        Marks(self.at_least(least).0 & !self.at_least(most + 1).0)
    }

    /// The bytes from this one on, which is at most 0x80.
    #[inline]
    pub(crate) fn at_least(self, least: u8) -> Marks {
        debug_assert!(least <= 0x80, "no byte borrows from the next");
        Marks((((self.0 | HIGH) - ONES * u64::from(least)) | self.0) & HIGH)
    }
}

impl Marks {
    #[inline]
    fn first(self) -> Option<usize> {
        (self.0 != 0).then(|| self.0.trailing_zeros() as usize / 8)
    }
}

impl BitOr for Marks {
    type Output = Self;

    #[inline]
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl Not for Marks {
    type Output = Self;

    #[inline]
    fn not(self) -> Self {
        Self(!self.0 & HIGH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_of_every_length_is_looked_at() {
        for length in 0..70 {
            let mut text = vec![b'a'; length];
            assert_eq!(find(&text, |w| w.is(b'x')), None, "{length}");
            assert_eq!(find(&text, |w| !w.is(b'a')), None, "{length}");
            for at in 0..length {
                text[at] = b'x';
                assert_eq!(find(&text, |w| w.is(b'x')), Some(at), "{at} of {length}");
                assert_eq!(find_from(&text, at / 2, |w| w.is(b'x')), at, "{at} of {length}");
                assert_eq!(find_from(&text, at + 1, |w| w.is(b'x')), length, "{at} of {length}");
                assert_eq!(find(&text, |w| w.first_of(*b"xyz")), Some(at), "{at} of {length}");
                assert!(any(&text, |w| w.is(b'x')) && !any(&text, |w| w.is(0)), "{at} of {length}");
                text[at] = b'+';
                assert_eq!(find(&text, |w| w.first_below(b'-')).unwrap_or(length), at, "{at} of {length}");
                text[at] = b'a';
            }
        }
    }

    #[test]
    fn only_letters_have_a_case() {
        for a in 0..=u8::MAX {
            for b in 0..=u8::MAX {
                for (a, b) in
                    [(vec![a], vec![b]), ([b"Content-Typ", &[a][..]].concat(), [b"cONTENT-tYP", &[b][..]].concat())]
                {
                    assert_eq!(same_ignoring_case(&a, &b), a.eq_ignore_ascii_case(&b), "{a:?} {b:?}");
                }
            }
        }
    }

    #[test]
    fn a_byte_passes_a_test_whatever_stands_beside_it() {
        for byte in 0..=u8::MAX {
            for beside in [0, 1, 0x7f, 0x80, 0xff, byte, byte.wrapping_add(1)] {
                let mut text = [beside; 8];
                for at in 0..8 {
                    text[at] = byte;
                    let word = Word(u64::from_le_bytes(text));
                    let marked = |marks: Marks| marks.0 >> (8 * at + 7) & 1 == 1;
                    assert_eq!(marked(word.is(b'a')), byte == b'a', "{text:?}");
                    assert_eq!(marked(word.within(b'a', b'z')), byte.is_ascii_lowercase(), "{text:?}");
                    assert_eq!(marked(word.letters()), byte.is_ascii_alphabetic(), "{text:?}");
                    assert_eq!(marked(word.at_least(0x80)), byte >= 0x80, "{text:?}");
                    assert_eq!(marked(!word.at_least(b' ')), byte < b' ', "{text:?}");
                    let others = text.iter().any(|b| !b.is_ascii_alphabetic() && *b != b'-');
                    assert_eq!(word.beside_letters_and(b'-').0 != 0, others, "{text:?}");
                    text[at] = beside;
                }
            }
        }
    }
}
