//! Texts by their hash.

use super::Ends;

/// Where texts stand in a list, by their hash.
#[derive(Debug, Default)]
pub(crate) struct Table {
    /// The numbers of texts, counted from 1; 0 for none. One that doesn't stand at its hash stands behind it.
    slots: Box<[u32]>,
    /// What leaves as many bits of a hash as slots have.
    shift: u32,
}

impl Table {
    /// A table of a list of texts, each there once.
    pub(crate) fn of(texts: impl ExactSizeIterator<Item = Ends>) -> Self {
        if texts.len() == 0 {
            return Self::default();
        }
        let length = (2 * texts.len()).next_power_of_two();
        let mut table = Self { slots: vec![0; length].into(), shift: u64::BITS - length.trailing_zeros() };
        for (number, ends) in (1..).zip(texts) {
            let mut at = table.first(ends);
            while table.slots.get(at).is_some_and(|slot| *slot != 0) {
                at = (at + 1) % length;
            }
            if let Some(slot) = table.slots.get_mut(at) {
                *slot = number;
            }
        }
        table
    }

    #[inline]
    fn first(&self, ends: Ends) -> usize {
        usize::try_from(ends.hash() >> self.shift).unwrap_or(usize::MAX)
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
