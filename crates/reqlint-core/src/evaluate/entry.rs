//! What a rule set offers to evaluate an exchange.

use crate::api::catalogue::Route;
use crate::api::facts::{FactValue, Facts};
use crate::evaluate::needs::{self, Needs};
use crate::evaluate::probe::{self, NotSingle, Probe, UnknownSelector};
use crate::evaluate::report::Report;
use crate::evaluate::{self, Evaluator, Unwatched};
use crate::message::exchange::Exchange;
use crate::rules::rule_set::RuleSet;
use crate::subject::{Address, Scratch};

impl RuleSet {
    /// Evaluates one exchange. For many, an [`Evaluator`] keeps its memory between them.
    #[must_use]
    pub fn evaluate(&self, exchange: &Exchange<'_>, facts: &Facts) -> Report {
        Evaluator::new(self).evaluate(exchange, facts)
    }

    /// As [`RuleSet::evaluate`], in memory that the caller keeps: a warm one allocates nothing on a request that is right.
    pub fn evaluate_in(&self, exchange: &Exchange<'_>, facts: &Facts, scratch: &mut Scratch, report: &mut Report) {
        evaluate::evaluate(self, exchange, facts, scratch, report, &mut Unwatched::default());
    }

    /// Whether any rule fails: whether [`RuleSet::evaluate`] would give a report with one. This is faster than a report, above
    /// all where no fact is known.
    pub fn any_fails(&self, exchange: &Exchange<'_>, facts: &Facts, scratch: &mut Scratch) -> bool {
        evaluate::any_fails(self, exchange, facts, scratch).unwrap_or(false)
    }

    /// What the rules that meet an exchange need: its body, and facts that aren't known yet.
    #[must_use]
    pub fn needs(&self, exchange: &Exchange<'_>, facts: &Facts) -> Needs {
        needs::needs(self, exchange, facts)
    }

    /// The methods of the documented operations whose path fits, where none has the request's own; in alphabetical order.
    #[must_use]
    pub fn allowed_methods(&self, exchange: &Exchange<'_>) -> Vec<&str> {
        let address = Address::of(exchange);
        let Some(judge) = self.judge(address.name) else { return Vec::new() };
        let Some(pack) = self.packs.get(judge.pack) else { return Vec::new() };
        let mut route = Route::default();
        address.find_route(exchange, pack.api(), judge.hosts_to_search(&address, pack.api()), &mut route);
        pack.catalogue.allowed_methods(&route)
    }

    /// Looks a selector such as `path.account` up, for hosts that read single values of requests.
    ///
    /// # Errors
    /// When no loaded pack has it, with the nearest that there is.
    pub fn probe(&self, selector: &str) -> Result<Probe, UnknownSelector> {
        probe::look_up(self, selector)
    }

    /// What probes of this rule set find, each its one value, or why there is none. Secrets are not masked: a host that looks
    /// something up needs them as they are.
    #[must_use]
    pub fn read(&self, probes: &[Probe], exchange: &Exchange<'_>, facts: &Facts) -> Vec<Result<FactValue, NotSingle>> {
        self.read_in(probes, exchange, facts, &mut Scratch::default())
    }

    /// As [`RuleSet::read`], in memory that the caller keeps.
    #[must_use]
    pub fn read_in<'p>(
        &self,
        probes: impl IntoIterator<Item = &'p Probe, IntoIter: Clone>,
        exchange: &Exchange<'_>,
        facts: &Facts,
        scratch: &mut Scratch,
    ) -> Vec<Result<FactValue, NotSingle>> {
        probe::read(self, probes.into_iter(), exchange, facts, scratch)
    }
}
