//! Resolving: outcomes get their sentences.
//!
//! The rules run with evidence wanted, and without a prefilter. Outcomes can't differ from those of the report, since
//! nothing else is an input.

use crate::base::finding::{ChecklistItem, Conclusion, Expected, Resolved, Servers, Severity};
use crate::base::outcome::Outcome;
use crate::base::prevalence::KnownServer;
use crate::check::verdict::{MAX_FINDINGS, Trace};
use crate::check::want::Want;
use crate::evaluate::Seen;
use crate::evaluate::misread;
use crate::evaluate::prepare::Prepared;
use crate::evaluate::report::Report;
use crate::evaluate::silenced::Silenced;
use crate::evaluate::state::RuleState;
use crate::explain::brackets;
use crate::explain::expected::expected;
use crate::explain::renderer::Renderer;
use crate::message::exchange::Exchange;
use crate::rules::pack::FALLBACK;
use crate::rules::rule_set::RuleSet;

/// What is said of a request that only the rules of HTTP are about.
const PREFLIGHT: &str = "this is a CORS preflight, which browsers send without credentials ahead of a request: \
the API's rules are about that request";

/// What is said of a body that is more than is looked at.
const NOT_LOOKED_AT: &str = ": it is not looked at";

/// Of an exchange that no pack judges.
pub(crate) fn unjudged(rules: &RuleSet, exchange: &Exchange<'_>) -> Resolved {
    Resolved {
        pack: None,
        endpoint: None,
        conclusion: Conclusion::Unjudged,
        expected: None,
        findings: Vec::new(),
        findings_left_out: 0,
        checklist: Vec::new(),
        remarks: Vec::new(),
        answered: status(exchange),
        answer_is_error: status(exchange).is_some_and(|status| status >= 400),
        nearest_host: rules.nearest_host(exchange),
        server: None,
    }
}

fn status(exchange: &Exchange<'_>) -> Option<u16> {
    exchange.response.as_ref().map(|response| response.status)
}

/// How every rule of a pack went on an exchange that was wholly read: the same report as an evaluation gives, and its
/// sentences.
pub(crate) fn resolve(rules: &RuleSet, prepared: &Prepared<'_>) -> (Report, Resolved) {
    let Prepared { pack, subject, .. } = prepared;
    let met = prepared.plan.map(|p| p.rules.as_slice()).unwrap_or_default();
    let renderer = Renderer { subject, pack };
    let mut report = Report {
        pack: Some(prepared.judge),
        endpoint: subject.route.endpoint,
        is_body_unread: subject.document.is_beyond_limits(),
        is_ambiguous: subject.route.is_ambiguous,
        ..Report::default()
    };
    let mut state = RuleState::of(prepared.plan.map(|plan| Silenced::of(pack, plan)).unwrap_or_default());
    let mut items: Vec<Option<ChecklistItem>> = pack.rules.iter().map(|_| None).collect();
    let (mut seen, mut left_out) = (Seen::default(), 0);
    for index in &pack.order {
        let Some(rule) = pack.rule(*index).filter(|rule| pack.considers(rule)) else { continue };
        let mut missing = Vec::new();
        let room = MAX_FINDINGS.saturating_sub(seen.evidence.len());
        let mut trace = Trace::new(Want::Evidence, &mut seen.evidence, &mut missing).at_most(room);
        let mark = trace.mark();
        let outcome = if met.contains(index) { rule.run(subject, &state, &mut trace) } else { Outcome::NOT_APPLYING };
        left_out += trace.left_out();
        match outcome {
            Outcome::Fail => seen.failed(prepared, *index),
            _ => trace.drop_evidence(mark, 0),
        }
        if let Some(slot) = items.get_mut(index.get()) {
            *slot = Some(renderer.item(rule, outcome, &missing, &state));
        }
        if outcome.is_unknown() {
            report.unknown.push(*index);
            missing.retain(|fact| !report.missing.contains(fact));
            report.missing.append(&mut missing);
        }
        state.note(*index, outcome);
    }
    report.failed = state.failed;
    report.failed.sort_unstable();
    report.unknown.sort_unstable();
    misread::note(met, prepared, &mut report);
    let findings = seen.findings(prepared);
    let preflight = Some(PREFLIGHT).filter(|_| prepared.address.is_preflight && pack.name != FALLBACK);
    let error = subject.document.error.as_ref().filter(|error| error.is_bound);
    let left = brackets::left(subject.exchange, &findings);
    let unseen = error.map(|error| format!("{}{NOT_LOOKED_AT}", error.message));
    let mut resolved = Resolved {
        pack: Some(pack.name.clone()),
        endpoint: subject.endpoint().map(|e| e.id.clone()),
        conclusion: report.conclusion(rules),
        expected: expected(&findings, pack),
        findings,
        findings_left_out: left_out,
        checklist: items.into_iter().flatten().collect(),
        remarks: preflight.map(str::to_owned).into_iter().chain(unseen).chain(left).collect(),
        answered: None,
        answer_is_error: false,
        nearest_host: None,
        server: pack.server.clone(),
    };
    if let Some(response) = &subject.exchange.response {
        resolved.hold_against(response.status, pack.marked(response).is_some());
    }
    (report, resolved)
}

