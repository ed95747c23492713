//! What a rule set shows of itself.

use crate::inspect::plan::{self, PlanView};
use crate::inspect::view::{PackView, RuleView};
use crate::rules::rule_set::RuleSet;

impl RuleSet {
    /// The packs, as their files tell them.
    pub fn packs(&self) -> impl Iterator<Item = PackView<'_>> {
        self.loaded().iter().map(|pack| PackView { set: self, pack })
    }

    /// Which rules meet which requests, in the order in which they run.
    pub fn plans(&self) -> impl Iterator<Item = PlanView<'_>> {
        plan::all(self)
    }

    /// The rules of every pack, in order of precedence.
    pub fn rules(&self) -> impl Iterator<Item = RuleView<'_>> {
        self.loaded().iter().flat_map(move |pack| {
            let own = pack.rules.iter().filter(|rule| rule.is_of(pack));
            own.map(move |rule| RuleView { set: self, pack, rule })
        })
    }
}
