//! A diagnosis: what the rules and the answer itself say of why it came.

use super::answer::Observed;
use super::causes::{Cause, CauseVerdict};
use super::held::Held;
use super::{advice, causes, evidence, explaining, held, joined, remarks, replies};
use crate::api::facts::{FactError, FactValue, Facts};
use crate::base::finding::{Finding, Resolved, Severity};
use crate::explain::{Explained, Masked};
use crate::message::exchange::Exchange;
use crate::rules::rule_set::RuleSet;
use std::fmt;

/// A report held against the answer that really came.
#[derive(Clone)]
#[non_exhaustive]
pub struct Diagnosis<'a> {
    rules: &'a RuleSet,
    exchange: &'a Exchange<'a>,
    facts: Facts,
    /// The facts that nobody knows.
    pub(super) unknowable: Vec<String>,
    /// The answer, as far as it could be read.
    pub observed: Observed,
    /// What the rules say of the request by itself.
    pub resolved: Resolved,
    /// The request as it may be shown.
    pub masked: Masked,
    /// What may explain the answer, best first.
    pub causes: Vec<Cause>,
    /// What the answer shows in the request, as findings.
    told: Vec<Finding>,
    /// What is odd about the answer: a contradiction between it and the rules, or that it isn't the API's own.
    pub remarks: Vec<String>,
}

/// Diagnoses an exchange; `None` when it has no response.
#[must_use]
pub fn diagnose<'a>(rules: &'a RuleSet, exchange: &'a Exchange<'a>, facts: &Facts) -> Option<Diagnosis<'a>> {
    let observed = Observed::read(rules, exchange)?;
    Some(Diagnosis::new(rules, exchange, facts.clone(), observed, Vec::new()))
}

impl<'a> Diagnosis<'a> {
    /// Diagnoses a request against an answer that is known in other ways than by the exchange's own response.
    #[must_use]
    pub fn of(rules: &'a RuleSet, exchange: &'a Exchange<'a>, facts: &Facts, observed: Observed) -> Self {
        let observed = observed.understood(rules, exchange);
        Self::new(rules, exchange, facts.clone(), observed, Vec::new())
    }

    fn new(
        rules: &'a RuleSet,
        exchange: &'a Exchange<'a>,
        facts: Facts,
        observed: Observed,
        unknowable: Vec<String>,
    ) -> Self {
        let facts = held::with_answer(rules, exchange, facts, &observed);
        let Explained { report, mut resolved, masked, .. } = rules.explain(exchange, &facts);
        resolved.hold_against(observed.status, observed.is_error);
        let pack = report.pack(rules);
        let held = Held { rules, exchange, facts: &facts, observed: &observed, resolved: &resolved, masked: &masked };
        let known = pack.map(|pack| {
            let leaning = explaining::leaning(rules, exchange, &facts, &resolved);
            (explaining::of_rules(pack, &resolved, &leaning, &observed), replies::causes(pack, &held))
        });
        let (of_rules, replies) = known.unwrap_or_default();
        let is_explained = of_rules.iter().chain(&replies).any(Cause::explains_by_pack);
        let told = joined::untold(evidence::causes(&held, &rules.shapes_for(pack), is_explained), &replies);
        let mut causes = if pack.is_some() { joined::joined(of_rules, told) } else { told };
        causes.extend(replies);
        causes::sort(&mut causes);
        advice::advise(&mut causes, exchange, &resolved, &observed);
        let remarks = remarks::remarks(pack, &resolved, &observed, &causes);
        let told = causes.iter().filter_map(causes::told).collect();
        Self { rules, exchange, facts, unknowable, observed, resolved, masked, causes, told, remarks }
    }

    /// The diagnosis with one more fact.
    ///
    /// # Errors
    /// When no pack declares the fact, or the value is of another type or none of those allowed.
    pub fn answer(&self, fact: &str, value: impl Into<FactValue>) -> Result<Self, FactError> {
        let mut facts = self.facts.clone();
        facts.set(fact, value)?;
        Ok(self.with(facts))
    }

    /// The diagnosis with one more fact, as a person types it: `true`, `42`, `GET,POST`.
    ///
    /// # Errors
    /// Like [`Diagnosis::answer`].
    pub fn answer_text(&self, fact: &str, text: &str) -> Result<Self, FactError> {
        let mut facts = self.facts.clone();
        facts.set_text(fact, text)?;
        Ok(self.with(facts))
    }

    fn with(&self, facts: Facts) -> Self {
        Self::new(self.rules, self.exchange, facts, self.observed.clone(), self.unknowable.clone())
    }

    /// The diagnosis when nobody knows a fact: it is not asked for again.
    #[must_use]
    pub fn skip(&self, fact: &str) -> Self {
        let mut next = self.clone();
        next.unknowable.push(fact.to_owned());
        next
    }

    /// The name of the answer's status: `Forbidden`.
    #[must_use]
    pub fn status_title(&self) -> Option<&str> {
        self.rules.judge_of(self.exchange)?.status_title(self.observed.status)
    }

    /// The facts that are known by now.
    #[must_use]
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The causes of a verdict, best first.
    pub fn causes_that_are(&self, verdict: CauseVerdict) -> impl Iterator<Item = &Cause> {
        self.causes.iter().filter(move |cause| cause.verdict == verdict)
    }

    /// Whether a rule of severity error failed that explains the answer: nothing has to be asked.
    #[must_use]
    pub fn is_explained(&self) -> bool {
        self.causes_that_are(CauseVerdict::Confirmed).any(|cause| cause.severity == Severity::Error)
    }

    /// What a cause found in the request, in order of places.
    pub fn findings_of(&self, cause: &Cause) -> impl Iterator<Item = &Finding> {
        let told = self.told.iter().filter(|finding| finding.title == cause.title);
        self.resolved.findings.iter().chain(told).filter(|finding| cause.name() == finding.rule)
    }

    /// Failed rules that do not explain the answer: also wrong with the request. One finding of each.
    pub fn also_wrong(&self) -> impl Iterator<Item = &Finding> {
        let explains = |finding: &Finding| self.causes.iter().any(|cause| cause.is_rule(&finding.rule));
        let findings = &self.resolved.findings;
        let is_first =
            |index: usize, finding: &Finding| findings.iter().take(index).all(|earlier| earlier.rule != finding.rule);
        let firsts = findings.iter().enumerate().filter(move |(index, finding)| is_first(*index, finding));
        firsts.map(|(_, finding)| finding).filter(move |finding| !explains(finding))
    }
}

impl fmt::Debug for Diagnosis<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Diagnosis")
            .field("observed", &self.observed)
            .field("causes", &self.causes)
            .field("remarks", &self.remarks)
            .finish_non_exhaustive()
    }
}
