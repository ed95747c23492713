//! Texts by their hash.

use super::Ends;

/// Where texts stand in a list, by their hash.
#[derive(Debug, Default)]
pub(crate) struct Table {
    /// The numbers of texts, counted from 1; 0 for none. One that doesn't stand at its hash stands behind it.
    slots: Box<[u32]>,
    /// What leaves as many bits of a hash as slots have.
    shift: u32,
    /// What hashes are multiplied with.
    factor: u64,
}

/// How many factors are tried for one under which every text stands at its hash.
const TRIES: u64 = 64;
/// The most texts for which more than one is tried.
const MANY: usize = 64;

impl Table {
    /// A table of a list of texts, each there once.
    pub(crate) fn of(texts: impl ExactSizeIterator<Item = Ends>) -> Self {
        if texts.len() == 0 {
            return Self::default();
        }
        let texts: Vec<Ends> = texts.collect();
        // the golden ratio's fraction, as Knuth multiplies (TAOCP 6.4), and others like it
        let factors = (0..TRIES).map(|number| 0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(2 * number + 1));
        let tries = factors.map(|factor| Self::with(factor, &texts));
        let mut best: Option<(usize, Self)> = None;
        for (displaced, table) in tries {
            if best.as_ref().is_none_or(|(least, _)| displaced < *least) {
                best = Some((displaced, table));
            }
            // in a large table some always are
            if displaced == 0 || texts.len() > MANY {
                break;
            }
        }
        best.map(|(_, table)| table).unwrap_or_default()
    }

    /// A table with this factor, and how many texts don't stand at their hash.
    fn with(factor: u64, texts: &[Ends]) -> (usize, Self) {
        let length = (2 * texts.len()).next_power_of_two();
        let mut table = Self { slots: vec![0; length].into(), shift: u64::BITS - length.trailing_zeros(), factor };
        let mut displaced = 0;
        for (number, ends) in (1..).zip(texts) {
            let first = table.first(*ends);
            let mut at = first;
            while table.slots.get(at).is_some_and(|slot| *slot != 0) {
                at = (at + 1) % length;
            }
            displaced += usize::from(at != first);
            if let Some(slot) = table.slots.get_mut(at) {
                *slot = number;
            }
        }
        (displaced, table)
    }

    #[inline]
    fn first(&self, ends: Ends) -> usize {
        usize::try_from(ends.mixed().wrapping_mul(self.factor) >> self.shift).unwrap_or(usize::MAX)
    }

    /// What `look` found at the place of the text with these ends: it tells whether that text stands there, and what else.
    #[inline]
    pub(crate) fn find<T>(&self, ends: Ends, look: impl Fn(usize) -> Option<(bool, T)>) -> Option<T> {
        let mut at = if self.slots.is_empty() { return None } else { self.first(ends) };
        loop {
            let number = *self.slots.get(at)? as usize;
            let (is_it, found) = look(number.checked_sub(1)?)?;
            if is_it {
                return Some(found);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }
}
