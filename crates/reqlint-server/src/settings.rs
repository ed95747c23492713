//! The settings of a layer.

use crate::agreement::Agreement;
use crate::checked::CheckedExchange;
use crate::facts::FactLookup;
use crate::policies::Policies;
use crate::reply::ReplyForm;
use crate::rules::{Generation, Rules};
use http::HeaderValue;
use reqlint_core::inspect::RuleView;
use reqlint_core::{Report, RuleSet, Severity};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What happens to a request that violates a rule of severity error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mode {
    /// It is refused: the layer answers, and the service never sees it.
    #[default]
    Enforce,
    /// It goes on to the service, whose answer is compared with the status expected.
    Observe,
}

/// What happens to a request when the rules can't tell whether it is right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum WhenUnknown {
    /// It goes on to the service.
    #[default]
    Pass,
    /// It is refused: 503 if a fact is not known, 415 if the body can't be inspected, else 400.
    Refuse,
}

/// What happens to a request to a host that no pack judges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum WhenUnjudged {
    /// It goes on to the service.
    Pass,
    /// In [`Mode::Enforce`] it is refused with 421.
    #[default]
    Refuse,
}

/// What happens to a request with a body that can't be inspected although a rule looks into it: compressed in a way that is not
/// known, a stream of messages, beyond what rules look at (nested more than 256 deep, or of more than 500000 values), or, where no
/// rule of the kind `body-format` fails for that, not the JSON, XML or form that Content-Type says, or not the object or list that
/// the endpoint takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum WhenClosed {
    /// It goes on to the service; the rules about its body are unknown ([`WhenUnknown`]).
    Pass,
    /// In [`Mode::Enforce`] it is refused with 415.
    #[default]
    Refuse,
}

/// A function called with every report.
pub(crate) type OnReport = dyn Fn(&CheckedExchange<'_>) + Send + Sync;

/// The settings of a layer.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) rules: Rules,
    /// What the program says; a project's `[gate]` takes priority ([`Policies::with`]).
    pub(crate) policies: Policies,
    pub(crate) reply: ReplyForm,
    pub(crate) challenge: HeaderValue,
    pub(crate) lookups: Vec<Arc<FactLookup>>,
    pub(crate) softened: BTreeSet<String>,
    pub(crate) on_report: Option<Arc<OnReport>>,
    pub(crate) reports_all: bool,
    pub(crate) agreement: Arc<Agreement>,
}

impl Settings {
    pub(crate) fn new(rules: Rules) -> Self {
        Self {
            rules,
            policies: Policies::default(),
            reply: ReplyForm::default(),
            challenge: HeaderValue::from_static("Bearer"),
            lookups: Vec::new(),
            softened: BTreeSet::new(),
            on_report: None,
            reports_all: false,
            agreement: Arc::default(),
        }
    }

    /// Whether a failure of this rule refuses a request: its severity is error, and it was not softened.
    pub(crate) fn refuses(&self, rule: RuleView<'_>) -> bool {
        rule.severity() == Severity::Error && !self.softened.contains(rule.id())
    }

    /// The first failed rule that refuses a request.
    pub(crate) fn refusing<'r>(&self, rules: &'r RuleSet, report: &'r Report) -> Option<RuleView<'r>> {
        report.failed_rules(rules).find(|rule| self.refuses(*rule))
    }

    /// Whether a rule that would refuse the request is unknown.
    pub(crate) fn is_open(&self, rules: &RuleSet, report: &Report) -> bool {
        report.unknown_rules(rules).any(|rule| self.refuses(rule))
    }

    /// Whether reports are needed even of requests in which nothing failed or is unknown.
    pub(crate) fn keeps_all(&self) -> bool {
        self.reports_all || self.on_report.is_some()
    }

    /// The sources of facts: the program's, then the project's.
    pub(crate) fn lookups<'s>(&'s self, generation: &'s Generation) -> impl Iterator<Item = &'s Arc<FactLookup>> {
        self.lookups.iter().chain(generation.lookups())
    }
}
