//! Which exceptions of the project a run needed.

use reqlint_core::language::{Code, Diagnostic};
use reqlint_core::rules::{Excepted, Exception};
use reqlint_core::{Outcome, RuleSet};
use reqlint_formats::write::text::note;

/// What a run showed of each exception.
#[derive(Debug)]
pub(crate) struct Exceptions {
    uses: Vec<Use>,
    /// How many records were seen.
    records: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct Use {
    /// Requests that it is about.
    met: usize,
    /// Those on which its rule would have failed.
    needed: usize,
    /// Those on which that can't be decided.
    open: usize,
}

impl Exceptions {
    pub(crate) fn of(rules: &RuleSet) -> Self {
        Self { uses: vec![Use::default(); rules.exceptions().len()], records: 0 }
    }

    /// Counts a record, which meets these exceptions.
    pub(crate) fn note(&mut self, excepted: &[Excepted]) {
        self.records += 1;
        for Excepted { exception, outcome, .. } in excepted {
            let Some(uses) = self.uses.get_mut(*exception) else { continue };
            uses.met += 1;
            uses.needed += usize::from(*outcome == Outcome::Fail);
            uses.open += usize::from(outcome.is_unknown());
        }
    }

    /// What switched-off rules would have said, a line each.
    pub(crate) fn switched_off(&self, rules: &RuleSet) -> String {
        let needed = rules.exceptions().iter().zip(&self.uses).filter(|(_, uses)| uses.needed > 0);
        let line = |(Exception { rule, reason, until, .. }, uses): (&Exception, &Use)| {
            let requests = if uses.needed == 1 { "request" } else { "requests" };
            note(&format!("`{rule}` is switched off for {} {requests} until {until}: {reason}", uses.needed))
        };
        needed.map(line).collect()
    }

    /// Diagnostics of exceptions that no request needed. That no request meets one means little where only one was read.
    pub(crate) fn unused(&self, rules: &RuleSet) -> Vec<Diagnostic> {
        let several = self.records > 1;
        let said = |(exception, uses): (&Exception, &Use)| {
            let message = match *uses {
                Use { met: 0, .. } if several => "no request of this run matches this exception".to_owned(),
                Use { met: 0, .. } => return None,
                Use { needed: 0, open: 0, .. } => {
                    format!("this exception is not needed: `{}` would have passed", exception.rule)
                }
                _ => return None,
            };
            let mut diagnostic = Diagnostic::new(Code::UnusedException, 0, exception.span.clone(), message);
            diagnostic.help = Some("remove it if that stays so".to_owned());
            Some(diagnostic)
        };
        rules.exceptions().iter().zip(&self.uses).filter_map(said).collect()
    }
}
