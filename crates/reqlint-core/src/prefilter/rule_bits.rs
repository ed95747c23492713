//! A set of rules of one plan.

use std::ops::{BitAnd, BitAndAssign, BitOrAssign};

const WORDS: usize = 4;

/// The rules after this one share its bit, so that a set has a fixed size.
const LAST: usize = WORDS * 64 - 1;

/// Rules by their position in the plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct RuleBits([u64; WORDS]);

impl RuleBits {
    pub(super) const NONE: Self = Self([0; WORDS]);
    pub(crate) const ALL: Self = Self([u64::MAX; WORDS]);

    pub(super) fn insert(&mut self, position: usize) {
        let bit = position.min(LAST);
        if let Some(word) = self.0.get_mut(bit / 64) {
            *word |= 1 << (bit % 64);
        }
    }

    #[inline]
    pub(crate) fn is_empty(self) -> bool {
        self.0.iter().fold(0, |all, word| all | word) == 0
    }

    #[inline]
    pub(super) fn without(mut self, other: Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(word, other)| *word &= !other);
        self
    }

    #[inline]
    pub(super) fn meets(self, other: Self) -> bool {
        !(self & other).is_empty()
    }

    #[inline]
    pub(crate) fn contains(self, position: usize) -> bool {
        let bit = position.min(LAST);
        self.0.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1)
    }

    /// The first position in the set that is not before this one. It may be one that the plan doesn't have.
    #[inline]
    pub(crate) fn next(self, from: usize) -> Option<usize> {
        if from > LAST {
            return self.contains(LAST).then_some(from);
        }
        let first = self.0.get(from / 64)? & u64::MAX << (from % 64);
        let rest = self.0.iter().enumerate().skip(from / 64 + 1).map(|(index, word)| (index, *word));
        let mut words = std::iter::once((from / 64, first)).chain(rest);
        words.find(|(_, word)| *word != 0).map(|(index, word)| index * 64 + word.trailing_zeros() as usize)
    }
}

impl FromIterator<usize> for RuleBits {
    fn from_iter<I: IntoIterator<Item = usize>>(positions: I) -> Self {
        let mut bits = Self::NONE;
        positions.into_iter().for_each(|position| bits.insert(position));
        bits
    }
}

impl BitAnd for RuleBits {
    type Output = Self;

    #[inline]
    fn bitand(mut self, other: Self) -> Self {
        self &= other;
        self
    }
}

impl BitAndAssign for RuleBits {
    #[inline]
    fn bitand_assign(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(word, other)| *word &= other);
    }
}

impl BitOrAssign for RuleBits {
    #[inline]
    fn bitor_assign(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(word, other)| *word |= other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_come_in_order_and_those_past_the_end_together() {
        let mut bits = RuleBits::NONE;
        assert!(bits.is_empty());
        [3, 64, 191].into_iter().for_each(|position| bits.insert(position));
        let all = |bits: RuleBits| {
            let positions = std::iter::successors(bits.next(0), |at| bits.next(at + 1));
            positions.take_while(|at| *at < LAST + 3).collect::<Vec<_>>()
        };
        assert_eq!(all(bits), [3, 64, 191]);
        assert!(!bits.contains(LAST) && !bits.contains(LAST + 2));
        bits.insert(LAST + 1);
        assert_eq!(all(bits), [3, 64, 191, LAST, LAST + 1, LAST + 2]);
    }
}
