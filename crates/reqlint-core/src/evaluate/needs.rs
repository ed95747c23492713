//! What must be found out before an exchange can be judged.

use crate::api::facts::{FactIx, Facts};
use crate::check::verdict::Trace;
use crate::check::want::Want;
use crate::evaluate::state::RuleState;
use crate::message::exchange::{Body, Exchange, Request};
use crate::rules::rule_set::RuleSet;
use crate::subject::Uses;

/// What the rules that meet an exchange need to know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Needs {
    /// The body.
    pub body: bool,
    /// Facts, as indices into [`Facts::declared`].
    pub facts: Vec<usize>,
}

/// What the rules that meet an exchange need to know: what those miss that run without its body.
pub(crate) fn needs(rules: &RuleSet, exchange: &Exchange<'_>, facts: &Facts) -> Needs {
    let request = Request { body: Body::Unread, ..exchange.request.clone() };
    let unread = Exchange { request, ..exchange.clone() };
    let needs = rules.prepared(&unread, facts, Uses::NONE, |prepared| {
        let plan = prepared.plan?;
        let (mut evidence, mut missing): (_, Vec<FactIx>) = (Vec::new(), Vec::new());
        for rule in plan.rules.iter().filter_map(|r| prepared.pack.rule(*r)) {
            let mut trace = Trace::new(Want::Outcomes, &mut evidence, &mut missing);
            rule.run(&prepared.subject, &RuleState::default(), &mut trace);
        }
        missing.sort_unstable();
        Some(Needs { body: plan.uses.body, facts: missing.into_iter().map(|f| f.0 as usize).collect() })
    });
    needs.flatten().unwrap_or_default()
}
