//! Resolving: a report gets its sentences.
//!
//! The rules run once more with somebody asking for evidence; verdicts can't differ, since nothing else is an input.

use crate::api::facts::{FactIx, FactSlot, FactValue, Facts};
use crate::base::finding::{
    Because, ChecklistItem, Conclusion, Expected, Finding, HeaderPart, Location, Outcome, Part, Resolved, Severity,
};
use crate::base::text::{Line, SmolStr};
use crate::check::verdict::{Evidence, Trace};
use crate::evaluate::report::Report;
use crate::evaluate::{Asked, Standing, prepare};
use crate::explain::order::in_order;
use crate::message::exchange::{Exchange, same_name};
use crate::message::secrets::hide::header_name;
use crate::rules::pack::{Pack, Rule, RuleIx};
use crate::rules::rule_set::RuleSet;
use crate::rules::sentence::{Piece, Sentence};
use crate::subject::place::Place;
use crate::subject::select::{Selector, Value};
use crate::subject::{Scratch, Subject};
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// How much of a value a sentence quotes, in characters.
const QUOTED: usize = 80;

pub(crate) fn resolve(report: &Report, rules: &RuleSet, exchange: &Exchange<'_>, facts: &Facts) -> Resolved {
    let Some(pack) = report.pack(rules) else {
        return Resolved {
            pack: None,
            endpoint: None,
            conclusion: Conclusion::Clean,
            expected: None,
            findings: Vec::new(),
            checklist: Vec::new(),
        };
    };
    let mut scratch = Scratch::default();
    let address = scratch.receive(exchange, rules);
    let subject = prepare(pack, exchange, &address, facts, &mut scratch, Asked::EVIDENCE);
    let met = subject.plan.map(|p| p.rules.as_slice()).unwrap_or_default();
    let reader = Reader { subject: &subject, pack };
    let mut standing = Standing::default();
    let mut items: Vec<Option<ChecklistItem>> = pack.rules.iter().map(|_| None).collect();
    let mut findings: Vec<(RuleIx, Finding)> = Vec::new();
    for index in &pack.order {
        let Some(rule) = pack.rule(*index) else { continue };
        let (mut evidence, mut missing) = (Vec::new(), Vec::new());
        let (outcome, because) = if met.contains(index) {
            rule.run(&subject, &standing, &mut Trace::full(&mut evidence, &mut missing))
        } else {
            (Outcome::Skip, Some(Because::NotApplying))
        };
        if outcome == Outcome::Fail {
            findings.extend(reader.findings(rule, &mut evidence).map(|finding| (*index, finding)));
        }
        if let Some(slot) = items.get_mut(index.get()) {
            *slot = Some(reader.item(rule, outcome, because, &missing, &standing));
        }
        standing.note(*index, outcome, because);
    }
    // stable: findings of one rule stay in order of their places
    findings.sort_by_key(|(index, _)| *index);
    Resolved {
        pack: Some(pack.name.clone()),
        endpoint: subject.endpoint().map(|e| e.id.clone()),
        conclusion: report.conclusion(rules),
        expected: expected(report, pack),
        findings: findings.into_iter().map(|(_, f)| f).collect(),
        checklist: items.into_iter().flatten().collect(),
    }
}

/// What failed, and where.
pub(crate) fn findings(report: &Report, subject: &Subject<'_>, evidence: &mut Vec<Evidence>) -> Vec<Finding> {
    let reader = Reader { subject, pack: subject.pack };
    let mut findings = Vec::with_capacity(report.failed.len());
    let mut missing = Vec::new();
    for rule in report.failed.iter().filter_map(|index| subject.pack.rule(*index)) {
        rule.check.verdict(subject, &mut Trace::full(evidence, &mut missing));
        findings.extend(reader.findings(rule, evidence));
    }
    findings
}

fn expected(report: &Report, pack: &Pack) -> Option<Expected> {
    let mut failed = report.failed.iter().filter_map(|r| pack.rule(*r));
    let rule = failed.find(|r| r.severity == Severity::Error)?;
    Some(Expected {
        status: rule.status,
        status_title: rule.status.and_then(|status| pack.status_title(status)).map(str::to_owned),
        error_type: rule.error_type.as_ref().map(SmolStr::to_string),
        message: rule.api_says.first().cloned(),
        rule: rule.id.to_string(),
    })
}

