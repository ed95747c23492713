//! A pack as it is run: rules in order of precedence, and for each endpoint the rules that meet it.

use crate::api::catalogue::{Catalogue, Endpoint, EndpointIx};
use crate::api::facts::FactIx;
use crate::api::{Api, specificity};
use crate::base::finding::{Server, Servers, Severity};
use crate::base::text::SmolStr;
use crate::check::Check;
use crate::files::rule::{AlsoListed, Example};
use crate::files::server::Engine;
use crate::message::exchange::Response;
use crate::rules::mark::Mark;
use crate::rules::plans::{Counted, Plan, Plans};
use crate::rules::reply::{Cause, ReplyForm};
use crate::rules::sentence::Sentence;
use crate::rules::shape::Shape;
use crate::subject::select::Selector;
use crate::subject::{Address, Subject, Uses};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

/// The name of the pack that judges what no other pack does.
pub(crate) const FALLBACK: &str = "http";

/// Rules, catalogue and words of one API.
#[derive(Debug, Default)]
pub(crate) struct Pack {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) docs: Option<String>,
    /// In lower case; empty for a pack that judges any host.
    pub(crate) host_names: Vec<String>,
    pub(crate) statuses: BTreeMap<u16, Status>,
    pub(crate) catalogue: Catalogue,
    /// Whether rules of severity note are evaluated.
    pub(crate) runs_notes: bool,
    /// The server whose measured answers its rules expect.
    pub(crate) server: Option<Server>,
    /// In order of precedence, so that the lowest index answers first.
    pub(crate) rules: Vec<Rule>,
    /// The rules by their names, `pack/id`.
    pub(crate) numbers: BTreeMap<String, RuleIx>,
    /// Every rule after those that it waits for.
    pub(crate) order: Vec<RuleIx>,
    pub(crate) plans: Plans,
    /// For hosts at which a rule is switched off.
    pub(crate) plans_at: Vec<(String, Plans)>,
    /// As if no rule were switched off, and with notes; made when an example or an exception asks for them.
    pub(crate) whole_plans: OnceLock<Plans>,
    /// The questions of the facts.
    pub(crate) asks: BTreeMap<FactIx, Sentence>,
    /// Words that may lead a secret value and stay visible.
    pub(crate) schemes: Vec<String>,
    pub(crate) replies: Vec<ReplyForm>,
    /// What marks answers below 400 as errors.
    pub(crate) marks: Vec<Mark>,
    /// Facts that an answer holds, and where.
    pub(crate) answers: Vec<(FactIx, Selector)>,
    /// Causes that only an answer shows.
    pub(crate) causes: Vec<Cause>,
    /// Where error answers name fields.
    pub(crate) shapes: Vec<Shape>,
    /// What the answers of measured servers look like.
    pub(crate) engines: Vec<Engine>,
}

/// What a status means.
#[derive(Clone, Debug)]
pub(crate) struct Status {
    pub(crate) title: String,
    pub(crate) about: Option<String>,
}

/// A rule, ready to run.
#[derive(Debug)]
pub(crate) struct Rule {
    /// `pack/id`.
    pub(crate) id: SmolStr,
    /// The file that it was read from.
    pub(crate) path: String,
    pub(crate) title: SmolStr,
    pub(crate) status: Option<u16>,
    pub(crate) error_type: Option<SmolStr>,
    /// What the API writes; findings quote the first.
    pub(crate) api_says: Vec<String>,
    pub(crate) message: Option<SmolStr>,
    pub(crate) why: Option<Sentence>,
    pub(crate) fix: Option<Sentence>,
    pub(crate) ask: Option<Sentence>,
    pub(crate) source: Option<String>,
    pub(crate) severity: Severity,
    /// What servers were measured to answer.
    pub(crate) servers: Option<Arc<Servers>>,
    pub(crate) waits: Vec<RuleIx>,
    pub(crate) also_listed: Vec<AlsoListed>,
    pub(crate) applies_to: AppliesTo,
    pub(crate) when: Option<Arc<Check>>,
    /// Shared with the prefilters.
    pub(crate) check: Arc<Check>,
    pub(crate) uses: Uses,
    /// Whether its check or its sentences look at the body.
    pub(crate) speaks_of_body: bool,
    pub(crate) examples: Arc<[Example]>,
}

/// Which requests a rule is about, as far as the catalogue shows. Empty lists restrict nothing.
#[derive(Debug, Default)]
pub(crate) struct AppliesTo {
    pub(crate) hosts: Vec<usize>,
    pub(crate) methods: Vec<String>,
    /// Whether it is about HEAD because it is about GET, except where the catalogue has HEAD itself.
    pub(crate) takes_head: bool,
    pub(crate) endpoints: Vec<EndpointIx>,
    pub(crate) tags: Vec<String>,
}

/// The place of a rule in its pack, which is its precedence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RuleIx(u32);

impl RuleIx {
    pub(crate) fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    pub(crate) fn get(self) -> usize {
        self.0 as usize
    }
}

