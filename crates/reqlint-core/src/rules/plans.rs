//! Plans: which rules meet which request. The plan of an endpoint is made when a request first means it, since an API has
//! many and a host meets few.

use crate::api::catalogue::EndpointIx;
use crate::prefilter::{Builder, Parts, Prefilter, RuleBits, Site};
use crate::rules::exception::Reach;
use crate::rules::pack::{Pack, Rule, RuleIx};
use crate::subject::{Address, Host, Uses};
use std::sync::{Mutex, OnceLock, PoisonError};

/// The rules that meet a request, each after those that it waits for.
///
/// What every request looks at comes first: see [`Slot`].
#[derive(Clone, Debug, Default)]
#[repr(C)]
pub(crate) struct Plan {
    /// What decides, before anything is read, which of the rules need no evaluation.
    pub(crate) prefilter: Option<Prefilter>,
    pub(crate) uses: Uses,
    /// Whether body or fields decide if one of them applies that may have to wait for another. Where that one failed, this
    /// matters although the rule itself was skipped.
    pub(crate) waits_by_body: bool,
    pub(crate) rules: Vec<RuleIx>,
    /// The positions of those that wait for others: once one has failed or waits, they are looked at although they were skipped.
    pub(crate) waiting: RuleBits,
    /// Those that exceptions switch off here.
    pub(crate) excepted: Vec<RuleIx>,
}

/// Which rules meet which request.
#[derive(Debug, Default)]
pub(crate) struct Plans {
    counted: Counted,
    /// For each endpoint.
    endpoints: Box<[Slot]>,
    /// For requests that mean no endpoint: for each host, for a host of no pack, and for an unknown host.
    pub(crate) open: Vec<Plan>,
    /// For CORS preflights, to any host, where not all rules are about these: see [`Rule::takes_preflights`].
    preflight: Option<Plan>,
    prefilters: Mutex<Builder>,
}

/// The plan of an endpoint, once it is made.
///
/// An API may have thousands: what every request looks at is in one cache line.
#[derive(Debug, Default)]
#[repr(align(64))]
struct Slot(OnceLock<Plan>);

/// Which of a pack's rules plans count.
#[derive(Debug, Default)]
pub(crate) struct Counted {
    /// Whether notes are counted though the pack doesn't run them.
    with_notes: bool,
    /// Where rules are switched off. What they look at is still read, so that a host can say whether they would have failed.
    off: Vec<Reach>,
    /// The host that the requests go to, where that decides which are.
    host: Option<String>,
}

impl Counted {
    /// As if no rule were switched off, and with notes.
    pub(crate) const ALL: Self = Self { with_notes: true, off: Vec::new(), host: None };

    /// Without the rules that are switched off at a host; without a host, at any.
    pub(crate) fn without(off: Vec<Reach>, host: Option<String>) -> Self {
        Self { off, host, ..Self::default() }
    }

    fn takes(&self, pack: &Pack, rule: &Rule) -> bool {
        self.with_notes || pack.considers(rule)
    }

    fn is_off(&self, rule: RuleIx, endpoint: Option<EndpointIx>) -> bool {
        self.off.iter().any(|reach| reach.rule == rule && reach.holds(endpoint, self.host.as_deref()))
    }
}

impl Plans {
    /// The plans of a pack whose rules are there.
    pub(crate) fn of(pack: &Pack, counted: Counted) -> Self {
        let endpoints = std::iter::repeat_with(Slot::default).take(pack.catalogue.endpoints.len());
        let mut plans = Self { counted, endpoints: endpoints.collect(), ..Self::default() };
        // most hosts have the same rules
        let mut made: Vec<(Vec<RuleIx>, Plan)> = Vec::new();
        let mut open = |takes: &dyn Fn(&Rule) -> bool| {
            let rules = plans.rules(pack, takes);
            if let Some((_, plan)) = made.iter().find(|(known, _)| *known == rules) {
                return plan.clone();
            }
            let plan = plans.make(pack, None, rules.clone());
            made.push((rules, plan.clone()));
            plan
        };
        let takes_any_host = |rule: &Rule| rule.applies_to.takes_any_path() && rule.applies_to.hosts.is_empty();
        let hosts = pack.host_names.len().max(1);
        let mut of_hosts: Vec<Plan> = (0..hosts).map(|host| open(&|rule| rule.applies_to.takes_host(host))).collect();
        of_hosts.push(open(&takes_any_host));
        of_hosts.push(open(&|rule| rule.applies_to.takes_any_path()));
        let is_api = pack.rules.iter().any(|rule| !rule.takes_preflights());
        let preflight = is_api.then(|| open(&|rule| rule.takes_preflights() && takes_any_host(rule)));
        (plans.open, plans.preflight) = (of_hosts, preflight);
        plans
    }

