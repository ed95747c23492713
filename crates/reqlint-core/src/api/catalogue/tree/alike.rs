//! What a segment that matches no literal at its place may have meant, by what is known of the literals at load.

use super::{Branch, Literal, Tree};
use crate::base::bytes;
use crate::base::near::distance_within;
use std::borrow::Cow;

/// How many typing errors a segment may have.
pub(crate) const FAR: usize = 2;

/// How many bytes a text may be longer than another by them.
const LONGER: usize = 2;
/// How many literals are looked at at once.
const BLOCK: usize = 8;

/// What the literals that are possible at one place look like.
#[derive(Debug, Default)]
pub(crate) struct Alike {
    /// In the order of the literals.
    letters: Box<[Letters]>,
    /// In lower case, where a literal isn't.
    lower: Box<[Option<Box<str>>]>,
    /// Their hashes without separators and case, sorted, and their numbers.
    squeezed: Box<[(u32, usize)]>,
    /// The numbers of those that name a version.
    versions: Box<[usize]>,
    /// Whether all are ASCII, and no two have one hash.
    are_distinct: bool,
}

/// The templates that lead through a node.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Below {
    /// How many segments they have after the node, a bit for each number; the last one for all that are higher.
    lengths: u64,
    /// The lowest number of their spellings.
    pub(crate) first: usize,
}

/// A segment as it was sent, where it is a text.
pub(crate) struct Sent<'s> {
    pub(crate) text: &'s str,
    lower: Cow<'s, str>,
    letters: Letters,
    squeezed: u32,
}

/// A literal that may be near a segment.
pub(crate) struct Near<'t> {
    pub(crate) literal: &'t Literal,
    letters: Letters,
    lower: &'t str,
}

/// Which letters and digits occur in a text of ASCII, whatever their case; several share a bit.
#[derive(Clone, Copy, Debug)]
struct Letters(u32);

impl Tree {
    /// Notes what lies below each node.
    pub(crate) fn look_below(&mut self) {
        // a node comes after the one that leads to it
        for node in (0..self.nodes.len()).rev() {
            let Some(branch) = self.nodes.get(node) else { continue };
            let next = branch.literals.iter().map(|literal| literal.next);
            let next = next.chain(branch.parameters.iter().map(|(_, next)| *next));
            let mut below = Below::of(branch.spellings());
            let rare = branch.rare.as_deref();
            let next = next.chain(rare.into_iter().flat_map(|rare| rare.mixed.iter().map(|step| step.next)));
            next.filter_map(|next| self.nodes.get(next)).for_each(|next| below.add(next.below));
            if let Some(rest) = rare.and_then(|rare| self.nodes.get(rare.rest?)) {
                below.add_beyond(rest.below);
            }
            if let Some(branch) = self.nodes.get_mut(node) {
                branch.below = below;
            }
        }
    }
}

impl Branch {
    /// The literals that equal a segment, ignoring separators and case, among others.
    pub(crate) fn squeezed(&self, sent: &Sent<'_>) -> impl Iterator<Item = &Literal> {
        self.with_hash(sent.squeezed)
    }

    /// The literals that equal a segment, ignoring case.
    pub(crate) fn ignoring_case(&self, segment: &[u8]) -> impl Iterator<Item = &Literal> {
        self.with_hash(hash(segment)).filter(|literal| literal.text.as_bytes().eq_ignore_ascii_case(segment))
    }

    fn with_hash(&self, wanted: u32) -> impl Iterator<Item = &Literal> {
        let hashes = &self.alike.squeezed;
        let from = hashes.partition_point(|(hash, _)| *hash < wanted);
        let same = hashes.iter().skip(from).take_while(move |(hash, _)| *hash == wanted);
        same.filter_map(|(_, number)| self.literals.get(*number))
    }

    /// Whether no two literals are equal when separators and case are ignored, and all are ASCII.
    pub(crate) fn is_distinct(&self) -> bool {
        self.alike.are_distinct
    }

    /// The literals that name a version.
    pub(crate) fn versions(&self) -> impl Iterator<Item = &Literal> {
        self.alike.versions.iter().filter_map(|number| self.literals.get(*number))
    }

    /// Visits the literals of which typing errors may have made a segment.
    pub(crate) fn each_near<'t>(&'t self, sent: &Sent<'_>, mut visit: impl FnMut(&Near<'t>)) {
        let length = sent.text.len();
        let from = self.literals.partition_point(|literal| literal.text.len() + LONGER < length);
        let to = self.literals.partition_point(|literal| literal.text.len() <= length + LONGER);
        let (blocks, rest) = self.alike.letters.get(from..to).unwrap_or_default().as_chunks();
        // few blocks hold any
        let blocks = blocks.iter().zip((from..).step_by(BLOCK)).filter(|(block, _)| sent.letters.may_be_any(block));
        for (block, start) in blocks.map(|(block, at)| (block.as_slice(), at)).chain([(rest, to - rest.len())]) {
            for (letters, number) in
                block.iter().zip(start..).filter(|(letters, _)| sent.letters.may_be(**letters, FAR))
            {
                if let (Some(literal), Some(lower)) = (self.literals.get(number), self.alike.lower.get(number)) {
                    visit(&Near { literal, letters: *letters, lower: lower.as_deref().unwrap_or(&literal.text) });
                }
            }
        }
    }
}

