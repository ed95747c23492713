//! What a rule set offers to explain a report: sentences, masked requests, replies, and how one rule goes by itself.

use crate::api::facts::Facts;
use crate::base::finding::{Finding, Resolved};
use crate::evaluate::excepted::excepted;
use crate::evaluate::prepare::Prepared;
use crate::evaluate::report::Report;
use crate::evaluate::{Evaluator, evaluate};
use crate::explain::findings::{Findings, FindingsIf};
use crate::explain::mask::Masked;
use crate::explain::reply::{self, Reply};
use crate::explain::resolve;
use crate::explain::trial::{self, Trial};
use crate::message::exchange::Exchange;
use crate::rules::exception::Excepted;
use crate::rules::pack::Pack;
use crate::rules::rule_set::RuleSet;
use crate::subject::{Scratch, Uses};

/// All that there is to say about an exchange.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Explained {
    /// How the rules went.
    pub report: Report,
    /// Findings and checklist.
    pub resolved: Resolved,
    /// The request as it may be shown.
    pub masked: Masked,
    /// The exceptions that it meets.
    pub excepted: Vec<Excepted>,
}

impl Evaluator<'_> {
    /// Evaluates an exchange, and says what failed and where: the same report, and the same findings as
    /// [`RuleSet::resolve`], which gives the checklist too and takes far longer.
    pub fn findings(&mut self, exchange: &Exchange<'_>, facts: &Facts) -> (Report, Vec<Finding>) {
        let mut report = Report::default();
        let Self { rules, scratch, seen } = self;
        let mut found = Findings { seen, findings: Vec::new() };
        evaluate(rules, exchange, facts, scratch, &mut report, &mut found);
        (report, found.findings)
    }
}

impl RuleSet {
    /// Gives a report its sentences: findings with places and edits, and the whole checklist.
    ///
    /// `exchange` and `facts` are those that the report was made from.
    #[must_use]
    pub fn resolve(&self, report: &Report, exchange: &Exchange<'_>, facts: &Facts) -> Resolved {
        let is_judged = report.pack(self).is_some();
        let resolved = |prepared: Prepared<'_>| resolve::resolve(self, &prepared).1;
        let resolved = is_judged.then(|| self.prepared(exchange, facts, Uses::NONE, resolved)).flatten();
        resolved.unwrap_or_else(|| resolve::unjudged(self, exchange))
    }

    /// As [`RuleSet::evaluate_in`], and says what failed and where, if `wants` is true of the report: the same findings as
    /// those of [`RuleSet::resolve`], from the same evaluation.
    pub fn findings_in(
        &self,
        exchange: &Exchange<'_>,
        facts: &Facts,
        scratch: &mut Scratch,
        report: &mut Report,
        wants: impl FnOnce(&Report) -> bool,
    ) -> Vec<Finding> {
        let mut found = FindingsIf { wants: Some(wants), findings: Vec::new(), evidence: Vec::new() };
        evaluate(self, exchange, facts, scratch, report, &mut found);
        found.findings
    }

    /// All that there is to say about an exchange, taken apart once: what [`RuleSet::evaluate`], [`RuleSet::resolve`],
    /// [`RuleSet::mask`] and [`RuleSet::excepted`] give.
    #[must_use]
    pub fn explain(&self, exchange: &Exchange<'_>, facts: &Facts) -> Explained {
        let explained = self.prepared(exchange, facts, self.uses_of_exceptions(), |prepared| {
            let (report, resolved) = resolve::resolve(self, &prepared);
            let excepted = excepted(self.exceptions(), &prepared);
            Explained { report, resolved, masked: Masked::of(&prepared.subject), excepted }
        });
        explained.unwrap_or_else(|| Explained {
            report: Report::default(),
            resolved: resolve::unjudged(self, exchange),
            masked: self.mask(exchange),
            excepted: Vec::new(),
        })
    }

    /// The exceptions that an exchange meets, and how their rules would have gone, so that an exception that nothing needs
    /// can be found.
    #[must_use]
    pub fn excepted(&self, exchange: &Exchange<'_>, facts: &Facts) -> Vec<Excepted> {
        if self.exceptions().is_empty() {
            return Vec::new();
        }
        let met = |prepared: Prepared<'_>| excepted(self.exceptions(), &prepared);
        self.prepared(exchange, facts, self.uses_of_exceptions(), met).unwrap_or_default()
    }

    /// The request with its secrets masked, each part as long as it was.
    #[must_use]
    pub fn mask(&self, exchange: &Exchange<'_>) -> Masked {
        let (facts, mut scratch) = (Facts::default(), Scratch::default());
        let masked = self.received(exchange, &facts, &mut scratch, |received| Masked::of(&received.subject));
        let unjudged = |prepared: Prepared<'_>| Masked::of(&prepared.subject);
        masked.unwrap_or_else(|| {
            let mut none = Pack::default();
            none.catalogue.names = (*self.names).clone();
            self.prepared_for(&none, exchange, &facts, Uses::NONE, unjudged)
        })
    }

    /// What the API answers to an exchange with this report, in its own words; `None` when no rule of severity error
    /// failed, or the pack doesn't say how it words an error there.
    #[must_use]
    pub fn reply(&self, report: &Report, exchange: &Exchange<'_>) -> Option<Reply> {
        reply::expected(report.pack(self)?, report, exchange)
    }

    /// Whether the pack that judged says how it words errors.
    #[must_use]
    pub fn has_replies(&self, report: &Report) -> bool {
        report.pack(self).is_some_and(|pack| !pack.replies.is_empty())
    }

    /// What the API answers when one rule, `pack/id`, failed; as [`RuleSet::reply`], which takes the first of severity error.
    #[must_use]
    pub fn reply_of(&self, rule: &str, report: &Report, exchange: &Exchange<'_>) -> Option<Reply> {
        let pack = report.pack(self)?;
        reply::of_rule(pack, pack.rules.iter().find(|own| own.id == rule)?, report, exchange)
    }

    /// An error in the pack's form that no rule causes, such as that of a body over a host's limit, with a code of the host's;
    /// `None` where the pack doesn't say how it words an error.
    #[must_use]
    pub fn reply_with(&self, status: u16, code: &str, report: &Report, exchange: &Exchange<'_>) -> Option<Reply> {
        reply::worded(report.pack(self)?, status, None, code, report, exchange)
    }

    /// How one rule goes by itself, as its examples are run: no other rule is in play.
    ///
    /// `None` when there is no rule of that name, `pack/id`.
    #[must_use]
    pub fn try_rule(&self, name: &str, exchange: &Exchange<'_>, facts: &Facts) -> Option<Trial> {
        let (own, _) = name.split_once('/')?;
        let pack = self.as_written(own)?;
        trial::run(self, pack, *pack.numbers.get(name)?, exchange, facts)
    }

    /// What must be read so that exceptions can be judged.
    fn uses_of_exceptions(&self) -> Uses {
        if self.exceptions().is_empty() { Uses::NONE } else { Uses::ALL }
    }
}
