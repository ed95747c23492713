//! Packs, rules and reply files as their files tell them, for hosts that list and explain.

use crate::api::catalogue::EndpointIx;
use crate::base::finding::{Servers, Severity};
use crate::check::Words;
use crate::files::rule::{AlsoListed, Example, ExampleText};
use crate::rules::pack::{Pack, Rule};
use crate::rules::reply::Cause;
use crate::rules::rule_set::RuleSet;
use crate::rules::sentence::Sentence;

/// A pack as its files tell it.
#[derive(Clone, Copy, Debug)]
pub struct PackView<'r> {
    pub(crate) set: &'r RuleSet,
    pub(crate) pack: &'r Pack,
}

/// A rule as its file describes it.
#[derive(Clone, Copy, Debug)]
pub struct RuleView<'r> {
    pub(crate) set: &'r RuleSet,
    pub(crate) pack: &'r Pack,
    pub(crate) rule: &'r Rule,
}

/// Which requests a rule is about, as its file says. Empty lists restrict nothing.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AppliesToView<'r> {
    /// Hosts of the pack.
    pub hosts: Vec<&'r str>,
    /// Methods.
    pub methods: &'r [String],
    /// Ids of endpoints.
    pub endpoints: Vec<&'r str>,
    /// Tags of endpoints.
    pub tags: &'r [String],
    /// What must hold besides, as a clause.
    pub when: Option<String>,
}

/// A reply file: a cause that only an answer shows.
#[derive(Clone, Copy, Debug)]
pub struct CauseView<'r>(pub(crate) &'r Cause);

impl<'r> PackView<'r> {
    /// The name: that of its folder.
    #[must_use]
    pub fn name(&self) -> &'r str {
        &self.pack.name
    }

    /// The API's name.
    #[must_use]
    pub fn title(&self) -> &'r str {
        &self.pack.title
    }

    /// Where the API is documented.
    #[must_use]
    pub fn docs(&self) -> Option<&'r str> {
        self.pack.docs.as_deref()
    }

    /// The hosts that it judges; empty for any.
    #[must_use]
    pub fn hosts(&self) -> &'r [String] {
        &self.pack.host_names
    }

    /// The statuses that it speaks of: code, name and meaning.
    pub fn statuses(&self) -> impl Iterator<Item = (u16, &'r str, Option<&'r str>)> + use<'r> {
        self.pack.statuses.iter().map(|(code, s)| (*code, s.title.as_str(), s.about.as_deref()))
    }

    /// The ids of its endpoints.
    pub fn endpoints(&self) -> impl Iterator<Item = &'r str> + use<'r> {
        self.pack.catalogue.endpoints.iter().map(|e| e.id.as_str())
    }

    /// Its rules in order of precedence, those of packs that it extends last.
    pub fn rules(&self) -> impl Iterator<Item = RuleView<'r>> + use<'r> {
        let (set, pack) = (self.set, self.pack);
        pack.rules.iter().map(move |rule| RuleView { set, pack, rule })
    }

    /// Its reply files.
    pub fn causes(&self) -> impl Iterator<Item = CauseView<'r>> + use<'r> {
        self.pack.causes.iter().map(CauseView)
    }
}

