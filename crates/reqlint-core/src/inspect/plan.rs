//! Plans as hosts print them: which rules meet a request, in which order, and what they look at.

use crate::api::catalogue::{Endpoint, EndpointIx};
use crate::inspect::view::RuleView;
use crate::rules::pack::Pack;
use crate::rules::plans::Plan;
use crate::rules::rule_set::RuleSet;

/// The rules that meet the requests to one operation, or those that mean none.
#[derive(Clone, Copy, Debug)]
pub struct PlanView<'r> {
    set: &'r RuleSet,
    pack: &'r Pack,
    plan: &'r Plan,
    meets: Meets<'r>,
}

/// Which requests meet a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meets<'r> {
    /// Those that mean the documented operation of this id.
    Endpoint(&'r str),
    /// Those to this host that mean none.
    Host(&'r str),
    /// Those to a host that the pack doesn't know.
    OtherHosts,
    /// Those whose host can't be seen.
    UnseenHost,
}

/// How the rules of a plan look at a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyPlan {
    /// Not at all.
    Unread,
    /// In one pass over its bytes, which shows whether all fields are valid; into a tree only where they are not.
    OnePass,
    /// Into a tree, since rules look at members by themselves, or the catalogue says what only a tree can tell.
    Tree,
}

/// The plans of a rule set, pack by pack: first those of endpoints.
pub(crate) fn all(set: &RuleSet) -> impl Iterator<Item = PlanView<'_>> {
    set.loaded().iter().flat_map(move |pack| {
        let view = move |plan, meets| PlanView { set, pack, plan, meets };
        let plan_of = |index| pack.plans.of_endpoint(pack, EndpointIx(index));
        let endpoints = (0..).map_while(plan_of).zip(&pack.catalogue.endpoints);
        let hosts = pack.host_names.iter().map(|host| Meets::Host(host));
        let others = [Meets::OtherHosts, Meets::UnseenHost];
        // a pack without hosts has one plan for all
        let others = if pack.host_names.is_empty() { others.get(..1) } else { others.get(..) };
        let open = pack.plans.open.iter().zip(hosts.chain(others.unwrap_or_default().to_vec()));
        endpoints
            .map(move |(plan, endpoint)| view(plan, Meets::Endpoint(&endpoint.id)))
            .chain(open.map(move |(plan, meets)| view(plan, meets)))
    })
}

impl<'r> PlanView<'r> {
    /// The pack's name.
    #[must_use]
    pub fn pack(&self) -> &'r str {
        &self.pack.name
    }

    /// Which requests meet it.
    #[must_use]
    pub fn meets(&self) -> Meets<'r> {
        self.meets
    }

    /// The method and path of the operation, as documented.
    #[must_use]
    pub fn operation(&self) -> Option<String> {
        self.endpoint().map(|endpoint| format!("{} {}", endpoint.method, endpoint.path))
    }

    /// The rules in the order in which they run: each after those that it waits for.
    pub fn rules(&self) -> impl Iterator<Item = RuleView<'r>> + use<'r> {
        let Self { set, pack, plan, .. } = *self;
        plan.rules.iter().filter_map(|index| pack.rule(*index)).map(move |rule| RuleView { set, pack, rule })
    }

    /// How the rules look at the body.
    #[must_use]
    pub fn body(&self) -> BodyPlan {
        match self.plan.uses.body {
            false => BodyPlan::Unread,
            true if self.plan.validates_bodies() => BodyPlan::OnePass,
            true => BodyPlan::Tree,
        }
    }

    /// Whether a bearer token is decoded.
    #[must_use]
    pub fn reads_token(&self) -> bool {
        self.plan.uses.jwt
    }

    fn endpoint(&self) -> Option<&'r Endpoint> {
        let Meets::Endpoint(id) = self.meets else { return None };
        self.pack.catalogue.endpoints.iter().find(|endpoint| endpoint.id == id)
    }
}
