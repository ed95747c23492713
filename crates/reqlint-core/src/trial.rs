//! A trial: one rule by itself on one exchange, as examples are run.

use crate::evaluate::{Standing, prepare};
use crate::exchange::Exchange;
use crate::facts::Facts;
use crate::finding::{Because, Finding, Outcome};
use crate::pack::Pack;
use crate::resolve::Reader;
use crate::subject::Scratch;
use crate::verdict::Trace;

/// How one rule went, with what it found.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// How it went.
    pub outcome: Outcome,
    /// Why it is unknown or was skipped.
    pub because: Option<Because>,
    /// What it found, in order of places.
    pub findings: Vec<Finding>,
}

pub(crate) fn run(pack: &Pack, name: &str, exchange: &Exchange<'_>, facts: &Facts) -> Option<Trial> {
    let (index, rule) = pack.order.iter().filter_map(|r| Some((r, pack.rule(*r)?))).find(|(_, r)| r.id == name)?;
    let mut scratch = Scratch::default();
    let (subject, plan) = prepare(pack, exchange, facts, &mut scratch);
    let (mut evidence, mut missing) = (Vec::new(), Vec::new());
    let (outcome, because) = if plan.is_some_and(|p| p.rules.contains(index)) {
        rule.run(&subject, &Standing::default(), &mut Trace::full(&mut evidence, &mut missing))
    } else {
        (Outcome::Skip, Some(Because::NotApplying))
    };
    let evidence = if outcome == Outcome::Fail { evidence } else { Vec::new() };
    let findings = Reader { subject: &subject, pack }.findings(rule, evidence);
    Some(Trial { outcome, because, findings })
}
