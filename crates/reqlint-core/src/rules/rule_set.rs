//! Rule sets: packs, compiled, ready to evaluate.

use crate::api::facts::{FactIx, FactSlot, FactValue, Facts};
use crate::base::finding::Resolved;
use crate::base::near::nearest;
use crate::compile::{self, Compiled, FALLBACK};
use crate::evaluate::report::Report;
use crate::evaluate::{self, Evaluator, Needs};
use crate::explain::mask::{self, Masked};
use crate::explain::resolve;
use crate::explain::trial::{self, Trial};
use crate::inspect::plan::{self, PlanView};
use crate::inspect::probe::{self, Probe, UnknownSelector};
use crate::inspect::view::{PackView, RuleView};
use crate::language::diagnostics::{Diagnostic, Diagnostics};
use crate::language::pack::{self as read, PackSource};
use crate::language::source::SourceSettings;
use crate::message::exchange::Exchange;
use crate::message::header_names::HeaderNames;
use crate::rules::exception::Exception;
use crate::rules::hosts::{Hosts, Judge};
use crate::rules::pack::Pack;
use crate::rules::project::Project;
use crate::rules::reply::{self, Reply};
use crate::subject::{Address, Scratch};
use std::sync::Arc;

/// Packs, compiled. `Send + Sync`; evaluation takes no lock.
#[derive(Debug)]
pub struct RuleSet {
    pub(crate) packs: Vec<Pack>,
    facts: Arc<[FactSlot]>,
    /// The headers that rules look at.
    pub(crate) headers: HeaderNames,
    hosts: Hosts,
    /// The pack that judges every exchange, if one was named.
    judge: Option<usize>,
    pub(crate) exceptions: Vec<Exception>,
}

/// No loaded pack has that name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no pack `{name}`: {help}")]
pub struct UnknownPack {
    /// The name as given.
    pub name: String,
    /// The nearest name, or the names there are.
    pub help: String,
}

/// What a load gives: the rules that are right, and beside them what is wrong with the rest.
///
/// A rule is right when nothing is wrong in its file, nor with a name that it uses.
#[derive(Debug)]
pub struct Loaded {
    /// The packs, with every rule that is right.
    pub rules: RuleSet,
    /// Every mistake in every file, with its place; and the files, also where nothing is wrong.
    pub mistakes: Diagnostics,
    /// What is accepted, and could be written better. Files are those of the mistakes.
    pub hints: Vec<Diagnostic>,
    /// The rules that can't be run, `pack/id`, in the order of their files.
    pub left_out: Vec<String>,
    /// The facts that the project knows.
    pub known: Facts,
    /// The sources of facts that a server opens for the project, in the order in which they are asked.
    pub sources: Vec<SourceSettings>,
}

impl Loaded {
    /// Reads and compiles packs. What is wrong takes nothing else with it.
    #[must_use]
    pub fn from(sources: Vec<PackSource>) -> Self {
        Self::of(Project::default(), sources)
    }

    /// Reads and compiles the packs of a project, as it wants them.
    #[must_use]
    pub fn of(project: Project, sources: Vec<PackSource>) -> Self {
        let Project { spec, mut log, is_elsewhere } = project;
        let mut specs: Vec<_> = sources.into_iter().filter_map(|source| read::read(source, &mut log)).collect();
        compile::change_severities(&spec, &mut specs, is_elsewhere, &mut log);
        let Compiled { mut packs, facts, headers } = compile::compile(&specs, &mut log);
        let exceptions = compile::exceptions(&spec, &specs, &mut packs, is_elsewhere, &mut log);
        let facts: Arc<[FactSlot]> = facts.into();
        let known = compile::known_facts(&spec, Facts::of(Arc::clone(&facts)), &mut log);
        let rules = RuleSet { hosts: Hosts::of(&packs), packs, facts, headers, judge: None, exceptions };
        let sources = compile::sources(&spec.sources, &rules, is_elsewhere, &mut log);
        let (mistakes, hints, left_out) = log.finish();
        Self { rules, mistakes, hints, left_out, known, sources }
    }

    /// The rules, if nothing is wrong.
    ///
    /// # Errors
    /// Every mistake in every file, with its place.
    pub fn without_mistakes(self) -> Result<RuleSet, Diagnostics> {
        if self.mistakes.is_empty() { Ok(self.rules) } else { Err(self.mistakes) }
    }
}