impl Near<'_> {
    /// How many typing errors lie between it and a segment, if they are at most `most` and leave more than half.
    pub(crate) fn distance(&self, sent: &Sent<'_>, most: usize) -> Option<usize> {
        let documented = &*self.literal.text;
        let less_than_half = documented.len().checked_sub(1)? / 2;
        if documented.len() <= 2 || !sent.letters.may_be(self.letters, most) {
            return None;
        }
        distance_within(&sent.lower, self.lower, most.min(less_than_half))
    }
}

impl Literal {
    /// Whether it equals a segment, ignoring separators and case.
    pub(crate) fn squeezes_to(&self, sent: &Sent<'_>) -> bool {
        is_squeezed(&self.text, sent.text.as_bytes())
    }
}

impl<'s> Sent<'s> {
    pub(crate) fn of(text: &'s str) -> Self {
        let (letters, squeezed) = look(text);
        Self { text, lower: lower(text).map_or(Cow::Borrowed(text), Cow::Owned), letters, squeezed }
    }
}

impl Alike {
    pub(crate) fn of(literals: &[Literal]) -> Self {
        let texts = || literals.iter().map(|literal| &*literal.text);
        let mut squeezed: Box<[_]> = texts().map(|text| look(text).1).zip(0..).collect();
        squeezed.sort_unstable();
        Self {
            letters: texts().map(|text| look(text).0).collect(),
            lower: texts().map(|text| lower(text).map(Box::from)).collect(),
            versions: texts().zip(0..).filter(|(text, _)| is_version(text)).map(|(_, number)| number).collect(),
            are_distinct: texts().all(str::is_ascii) && squeezed.is_sorted_by(|(a, _), (b, _)| a < b),
            squeezed,
        }
    }
}

impl Below {
    const LAST: u32 = u64::BITS - 1;

    fn of(arrivals: impl Iterator<Item = usize>) -> Self {
        let first = arrivals.min();
        Self { lengths: u64::from(first.is_some()), first: first.unwrap_or(usize::MAX) }
    }

    /// Adds what lies below the next node.
    fn add(&mut self, next: Below) {
        self.lengths |= next.lengths << 1 | next.lengths & 1 << Self::LAST;
        self.first = self.first.min(next.first);
    }

    /// Adds what lies below a node that any number of segments lead to.
    fn add_beyond(&mut self, next: Below) {
        let first = next.lengths & next.lengths.wrapping_neg();
        // as many as the fewest and one more, and all that are higher
        self.lengths |= (first << 1).wrapping_neg() | first & 1 << Self::LAST;
        self.first = self.first.min(next.first);
    }

    /// Whether any of them may have so many segments after the node.
    pub(crate) fn has_length(self, length: usize) -> bool {
        let bit = u32::try_from(length).unwrap_or(u32::MAX).min(Self::LAST);
        self.lengths >> bit & 1 == 1
    }
}

/// The letters of a text, and its hash without separators and case.
fn look(text: &str) -> (Letters, u32) {
    let letters = squeezed(text.as_bytes()).fold(0, |letters, byte| letters | 1 << (byte & 31));
    (if text.is_ascii() { Letters(letters) } else { Letters::UNKNOWN }, hash(text.as_bytes()))
}

/// The hash of a text without separators and case.
fn hash(text: &[u8]) -> u32 {
    squeezed(text).fold(0, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

impl Letters {
    /// Of a text that isn't ASCII.
    const UNKNOWN: Self = Self(1 << 31);

    /// Whether at most so many letters of one are missing from the other, as typing errors leave them.
    fn may_be(self, other: Self, most: usize) -> bool {
        let without_one = |bits: u32| bits & bits.wrapping_sub(1);
        let beyond = |bits: u32| (0..most).fold(bits, |bits, _| without_one(bits));
        let is_unknown = (self.0 | other.0) & Self::UNKNOWN.0 != 0;
        is_unknown | (beyond(self.0 & !other.0) | beyond(other.0 & !self.0) == 0)
    }

    fn may_be_any(self, others: &[Self; BLOCK]) -> bool {
        others.iter().fold(false, |any, other| any | self.may_be(*other, FAR))
    }
}

/// A text in lower case, where it isn't.
fn lower(text: &str) -> Option<String> {
    let is_other = bytes::any(text.as_bytes(), |block| block.at_least(0x80) | block.within(b'A', b'Z'));
    is_other.then(|| text.to_lowercase())
}

/// `v2`, `v1.0`, `v0.5`.
pub(crate) fn is_version(segment: &str) -> bool {
    let digits = segment.strip_prefix(['v', 'V']).unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// Whether texts are equal, ignoring separators and case: `http-large`, `http_large` and `HttpLarge` are one spelling.
pub(crate) fn is_squeezed(documented: &str, sent: &[u8]) -> bool {
    squeezed(documented.as_bytes()).eq(squeezed(sent))
}

fn squeezed(text: &[u8]) -> impl Iterator<Item = u8> {
    text.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase)
}
