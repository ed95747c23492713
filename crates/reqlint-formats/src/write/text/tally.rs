//! How many requests of a run are what.

use super::passed::Passed;
use super::rows::count;
use crate::record::judged::Judged;
use reqlint_core::Conclusion;
use std::fmt;

/// Counts of requests. Displays as one line, with a line break at its end.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    broken: usize,
    open: usize,
    right_so_far: usize,
    clean: usize,
    contradicted: usize,
    unjudged: usize,
}

impl Tally {
    /// Counts one.
    pub(crate) fn count(&mut self, judged: &Judged<'_>) {
        match (Passed::of(judged), judged.resolved.conclusion) {
            (Some(Passed::Clean), _) => self.clean += 1,
            (Some(Passed::Open), _) => self.open += 1,
            (Some(Passed::RightSoFar), _) => self.right_so_far += 1,
            (None, Conclusion::Contradicted) => self.contradicted += 1,
            (None, Conclusion::Unjudged) => self.unjudged += 1,
            (None, _) => self.broken += 1,
        }
    }

    /// How many were counted.
    pub(crate) fn all(&self) -> usize {
        self.broken + self.open + self.right_so_far + self.clean + self.contradicted + self.unjudged
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { broken, open, right_so_far, clean, contradicted, unjudged } = self;
        write!(f, "{}: {broken} broken · {open} with open questions", count(self.all(), "request"))?;
        // that none is clean would read as a fault where others are right
        if *clean > 0 || *right_so_far == 0 {
            write!(f, " · {clean} clean")?;
        }
        let right = if *right_so_far == 1 { "right as far as it shows" } else { "right as far as they show" };
        // what is rare is said only where there is any
        for (number, what) in [(right_so_far, right), (contradicted, "contradicted"), (unjudged, "not judged")] {
            if *number > 0 {
                write!(f, " · {number} {what}")?;
            }
        }
        writeln!(f)
    }
}