impl Resolved {
    /// The conclusion when rules of a lower severity count too. A note never counts.
    #[must_use]
    pub fn conclusion_at(&self, severity: Severity) -> Conclusion {
        if self.pack.is_none() {
            return Conclusion::Unjudged;
        }
        let counts = |item: &&ChecklistItem| item.severity >= severity.max(Severity::Warning);
        let counted = || self.checklist.iter().filter(counts);
        let mut failed = counted().filter(|item| item.outcome == Outcome::Fail).peekable();
        if failed.peek().is_some() {
            // that the API takes what a warning is about contradicts nothing
            let is_contradicted = self.contradiction().is_some() && failed.all(|item| item.severity == Severity::Error);
            if is_contradicted { Conclusion::Contradicted } else { Conclusion::Broken }
        } else if counted().any(|item| item.outcome.is_unknown()) {
            Conclusion::Depends
        } else {
            Conclusion::Clean
        }
    }

    /// The error that was expected, where the API answered without an error.
    #[must_use]
    pub fn contradiction(&self) -> Option<&Expected> {
        self.expected.as_ref().filter(|_| self.answered.is_some() && !self.answer_is_error)
    }

    /// Holds the report against the answer that came; an error below 400 is marked as one.
    pub(crate) fn hold_against(&mut self, status: u16, is_marked: bool) {
        self.answered = Some(status);
        self.answer_is_error = status >= 400 || is_marked;
        self.conclude();
    }

    /// Concludes from findings and checklist, and says where the answer contradicts them.
    pub(crate) fn conclude(&mut self) {
        self.conclusion = self.conclusion_at(Severity::Error);
        let disagreement = self.contradiction().and_then(|expected| self.disagreement(expected));
        self.remarks.retain(|remark| {
            remark == PREFLIGHT || remark.ends_with(NOT_LOOKED_AT) || remark.starts_with(brackets::LEFT)
        });
        self.remarks.splice(0..0, disagreement);
    }

    fn disagreement(&self, expected: &Expected) -> Option<String> {
        let answered = self.answered?;
        let finding = self.findings.iter().find(|finding| finding.rule == expected.rule);
        let servers = finding.and_then(|finding| finding.servers.as_deref());
        let reason = match servers {
            Some(Servers { known: Some(KnownServer { title, version, .. }), .. }) => {
                format!("another server than {title} {version} answered, or one with other settings")
            }
            Some(Servers { refused, measured, .. }) if refused < measured => {
                format!("it accepts what {refused} of {measured} measured servers refuse")
            }
            Some(Servers { refused, .. }) => format!("it accepts what {refused} measured servers refuse"),
            None => "the rule or the documentation is wrong".to_owned(),
        };
        Some(format!("{} expects {}, but the API answered {answered}: {reason}", expected.rule, expected.brief()))
    }
}
