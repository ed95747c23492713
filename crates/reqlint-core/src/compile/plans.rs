//! Plans: which rules meet which request.

use crate::api::catalogue::EndpointIx;
use crate::prefilter::{Builder, Parts, Site};
use crate::rules::pack::{Pack, Plan, Plans, Rule, RuleIx};
use crate::subject::{Address, Uses};

/// The plans of a pack whose rules are there. `is_off` says which rules are switched off at which endpoint.
///
/// What such a rule looks at is still read, so that a host can say whether it would have failed.
pub(crate) fn plans(pack: &Pack, is_off: &dyn Fn(RuleIx, Option<EndpointIx>) -> bool) -> Plans {
    plans_of(pack, is_off, &|rule| pack.considers(rule))
}

/// The rules that would meet a request if none were switched off, notes among them.
pub(crate) fn whole_plan<'p>(pack: &'p Pack, endpoint: Option<EndpointIx>, address: &Address<'_>) -> Option<&'p Plan> {
    let plans = match pack.whole_plans.get() {
        None if pack.considers_all() => &pack.plans,
        _ => pack.whole_plans.get_or_init(|| plans_of(pack, &|_, _| false, &|_| true)),
    };
    plans.find(pack.api(), endpoint, address)
}

fn plans_of(
    pack: &Pack,
    is_off: &dyn Fn(RuleIx, Option<EndpointIx>) -> bool,
    is_considered: &dyn Fn(&Rule) -> bool,
) -> Plans {
    let (mut prefilters, mut parts) = (Builder::default(), Vec::with_capacity(pack.rules.len()));
    let considered = || pack.order.iter().filter_map(|index| Some((*index, pack.rule(*index)?)));
    let considered = || considered().filter(|(_, rule)| is_considered(rule));
    let mut make = |endpoint: Option<EndpointIx>, mut rules: Vec<RuleIx>| {
        let uses = Uses::all(rules.iter().filter_map(|r| pack.rule(*r)).map(|r| r.uses));
        let excepted = rules.iter().copied().filter(|rule| is_off(*rule, endpoint)).collect();
        rules.retain(|rule| !is_off(*rule, endpoint));
        let site = Site { catalogue: &pack.catalogue, endpoint };
        parts.clear();
        parts.extend(rules.iter().filter_map(|index| pack.rule(*index)).map(|rule| Parts {
            methods: &rule.applies_to.methods,
            takes_head: rule.applies_to.takes_head,
            when: rule.when.as_ref(),
            check: &rule.check,
        }));
        let prefilter = Some(prefilters.build(&parts, site));
        let looks_at_when = |rule: &Rule| {
            let when = rule.when.as_ref().filter(|_| !rule.waits.is_empty());
            when.is_some_and(|when| when.uses().body_or_fields())
        };
        let waits_by_body = rules.iter().any(|index| pack.rule(*index).is_some_and(looks_at_when));
        let waits = |index: &RuleIx| pack.rule(*index).is_some_and(|rule| !rule.waits.is_empty());
        let waiting = (0..).zip(&rules).filter(|(_, index)| waits(index)).map(|(position, _)| position).collect();
        Plan { prefilter, rules, uses, waits_by_body, waiting, excepted }
    };
    let mut of_endpoint = vec![Vec::new(); pack.catalogue.endpoints.len()];
    for (index, rule) in considered() {
        for endpoint in rule.applies_to.endpoints(pack) {
            of_endpoint.get_mut(endpoint.0 as usize).into_iter().for_each(|rules| rules.push(index));
        }
    }
    let endpoints = of_endpoint.into_iter().zip((0..).map(EndpointIx));
    let endpoints = endpoints.map(|(rules, endpoint)| make(Some(endpoint), rules)).collect();
    // most hosts have the same rules
    let mut made: Vec<(Vec<RuleIx>, Plan)> = Vec::new();
    let mut open = |takes: &dyn Fn(&Rule) -> bool| {
        let rules: Vec<_> = considered().filter(|(_, rule)| takes(rule)).map(|(index, _)| index).collect();
        if let Some((_, plan)) = made.iter().find(|(known, _)| *known == rules) {
            return plan.clone();
        }
        let plan = make(None, rules.clone());
        made.push((rules, plan.clone()));
        plan
    };
    let takes_any_host = |rule: &Rule| rule.applies_to.takes_any_path() && rule.applies_to.hosts.is_empty();
    let hosts = pack.host_names.len().max(1);
    let mut plans: Vec<Plan> = (0..hosts).map(|host| open(&|rule| rule.applies_to.takes_host(host))).collect();
    plans.push(open(&takes_any_host));
    plans.push(open(&|rule| rule.applies_to.takes_any_path()));
    let is_api = pack.rules.iter().any(|rule| !rule.takes_preflights());
    let preflight = is_api.then(|| open(&|rule| rule.takes_preflights() && takes_any_host(rule)));
    Plans { endpoints, open: plans, preflight }
}
