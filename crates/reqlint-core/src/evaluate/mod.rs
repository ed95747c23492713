//! Evaluating: one exchange against the rules that meet it. Cannot fail, cannot panic.

mod decision;
mod entry;
mod memory;
pub(crate) mod probe;
pub(crate) mod report;

pub use crate::subject::Scratch;
pub use decision::Decision;
pub use memory::with_thread_memory;
pub use probe::{Probe, UnknownSelector};
pub use report::Report;

use crate::api::catalogue::{Endpoint, Route};
use crate::api::facts::{FactIx, Facts};
use crate::base::finding::{Because, Finding, Outcome};
use crate::check::Sought;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::explain::mask::Masks;
use crate::explain::resolve;
use crate::message::body::Syntax;
use crate::message::exchange::{Body, Exchange};
use crate::prefilter::body_screen::Screen;
use crate::rules::pack::{Pack, Plan, Rule, RuleIx};
use crate::rules::rule_set::RuleSet;
use crate::subject::fields::FieldScan;
use crate::subject::{Address, BodyState, Host, Subject, Uses, syntax};
use std::cell::OnceCell;

/// Evaluates one exchange after the other, keeping its memory between them.
#[derive(Debug)]
pub struct Evaluator<'r> {
    rules: &'r RuleSet,
    scratch: Scratch,
    evidence: Vec<Evidence>,
}

/// What the rules that meet an exchange need to know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// The body.
    pub body: bool,
    /// Facts, as indices into [`Facts::declared`].
    pub facts: Vec<usize>,
}

impl<'r> Evaluator<'r> {
    /// An evaluator of a rule set.
    #[must_use]
    pub fn new(rules: &'r RuleSet) -> Self {
        Self { rules, scratch: Scratch::default(), evidence: Vec::new() }
    }

    /// Evaluates an exchange. Gives the same report as [`RuleSet::evaluate`].
    pub fn evaluate(&mut self, exchange: &Exchange<'_>, facts: &Facts) -> Report {
        let mut report = Report::default();
        evaluate(self.rules, exchange, facts, &mut self.scratch, &mut report, |_, _| ());
        report
    }

    /// Evaluates an exchange, and says what failed and where: the same report, and the same findings as
    /// [`RuleSet::resolve`], which gives the checklist too and takes far longer.
    pub fn findings(&mut self, exchange: &Exchange<'_>, facts: &Facts) -> (Report, Vec<Finding>) {
        let mut report = Report::default();
        let found = evaluate(self.rules, exchange, facts, &mut self.scratch, &mut report, |subject, report| {
            let mut failed = report.failed.iter().filter_map(|index| subject.pack.rule(*index));
            // to speak of the body one must know where everything stands
            let is_enough = subject.body != BodyState::Fine || !failed.any(|rule| rule.speaks_of_body);
            is_enough.then(|| resolve::findings(report, subject, &mut self.evidence))
        });
        let findings = match (found.flatten(), report.pack(self.rules)) {
            (Some(findings), _) => findings,
            (None, None) => Vec::new(),
            (None, Some(pack)) => {
                let address = self.scratch.receive(exchange, self.rules);
                let subject = prepare(pack, exchange, &address, facts, &mut self.scratch, Asked::EVIDENCE);
                resolve::findings(&report, &subject, &mut self.evidence)
            }
        };
        (report, findings)
    }
}