impl Resolved {
    /// The conclusion when rules of a lower severity count too.
    #[must_use]
    pub fn conclusion_at(&self, severity: Severity) -> Conclusion {
        let counts = |item: &&ChecklistItem| item.severity >= severity;
        let any = |outcome| self.checklist.iter().filter(counts).any(|item| item.outcome == outcome);
        if any(Outcome::Fail) {
            Conclusion::Broken
        } else if any(Outcome::Unknown) {
            Conclusion::Depends
        } else {
            Conclusion::Clean
        }
    }
}

/// Puts what was seen into words.
pub(crate) struct Reader<'r> {
    pub(crate) subject: &'r Subject<'r>,
    pub(crate) pack: &'r Pack,
}

impl Reader<'_> {
    /// Gives one finding per place, in order of places. Of several pieces of evidence at one place the first speaks.
    pub(crate) fn findings<'f>(
        &'f self,
        rule: &'f Rule,
        evidence: &'f mut Vec<Evidence>,
    ) -> impl Iterator<Item = Finding> + 'f {
        in_order(evidence, &self.subject.exchange.request.headers);
        evidence.drain(..).map(|evidence| self.finding(rule, evidence))
    }

    fn finding(&self, rule: &Rule, mut evidence: Evidence) -> Finding {
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
        }
    }

    fn item(
        &self,
        rule: &Rule,
        outcome: Outcome,
        because: Option<Because>,
        missing: &[FactIx],
        standing: &Standing,
    ) -> ChecklistItem {
        let names = |index: &FactIx| self.subject.facts.declared().get(index.0 as usize).map(|s| s.name.clone());
        let needs = match because {
            Some(Because::FactMissing) => missing.iter().filter_map(names).collect(),
            Some(Because::Waits) => {
                standing.blocks(rule).filter_map(|w| self.pack.rule(w)).map(|r| r.id.to_string()).collect()
            }
            _ => Vec::new(),
        };
        let fact_ask = || missing.first().and_then(|f| self.pack.asks.get(f));
        let ask = rule.ask.as_ref().or_else(fact_ask).filter(|_| because == Some(Because::FactMissing));
        ChecklistItem {
            rule: rule.id.to_string(),
            status: rule.status,
            title: rule.title.to_string(),
            severity: rule.severity,
            outcome,
            because,
            needs,
            ask: ask.map(|s| self.words(s, None).to_string()),
        }
    }

    fn words(&self, sentence: &Sentence, evidence: Option<&Evidence>) -> SmolStr {
        if let Some(fixed) = sentence.fixed() {
            return fixed.clone();
        }
        let mut out = Line::default();
        for piece in &sentence.pieces {
            if self.piece(piece, evidence, &mut out).is_none() {
                out.push("(unknown)");
            }
        }
        out.text()
    }

    /// Writes what stands for a piece of a sentence, where anything does.
    fn piece(&self, piece: &Piece, evidence: Option<&Evidence>, out: &mut Line) -> Option<()> {
        match piece {
            Piece::Text(text) => out.push(text),
            Piece::Value => self.quote(&evidence?.location, out)?,
            Piece::Allowed => out.push(evidence?.allowed.as_deref()?),
            Piece::Expected => out.push(evidence?.expected.as_deref()?),
            Piece::Field => out.push(bare(evidence?.location.name.as_deref()?)),
            Piece::Header => out.push(evidence?.location.name.as_deref()?),
            Piece::Endpoint => {
                let endpoint = self.subject.endpoint()?;
                [&endpoint.method, " ", &endpoint.path].into_iter().for_each(|part| out.push(part));
            }
            Piece::Selector(selector, bare) => self.show(selector, out).unwrap_or_else(|| out.push(bare)),
        }
        Some(())
    }

    /// Writes what a selector finds, with secrets masked; `None` where that is nothing that may be shown.
    fn show(&self, selector: &Selector, out: &mut Line) -> Option<()> {
        let mut any = None;
        let _ = selector.select(self.subject, &mut |datum| {
            let before = out.len();
            if any.is_some() {
                out.push(", ");
            }
            let quoted = match &datum.place {
                _ if matches!(selector, Selector::Claim(_)) => None,
                Place::Fact(index) => self.fact(*index, out),
                // it is quoted without its name
                Place::Target(range) | Place::PathField(_, range) | Place::QueryField(_, range) => {
                    range.clone().and_then(|range| quote(self.subject.masked_target(), range, out))
                }
                place => self.quote(&self.subject.locate(place), out),
            };
            match quoted.or_else(|| claimed(selector, &datum.value, out)) {
                Some(()) => any = Some(()),
                None => out.cut(before),
            }
        });
        any
    }

    fn fact(&self, index: FactIx, out: &mut Line) -> Option<()> {
        let value = self.subject.facts.get(index)?;
        out.put(format_args!("{}", fmt::from_fn(|f| fact(value, f))));
        Some(())
    }

    /// Writes the text at a location, masked, on one line.
    fn quote(&self, location: &Location, out: &mut Line) -> Option<()> {
        if location.part == Part::Fact {
            let slots = self.subject.facts.declared().iter();
            let named = |slot: &FactSlot| location.name.as_deref() == Some(&slot.name);
            let index = slots.zip(0..).find(|(slot, _)| named(slot)).map(|(_, index)| index)?;
            return self.fact(FactIx(index), out);
        }
        let range = location.range.clone()?;
        let request = &self.subject.exchange.request;
        let whole: Cow<'_, [u8]> = match location.part {
            Part::Method => Cow::Borrowed(&request.method),
            Part::Target => Cow::Borrowed(self.subject.masked_target()),
            Part::Host => Cow::Owned(self.subject.masked_authority()),
            Part::Body => Cow::Borrowed(self.subject.masked_body()),
            Part::Header => {
                let wanted = location.name.as_deref().unwrap_or_default();
                let mut lines = request.headers.iter().filter(|(n, _)| same_name(&header_name(n), wanted));
                let (name, value) = lines.nth(location.occurrence)?;
                match location.of {
                    Some(HeaderPart::Name) => header_name(name),
                    _ => Cow::Owned(self.subject.masked_value(name, value)),
                }
            }
            Part::Fact => return None,
        };
        quote(&whole, range, out)
    }
}

