//! Suppressing known findings: those that a baseline lists.

use crate::base::finding::{Finding, Resolved};
use crate::base::outcome::Outcome;
use crate::explain::expected::expected;
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
        if resolved.findings.is_empty() {
            // more of the same
            resolved.findings_left_out = 0;
        }
        let is_left = |rule: &str| resolved.findings.iter().any(|finding| finding.rule == rule);
        for item in resolved.checklist.iter_mut().filter(|item| item.outcome == Outcome::Fail && !is_left(&item.rule)) {
            item.outcome = Outcome::NOT_APPLYING;
        }
        let pack = self.packs.iter().find(|pack| resolved.pack.as_ref() == Some(&pack.name));
        resolved.expected = pack.and_then(|pack| expected(&resolved.findings, pack));
        resolved.conclude();
        known
    }
}
