//! A trial: one rule by itself on one exchange, as examples are run.

use crate::api::facts::Facts;
use crate::base::finding::{Because, Finding, Outcome};
use crate::check::verdict::Trace;
use crate::evaluate::{Asked, Standing, prepare};
use crate::explain::resolve::Reader;
use crate::message::exchange::Exchange;
use crate::rules::pack::{Pack, RuleIx};
use crate::rules::rule_set::RuleSet;
use crate::subject::{Scratch, Subject};

/// How one rule went, with what it found.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// How it went.
    pub outcome: Outcome,
    /// Why it is unknown or was skipped.
    pub because: Option<Because>,
    /// The facts that would settle it, where it is unknown.
    pub missing_facts: Vec<String>,
    /// What of the pack the request reaches.
    pub reached: Reached,
    /// What it found, in order of places.
    pub findings: Vec<Finding>,
}

/// What of a pack a request reaches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    fn of(subject: &Subject<'_>) -> Self {
        let (pack, endpoint) = (subject.pack, subject.endpoint());
        let named = subject.host.name(subject.exchange).and_then(|name| pack.host(name));
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
    let mut scratch = Scratch::default();
    let address = scratch.receive(exchange, rules);
    let subject = prepare(pack, exchange, &address, facts, &mut scratch, Asked::ANY_RULE);
    // examples show what a rule says, also where a project switches it off
    let plan = pack.whole_plan(subject.route.endpoint, &address.host, address.name);
    let (mut evidence, mut missing) = (Vec::new(), Vec::new());
    let (outcome, because) = if plan.is_some_and(|p| p.rules.contains(&index)) {
        rule.run(&subject, &Standing::default(), &mut Trace::full(&mut evidence, &mut missing))
    } else {
        (Outcome::Skip, Some(Because::NotApplying))
    };
    let mut findings = Vec::new();
    if outcome == Outcome::Fail {
        findings.extend(Reader { subject: &subject, pack }.findings(rule, &mut evidence));
    }
    let missing_facts = missing.iter().filter_map(|fact| Some(rules.fact_slot(*fact)?.name.clone())).collect();
    let reached = Reached::of(&subject);
    Some(Trial { outcome, because, missing_facts, reached, findings })
}