/// Writes a part of a masked text, on one line.
fn quote(masked: &[u8], range: Range<usize>, out: &mut Line) -> Option<()> {
    let text = String::from_utf8_lossy(masked.get(range)?);
    let text = text.trim_matches('"');
    // as nearly always
    if text.len() <= QUOTED && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        out.push(text);
        return Some(());
    }
    let mut characters = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    characters.by_ref().take(QUOTED).for_each(|character| out.put_character(character));
    if characters.next().is_some() {
        out.put_character('…');
    }
    Some(())
}

/// Writes a claim that may be quoted, or a value that is no part of the request.
fn claimed(selector: &Selector, value: &Value<'_>, out: &mut Line) -> Option<()> {
    let may_be_quoted = match selector {
        Selector::Claim(claim) => claim.may_be_quoted(),
        Selector::Attribute(_) | Selector::Now | Selector::Scheme => true,
        _ => false,
    };
    if !may_be_quoted {
        return None;
    }
    match value {
        Value::Text(t) | Value::TypedText(t) => out.push(&String::from_utf8_lossy(t)),
        Value::Number(n) => out.put(format_args!("{n}")),
        Value::Boolean(b) => out.put(format_args!("{b}")),
        Value::Time(t) => out.put(format_args!("{t}")),
        Value::List(items) => {
            let mut before = "";
            items.any(|item| {
                if let Some(text) = item.text() {
                    out.push(before);
                    out.push(&String::from_utf8_lossy(text));
                    before = " ";
                }
                false
            });
        }
        Value::Null | Value::Object(_) | Value::Element(_) => return None,
    }
    Some(())
}

/// A field's name without the part of the request.
fn bare(name: &str) -> &str {
    name.strip_prefix("query.").or_else(|| name.strip_prefix("path.")).unwrap_or(name)
}

fn fact(value: &FactValue, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match value {
        FactValue::Text(t) => f.write_str(t),
        FactValue::Number(n) => write!(f, "{n}"),
        FactValue::Boolean(b) => write!(f, "{b}"),
        FactValue::Time(t) => write!(f, "{t}"),
        FactValue::List(items) => {
            let mut before = "";
            items.iter().try_for_each(|item| write!(f, "{}{item}", std::mem::replace(&mut before, ", ")))
        }
    }
}

impl Selector {
    /// What it finds, for a sentence; its name where nothing is there or it may be secret.
    pub(crate) fn shown(&self, subject: &Subject<'_>) -> SmolStr {
        let mut out = Line::default();
        let reader = Reader { subject, pack: subject.pack };
        match reader.show(self, &mut out) {
            Some(()) if out.len() == 0 => out.push("empty"),
            Some(()) => {}
            None => self.say(subject, &mut out),
        }
        out.text()
    }
}
