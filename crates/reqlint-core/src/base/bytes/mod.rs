//! Looking for bytes in a text, sixteen at a time.
//!
//! Plain loops over bytes cost several times as much, and what a compiler makes of them changes with every use.

mod byte_set;
mod hash_table;
mod search;
mod short_key;

pub(crate) use byte_set::ByteSet;
pub(crate) use hash_table::HashTable;
pub(crate) use search::contains_ignoring_case;
pub(crate) use short_key::{PrefixKey, ShortKey, digits, same, word_at};

use std::ops::{BitOr, Not};
use wide::u8x16;

/// Sixteen bytes of a text.
#[derive(Clone, Copy)]
pub(crate) struct Block(u8x16);

/// The bytes of a block for which a test holds.
#[derive(Clone, Copy)]
pub(crate) struct Marks(u8x16);

/// The first byte for which a test holds.
#[inline]
pub(crate) fn find(text: &[u8], test: impl Fn(Block) -> Marks) -> Option<usize> {
    let (blocks, _) = text.as_chunks();
    for (index, block) in blocks.iter().enumerate() {
        if let Some(offset) = test(Block::of(block)).first() {
            return Some(index * Block::LENGTH + offset);
        }
    }
    let at = text.len() - text.len() % Block::LENGTH;
    test(Block::at_end(text, at)).first().map(|offset| at + offset).filter(|at| *at < text.len())
}

/// The first byte at or after `from` for which a test holds; the end of the text if there is none.
#[inline]
pub(crate) fn find_from(text: &[u8], from: usize, test: impl Fn(Block) -> Marks) -> usize {
    let mut at = from;
    while let Some(block) = text.get(at..at + Block::LENGTH).and_then(<[u8]>::first_chunk) {
        match test(Block::of(block)).first() {
            Some(offset) => return at + offset,
            None => at += Block::LENGTH,
        }
    }
    test(Block::at_end(text, at)).first().map_or(text.len(), |offset| (at + offset).min(text.len()))
}

/// The first byte at or after `from` for which a test holds, or the end of the text; and of the bytes looked at the first
/// 64 for which a mark is wanted, one bit each.
#[inline]
pub(crate) fn find_and_mark(
    text: &[u8],
    from: usize,
    test: impl Fn(Block) -> Marks,
    mark: impl Fn(Block) -> Marks,
) -> (usize, u64) {
    let (mut at, mut marks) = (from, 0);
    let mut note =
        |at: usize, block| marks |= u64::from(mark(block).bits()).checked_shl((at - from) as u32).unwrap_or(0);
    while let Some(block) = text.get(at..at + Block::LENGTH).and_then(<[u8]>::first_chunk) {
        let block = Block::of(block);
        note(at, block);
        match test(block).first() {
            Some(offset) => return (at + offset, marks),
            None => at += Block::LENGTH,
        }
    }
    let end = Block::at_end(text, at);
    note(at, end);
    (test(end).first().map_or(text.len(), |offset| (at + offset).min(text.len())), marks)
}

/// Whether a test holds for any byte.
#[inline]
pub(crate) fn any(text: &[u8], test: impl Fn(Block) -> Marks) -> bool {
    let Some(end) = text.last_chunk() else { return Block::covering(text).is_some_and(|block| test(block).any()) };
    let marks = test(Block::of(end));
    // some of these bytes are looked at twice, and all of the few blocks, to avoid unpredictable branches
    if text.len() <= 4 * Block::LENGTH {
        let last = text.len() - Block::LENGTH;
        let block = |at: usize| text.get(at.min(last)..).and_then(<[u8]>::first_chunk).unwrap_or(end);
        // written out, since `map` of an array is a call
        let marks_at = |at| test(Block::of(block(at)));
        return (marks | marks_at(0) | marks_at(Block::LENGTH) | marks_at(2 * Block::LENGTH)).any();
    }
    let (blocks, _) = text.as_chunks();
    blocks.iter().fold(marks, |marks, block| marks | test(Block::of(block))).any()
}

/// The longest text whose bytes are distinguished as bits.
pub(crate) const BITS: usize = 64;

/// For each test, the bytes for which it holds, one bit each, in a text of at most [`BITS`].
#[inline]
pub(crate) fn bits<const N: usize>(text: &[u8], tests: impl Fn(Block) -> [Marks; N]) -> [u64; N] {
    let mut all = [0; N];
    let mut add = |block: Block, at: usize, count: usize| {
        for (bits, marks) in all.iter_mut().zip(tests(block)) {
            *bits |= (u64::from(marks.bits()) & ((1 << count) - 1)) << at;
        }
    };
    let Some(end) = text.last_chunk() else {
        add(Block::short(text), 0, text.len());
        return all;
    };
    let (blocks, _) = text.as_chunks();
    for (block, at) in blocks.iter().zip((0..BITS).step_by(Block::LENGTH)) {
        add(Block::of(block), at, Block::LENGTH);
    }
    // some of these bytes are looked at twice
    add(Block::of(end), (text.len() - Block::LENGTH).min(BITS - Block::LENGTH), Block::LENGTH);
    all
}