    /// The plan for a request to the pack of these plans.
    pub(crate) fn find(&self, pack: &Pack, endpoint: Option<EndpointIx>, address: &Address<'_>) -> Option<&Plan> {
        if let (Some(preflight), true) = (&self.preflight, address.is_preflight) {
            return Some(preflight);
        }
        if let Some(endpoint) = endpoint {
            return self.of_endpoint(pack, endpoint);
        }
        let api = pack.api();
        let hosts = api.host_names.len().max(1);
        let index = match (&address.host, address.name) {
            _ if api.host_names.is_empty() => 0,
            (Host::Missing, _) => 0,
            (_, Some(name)) => api.host(name).unwrap_or(hosts),
            (_, None) => hosts + 1,
        };
        self.open.get(index)
    }

    /// The plan for requests that mean an endpoint.
    #[inline]
    pub(crate) fn of_endpoint(&self, pack: &Pack, endpoint: EndpointIx) -> Option<&Plan> {
        let Slot(slot) = self.endpoints.get(endpoint.0 as usize)?;
        Some(slot.get_or_init(|| self.make_for(pack, endpoint)))
    }

    #[cold]
    fn make_for(&self, pack: &Pack, index: EndpointIx) -> Plan {
        let endpoint = pack.catalogue.endpoint(index);
        let takes = |rule: &Rule| endpoint.is_some_and(|endpoint| rule.applies_to.takes(index, endpoint));
        self.make(pack, Some(index), self.rules(pack, &takes))
    }

    /// Those of the rules that count, in the order in which they run.
    fn rules(&self, pack: &Pack, takes: &dyn Fn(&Rule) -> bool) -> Vec<RuleIx> {
        let rules = pack.order.iter().filter_map(|index| Some((*index, pack.rule(*index)?)));
        let taken = rules.filter(|(_, rule)| self.counted.takes(pack, rule) && takes(rule));
        taken.map(|(index, _)| index).collect()
    }

    fn make(&self, pack: &Pack, endpoint: Option<EndpointIx>, mut rules: Vec<RuleIx>) -> Plan {
        let uses = Uses::all(rules.iter().filter_map(|r| pack.rule(*r)).map(|r| r.uses));
        let excepted = rules.extract_if(.., |rule| self.counted.is_off(*rule, endpoint)).collect();
        let own = || rules.iter().filter_map(|index| pack.rule(*index));
        let parts = own().map(|rule| Parts {
            methods: &rule.applies_to.methods,
            takes_head: rule.applies_to.takes_head,
            when: rule.when.as_ref(),
            check: &rule.check,
        });
        let site = Site { catalogue: &pack.catalogue, endpoint };
        // what a panic left is at worst without something that plans could share
        let mut prefilters = self.prefilters.lock().unwrap_or_else(PoisonError::into_inner);
        let prefilter = Some(prefilters.build(&parts.collect::<Vec<_>>(), site));
        let waits_by_body = own().filter(|rule| !rule.waits.is_empty()).any(|rule| {
            let when = rule.when.as_ref();
            when.is_some_and(|when| when.uses().body_or_fields())
        });
        let waiting =
            (0..).zip(own()).filter(|(_, rule)| !rule.waits.is_empty()).map(|(position, _)| position).collect();
        Plan { prefilter, rules, uses, waits_by_body, waiting, excepted }
    }
}

impl Plan {
    /// Whether bodies of requests that are right are read without a tree.
    pub(crate) fn validates_bodies(&self) -> bool {
        !self.uses.members && self.prefilter.as_ref().is_some_and(Prefilter::validates_bodies)
    }
}
