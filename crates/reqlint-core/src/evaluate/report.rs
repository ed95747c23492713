//! The report: what evaluation gives, small and without text.

use crate::api::catalogue::EndpointIx;
use crate::api::facts::{FactIx, FactSlot};
use crate::base::finding::{Conclusion, Severity};
use crate::inspect::view::RuleView;
use crate::rules::pack::{Pack, RuleIx};
use crate::rules::rule_set::RuleSet;

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
    /// Rules that can't look into a body that isn't what it is said to be.
    pub(crate) unread: Vec<RuleIx>,
    pub(crate) is_body_unread: bool,
    pub(crate) is_ambiguous: bool,
}

impl Report {
    /// The answer in one word. A report knows the request alone: it is never `Contradicted`.
    #[must_use]
    pub fn conclusion(&self, rules: &RuleSet) -> Conclusion {
        if self.pack.is_none() {
            return Conclusion::Unjudged;
        }
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

    /// The failed rules, in order of precedence.
    pub fn failed_rules<'r>(&'r self, rules: &'r RuleSet) -> impl Iterator<Item = RuleView<'r>> {
        self.views(rules, &self.failed)
    }

    /// The rules that are unknown, in order of precedence.
    pub fn unknown_rules<'r>(&'r self, rules: &'r RuleSet) -> impl Iterator<Item = RuleView<'r>> {
        self.views(rules, &self.unknown)
    }

    /// The id of the documented operation that the request means.
    #[must_use]
    pub fn endpoint<'r>(&self, rules: &'r RuleSet) -> Option<&'r str> {
        Some(self.pack(rules)?.catalogue.endpoint(self.endpoint?)?.id.as_str())
    }

    /// Whether a pack judged the request.
    #[must_use]
    pub fn is_judged(&self) -> bool {
        self.pack.is_some()
    }

    /// Whether the body was there and is none that rules look at: it is beyond a limit of what is read. Other readers may read it.
    #[must_use]
    pub fn is_body_unread(&self) -> bool {
        self.is_body_unread
    }

    /// The rules about what is in a body that find nothing because it can't be read as what its Content-Type says, or isn't the
    /// object or list that the endpoint takes, where no failed rule of the kind `body-format` says so. Other readers may read
    /// it, such as one that takes what isn't UTF-8, or a list for an object; a gate must not let it pass as judged.
    pub fn unread_rules<'r>(&'r self, rules: &'r RuleSet) -> impl Iterator<Item = RuleView<'r>> {
        self.views(rules, &self.unread)
    }

    /// Whether the path means another endpoint to a server that takes percent-encoded letters, digits and `-._~` for other than
    /// those characters (RFC 3986 section 6.2.2.2 says that they are the same), or the query names two endpoints, as
    /// `?action=list&action=delete` does. The rules are those of the endpoint that the path means decoded, and of the first that
    /// the query names.
    #[must_use]
    pub fn is_ambiguous(&self) -> bool {
        self.is_ambiguous
    }

    /// Whether a body that was not read may still change the answer: a rule that looks at it is unknown, and none before
    /// it failed that `settles` the answer, as one of severity error does.
    pub fn needs_body(&self, rules: &RuleSet, settles: impl Fn(RuleView<'_>) -> bool) -> bool {
        let Some(pack) = self.pack(rules) else { return false };
        let settles = |r: &&RuleIx| pack.rule(**r).is_some_and(|rule| settles(RuleView { set: rules, pack, rule }));
        let settled = self.failed.iter().find(settles);
        let mut before = self.unknown.iter().filter(|r| settled.is_none_or(|settled| *r < settled));
        before.any(|r| pack.rule(*r).is_some_and(|rule| rule.uses.body))
    }

    /// Forgets everything but its memory.
    pub(crate) fn clear(&mut self) {
        (self.pack, self.endpoint) = (None, None);
        self.failed.clear();
        self.unknown.clear();
        self.missing.clear();
        self.unread.clear();
        (self.is_body_unread, self.is_ambiguous) = (false, false);
    }

    fn views<'r>(&self, rules: &'r RuleSet, list: &'r [RuleIx]) -> impl Iterator<Item = RuleView<'r>> + use<'r> {
        let pack = self.pack(rules);
        list.iter().filter_map(move |r| Some(RuleView { set: rules, pack: pack?, rule: pack?.rule(*r)? }))
    }

    pub(crate) fn pack<'r>(&self, rules: &'r RuleSet) -> Option<&'r Pack> {
        rules.packs.get(self.pack?).map(|pack| &**pack)
    }

    fn severity(&self, rules: &RuleSet, rule: RuleIx) -> Option<Severity> {
        self.pack(rules)?.rule(rule).map(|r| r.severity)
    }
}