/// Whether two texts are equal, ignoring the case of ASCII letters.
#[inline]
pub(crate) fn same_ignoring_case(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let (a_key, b_key) = (ShortKey::of(a), ShortKey::of(b));
    if a_key.is_whole() {
        return a_key == b_key || a_key.same_ignoring_case(b_key);
    }
    let (a_blocks, a_rest) = a.as_chunks();
    let (b_blocks, b_rest) = b.as_chunks();
    let whole = a_blocks.iter().zip(b_blocks).map(|(a, b)| Block::of(a).differs(Block::of(b)));
    let rest = (!a_rest.is_empty()).then(|| Block::short(a_rest).differs(Block::short(b_rest)));
    !whole.chain(rest).any(Marks::any)
}

impl Block {
    const LENGTH: usize = 16;

    #[inline]
    fn of(bytes: &[u8; Self::LENGTH]) -> Self {
        Self(u8x16::new(*bytes))
    }

    /// The last bytes of a text from `at` on, less than a block, padded with zeros.
    #[inline]
    fn at_end(text: &[u8], at: usize) -> Self {
        Self::short(text.get(at..).unwrap_or_default())
    }

    #[inline]
    fn of_words(low: u64, high: u64) -> Self {
        Self(u8x16::from((u128::from(high) << 64 | u128::from(low)).to_le_bytes()))
    }

    #[inline]
    fn words(self) -> (u64, u64) {
        let words = u128::from_le_bytes(self.0.to_array());
        (words as u64, (words >> 64) as u64)
    }

    /// With ASCII letters in lower case.
    #[inline]
    fn lower(self) -> Self {
        Self(self.0 | (self.within(b'A', b'Z').0 & u8x16::splat(0x20)))
    }

    /// A text of less than a block, padded with zeros.
    #[inline]
    fn short(text: &[u8]) -> Self {
        let (low, high) = match (text.first_chunk(), text.last_chunk()) {
            (Some(first), Some(last)) if text.len() > 8 => {
                (u64::from_le_bytes(*first), u64::from_le_bytes(*last) >> (8 * (16 - text.len().min(16))))
            }
            (Some(only), _) => (u64::from_le_bytes(*only), 0),
            _ => (short_key::short(text), 0),
        };
        Self::of_words(low, high)
    }

    /// The bytes of a text of less than a block, some of them more than once and in no order; `None` where there are none.
    #[inline]
    fn covering(text: &[u8]) -> Option<Self> {
        let (low, high) = if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
            (u64::from_le_bytes(*first), u64::from_le_bytes(*last))
        } else if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
            let both = u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32;
            (both, both)
        } else {
            let [first, middle, last] = [text.first()?, text.get(text.len() / 2)?, text.last()?].map(|b| u64::from(*b));
            let all = (first * 0x0101_0101_0101) | (middle << 48) | (last << 56);
            (all, all)
        };
        Some(Self::of_words(low, high))
    }

    /// The bytes that are this one.
    #[inline]
    pub(crate) fn is(self, byte: u8) -> Marks {
        Marks(self.0.simd_eq(u8x16::splat(byte)))
    }

    /// The bytes that are one of these.
    #[inline]
    pub(crate) fn one_of<const N: usize>(self, bytes: [u8; N]) -> Marks {
        bytes.iter().fold(Marks(u8x16::ZERO), |marks, byte| marks | self.is(*byte))
    }

    /// The bytes below this one.
    #[inline]
    pub(crate) fn below(self, least: u8) -> Marks {
        !self.at_least(least)
    }

    /// The bytes from this one on.
    #[inline]
    pub(crate) fn at_least(self, least: u8) -> Marks {
        Marks(self.0.max(u8x16::splat(least)).simd_eq(self.0))
    }

    /// The bytes from one to another.
    #[inline]
    pub(crate) fn within(self, least: u8, most: u8) -> Marks {
        let above = self.0 - u8x16::splat(least);
        Marks(above.min(u8x16::splat(most - least)).simd_eq(above))
    }

    /// The bytes of which nearly every path is made: letters, digits, and `-`, `.` and `/`.
    #[inline]
    pub(crate) fn simple(self) -> Marks {
        self.letters() | self.within(b'-', b'9')
    }

    /// The ASCII letters.
    #[inline]
    pub(crate) fn letters(self) -> Marks {
        Self(self.0 | u8x16::splat(0x20)).within(b'a', b'z')
    }

    /// The bytes that are others in another block, but for the case of letters.
    #[inline]
    fn differs(self, other: Self) -> Marks {
        let bits = Self(self.0 ^ other.0);
        !(bits.is(0) | Marks(bits.is(0x20).0 & self.letters().0))
    }
}

impl Marks {
    #[inline]
    fn any(self) -> bool {
        self.0.any()
    }

    /// The bytes that are marked, one bit each.
    #[inline]
    fn bits(self) -> u32 {
        self.0.to_bitmask()
    }

    #[inline]
    fn first(self) -> Option<usize> {
        let bits = self.bits();
        (bits != 0).then(|| bits.trailing_zeros() as usize)
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
        Self(!self.0)
    }
}

#[cfg(test)]
mod tests;
