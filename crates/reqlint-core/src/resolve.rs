//! Resolving: a report gets its sentences.
//!
//! The rules run once more with somebody asking for evidence; verdicts can't differ, since nothing else is an input.

use crate::compile::{Piece, Sentence};
use crate::evaluate::{Asked, Standing, prepare};
use crate::exchange::{Exchange, same_name};
use crate::facts::{FactIx, FactValue, Facts};
use crate::finding::{
    Because, ChecklistItem, Conclusion, Edit, Expected, Finding, HeaderPart, Location, Outcome, Part, Resolved,
    Severity,
};
use crate::mask::header_name;
use crate::pack::{Pack, Rule, RuleIx};
use crate::report::Report;
use crate::rule_set::RuleSet;
use crate::select::{Selector, Value};
use crate::subject::{Address, Scratch, Subject};
use crate::verdict::{Evidence, Trace};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

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
    let subject = prepare(pack, exchange, Address::of(exchange), facts, &mut scratch, Asked::EVIDENCE);
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
            findings.extend(reader.findings(rule, evidence).into_iter().map(|f| (*index, f)));
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
pub(crate) fn findings(report: &Report, subject: &Subject<'_>) -> Vec<Finding> {
    let reader = Reader { subject, pack: subject.pack };
    let mut findings = Vec::new();
    for rule in report.failed.iter().filter_map(|index| subject.pack.rule(*index)) {
        let (mut evidence, mut missing) = (Vec::new(), Vec::new());
        rule.check.verdict(subject, &mut Trace::full(&mut evidence, &mut missing));
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
        error_type: rule.error_type.clone(),
        message: rule.api_says.first().cloned(),
        rule: rule.id.clone(),
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
    /// One finding per place, in order of places. Of several pieces of evidence at one place the first speaks.
    pub(crate) fn findings(&self, rule: &Rule, mut evidence: Vec<Evidence>) -> Vec<Finding> {
        if evidence.len() > 1 {
            let lines = self.header_lines();
            evidence.sort_by_cached_key(|e| order(&e.location, &lines));
            let mut seen = BTreeSet::new();
            evidence.retain(|e| seen.insert((order(&e.location, &lines), e.location.name.clone())));
        }
        evidence.into_iter().map(|e| self.finding(rule, e)).collect()
    }

    /// The number of each header line, by its name in lower case and occurrence.
    fn header_lines(&self) -> BTreeMap<(Vec<u8>, usize), usize> {
        let mut counts: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
        let headers = self.subject.exchange.request.headers.iter();
        let names = headers.map(|(name, _)| header_name(name).trim_ascii_end().to_ascii_lowercase());
        let numbered = names.zip(0..).map(|(name, line)| {
            let count = counts.entry(name.clone()).or_default();
            *count += 1;
            ((name, *count - 1), line)
        });
        numbered.collect()
    }

    fn finding(&self, rule: &Rule, evidence: Evidence) -> Finding {
        let words = |sentence: &Option<Sentence>| sentence.as_ref().map(|s| self.words(s, Some(&evidence)));
        Finding {
            rule: rule.id.clone(),
            status: rule.status,
            severity: rule.severity,
            error_type: rule.error_type.clone(),
            title: rule.title.clone(),
            message: rule.api_says.first().cloned(),
            why: words(&rule.why),
            fix: words(&rule.fix),
            detail: evidence.detail,
            location: evidence.location,
            edits: evidence.edits.into_iter().filter(|e: &Edit| e.location.range.is_some()).collect(),
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
                standing.blocks(rule).filter_map(|w| self.pack.rule(w)).map(|r| r.id.clone()).collect()
            }
            _ => Vec::new(),
        };
        let fact_ask = || missing.first().and_then(|f| self.pack.asks.get(f));
        let ask = rule.ask.as_ref().or_else(fact_ask).filter(|_| because == Some(Because::FactMissing));
        ChecklistItem {
            rule: rule.id.clone(),
            status: rule.status,
            title: rule.title.clone(),
            severity: rule.severity,
            outcome,
            because,
            needs,
            ask: ask.map(|s| self.words(s, None)),
        }
    }

    fn words(&self, sentence: &Sentence, evidence: Option<&Evidence>) -> String {
        let mut out = String::new();
        let of = |get: fn(&Evidence) -> Option<&String>| evidence.and_then(get).cloned();
        let name = || evidence.and_then(|e| e.location.name.clone());
        for piece in &sentence.pieces {
            let text = match piece {
                Piece::Text(text) => Some(text.clone()),
                Piece::Value => {
                    let quote = || evidence.and_then(|e| self.quote(&e.location));
                    of(|e| e.value.as_ref()).or_else(quote)
                }
                Piece::Allowed => of(|e| e.allowed.as_ref()),
                Piece::Expected => of(|e| e.expected.as_ref()),
                Piece::Field => name().map(|n| bare(&n).to_owned()),
                Piece::Header => name(),
                Piece::Endpoint => self.subject.endpoint().map(|e| format!("{} {}", e.method, e.path)),
                Piece::Selector(selector, bare) => Some(self.shown(selector).unwrap_or_else(|| bare.clone())),
            };
            out.push_str(text.as_deref().unwrap_or("(unknown)"));
        }
        out
    }

    /// What a selector finds, with secrets masked.
    fn shown(&self, selector: &Selector) -> Option<String> {
        let mut shown: Vec<String> = Vec::new();
        let _ = selector.select(self.subject, &mut |datum| {
            let location = self.subject.locate(&datum.place);
            let from_request = self.quote(&location).filter(|_| !matches!(selector, Selector::Claim(_)));
            let text = from_request.or_else(|| claimed(selector, &datum.value));
            shown.extend(text);
        });
        (!shown.is_empty()).then(|| shown.join(", "))
    }

    /// The text at a location, masked, on one line.
    fn quote(&self, location: &Location) -> Option<String> {
        if location.part == Part::Fact {
            let slots = self.subject.facts.declared().iter();
            let index = slots.zip(0..).find(|(s, _)| Some(&s.name) == location.name.as_ref()).map(|(_, i)| i)?;
            return self.subject.facts.get(FactIx(index)).map(fact);
        }
        let range = location.range.clone()?;
        let request = &self.subject.exchange.request;
        let text: Cow<'_, [u8]> = match location.part {
            Part::Method => request.method.get(range)?.into(),
            Part::Target => self.subject.masked_target().get(range)?.into(),
            Part::Host => self.subject.masked_authority().get(range)?.to_vec().into(),
            Part::Body => self.subject.masked_body().get(range)?.into(),
            Part::Header => {
                let wanted = location.name.as_deref().unwrap_or_default();
                let mut lines = request.headers.iter().filter(|(n, _)| same_name(&header_name(n), wanted));
                let (name, value) = lines.nth(location.occurrence)?;
                let side = match location.of {
                    Some(HeaderPart::Name) => header_name(name),
                    _ => self.subject.masked_value(name, value).into(),
                };
                side.get(range)?.to_vec().into()
            }
            Part::Fact => return None,
        };
        let text = String::from_utf8_lossy(&text);
        let text = text.trim_matches('"');
        let mut quoted: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(QUOTED).collect();
        if text.chars().count() > QUOTED {
            quoted.push('…');
        }
        Some(quoted)
    }
}