/// Evaluates an exchange into a report, whose memory is used again, and looks at what the rules looked at.
pub(crate) fn evaluate<T>(
    rules: &RuleSet,
    exchange: &Exchange<'_>,
    facts: &Facts,
    scratch: &mut Scratch,
    report: &mut Report,
    look: impl FnOnce(&Subject<'_>, &Report) -> T,
) -> Option<T> {
    report.clear();
    let address = scratch.receive(exchange, rules);
    let judge = rules.judge(address.name)?;
    let pack = rules.packs.get(judge.pack)?;
    let subject = prepare_at(judge.host, pack, exchange, &address, facts, scratch, Asked::VERDICTS);
    (report.pack, report.endpoint) = (Some(judge.pack), subject.route.endpoint);
    if let Some(plan) = subject.plan {
        run(pack, &subject, plan, report);
    }
    Some(look(&subject, report))
}

/// Whether any rule fails on an exchange.
pub(crate) fn any_fails(rules: &RuleSet, exchange: &Exchange<'_>, facts: &Facts, scratch: &mut Scratch) -> bool {
    let address = scratch.receive(exchange, rules);
    let Some(judge) = rules.judge(address.name) else { return false };
    rules.packs.get(judge.pack).is_some_and(|pack| {
        let subject = prepare_at(judge.host, pack, exchange, &address, facts, scratch, Asked::VERDICTS);
        subject.plan.is_some_and(|plan| any_fails_of(plan, &subject))
    })
}

/// Whether any rule of a plan fails. None waits for another before one has failed, so each goes by itself.
fn any_fails_of(plan: &Plan, subject: &Subject<'_>) -> bool {
    let noisy = plan.glances.look(subject, Sought::Failures);
    if noisy.is_none() {
        return false;
    }
    let (standing, mut missing) = (Standing::default(), Vec::new());
    let mut trace = Trace::quick(&mut missing);
    let rules = plan.rules.iter().zip(plan.glances.quiet(noisy)).filter(|(_, is_quiet)| !is_quiet);
    let mut rules = rules.filter_map(|(index, _)| subject.pack.rule(*index));
    rules.any(|rule| rule.run(subject, &standing, &mut trace).0 == Outcome::Fail)
}

/// Runs the rules of a plan.
fn run(pack: &Pack, subject: &Subject<'_>, plan: &Plan, report: &mut Report) {
    let noisy = plan.glances.look(subject, Sought::Outcomes);
    if noisy.is_none() {
        return;
    }
    let mut standing = Standing { failed: std::mem::take(&mut report.failed), waiting: Vec::new() };
    let mut trace = Trace::quick(&mut report.missing);
    for (index, is_quiet) in plan.rules.iter().zip(plan.glances.quiet(noisy)) {
        let Some(rule) = pack.rule(*index) else { continue };
        // a rule that waits is waited for
        if is_quiet && !standing.holds_back(rule) {
            continue;
        }
        let mark = trace.mark();
        let (outcome, because) = rule.run(subject, &standing, &mut trace);
        if outcome == Outcome::Unknown {
            report.unknown.push(*index);
        } else {
            trace.drop_missing(mark);
        }
        standing.note(*index, outcome, because);
    }
    report.failed = standing.failed;
    report.failed.sort_unstable();
    report.unknown.sort_unstable();
}

/// Takes an exchange apart that was received with this scratch, and finds the rules that meet it.
pub(crate) fn prepare<'s>(
    pack: &'s Pack,
    exchange: &'s Exchange<'s>,
    address: &'s Address<'s>,
    facts: &'s Facts,
    scratch: &'s mut Scratch,
    asked: Asked,
) -> Subject<'s> {
    prepare_at(None, pack, exchange, address, facts, scratch, asked)
}

/// As [`prepare`], where it may be known which of the pack's hosts it is.
fn prepare_at<'s>(
    known_host: Option<usize>,
    pack: &'s Pack,
    exchange: &'s Exchange<'s>,
    address: &'s Address<'s>,
    facts: &'s Facts,
    scratch: &'s mut Scratch,
    asked: Asked,
) -> Subject<'s> {
    let Address { target, host, name } = address;
    let hosts = known_host.map_or_else(|| pack.hosts_to_search(host, *name), |host| host..host + 1);
    let Scratch { headers, route, document, jwt, fields } = scratch;
    let content_type = headers.content_type(&exchange.request.headers).map(|(_, value)| value);
    pack.catalogue.find(hosts, &exchange.request.method, &exchange.request.target, target, route);
    let plan = pack.plan(route.endpoint, host, *name);
    let uses = asked.uses.and(plan.map(|p| p.uses).unwrap_or_default());
    fields.clear();
    document.clear();
    let endpoint = route.endpoint.and_then(|index| pack.catalogue.endpoint(index));
    let sent = &exchange.request.body;
    let body = BodyState::before_reading(sent, uses.body).unwrap_or_else(|| {
        if !asked.evidence && !uses.members && is_fine(sent, content_type, endpoint, fields) {
            return BodyState::Fine;
        }
        BodyState::by_reading(sent, content_type, document)
    });
    jwt.read(exchange, uses.jwt);
    if let Some(endpoint) = endpoint.filter(|_| uses.fields) {
        fields.scan_path(endpoint, pack.catalogue.parameters(route), &exchange.request.target);
        fields.scan_query(endpoint, &exchange.request.target, target.query.as_ref());
        let root = body.members(document, endpoint.body);
        // of a fine body there is no document, and no problem
        if root.is_some() || body == BodyState::Absent {
            fields.scan_body(endpoint, document, root, sent.bytes());
        }
    }
    Subject {
        exchange,
        headers,
        facts,
        pack,
        plan,
        target,
        host,
        route,
        document,
        jwt,
        fields,
        body,
        lineage: OnceCell::new(),
        masks: Masks::default(),
    }
}

/// What somebody wants to know beyond what the rules look at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    /// Where everything stands: the body is read into a [`Document`](crate::message::body::Document), whatever becomes of it.
    evidence: bool,
    uses: Uses,
}

impl Asked {
    /// How the rules go.
    pub(crate) const VERDICTS: Self = Self { evidence: false, uses: Uses::NONE };
    /// How, and where.
    pub(crate) const EVIDENCE: Self = Self { evidence: true, uses: Uses::NONE };

    /// How any rule of the pack goes, also one that isn't in the plan.
    pub(crate) const ANY_RULE: Self = Self { evidence: true, uses: Uses::ALL };

    /// Values by themselves.
    pub(crate) fn values(uses: Uses) -> Self {
        Self { evidence: true, uses }
    }
}

