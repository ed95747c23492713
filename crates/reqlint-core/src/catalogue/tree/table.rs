//! Finding a literal among those that may stand at one place of a path.

use super::Literal;
use crate::bytes::Ends;

/// Literals by their hash.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// The numbers of literals, counted from 1; 0 for none. One that doesn't stand at its hash stands behind it.
    slots: Box<[u32]>,
    /// What leaves as many bits of a hash as slots have.
    shift: u32,
}

impl Table {
    pub(super) fn of(literals: &[Literal]) -> Self {
        if literals.is_empty() {
            return Self::default();
        }
        let length = (2 * literals.len()).next_power_of_two();
        let mut table = Self { slots: vec![0; length].into(), shift: u64::BITS - length.trailing_zeros() };
        for (number, literal) in (1..).zip(literals) {
            let mut at = table.first(literal.ends);
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

    /// Where a literal leads.
    #[inline]
    pub(super) fn find<'t>(
        &self,
        literals: &[Literal],
        ends: Ends,
        text: impl Fn() -> Option<&'t [u8]>,
    ) -> Option<usize> {
        let mut at = if self.slots.is_empty() { return None } else { self.first(ends) };
        loop {
            let number = *self.slots.get(at)? as usize;
            let literal = literals.get(number.checked_sub(1)?)?;
            // the ends of a short text are all of it
            if literal.ends == ends && (ends.are_whole() || text() == Some(literal.text.as_bytes())) {
                return Some(literal.next);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }
}
