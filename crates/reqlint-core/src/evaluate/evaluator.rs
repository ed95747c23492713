//! An evaluator: one exchange after the other, in the same memory.

use crate::api::facts::Facts;
use crate::check::verdict::Evidence;
use crate::evaluate::report::Report;
use crate::evaluate::{Unwatched, evaluate};
use crate::message::exchange::Exchange;
use crate::rules::pack::RuleIx;
use crate::rules::rule_set::RuleSet;
use crate::subject::Scratch;

/// What was seen where rules failed: memory that is used again.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) evidence: Vec<Evidence>,
    /// Where that of each rule ends, in the order in which they ran.
    pub(crate) ends: Vec<(RuleIx, usize)>,
}

/// Evaluates one exchange after the other, keeping its memory between them.
#[derive(Debug)]
pub struct Evaluator<'r> {
    pub(crate) rules: &'r RuleSet,
    pub(crate) scratch: Scratch,
    pub(crate) seen: Seen,
}

impl<'r> Evaluator<'r> {
    /// An evaluator of a rule set.
    #[must_use]
    pub fn new(rules: &'r RuleSet) -> Self {
        Self { rules, scratch: Scratch::default(), seen: Seen::default() }
    }

    /// Evaluates an exchange. Gives the same report as [`RuleSet::evaluate`].
    pub fn evaluate(&mut self, exchange: &Exchange<'_>, facts: &Facts) -> Report {
        let mut report = Report::default();
        evaluate(self.rules, exchange, facts, &mut self.scratch, &mut report, &mut Unwatched::default());
        report
    }
}