/// Whether nothing is wrong with a body, as far as one quick look can tell.
fn is_fine(body: &Body<'_>, content_type: Option<&[u8]>, endpoint: Option<&Endpoint>, fields: &mut FieldScan) -> bool {
    let Body::Whole(text) = body else { return false };
    let (screen, body_fields) = match endpoint {
        Some(endpoint) => (endpoint.screen.as_deref(), endpoint.body_fields.fields.as_slice()),
        None => (Some(&ANYTHING), &[][..]),
    };
    let Some(screen) = screen else { return false };
    syntax(content_type, text) == Some(Syntax::Json) && screen.passes(text, body_fields, fields)
}

static ANYTHING: Screen = Screen::ANYTHING;

/// The rules that others wait for: those that failed, and those that wait themselves.
#[derive(Debug, Default)]
pub(crate) struct Standing {
    pub(crate) failed: Vec<RuleIx>,
    pub(crate) waiting: Vec<RuleIx>,
}

impl Standing {
    pub(crate) fn note(&mut self, rule: RuleIx, outcome: Outcome, because: Option<Because>) {
        match (outcome, because) {
            (Outcome::Fail, _) => self.failed.push(rule),
            (Outcome::Skip, Some(Because::Waits)) => self.waiting.push(rule),
            _ => {}
        }
    }

    /// The rules that a rule waits for now.
    pub(crate) fn blocks<'w>(&'w self, rule: &'w Rule) -> impl Iterator<Item = RuleIx> + 'w {
        let blocked = |w: &RuleIx| self.failed.contains(w) || self.waiting.contains(w);
        rule.waits.iter().copied().filter(move |w| blocked(w))
    }

    /// Whether no rule can be waiting.
    fn is_quiet(&self) -> bool {
        self.failed.is_empty() && self.waiting.is_empty()
    }

    fn holds_back(&self, rule: &Rule) -> bool {
        !self.is_quiet() && self.blocks(rule).next().is_some()
    }
}

impl Rule {
    /// How the rule goes on a subject whose plan holds it (docs/language.md#when-a-rule-applies).
    #[inline]
    pub(crate) fn run(
        &self,
        subject: &Subject<'_>,
        standing: &Standing,
        trace: &mut Trace<'_>,
    ) -> (Outcome, Option<Because>) {
        if !self.applies_to.takes_method(&subject.exchange.request.method) {
            return (Outcome::Skip, Some(Because::NotApplying));
        }
        let mark = trace.mark();
        let mut unsure = None;
        if let Some(when) = &self.when {
            let verdict = when.verdict(subject, trace);
            trace.drop_evidence(mark, 0);
            match verdict {
                Verdict::Pass => {}
                Verdict::Fail | Verdict::Absent => return (Outcome::Skip, Some(Because::NotApplying)),
                Verdict::Unknown(because) => unsure = Some(because),
            }
        }
        if standing.holds_back(self) {
            return (Outcome::Skip, Some(Because::Waits));
        }
        if *subject.host == Host::Unseen && !self.applies_to.hosts.is_empty() {
            trace.drop_missing(mark);
            return (Outcome::Unknown, Some(Because::NotVisible));
        }
        let mark = trace.mark();
        let verdict = self.check.verdict(subject, trace);
        if let (Some(because), false) = (unsure, verdict == Verdict::Pass) {
            trace.drop_evidence(mark, 0);
            return (Outcome::Unknown, Some(because));
        }
        match verdict {
            Verdict::Pass => (Outcome::Pass, None),
            Verdict::Fail => (Outcome::Fail, None),
            Verdict::Unknown(because) => (Outcome::Unknown, Some(because)),
            Verdict::Absent => (Outcome::Skip, Some(Because::Absent)),
        }
    }
}

/// The methods of the operations whose path fits, where none has the request's own.
pub(crate) fn allowed_methods<'p>(pack: &'p Pack, exchange: &Exchange<'_>, address: Address<'_>) -> Vec<&'p str> {
    let hosts = pack.hosts_to_search(&address.host, address.name);
    let (request, mut route) = (&exchange.request, Route::default());
    pack.catalogue.find(hosts, &request.method, &request.target, &address.target, &mut route);
    pack.catalogue.allowed_methods(&route)
}

/// What the rules that meet an exchange need to know.
pub(crate) fn needs(rules: &RuleSet, exchange: &Exchange<'_>, facts: &Facts) -> Option<Needs> {
    let mut scratch = Scratch::default();
    let address = scratch.receive(exchange, rules);
    let pack = rules.packs.get(rules.judge(address.name)?.pack)?;
    let unread = Exchange {
        request: crate::message::exchange::Request {
            body: crate::message::exchange::Body::Unread,
            ..exchange.request.clone()
        },
        ..exchange.clone()
    };
    let subject = prepare(pack, &unread, &address, facts, &mut scratch, Asked::VERDICTS);
    let plan = subject.plan?;
    let mut missing: Vec<FactIx> = Vec::new();
    for rule in plan.rules.iter().filter_map(|r| pack.rule(*r)) {
        rule.run(&subject, &Standing::default(), &mut Trace::quick(&mut missing));
    }
    missing.sort_unstable();
    Some(Needs { body: plan.uses.body, facts: missing.into_iter().map(|f| f.0 as usize).collect() })
}
