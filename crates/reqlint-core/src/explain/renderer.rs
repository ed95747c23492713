//! The renderer: evidence becomes findings, outcomes become lines of the checklist, and sentences are filled in.

use crate::api::facts::FactIx;
use crate::base::finding::{ChecklistItem, Finding};
use crate::base::outcome::Outcome;
use crate::base::text::{Line, SmolStr};
use crate::check::verdict::Evidence;
use crate::evaluate::state::RuleState;
use crate::explain::order::in_order;
use crate::rules::pack::{Pack, Rule};
use crate::rules::sentence::{Piece, Sentence};
use crate::subject::Subject;

/// Puts what was seen into words.
pub(crate) struct Renderer<'r> {
    pub(crate) subject: &'r Subject<'r>,
    pub(crate) pack: &'r Pack,
}

impl Renderer<'_> {
    /// One finding for each place, in order of places. Of several pieces of evidence at one place the first is taken.
    pub(crate) fn findings<'f>(
        &'f self,
        rule: &'f Rule,
        evidence: &'f mut Vec<Evidence>,
    ) -> impl Iterator<Item = Finding> + 'f {
        in_order(evidence, 0, &self.subject.exchange.request.headers);
        evidence.drain(..).map(|evidence| self.finding(rule, evidence))
    }

    /// What a rule found at one place.
    pub(crate) fn finding(&self, rule: &Rule, mut evidence: Evidence) -> Finding {
        let words = |sentence: &Option<Sentence>| sentence.as_ref().map(|s| self.words(s, Some(&evidence)));
        let (why, fix) = (words(&rule.why), words(&rule.fix));
        evidence.edits.retain(|edit| edit.location.range.is_some());
        Finding {
            rule: rule.id.clone(),
            status: rule.status,
            severity: rule.severity,
            error_type: rule.error_type.clone(),
            title: rule.title.clone(),
            message: rule.message.clone(),
            why,
            fix,
            detail: evidence.detail,
            location: evidence.location,
            edits: evidence.edits,
            servers: rule.servers.clone(),
        }
    }

    /// A rule's line in the checklist.
    pub(crate) fn item(
        &self,
        rule: &Rule,
        outcome: Outcome,
        missing: &[FactIx],
        state: &RuleState<'_>,
    ) -> ChecklistItem {
        let names = |index: &FactIx| self.subject.facts.declared().get(index.0 as usize).map(|s| s.name.clone());
        let needs = match outcome {
            Outcome::FACT_MISSING => missing.iter().filter_map(names).collect(),
            Outcome::WAITS => {
                let blocks = state.blocks(rule).filter_map(|w| self.pack.rule(w));
                let silenced = state.silenced.failed_before(rule, self.subject);
                blocks.chain(silenced).map(|r| r.id.to_string()).collect()
            }
            _ => Vec::new(),
        };
        let fact_ask = || missing.first().and_then(|f| self.pack.asks.get(f));
        let ask = rule.ask.as_ref().or_else(fact_ask).filter(|_| outcome == Outcome::FACT_MISSING);
        ChecklistItem {
            rule: rule.id.to_string(),
            status: rule.status,
            title: rule.title.to_string(),
            severity: rule.severity,
            outcome,
            needs,
            ask: ask.map(|s| self.words(s, None).to_string()),
        }
    }

    /// A sentence, filled in from the subject and what was seen.
    pub(crate) fn words(&self, sentence: &Sentence, evidence: Option<&Evidence>) -> SmolStr {
        if let Some(fixed) = sentence.fixed() {
            return fixed.clone();
        }
        let mut out = Line::default();
        for piece in &sentence.pieces {
            if self.piece(piece, evidence, &mut out).is_none() {
                out.push(piece.noun());
            }
        }
        out.text()
    }

    /// Writes what a piece of a sentence means here; `None` where that is nothing.
    fn piece(&self, piece: &Piece, evidence: Option<&Evidence>, out: &mut Line) -> Option<()> {
        match piece {
            Piece::Text(text) => out.push(text),
            Piece::Value => self.subject.quote(&evidence?.location, out)?,
            // of a range or a length, what is expected is what is allowed
            Piece::Allowed => out.push(evidence?.allowed.as_deref().or(evidence?.expected.as_deref())?),
            Piece::Expected => out.push(evidence?.expected.as_deref().or(evidence?.allowed.as_deref())?),
            Piece::Field => out.push(bare(evidence?.location.name.as_deref()?)),
            Piece::Header => out.push(evidence?.location.name.as_deref()?),
            Piece::Endpoint => {
                let endpoint = self.subject.endpoint()?;
                [&endpoint.method, " ", &endpoint.path].into_iter().for_each(|part| out.push(part));
            }
            Piece::Selector(selector, bare) => self.subject.show(selector, out).unwrap_or_else(|| out.push(bare)),
        }
        Some(())
    }
}

/// A field's name without the part of the request.
fn bare(name: &str) -> &str {
    name.strip_prefix("query.").or_else(|| name.strip_prefix("path.")).unwrap_or(name)
}
