//! Suppressing known findings: those that a baseline lists.

use crate::base::finding::{AnswerKind, Expected, Finding, Resolved, Severity};
use crate::base::outcome::Outcome;
use crate::base::text::SmolStr;
use crate::rules::rule_set::RuleSet;

impl RuleSet {
    /// Takes the findings that are known out of a report, and gives them. The report then says what it would say without
    /// the rules that found nothing else: they count as not applying.
    pub fn suppress_known(&self, resolved: &mut Resolved, is_known: impl FnMut(&Finding) -> bool) -> Vec<Finding> {
        let (known, new): (Vec<_>, Vec<_>) = resolved.findings.drain(..).partition(is_known);
        resolved.findings = new;
        if known.is_empty() {
            return known;
        }
        let is_left = |rule: &str| resolved.findings.iter().any(|finding| finding.rule == rule);
        for item in resolved.checklist.iter_mut().filter(|item| item.outcome == Outcome::Fail && !is_left(&item.rule)) {
            item.outcome = Outcome::NOT_APPLYING;
        }
        resolved.expected = self.expected(resolved);
        resolved.conclude();
        known
    }

    /// What the first finding of severity error leads to.
    fn expected(&self, resolved: &Resolved) -> Option<Expected> {
        let finding = resolved.findings.iter().find(|finding| finding.severity == Severity::Error)?;
        let pack = self.packs.iter().find(|pack| resolved.pack.as_ref() == Some(&pack.name));
        let title = |status| pack.and_then(|pack| pack.status_title(status)).map(str::to_owned);
        Some(Expected {
            status: finding.status,
            statuses: finding.status.into_iter().collect(),
            answer: AnswerKind::Status,
            status_title: finding.status.and_then(title),
            error_type: finding.error_type.as_ref().map(SmolStr::to_string),
            message: finding.message.as_ref().map(SmolStr::to_string),
            rule: finding.rule.to_string(),
        })
    }
}
