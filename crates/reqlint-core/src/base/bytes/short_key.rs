//! Short keys: a text's length and its first and last bytes as numbers. Most texts that are compared are short, and a
//! call to compare them takes longer than the comparison.

use super::{Block, Marks};
use std::ops::Range;

/// Whether two texts are equal. Quicker than a call where they are short.
#[inline]
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && (ShortKey::of(a) == ShortKey::of(b)) && (a.len() <= ShortKey::WHOLE || a == b)
}

/// The length of a text, and its first and last eight bytes: two numbers to compare instead of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ShortKey {
    pub(super) length: usize,
    pub(super) first: u64,
    pub(super) last: u64,
}

impl ShortKey {
    /// The longest text that a key covers completely.
    pub(crate) const WHOLE: usize = 16;

    #[inline]
    pub(crate) fn of(text: &[u8]) -> Self {
        match (text.first_chunk(), text.last_chunk()) {
            (Some(first), Some(last)) => {
                Self { length: text.len(), first: u64::from_le_bytes(*first), last: u64::from_le_bytes(*last) }
            }
            _ => Self { length: text.len(), first: short(text), last: 0 },
        }
    }

    /// The key of a part of a text; quicker than of that part by itself.
    #[inline(always)]
    pub(crate) fn within(text: &[u8], part: &Range<usize>) -> Self {
        let length = part.len();
        let first = word_at(text, part.start);
        if length < 8 {
            return Self { length, first: first & ((1 << (8 * length)) - 1), last: 0 };
        }
        Self { length, first, last: word_at(text, part.end - 8) }
    }

    /// The key of a text's first bytes; `None` near the end of the text.
    #[inline(always)]
    pub(crate) fn of_front(text: &[u8], length: usize) -> Option<Self> {
        let first = u64::from_le_bytes(*text.first_chunk()?);
        if length < 8 {
            return Some(Self { length, first: first & ((1 << (8 * length)) - 1), last: 0 });
        }
        Some(Self { length, first, last: u64::from_le_bytes(*text.get(..length)?.last_chunk()?) })
    }

    /// A number that is the same for the same text. That of another may be the same, too.
    #[inline]
    pub(crate) fn number(self) -> u64 {
        self.first ^ self.last.rotate_left(29) ^ (self.length as u64).rotate_left(53)
    }

    /// Whether it is one of a few. All are compared, to avoid unpredictable branches.
    #[inline]
    pub(crate) fn is_among(self, few: &[Self]) -> bool {
        let differ =
            |other: &Self| (self.first ^ other.first) | (self.last ^ other.last) | (self.length ^ other.length) as u64;
        few.iter().fold(false, |found, other| found | (differ(other) == 0))
    }

    /// Whether a test holds for any byte of it; a short text is padded with `padding`, for which it must not hold.
    #[inline]
    pub(crate) fn any(self, padding: u8, test: impl Fn(Block) -> Marks) -> bool {
        let (low, high) = if self.length < 8 {
            let padded = self.first | u64::from_le_bytes([padding; 8]) << (8 * self.length);
            (padded, padded)
        } else {
            (self.first, self.last)
        };
        test(Block::of_words(low, high)).any()
    }

    /// The key of the same text in ASCII lower case.
    #[inline]
    pub(crate) fn lower(self) -> Self {
        let (first, last) = Block::of_words(self.first, self.last).lower().words();
        Self { first, last, ..self }
    }

    /// Whether both are the same, ignoring the case of ASCII letters.
    #[inline]
    pub(super) fn same_ignoring_case(self, other: Self) -> bool {
        let block = |key: Self| Block::of_words(key.first, key.last);
        self.length == other.length && !block(self).differs(block(other)).any()
    }

    /// A hash of the key.
    #[inline]
    pub(super) fn mixed(self) -> u64 {
        self.first ^ self.last.rotate_left(29) ^ (self.length as u64).rotate_left(57)
    }

    pub(crate) fn is_whole(self) -> bool {
        self.length <= Self::WHOLE
    }
}

/// The eight bytes there, as a number; zeros follow the end of the text.
#[inline]
pub(crate) fn word_at(text: &[u8], at: usize) -> u64 {
    match text.get(at..at + 8).and_then(<[u8]>::first_chunk) {
        Some(word) => u64::from_le_bytes(*word),
        None => short(text.get(at..).unwrap_or_default()),
    }
}

/// How many digits a text begins with.
#[inline]
pub(crate) fn digits(text: &[u8]) -> usize {
    let mut at = 0;
    loop {
        // a digit leaves less than ten, and nothing is carried from one byte to the next
        let values = word_at(text, at) ^ 0x3030_3030_3030_3030;
        let others = (((values & 0x7f7f_7f7f_7f7f_7f7f) + 0x7676_7676_7676_7676) | values) & 0x8080_8080_8080_8080;
        if others != 0 {
            return at + others.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
}

/// A text as a prefix: quick to find at the beginning of another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PrefixKey {
    /// Its first and last eight bytes; the same of a shorter one.
    first: u64,
    last: u64,
    /// The bytes of those that count.
    mask: u64,
    length: u32,
    last_at: u32,
    /// All of it, if the key doesn't cover it. That is rare, and a box of a box is half as large.
    whole: Option<Box<Box<[u8]>>>,
}

impl PrefixKey {
    /// `None` for what is too long.
    pub(crate) fn of(text: &[u8]) -> Option<Self> {
        let mask = if text.len() < 8 { (1 << (8 * text.len())) - 1 } else { u64::MAX };
        let last_at = text.len().saturating_sub(8);
        let whole = (text.len() > ShortKey::WHOLE).then(|| Box::new(text.into()));
        let (length, last) = (u32::try_from(text.len()).ok()?, word_at(text, last_at));
        Some(Self { first: word_at(text, 0), last, mask, length, last_at: u32::try_from(last_at).ok()?, whole })
    }

    /// A prefix that no text has.
    pub(crate) fn never() -> Self {
        Self { first: 1, last: 1, mask: 0, length: 0, last_at: 0, whole: None }
    }

    /// What follows it in a text that begins with it; `first` is the first word of that text.
    #[inline]
    pub(crate) fn rest<'t>(&self, first: u64, text: &'t [u8]) -> Option<&'t [u8]> {
        let (same, rest) = text.split_at_checked(self.length as usize)?;
        // both are compared whatever the length, to avoid unpredictable branches
        let last = word_at(text, self.last_at as usize);
        let differ = (first & self.mask ^ self.first) | (last & self.mask ^ self.last);
        (differ == 0 && self.whole.as_ref().is_none_or(|whole| ***whole == *same)).then_some(rest)
    }
}

/// The bytes of a text of less than eight, padded with zeros.
#[inline]
pub(super) fn short(text: &[u8]) -> u64 {
    let place = |byte: Option<&u8>, at: usize| byte.map_or(0, |b| u64::from(*b) << (8 * at));
    let last = text.len().saturating_sub(1);
    match (text.first_chunk(), text.last_chunk()) {
        // the bytes in both are put in one place twice
        (Some(start), Some(end)) => {
            u64::from(u32::from_le_bytes(*start)) | u64::from(u32::from_le_bytes(*end)) << (8 * (text.len() - 4))
        }
        _ => {
            place(text.first(), 0)
                | place(text.get(last / 2 + last % 2), last / 2 + last % 2)
                | place(text.last(), last)
        }
    }
}