impl Rule {
    /// Whether the rule is about HTTP as such, and so about CORS preflights. A rule of an API is about the requests that the API
    /// answers: a preflight has no credentials and no body, and another method than the request that it asks for.
    pub(crate) fn takes_preflights(&self) -> bool {
        self.id.split_once('/').is_some_and(|(pack, _)| pack == FALLBACK)
    }

    /// Whether the rule is the pack's own, not of one that it extends.
    pub(crate) fn is_of(&self, pack: &Pack) -> bool {
        self.id.split_once('/').is_some_and(|(name, _)| name == pack.name)
    }
}

impl Pack {
    /// What marks an answer below 400 as an error, if it is one.
    pub(crate) fn marked(&self, response: &Response<'_>) -> Option<&Mark> {
        let body = response.body.bytes();
        self.marks.iter().find(|mark| mark.status == response.status && mark.marks(body))
    }

    pub(crate) fn rule(&self, index: RuleIx) -> Option<&Rule> {
        self.rules.get(index.get())
    }

    /// Whether a rule is evaluated and listed; a note only where notes are asked for.
    pub(crate) fn considers(&self, rule: &Rule) -> bool {
        self.runs_notes || rule.severity != Severity::Note
    }

    pub(crate) fn considers_all(&self) -> bool {
        self.rules.iter().all(|rule| self.considers(rule))
    }

    /// A status's name: the pack's own, else that of the standard.
    pub(crate) fn status_title(&self, status: u16) -> Option<&str> {
        let own = self.statuses.get(&status).map(|status| status.title.as_str());
        own.or_else(|| http::StatusCode::from_u16(status).ok()?.canonical_reason())
    }

    /// What it says about its API.
    #[inline]
    pub(crate) fn api(&self) -> Api<'_> {
        Api { catalogue: &self.catalogue, host_names: &self.host_names, schemes: &self.schemes }
    }

    /// The rules that meet a request.
    pub(crate) fn plan(&self, endpoint: Option<EndpointIx>, address: &Address<'_>) -> Option<&Plan> {
        let plans = if self.plans_at.is_empty() { &self.plans } else { self.plans_at(address) };
        plans.find(self, endpoint, address)
    }

    /// The rules that would meet a request if none were switched off, notes among them.
    pub(crate) fn whole_plan(&self, endpoint: Option<EndpointIx>, address: &Address<'_>) -> Option<&Plan> {
        let plans = match self.whole_plans.get() {
            None if self.considers_all() => &self.plans,
            _ => self.whole_plans.get_or_init(|| Plans::of(self, Counted::ALL)),
        };
        plans.find(self, endpoint, address)
    }

    /// The plans for a host; without a host, for the one that is assumed.
    fn plans_at(&self, address: &Address<'_>) -> &Plans {
        let Some(name) = address.name_or_assumed(self.api()) else { return &self.plans };
        let fits = self.plans_at.iter().filter_map(|(host, plans)| Some((specificity(host, name)?, plans)));
        fits.max_by_key(|(length, _)| *length).map_or(&self.plans, |(_, plans)| plans)
    }
}

impl AppliesTo {
    /// Every endpoint of the pack that it takes.
    pub(crate) fn endpoints(&self, pack: &Pack) -> Vec<EndpointIx> {
        let all = (0..).map(EndpointIx).take(pack.catalogue.endpoints.len());
        if self.takes_any_path() && self.hosts.is_empty() && self.methods.is_empty() {
            return all.collect();
        }
        // those that it names are few
        let named = (!self.endpoints.is_empty()).then(|| BTreeSet::from_iter(self.endpoints.iter().copied()));
        let takes = |index: &EndpointIx| pack.catalogue.endpoint(*index).is_some_and(|at| self.takes(*index, at));
        match named {
            Some(named) => named.into_iter().filter(takes).collect(),
            None => all.filter(takes).collect(),
        }
    }

    pub(crate) fn takes(&self, index: EndpointIx, endpoint: &Endpoint) -> bool {
        // what takes least first: a catalogue's endpoints are tried for each rule
        (self.hosts.is_empty() || self.hosts.contains(&endpoint.host))
            && (self.endpoints.is_empty() || self.endpoints.contains(&index))
            && (self.tags.is_empty() || self.tags.iter().any(|t| endpoint.tags.contains(t)))
            && (self.methods.is_empty() || self.methods.iter().any(|m| endpoint.methods.contains(m)))
    }

    pub(crate) fn takes_any_path(&self) -> bool {
        self.endpoints.is_empty() && self.tags.is_empty()
    }

    /// Requests to a host that mean no endpoint.
    pub(crate) fn takes_host(&self, host: usize) -> bool {
        self.takes_any_path() && (self.hosts.is_empty() || self.hosts.contains(&host))
    }

    /// Whether it is about the method of a request.
    pub(crate) fn takes_method_of(&self, subject: &Subject<'_>) -> bool {
        let method = &*subject.exchange.request.method;
        let has_head = |endpoint: &Endpoint| endpoint.methods.iter().any(|method| method == "HEAD");
        self.methods.is_empty()
            || self.methods.iter().any(|m| m.as_bytes() == method)
            || self.takes_head && method == b"HEAD" && !subject.endpoint().is_some_and(has_head)
    }
}
