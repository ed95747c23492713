//! Diagnosing: from an error answer back to its cause.
//!
//! A report is held against the answer that really came: which rules explain it, which are ruled out, and which question
//! settles what is still open. Pure like the rest; answering a question gives a new diagnosis.

mod causes;
mod observed;
mod question;

pub use causes::{Cause, CauseVerdict};
pub use observed::{AnswerForm, Observed};
pub use question::Question;

use crate::exchange::Exchange;
use crate::facts::{FactError, FactValue, Facts};
use crate::finding::{Conclusion, Outcome, Resolved, Severity};
use crate::rule_set::RuleSet;

/// A report held against the answer that really came.
#[derive(Clone, Debug)]
pub struct Diagnosis<'a> {
    rules: &'a RuleSet,
    exchange: &'a Exchange<'a>,
    facts: Facts,
    /// The facts that nobody knows.
    unknowable: Vec<String>,
    /// The answer, as far as it could be read.
    pub observed: Observed,
    /// What the rules say of the request by itself.
    pub resolved: Resolved,
    /// What may explain the answer, best first.
    pub causes: Vec<Cause>,
    /// What is odd about the answer: a contradiction between it and the rules, or that it isn't the API's own.
    pub remarks: Vec<String>,
}

/// Diagnoses an exchange; `None` when it has no response.
#[must_use]
pub fn diagnose<'a>(rules: &'a RuleSet, exchange: &'a Exchange<'a>, facts: &Facts) -> Option<Diagnosis<'a>> {
    let observed = observed::read(rules, exchange)?;
    Some(Diagnosis::new(rules, exchange, facts.clone(), observed, Vec::new()))
}

/// What is listed under an answer's status when there is no request at hand: the checklists of every pack that has it, as
/// questions, each pack's in order.
#[must_use]
pub fn checklist(rules: &RuleSet, observed: &Observed) -> Vec<Cause> {
    rules.judges().flat_map(|pack| causes::listed(pack, observed)).collect()
}

impl<'a> Diagnosis<'a> {
    /// Diagnoses a request against an answer that is known in other ways than by the exchange's own response.
    #[must_use]
    pub fn of(rules: &'a RuleSet, exchange: &'a Exchange<'a>, facts: &Facts, observed: Observed) -> Self {
        Self::new(rules, exchange, facts.clone(), observed, Vec::new())
    }

    fn new(
        rules: &'a RuleSet,
        exchange: &'a Exchange<'a>,
        facts: Facts,
        observed: Observed,
        unknowable: Vec<String>,
    ) -> Self {
        let report = rules.evaluate(exchange, &facts);
        let resolved = rules.resolve(&report, exchange, &facts);
        let pack = report.pack(rules);
        let causes = pack.map(|p| causes::explain(p, exchange, &resolved, &observed)).unwrap_or_default();
        let remarks = remarks(&resolved, &observed, &causes);
        Self { rules, exchange, facts, unknowable, observed, resolved, causes, remarks }
    }

    /// The question whose answer narrows the causes best; `None` when no fact would.
    #[must_use]
    pub fn next_question(&self) -> Option<Question> {
        question::best(self)
    }

    /// The diagnosis with one more fact.
    ///
    /// # Errors
    /// When no pack declares the fact, or the value is of another type or none of those allowed.
    pub fn answer(&self, fact: &str, value: impl Into<FactValue>) -> Result<Self, FactError> {
        let mut facts = self.facts.clone();
        facts.set(fact, value)?;
        Ok(Self::new(self.rules, self.exchange, facts, self.observed.clone(), self.unknowable.clone()))
    }

    /// The diagnosis with one more fact, as a person types it: `true`, `42`, `GET,POST`.
    ///
    /// # Errors
    /// Like [`Diagnosis::answer`].
    pub fn answer_text(&self, fact: &str, text: &str) -> Result<Self, FactError> {
        let mut facts = self.facts.clone();
        facts.set_text(fact, text)?;
        Ok(Self::new(self.rules, self.exchange, facts, self.observed.clone(), self.unknowable.clone()))
    }

    /// The diagnosis when nobody knows a fact: it is not asked for again.
    #[must_use]
    pub fn skip(&self, fact: &str) -> Self {
        let mut next = self.clone();
        next.unknowable.push(fact.to_owned());
        next
    }

    /// The facts that are known by now.
    #[must_use]
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Whether a rule of severity error failed and explains the answer.
    #[must_use]
    pub fn is_explained(&self) -> bool {
        self.causes.first().is_some_and(|c| c.verdict == CauseVerdict::Confirmed)
    }
}

/// What is odd about an answer.
fn remarks(resolved: &Resolved, observed: &Observed, causes: &[Cause]) -> Vec<String> {
    let mut remarks = Vec::new();
    remarks.extend(observed.form.remark());
    let failed = resolved.expected.as_ref();
    if let (true, Some(expected)) = (observed.status < 400, failed) {
        let status = expected.status.map_or_else(|| "an error".to_owned(), |s| s.to_string());
        remarks.push(format!(
            "the API answered {}, but by {} it should have been {status}: either the rule or the documentation is wrong",
            observed.status, expected.rule
        ));
    }
    if observed.status < 400 {
        return remarks;
    }
    let confirmed = causes.iter().any(|c| c.verdict == CauseVerdict::Confirmed);
    let possible = causes.iter().any(|c| c.verdict == CauseVerdict::Possible);
    if let (false, Some(expected)) = (confirmed, failed)
        && expected.status.is_some_and(|s| s != observed.status)
    {
        let status = expected.status.map_or_else(String::new, |s| s.to_string());
        remarks.push(format!(
            "by {} the answer should have been {status}, not {}: the rule, its place in the precedence, or the documentation may be wrong",
            expected.rule, observed.status
        ));
    }
    if !confirmed && !possible {
        remarks.push(nothing(resolved, observed));
    }
    if let (404, false, Some(endpoint)) = (observed.status, confirmed, &resolved.endpoint) {
        remarks.push(format!(
            "the request means the documented endpoint `{endpoint}`: what is missing is the resource, or the documentation is wrong"
        ));
    }
    remarks
}

/// That nothing explains an answer, and what to try next.
fn nothing(resolved: &Resolved, observed: &Observed) -> String {
    let passed =
        resolved.checklist.iter().filter(|i| i.outcome == Outcome::Pass && i.severity == Severity::Error).count();
    let next = match (observed.status, resolved.conclusion) {
        (_, Conclusion::Broken) => "mend what is wrong with the request first",
        (500.., _) => "nothing in the request explains it: send it again later, and contact support if it goes on",
        _ => "compare the request with one that works, and ask the API's support with this checklist",
    };
    format!("nothing known explains {}: {passed} rules passed; {next}", observed.status)
}
