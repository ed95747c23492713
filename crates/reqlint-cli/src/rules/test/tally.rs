//! How many rules went how.

use crate::host::exit::Exit;
use reqlint_formats::examples::ExampleVerdict;
use std::fmt;

/// Counts of rules by verdict. Displays as one line, with a line break at its end.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    validated: usize,
    noisy: usize,
    missing: usize,
    wrong: usize,
    /// Rules that were not run.
    pub(super) left_out: usize,
    examples: usize,
}

impl Tally {
    /// Counts a rule with so many examples.
    pub(super) fn count(&mut self, verdict: ExampleVerdict, examples: usize) {
        self.examples += examples;
        match verdict {
            ExampleVerdict::Validated => self.validated += 1,
            ExampleVerdict::Noisy => self.noisy += 1,
            ExampleVerdict::Missing => self.missing += 1,
            ExampleVerdict::Wrong => self.wrong += 1,
        }
    }

    pub(super) fn exit(&self) -> Exit {
        if self.noisy + self.missing + self.wrong == 0 { Exit::Clean } else { Exit::Broken }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { validated, noisy, missing, wrong, left_out, examples } = self;
        let rules = validated + noisy + missing + wrong + left_out;
        let plural = |number: usize| if number == 1 { "" } else { "s" };
        write!(
            f,
            "\n{rules} rule{} with {examples} example{}: {validated} validated",
            plural(rules),
            plural(*examples)
        )?;
        let more = [(noisy, "noisy"), (missing, "missing"), (wrong, "wrong"), (left_out, "not run")];
        for (number, word) in more.into_iter().filter(|(number, _)| **number > 0) {
            write!(f, " · {number} {word}")?;
        }
        writeln!(f)
    }
}