impl RuleSet {
    /// Reads and compiles packs, all or nothing. [`Loaded`] gives what is right beside what is wrong.
    ///
    /// # Errors
    /// Every mistake in every file, with its place.
    pub fn load(sources: Vec<PackSource>) -> Result<Self, Diagnostics> {
        Loaded::from(sources).without_mistakes()
    }

    /// Makes one pack judge every exchange, whatever its host.
    ///
    /// # Errors
    /// When no loaded pack has that name.
    pub fn judge_with(&mut self, pack: &str) -> Result<(), UnknownPack> {
        let names = || self.packs.iter().map(|p| p.name.as_str());
        let Some(index) = names().position(|n| n == pack) else {
            let help = match nearest(pack, names()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("loaded are {}", names().collect::<Vec<_>>().join(", ")),
            };
            return Err(UnknownPack { name: pack.to_owned(), help });
        };
        self.judge = Some(index);
        Ok(())
    }

    /// Whether a pack judges requests to this exchange's host. It looks at nothing else.
    #[must_use]
    pub fn judges_host_of(&self, exchange: &Exchange<'_>) -> bool {
        self.judge_of(exchange).is_some()
    }

    /// Slots for the facts that the packs declare, all unknown.
    #[must_use]
    pub fn facts(&self) -> Facts {
        Facts::of(Arc::clone(&self.facts))
    }

    /// Evaluates one exchange. For many, an [`Evaluator`] keeps its memory between them.
    #[must_use]
    pub fn evaluate(&self, exchange: &Exchange<'_>, facts: &Facts) -> Report {
        Evaluator::new(self).evaluate(exchange, facts)
    }

    /// As [`RuleSet::evaluate`], in memory that the caller keeps: a warm one allocates nothing on a request that is right.
    pub fn evaluate_in(&self, exchange: &Exchange<'_>, facts: &Facts, scratch: &mut Scratch, report: &mut Report) {
        evaluate::evaluate(self, exchange, facts, scratch, report, |_, _| ());
    }

    /// Whether any rule fails: whether [`RuleSet::evaluate`] would give a report with one. It is quicker to tell than what
    /// else can't be told, above all where no fact is known.
    pub fn any_fails(&self, exchange: &Exchange<'_>, facts: &Facts, scratch: &mut Scratch) -> bool {
        evaluate::any_fails(self, exchange, facts, scratch)
    }

    /// Gives a report its sentences: findings with places and edits, and the whole checklist.
    ///
    /// `exchange` and `facts` are those that the report was made from.
    #[must_use]
    pub fn resolve(&self, report: &Report, exchange: &Exchange<'_>, facts: &Facts) -> Resolved {
        resolve::resolve(report, self, exchange, facts)
    }

    /// What the rules that meet an exchange need: its body, and facts that aren't known yet.
    #[must_use]
    pub fn needs(&self, exchange: &Exchange<'_>, facts: &Facts) -> Needs {
        evaluate::needs(self, exchange, facts).unwrap_or_default()
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

    /// The methods of the documented operations whose path fits, where none has the request's own; in alphabetical order.
    #[must_use]
    pub fn allowed_methods(&self, exchange: &Exchange<'_>) -> Vec<&str> {
        let address = Address::of(exchange);
        let pack = self.judge(address.name).and_then(|judge| self.packs.get(judge.pack));
        pack.map(|pack| evaluate::allowed_methods(pack, exchange, address)).unwrap_or_default()
    }

    /// Looks a selector such as `path.account` up, for hosts that read single values of requests.
    ///
    /// # Errors
    /// When no loaded pack has it, with the nearest that there is.
    pub fn probe(&self, selector: &str) -> Result<Probe, UnknownSelector> {
        probe::look_up(self, selector)
    }

    /// What probes of this rule set find, each its one value; `None` where there is none, more than one, or none that can
    /// be seen. Secrets are not masked: a host that looks something up needs them as they are.
    #[must_use]
    pub fn read(&self, probes: &[Probe], exchange: &Exchange<'_>, facts: &Facts) -> Vec<Option<FactValue>> {
        probe::read(self, probes, exchange, facts)
    }

    /// The packs, as their files tell them.
    pub fn packs(&self) -> impl Iterator<Item = PackView<'_>> {
        self.packs.iter().map(|pack| PackView { set: self, pack })
    }

