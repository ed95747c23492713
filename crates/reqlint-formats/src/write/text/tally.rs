//! How many requests of a run are what.

use super::rows::count;
use reqlint_core::Conclusion;
use std::fmt;

/// Counts of conclusions. Displays as one line, with a line break at its end.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    broken: usize,
    depends: usize,
    clean: usize,
}

impl Tally {
    /// Counts one.
    pub(crate) fn count(&mut self, conclusion: Conclusion) {
        match conclusion {
            Conclusion::Broken => self.broken += 1,
            Conclusion::Depends => self.depends += 1,
            Conclusion::Clean => self.clean += 1,
        }
    }

    /// How many were counted.
    pub(crate) fn all(&self) -> usize {
        self.broken + self.depends + self.clean
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { broken, depends, clean } = self;
        writeln!(f, "{}: {broken} broken · {depends} with open questions · {clean} clean", count(self.all(), "request"))
    }
}
