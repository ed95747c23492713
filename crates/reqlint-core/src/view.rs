//! Packs, rules and reply files as their files tell them, for hosts that list and explain.

use crate::finding::Severity;
use crate::pack::{Pack, Rule};
use crate::read::rule::{AlsoListed, Example, ExampleText};
use crate::reply::Cause;

/// A pack as its files tell it.
#[derive(Clone, Copy, Debug)]
pub struct PackView<'r>(pub(crate) &'r Pack);

/// A rule as its file tells it.
#[derive(Clone, Copy, Debug)]
pub struct RuleView<'r>(pub(crate) &'r Rule);

/// A reply file: a cause that only an answer shows.
#[derive(Clone, Copy, Debug)]
pub struct CauseView<'r>(pub(crate) &'r Cause);

impl<'r> PackView<'r> {
    /// The name: that of its folder.
    #[must_use]
    pub fn name(&self) -> &'r str {
        &self.0.name
    }

    /// The API's name.
    #[must_use]
    pub fn title(&self) -> &'r str {
        &self.0.title
    }

    /// Where the API is documented.
    #[must_use]
    pub fn docs(&self) -> Option<&'r str> {
        self.0.docs.as_deref()
    }

    /// The hosts that it judges; empty for any.
    #[must_use]
    pub fn hosts(&self) -> &'r [String] {
        &self.0.host_names
    }

    /// The statuses that it speaks of: code, name and meaning.
    pub fn statuses(&self) -> impl Iterator<Item = (u16, &'r str, Option<&'r str>)> {
        self.0.statuses.iter().map(|(code, s)| (*code, s.title.as_str(), s.about.as_deref()))
    }

    /// The ids of its endpoints.
    pub fn endpoints(&self) -> impl Iterator<Item = &'r str> {
        self.0.catalogue.endpoints.iter().map(|e| e.id.as_str())
    }

    /// Its rules in order of precedence, those of packs that it extends last.
    pub fn rules(&self) -> impl Iterator<Item = RuleView<'r>> {
        self.0.rules.iter().map(RuleView)
    }

    /// Its reply files.
    pub fn causes(&self) -> impl Iterator<Item = CauseView<'r>> {
        self.0.causes.iter().map(CauseView)
    }
}

impl<'r> RuleView<'r> {
    /// `pack/id`.
    #[must_use]
    pub fn id(&self) -> &'r str {
        &self.0.id
    }

    /// The file that it was read from.
    #[must_use]
    pub fn path(&self) -> &'r str {
        &self.0.path
    }

    /// What should hold.
    #[must_use]
    pub fn title(&self) -> &'r str {
        &self.0.title
    }

    /// What the API answers when it doesn't.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// How much it weighs.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.0.severity
    }

    /// The API's name for the error.
    #[must_use]
    pub fn error_type(&self) -> Option<&'r str> {
        self.0.error_type.as_deref()
    }

    /// What the API writes.
    #[must_use]
    pub fn api_says(&self) -> &'r [String] {
        &self.0.api_says
    }

    /// Where it is documented.
    #[must_use]
    pub fn source(&self) -> Option<&'r str> {
        self.0.source.as_deref()
    }

    /// Its examples.
    #[must_use]
    pub fn examples(&self) -> &'r [Example] {
        &self.0.examples
    }

    /// The same item in other statuses' checklists.
    #[must_use]
    pub fn also_listed(&self) -> &'r [AlsoListed] {
        &self.0.also_listed
    }
}

impl<'r> CauseView<'r> {
    /// `pack/replies/name`.
    #[must_use]
    pub fn id(&self) -> &'r str {
        &self.0.id
    }

    /// The cause, as a sentence.
    #[must_use]
    pub fn title(&self) -> &'r str {
        &self.0.title
    }

    /// The answer's status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.0.status
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
