//! Findings: what is taken down as rules fail, and made into findings at the end.

use crate::base::finding::Finding;
use crate::check::verdict::{Evidence, MAX_FINDINGS, Trace};
use crate::check::want::Want;
use crate::evaluate::prepare::Prepared;
use crate::evaluate::report::Report;
use crate::evaluate::{Seen, Watcher};
use crate::explain::order::in_order;
use crate::explain::renderer::Renderer;
use crate::rules::pack::RuleIx;

impl Seen {
    /// A rule failed; what was seen is the last of the evidence.
    pub(crate) fn failed(&mut self, prepared: &Prepared<'_>, index: RuleIx) {
        let start = self.ends.last().map_or(0, |(_, end)| *end);
        in_order(&mut self.evidence, start, &prepared.subject.exchange.request.headers);
        self.ends.push((index, self.evidence.len()));
    }

    /// The findings in order of precedence, those of one rule in order of their places.
    pub(crate) fn findings(&mut self, prepared: &Prepared<'_>) -> Vec<Finding> {
        let Prepared { pack, subject, .. } = prepared;
        let Self { evidence, ends } = self;
        let renderer = Renderer { subject, pack };
        let is_ordered = ends.is_sorted_by_key(|(index, _)| *index);
        let mut findings = Vec::with_capacity(evidence.len());
        let mut seen = evidence.drain(..);
        let mut start = 0;
        for (index, end) in ends.drain(..) {
            let own = seen.by_ref().take(end - start);
            match pack.rule(index) {
                Some(rule) => findings.extend(own.map(|evidence| renderer.finding(rule, evidence))),
                None => own.for_each(drop),
            }
            start = end;
        }
        if !is_ordered {
            findings.sort_by_key(|finding: &Finding| pack.numbers.get(&*finding.rule));
        }
        findings
    }
}

/// Takes down what fails, and where, as the rules go. Findings are large, so they are made at the end, when their number is
/// known.
pub(crate) struct Findings<'e> {
    pub(crate) seen: &'e mut Seen,
    pub(crate) findings: Vec<Finding>,
}

impl Watcher for Findings<'_> {
    const WANT: Want = Want::Evidence;

    fn evidence(&mut self) -> &mut Vec<Evidence> {
        &mut self.seen.evidence
    }

    fn failed(&mut self, prepared: &Prepared<'_>, index: RuleIx) {
        self.seen.failed(prepared, index);
    }

    fn ended(&mut self, prepared: &Prepared<'_>, _report: &Report) {
        self.findings = self.seen.findings(prepared);
    }
}

/// What failed, and where, if the report calls for it.
pub(crate) struct FindingsIf<F> {
    pub(crate) wants: Option<F>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) evidence: Vec<Evidence>,
}

impl<F: FnOnce(&Report) -> bool> Watcher for FindingsIf<F> {
    const WANT: Want = Want::Outcomes;

    fn evidence(&mut self) -> &mut Vec<Evidence> {
        &mut self.evidence
    }

    fn ended(&mut self, prepared: &Prepared<'_>, report: &Report) {
        if !self.wants.take().is_some_and(|wants| wants(report)) {
            return;
        }
        let Prepared { pack, subject, .. } = prepared;
        let renderer = Renderer { subject, pack };
        let Self { findings, evidence, .. } = self;
        let mut missing = Vec::new();
        for rule in report.failed.iter().filter_map(|index| pack.rule(*index)) {
            let room = MAX_FINDINGS.saturating_sub(findings.len());
            rule.check.verdict(subject, &mut Trace::new(Want::Evidence, evidence, &mut missing).at_most(room));
            findings.extend(renderer.findings(rule, evidence));
        }
    }
}