/// Claims that may be quoted, and values that are no part of the request.
fn claimed(selector: &Selector, value: &Value<'_>) -> Option<String> {
    let may_be_quoted = match selector {
        Selector::Claim(claim) => claim.may_be_quoted(),
        Selector::Attribute(_) | Selector::Now | Selector::Scheme => true,
        _ => false,
    };
    if !may_be_quoted {
        return None;
    }
    let text = |t: &[u8]| String::from_utf8_lossy(t).into_owned();
    Some(match value {
        Value::Text(t) | Value::TypedText(t) => text(t),
        Value::Number(n) => n.to_string(),
        Value::Boolean(b) => b.to_string(),
        Value::Time(t) => t.to_string(),
        Value::List(items) => {
            let mut all = Vec::new();
            items.any(|item| {
                all.extend(item.text().map(text));
                false
            });
            all.join(" ")
        }
        Value::Null | Value::Object(_) | Value::Element(_) => return None,
    })
}

/// A field's name without the part of the request.
fn bare(name: &str) -> &str {
    name.strip_prefix("query.").or_else(|| name.strip_prefix("path.")).unwrap_or(name)
}

fn fact(value: &FactValue) -> String {
    match value {
        FactValue::Text(t) => t.clone(),
        FactValue::Number(n) => n.to_string(),
        FactValue::Boolean(b) => b.to_string(),
        FactValue::Time(t) => t.to_string(),
        FactValue::List(items) => items.join(", "),
    }
}

impl Selector {
    /// What it finds, for a sentence; its name where nothing is there or it may be secret.
    pub(crate) fn shown(&self, subject: &Subject<'_>) -> String {
        let reader = Reader { subject, pack: subject.pack };
        match reader.shown(self) {
            Some(text) if text.is_empty() => "empty".to_owned(),
            Some(text) => text,
            None => self.says(subject),
        }
    }
}

/// Where a place stands: the part, the header line and its side, and the bytes.
type Order = (Part, usize, Option<HeaderPart>, usize, usize);

/// Places in the order of a request; what is missing from a part stands behind what is there.
fn order(location: &Location, lines: &BTreeMap<(Vec<u8>, usize), usize>) -> Order {
    let name = location.name.as_ref().filter(|_| location.part == Part::Header);
    let line = name.map(|n| (n.trim_ascii_end().to_ascii_lowercase().into_bytes(), location.occurrence));
    let line = line.map_or(0, |line| lines.get(&line).copied().unwrap_or(usize::MAX));
    let range = location.range.clone().unwrap_or(usize::MAX..usize::MAX);
    (location.part, line, location.of, range.start, range.end)
}
