//! How much may be done for a program.

use std::cell::Cell;

/// How much is read of a program, in bytes that are looked at; a value counts as some.
const MAX_WORK: usize = 4 << 20;
pub(super) const VALUE: usize = 32;

/// What is left of the work that may be done for a program.
#[derive(Debug)]
pub(super) struct Work(Cell<usize>);

impl Default for Work {
    fn default() -> Self {
        Self(Cell::new(MAX_WORK))
    }
}

impl Work {
    pub(super) fn is_done(&self) -> bool {
        self.0.get() == 0
    }

    pub(super) fn take(&self, amount: usize) {
        self.0.set(self.0.get().saturating_sub(amount));
    }
}