    /// Which rules meet which requests, in the order in which they run.
    pub fn plans(&self) -> impl Iterator<Item = PlanView<'_>> {
        plan::all(self)
    }

    /// The rules of every pack, in order of precedence.
    pub fn rules(&self) -> impl Iterator<Item = RuleView<'_>> {
        self.packs.iter().flat_map(move |pack| {
            let own = pack.rules.iter().filter(|rule| rule.is_of(pack));
            own.map(move |rule| RuleView { set: self, pack, rule })
        })
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

    pub(crate) fn fact_slots(&self) -> &[FactSlot] {
        &self.facts
    }

    pub(crate) fn fact_slot(&self, index: FactIx) -> Option<&FactSlot> {
        self.facts.get(index.0 as usize)
    }

    /// The packs in play when there is no request: the one named, else all.
    pub(crate) fn judges(&self) -> impl Iterator<Item = &Pack> {
        let named = self.judge;
        self.packs.iter().enumerate().filter(move |(i, _)| named.is_none_or(|n| n == *i)).map(|(_, pack)| pack)
    }

    /// The pack that judges an exchange.
    pub(crate) fn judge_of(&self, exchange: &Exchange<'_>) -> Option<&Pack> {
        self.packs.get(self.judge(Address::of(exchange).name)?.pack)
    }

    /// Who judges: the pack named, else the one with the host, else the fallback.
    #[inline]
    pub(crate) fn judge(&self, host: Option<&[u8]>) -> Option<Judge> {
        if let Some(pack) = self.judge {
            return Some(Judge { pack, host: None });
        }
        let known = host.and_then(|name| self.hosts.find(name));
        known.or_else(|| Some(Judge { pack: self.search_judge(host)?, host: None }))
    }

    /// The pack with the host, else the fallback.
    fn search_judge(&self, host: Option<&[u8]>) -> Option<usize> {
        let by_host = host.and_then(|name| {
            let fits = self.packs.iter().enumerate().filter_map(|(i, p)| Some((p.fit(name)?, i)));
            fits.max().map(|(_, i)| i)
        });
        by_host.or_else(|| self.packs.iter().position(|p| p.name == FALLBACK))
    }
}

const _: () = {
    const fn shared<T: Send + Sync>() {}
    shared::<RuleSet>();
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::diagnostics::SourceFile;

    const EXAMPLES: &str = "[[example]]\nfail = 'GET /'\npass = 'GET /'\n";

    fn load(files: &[(&str, String)]) -> Loaded {
        let file = |(path, text): &(&str, String)| SourceFile { path: format!("p/{path}"), text: text.clone() };
        Loaded::from(vec![PackSource { name: "p".into(), root: "p".into(), files: files.iter().map(file).collect() }])
    }

    fn rule(header: &str, more: &str) -> String {
        let check = format!("[check.header-required]\nheader = '{header}'\n");
        format!("title = 'T'\nstatus = 400\n{more}{check}{EXAMPLES}")
    }

    #[test]
    fn a_broken_rule_takes_no_other_with_it() {
        let loaded = load(&[
            ("pack.toml", "title = 'P'\n".into()),
            ("a.toml", rule("A", "unless-failed = ['b', 'c']\n")),
            ("b.toml", rule("B", "heder = 1\n")),
            ("c.toml", rule("C", "")),
        ]);
        let ids: Vec<_> = loaded.rules.rules().map(|rule| rule.id().to_owned()).collect();
        assert_eq!(ids, ["p/c", "p/a"], "in order of precedence");
        assert_eq!(loaded.left_out, ["p/b"]);
        assert_eq!(loaded.mistakes.list.len(), 1, "{}", loaded.mistakes);
        let waits: Vec<_> = loaded.rules.packs[0].rules.iter().map(|rule| rule.waits.len()).collect();
        assert_eq!(waits, [0, 1]);
    }

    #[test]
    fn a_definition_that_is_wrong_is_said_once() {
        let check = "[check.value]\nof = 'query.x'\nis = 'account'\n";
        let loaded = load(&[
            ("pack.toml", "title = 'P'\n[pattern.account]\nregex = '['\nsays = 'x'\n".into()),
            ("a.toml", format!("title = 'T'\nstatus = 400\n{check}{EXAMPLES}")),
            ("b.toml", rule("B", "")),
        ]);
        assert_eq!(loaded.mistakes.list.len(), 1, "{}", loaded.mistakes);
        assert_eq!(loaded.left_out, ["p/a"]);
        assert_eq!(loaded.rules.rules().count(), 1);
    }
}
