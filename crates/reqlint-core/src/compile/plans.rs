//! Plans: which rules meet which request.

use crate::api::catalogue::EndpointIx;
use crate::prefilter::{Builder, Parts, Site};
use crate::rules::pack::{Pack, Plan, Plans, Rule, RuleIx};
use crate::subject::Uses;

/// The plans of a pack whose rules are there. `is_off` says which rules are switched off at which endpoint.
///
/// What such a rule looks at is still read, so that a host can say whether it would have failed.
pub(crate) fn plans(pack: &Pack, is_off: &dyn Fn(RuleIx, Option<EndpointIx>) -> bool) -> Plans {
    plans_of(pack, is_off, &|rule| pack.considers(rule))
}

/// The plans of a pack as if no rule were switched off, notes among them.
pub(crate) fn whole_plans(pack: &Pack) -> Plans {
    plans_of(pack, &|_, _| false, &|_| true)
}

fn plans_of(
    pack: &Pack,
    is_off: &dyn Fn(RuleIx, Option<EndpointIx>) -> bool,
    is_considered: &dyn Fn(&Rule) -> bool,
) -> Plans {
    let mut prefilters = Builder::default();
    let mut make = |endpoint: Option<EndpointIx>, applies: &dyn Fn(&Rule) -> bool| {
        let mut rules: Vec<RuleIx> = pack
            .order
            .iter()
            .copied()
            .filter(|r| pack.rule(*r).is_some_and(|r| is_considered(r) && applies(r)))
            .collect();
        let uses = Uses::all(rules.iter().filter_map(|r| pack.rule(*r)).map(|r| r.uses));
        rules.retain(|rule| !is_off(*rule, endpoint));
        let site = Site { catalogue: &pack.catalogue, endpoint };
        let parts = rules.iter().filter_map(|index| pack.rule(*index)).map(|rule| Parts {
            methods: &rule.applies_to.methods,
            takes_head: rule.applies_to.takes_head,
            when: rule.when.as_ref(),
            check: &rule.check,
        });
        let prefilter = Some(prefilters.build(parts, site));
        let looks_at_when = |rule: &Rule| {
            let when = rule.when.as_ref().filter(|_| !rule.waits.is_empty());
            when.is_some_and(|when| when.uses().body_or_fields())
        };
        let waits_by_body = rules.iter().any(|index| pack.rule(*index).is_some_and(looks_at_when));
        let waits = |index: &RuleIx| pack.rule(*index).is_some_and(|rule| !rule.waits.is_empty());
        let waiting = (0..).zip(&rules).filter(|(_, index)| waits(index)).map(|(position, _)| position).collect();
        Plan { prefilter, rules, uses, waits_by_body, waiting }
    };
    let endpoints = (0..).map(EndpointIx).zip(&pack.catalogue.endpoints);
    let endpoints =
        endpoints.map(|(index, endpoint)| make(Some(index), &|rule| rule.applies_to.takes(index, endpoint))).collect();
    let hosts = pack.host_names.len().max(1);
    let mut open: Vec<Plan> = (0..hosts).map(|host| make(None, &|rule| rule.applies_to.takes_host(host))).collect();
    open.push(make(None, &|rule| rule.applies_to.takes_any_path() && rule.applies_to.hosts.is_empty()));
    open.push(make(None, &|rule| rule.applies_to.takes_any_path()));
    let is_api = pack.rules.iter().any(|rule| !rule.takes_preflights());
    let preflight = is_api.then(|| {
        make(None, &|rule| {
            rule.takes_preflights() && rule.applies_to.takes_any_path() && rule.applies_to.hosts.is_empty()
        })
    });
    Plans { endpoints, open, preflight }
}
