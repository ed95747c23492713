//! An evaluator: one exchange after the other, in the same memory.

use crate::api::facts::Facts;
use crate::check::verdict::Evidence;
use crate::evaluate::evaluate;
use crate::evaluate::report::Report;
use crate::message::exchange::Exchange;
use crate::rules::rule_set::RuleSet;
use crate::subject::Scratch;

/// Evaluates one exchange after the other, keeping its memory between them.
#[derive(Debug)]
pub struct Evaluator<'r> {
    pub(crate) rules: &'r RuleSet,
    pub(crate) scratch: Scratch,
    pub(crate) evidence: Vec<Evidence>,
}

impl<'r> Evaluator<'r> {
    /// An evaluator of a rule set.
    #[must_use]
    pub fn new(rules: &'r RuleSet) -> Self {
        Self { rules, scratch: Scratch::default(), evidence: Vec::new() }
    }

    /// Evaluates an exchange. Gives the same report as [`RuleSet::evaluate`].
    pub fn evaluate(&mut self, exchange: &Exchange<'_>, facts: &Facts) -> Report {
        let mut report = Report::default();
        evaluate(self.rules, exchange, facts, &mut self.scratch, &mut report, |_, _| ());
        report
    }
}
