//! A trial: one rule by itself on one exchange, as examples are run.

use crate::api::facts::Facts;
use crate::base::finding::Finding;
use crate::base::outcome::Outcome;
use crate::check::verdict::Trace;
use crate::check::want::Want;
use crate::evaluate::prepare::Prepared;
use crate::evaluate::state::RuleState;
use crate::explain::renderer::Renderer;
use crate::message::exchange::Exchange;
use crate::rules::pack::{Pack, RuleIx};
use crate::rules::rule_set::RuleSet;
use crate::subject::{Subject, Uses};

/// How one rule went, with what it found.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Trial {
    /// How it went.
    pub outcome: Outcome,
    /// The facts that decide, where it is unknown.
    pub missing_facts: Vec<String>,
    /// What of the pack the request reaches.
    pub reached: Reached,
    /// What it found, in order of places.
    pub findings: Vec<Finding>,
}

/// What of a pack a request reaches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reached {
    /// The documented operation that it means, nearly or exactly.
    pub endpoint: Option<String>,
    /// The tags of that operation.
    pub tags: Vec<String>,
    /// The pack's host, as its file writes it.
    pub host: Option<String>,
    /// The method.
    pub method: String,
}

impl Reached {
    fn of(pack: &Pack, subject: &Subject<'_>) -> Self {
        let endpoint = subject.endpoint();
        let named = subject.host.name(subject.exchange).and_then(|name| pack.api().host(name));
        let host = named.or(endpoint.map(|endpoint| endpoint.host)).and_then(|index| pack.host_names.get(index));
        Self {
            endpoint: endpoint.map(|endpoint| endpoint.id.clone()),
            tags: endpoint.map(|endpoint| endpoint.tags.clone()).unwrap_or_default(),
            host: host.cloned(),
            method: String::from_utf8_lossy(&subject.exchange.request.method).into_owned(),
        }
    }
}

pub(crate) fn run(
    rules: &RuleSet,
    pack: &Pack,
    index: RuleIx,
    exchange: &Exchange<'_>,
    facts: &Facts,
) -> Option<Trial> {
    let rule = pack.rule(index)?;
    let trial = rules.prepared_for(pack, exchange, facts, Uses::ALL, |Prepared { address, subject, .. }| {
        // examples show what a rule says, also where a project switches it off
        let plan = pack.whole_plan(subject.route.endpoint, address);
        let (mut evidence, mut missing) = (Vec::new(), Vec::new());
        let outcome = if plan.is_some_and(|p| p.rules.contains(&index)) {
            let mut trace = Trace::new(Want::Evidence, &mut evidence, &mut missing);
            rule.run(&subject, &RuleState::default(), &mut trace)
        } else {
            Outcome::NOT_APPLYING
        };
        let mut findings = Vec::new();
        if outcome == Outcome::Fail {
            findings.extend(Renderer { subject: &subject, pack }.findings(rule, &mut evidence));
        }
        let missing_facts = missing.iter().filter_map(|fact| Some(rules.fact_slot(*fact)?.name.clone())).collect();
        Trial { outcome, missing_facts, reached: Reached::of(pack, &subject), findings }
    });
    Some(trial)
}
