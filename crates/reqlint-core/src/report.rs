//! The report: what evaluation gives, small and without text.

use crate::catalogue::EndpointIx;
use crate::facts::{FactIx, FactSlot};
use crate::finding::{Conclusion, Severity};
use crate::pack::{Pack, RuleIx};
use crate::rule_set::RuleSet;

/// The failed and unknown rules of one exchange.
///
/// It holds indices into the rule set that made it; [`RuleSet::resolve`] gives the sentences. A report of a clean request
/// allocates nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Index of the pack that judged.
    pub(crate) pack: Option<usize>,
    pub(crate) endpoint: Option<EndpointIx>,
    /// In order of precedence.
    pub(crate) failed: Vec<RuleIx>,
    pub(crate) unknown: Vec<RuleIx>,
    pub(crate) missing: Vec<FactIx>,
}

impl Report {
    /// The answer in one word.
    #[must_use]
    pub fn conclusion(&self, rules: &RuleSet) -> Conclusion {
        let is_error = |list: &[RuleIx]| list.iter().any(|r| self.severity(rules, *r) == Some(Severity::Error));
        if is_error(&self.failed) {
            Conclusion::Broken
        } else if is_error(&self.unknown) {
            Conclusion::Depends
        } else {
            Conclusion::Clean
        }
    }

    /// The status that the API will answer; `None` when no rule of severity error failed.
    #[must_use]
    pub fn expected_status(&self, rules: &RuleSet) -> Option<u16> {
        let first = self.failed.iter().find(|r| self.severity(rules, **r) == Some(Severity::Error))?;
        self.pack(rules)?.rule(*first)?.status
    }

    /// The facts whose values would settle what is unknown.
    pub fn missing_facts<'r>(&'r self, rules: &'r RuleSet) -> impl Iterator<Item = &'r FactSlot> {
        self.missing.iter().filter_map(|f| rules.fact_slot(*f))
    }

    /// The names of the failed rules, `pack/id`, in order of precedence.
    pub fn failed<'r>(&'r self, rules: &'r RuleSet) -> impl Iterator<Item = &'r str> {
        self.failed.iter().filter_map(|r| Some(self.pack(rules)?.rule(*r)?.id.as_str()))
    }

    pub(crate) fn pack<'r>(&self, rules: &'r RuleSet) -> Option<&'r Pack> {
        rules.packs.get(self.pack?)
    }

    fn severity(&self, rules: &RuleSet, rule: RuleIx) -> Option<Severity> {
        self.pack(rules)?.rule(rule).map(|r| r.severity)
    }
}
