//! What a rule set offers to explain a report: sentences, masked requests, replies, and how one rule goes by itself.

use crate::api::facts::Facts;
use crate::base::finding::Resolved;
use crate::evaluate::report::Report;
use crate::explain::mask::{self, Masked};
use crate::explain::reply::{self, Reply};
use crate::explain::resolve;
use crate::explain::trial::{self, Trial};
use crate::message::exchange::Exchange;
use crate::rules::rule_set::RuleSet;

impl RuleSet {
    /// Gives a report its sentences: findings with places and edits, and the whole checklist.
    ///
    /// `exchange` and `facts` are those that the report was made from.
    #[must_use]
    pub fn resolve(&self, report: &Report, exchange: &Exchange<'_>, facts: &Facts) -> Resolved {
        resolve::resolve(report, self, exchange, facts)
    }

    /// The request with its secrets masked, each part as long as it was.
    #[must_use]
    pub fn mask(&self, exchange: &Exchange<'_>) -> Masked {
        mask::exchange(self.judge_of(exchange), exchange)
    }

    /// What the API answers to an exchange with this report, in its own words; `None` when no rule of severity error
    /// failed, or the pack doesn't say how it words an error there.
    #[must_use]
    pub fn reply(&self, report: &Report, exchange: &Exchange<'_>) -> Option<Reply> {
        reply::expected(report.pack(self)?, report, exchange)
    }

    /// What the API answers when one rule, `pack/id`, failed; as [`RuleSet::reply`], which takes the first of severity error.
    #[must_use]
    pub fn reply_of(&self, rule: &str, report: &Report, exchange: &Exchange<'_>) -> Option<Reply> {
        let pack = report.pack(self)?;
        reply::of_rule(pack, pack.rules.iter().find(|own| own.id == rule)?, report, exchange)
    }

    /// An error in the pack's form that no rule is behind, such as that of a body over a host's limit; `None` where the
    /// pack doesn't say how it words an error.
    #[must_use]
    pub fn reply_with(
        &self,
        status: u16,
        message: Option<&str>,
        report: &Report,
        exchange: &Exchange<'_>,
    ) -> Option<Reply> {
        reply::worded(report.pack(self)?, status, message, "", report, exchange)
    }

    /// How one rule goes by itself, as its examples are run: no other rule is in play.
    ///
    /// `None` when there is no rule of that name, `pack/id`.
    #[must_use]
    pub fn try_rule(&self, name: &str, exchange: &Exchange<'_>, facts: &Facts) -> Option<Trial> {
        let (own, _) = name.split_once('/')?;
        let pack = self.packs.iter().find(|pack| pack.name == own)?;
        trial::run(self, pack, *pack.numbers.get(name)?, exchange, facts)
    }
}