impl<'r> RuleView<'r> {
    /// `pack/id`.
    #[must_use]
    pub fn id(&self) -> &'r str {
        &self.rule.id
    }

    /// The file that it was read from.
    #[must_use]
    pub fn path(&self) -> &'r str {
        &self.rule.path
    }

    /// What should hold.
    #[must_use]
    pub fn title(&self) -> &'r str {
        &self.rule.title
    }

    /// What the API answers when it doesn't.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.rule.status
    }

    /// How much it weighs.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.rule.severity
    }

    /// What servers were measured to answer to a request that fails it.
    #[must_use]
    pub fn servers(&self) -> Option<&'r Servers> {
        self.rule.servers.as_deref()
    }

    /// The API's name for the error.
    #[must_use]
    pub fn error_type(&self) -> Option<&'r str> {
        self.rule.error_type.as_deref()
    }

    /// What the API writes.
    #[must_use]
    pub fn api_says(&self) -> &'r [String] {
        &self.rule.api_says
    }

    /// Where it is documented.
    #[must_use]
    pub fn source(&self) -> Option<&'r str> {
        self.rule.source.as_deref()
    }

    /// Why the API refuses it; names stand for what only a request shows.
    #[must_use]
    pub fn why(&self) -> Option<String> {
        self.rule.why.as_ref().map(Sentence::bare)
    }

    /// What to change; names stand for what only a request shows.
    #[must_use]
    pub fn fix(&self) -> Option<String> {
        self.rule.fix.as_ref().map(Sentence::bare)
    }

    /// Which requests it is about.
    #[must_use]
    pub fn applies_to(&self) -> AppliesToView<'r> {
        let applies = &self.rule.applies_to;
        let host = |index: &usize| self.pack.host_names.get(*index).map(String::as_str);
        let endpoint = |index: &EndpointIx| self.pack.catalogue.endpoint(*index).map(|e| e.id.as_str());
        AppliesToView {
            hosts: applies.hosts.iter().filter_map(host).collect(),
            methods: &applies.methods,
            endpoints: applies.endpoints.iter().filter_map(endpoint).collect(),
            tags: &applies.tags,
            when: self.rule.when.as_ref().map(|check| check.clause(self.words())),
        }
    }

    /// The ids of the endpoints that it runs on.
    #[must_use]
    pub fn endpoints(&self) -> Vec<&'r str> {
        let endpoints = self.rule.applies_to.endpoints(self.pack).into_iter();
        endpoints.filter_map(|index| self.pack.catalogue.endpoint(index)).map(|e| e.id.as_str()).collect()
    }

    /// What the check tests, as a clause that holds when it passes: lower case, no full stop.
    #[must_use]
    pub fn check(&self) -> String {
        self.rule.check.clause(self.words())
    }

    /// The kinds of its check, the outermost first.
    #[must_use]
    pub fn kinds(&self) -> Vec<&'static str> {
        let mut kinds = Vec::new();
        self.rule.check.kinds(&mut kinds);
        kinds
    }

    /// The rules that it waits for, `pack/id`.
    pub fn waits_for(&self) -> impl Iterator<Item = &'r str> + use<'r> {
        let pack = self.pack;
        self.rule.waits.iter().filter_map(|index| pack.rule(*index)).map(|rule| rule.id.as_str())
    }

    fn words(&self) -> Words<'r> {
        Words { facts: self.set.fact_slots() }
    }

    /// Its examples.
    #[must_use]
    pub fn examples(&self) -> &'r [Example] {
        &self.rule.examples
    }

    /// The same item in other statuses' checklists.
    #[must_use]
    pub fn also_listed(&self) -> &'r [AlsoListed] {
        &self.rule.also_listed
    }
}

impl<'r> CauseView<'r> {
    /// `pack/replies/name`.
    #[must_use]
    pub fn id(&self) -> &'r str {
        &self.0.id
    }

    /// The file that it was read from.
    #[must_use]
    pub fn path(&self) -> &'r str {
        &self.0.path
    }

    /// The cause, as a sentence.
    #[must_use]
    pub fn title(&self) -> &'r str {
        &self.0.title
    }

    /// The statuses that its answer may have, at least one.
    #[must_use]
    pub fn statuses(&self) -> &'r [u16] {
        &self.0.statuses
    }

    /// Those of them with which the answer alone is proof.
    #[must_use]
    pub fn settles(&self) -> &'r [u16] {
        &self.0.settles
    }

    /// The API's name for the error.
    #[must_use]
    pub fn error_type(&self) -> Option<&'r str> {
        self.0.error_type.as_deref()
    }

    /// Why the API answers so.
    #[must_use]
    pub fn why(&self) -> Option<&'r str> {
        self.0.why.as_deref()
    }

    /// What to do.
    #[must_use]
    pub fn fix(&self) -> Option<&'r str> {
        self.0.fix.as_deref()
    }

    /// Where it is documented.
    #[must_use]
    pub fn source(&self) -> Option<&'r str> {
        self.0.source.as_deref()
    }

    /// Exchanges that it explains.
    #[must_use]
    pub fn explains(&self) -> &'r [ExampleText] {
        &self.0.explains
    }

    /// Exchanges that it says nothing about.
    #[must_use]
    pub fn silent(&self) -> &'r [ExampleText] {
        &self.0.silent
    }
}
