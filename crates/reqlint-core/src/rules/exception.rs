//! Exceptions: a rule that a project switches off for some endpoints or hosts, with a reason and a last day.

use crate::api::catalogue::EndpointIx;
use crate::api::facts::Facts;
use crate::base::finding::Outcome;
use crate::check::verdict::Trace;
use crate::evaluate::{Asked, Standing, prepare};
use crate::message::exchange::Exchange;
use crate::rules::pack::{RuleIx, specificity};
use crate::rules::rule_set::RuleSet;
use crate::subject::Scratch;
use std::ops::Range;

/// An exception that holds: where it reaches, its rule isn't run.
#[derive(Clone, Debug)]
pub struct Exception {
    /// `pack/id`.
    pub rule: String,
    /// Why, as written.
    pub reason: String,
    /// The last day on which it holds, as written.
    pub until: String,
    /// Bytes of the `reqlint.toml` at which it stands.
    pub span: Range<usize>,
    /// In each pack in which the rule runs.
    pub(crate) reach: Vec<Reach>,
}

/// An exception that an exchange meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Excepted {
    /// Its index in [`RuleSet::exceptions`].
    pub exception: usize,
    /// How the rule would have gone, by itself.
    pub outcome: Outcome,
}

/// Where an exception holds, in one pack.
#[derive(Clone, Debug)]
pub(crate) struct Reach {
    /// Index of the pack in its set.
    pub(crate) pack: usize,
    pub(crate) rule: RuleIx,
    /// `None` for all, and for requests that mean no endpoint.
    pub(crate) endpoints: Option<Vec<EndpointIx>>,
    /// In lower case; empty for all.
    pub(crate) hosts: Vec<String>,
}

impl Reach {
    pub(crate) fn holds(&self, endpoint: Option<EndpointIx>, host: Option<&str>) -> bool {
        let is_host = |name: &str| self.hosts.iter().any(|host| specificity(host, name.as_bytes()).is_some());
        self.endpoints.as_ref().is_none_or(|all| endpoint.is_some_and(|endpoint| all.contains(&endpoint)))
            && (self.hosts.is_empty() || host.is_some_and(is_host))
    }
}

impl RuleSet {
    /// The exceptions that hold.
    #[must_use]
    pub fn exceptions(&self) -> &[Exception] {
        &self.exceptions
    }

    /// The exceptions that an exchange meets, and how their rules would have gone: so that an exception that nothing needs
    /// can be told.
    #[must_use]
    pub fn excepted(&self, exchange: &Exchange<'_>, facts: &Facts) -> Vec<Excepted> {
        let mut scratch = Scratch::default();
        let address = scratch.receive(exchange, self);
        let judge = self.judge(address.name).and_then(|judge| Some((judge.pack, self.packs.get(judge.pack)?)));
        let Some((index, pack)) = judge.filter(|_| !self.exceptions.is_empty()) else { return Vec::new() };
        let subject = prepare(pack, exchange, &address, facts, &mut scratch, Asked::ANY_RULE);
        let endpoint = subject.route.endpoint;
        let Some(whole) = pack.whole_plan(endpoint, &address.host, address.name) else { return Vec::new() };
        let is_off =
            |rule: &RuleIx| whole.rules.contains(rule) && !subject.plan.is_some_and(|plan| plan.rules.contains(rule));
        let name = pack.name_or_assumed(&address.host, address.name).map(String::from_utf8_lossy);
        let mut met = Vec::new();
        for (number, exception) in self.exceptions.iter().enumerate() {
            let own = exception.reach.iter().filter(|reach| reach.pack == index && is_off(&reach.rule));
            let Some(reach) = own.into_iter().find(|reach| reach.holds(endpoint, name.as_deref())) else { continue };
            let Some(rule) = pack.rule(reach.rule) else { continue };
            let mut missing = Vec::new();
            let (outcome, _) = rule.run(&subject, &Standing::default(), &mut Trace::quick(&mut missing));
            met.push(Excepted { exception: number, outcome });
        }
        met
    }
}
