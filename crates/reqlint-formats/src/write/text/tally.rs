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
    contradicted: usize,
    unjudged: usize,
}

impl Tally {
    /// Counts one.
    pub(crate) fn count(&mut self, conclusion: Conclusion) {
        match conclusion {
            Conclusion::Broken => self.broken += 1,
            Conclusion::Depends => self.depends += 1,
            Conclusion::Clean => self.clean += 1,
            Conclusion::Contradicted => self.contradicted += 1,
            Conclusion::Unjudged => self.unjudged += 1,
        }
    }

    /// How many were counted.
    pub(crate) fn all(&self) -> usize {
        self.broken + self.depends + self.clean + self.contradicted + self.unjudged
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { broken, depends, clean, contradicted, unjudged } = self;
        write!(f, "{}: {broken} broken · {depends} with open questions · {clean} clean", count(self.all(), "request"))?;
        // rare, so said only where there are any
        for (number, what) in [(contradicted, "contradicted"), (unjudged, "not judged")] {
            if *number > 0 {
                write!(f, " · {number} {what}")?;
            }
        }
        writeln!(f)
    }
}
