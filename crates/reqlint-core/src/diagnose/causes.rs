//! Causes: what explains an answer, best first (docs/language.md#explaining-an-answer).

use super::advice::{Act, Retry};
use super::observed::Observed;
use super::words::same;
use crate::api::facts::Facts;
use crate::base::finding::{ChecklistItem, Finding, Location, Resolved, Severity};
use crate::base::outcome::Outcome;
use crate::base::text::SmolStr;
use crate::message::exchange::Exchange;
use crate::rules::pack::{Pack, Rule};
use crate::rules::rule_set::{FALLBACK, RuleSet};

/// Something that may explain an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// `pack/id`, or `pack/replies/name`; `None` of what the answer itself says.
    pub rule: Option<String>,
    /// What it comes from.
    pub origin: CauseOrigin,
    /// What sort of cause the answer itself shows: `answer/missing`; of rules and reply files none.
    pub kind: Option<&'static str>,
    /// What should hold; of a reply file the cause itself.
    pub title: String,
    /// The status that the rule goes with.
    pub status: Option<u16>,
    /// How much the rule weighs.
    pub severity: Severity,
    /// The API's name for the error.
    pub error_type: Option<String>,
    /// How sure it is.
    pub verdict: CauseVerdict,
    /// Why, as sentences: lower case, no full stop.
    pub because: Vec<String>,
    /// Why the API answers so.
    pub why: Option<String>,
    /// What to change.
    pub fix: Option<String>,
    /// The question that settles it.
    pub ask: Option<String>,
    /// The missing facts.
    pub needs: Vec<String>,
    /// Whether the answer's text or code is one that it lists.
    pub listed: bool,
    /// Whether it explains the answer only as the same item in another status's checklist.
    pub also_listed: bool,
    /// Where in the request or the answer it shows: of a rule its first finding.
    pub location: Option<Location>,
    /// Whether sending the request again may help.
    pub retry: Retry,
    /// Who can do something about it.
    pub act: Act,
}

impl Cause {
    /// The name of its rule or reply file; of what the answer itself says, its kind: `answer/missing`.
    #[must_use]
    pub fn name(&self) -> &str {
        self.rule.as_deref().or(self.kind).unwrap_or_default()
    }

    /// Whether it is this rule: `pack/id`.
    #[must_use]
    pub fn is_rule(&self, name: &str) -> bool {
        self.rule.as_deref() == Some(name)
    }
}

/// What a cause comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CauseOrigin {
    /// A rule.
    Rule,
    /// A reply file: only the answer shows it.
    Reply,
    /// What the answer itself says, whichever API gave it.
    Answer,
}

impl CauseOrigin {
    /// Its name, as JSON has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Reply => "reply",
            Self::Answer => "answer",
        }
    }
}

/// How sure a cause is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CauseVerdict {
    /// A rule of the API failed, or the answer names it and the request shows it.
    Confirmed,
    /// It can't be told.
    Possible,
    /// The rule passed.
    RuledOut,
}

impl CauseVerdict {
    /// Its name, as JSON has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Possible => "possible",
            Self::RuledOut => "ruled-out",
        }
    }
}

/// Best first. Within a rank the order of precedence stays.
pub(super) fn sort(causes: &mut [Cause]) {
    causes.sort_by_key(|c| (c.verdict, c.rank(), !c.listed, c.also_listed));
}

impl Cause {
    /// What a cause comes from, best first: an answer's own words rank after what a pack lists, and before all else.
    fn rank(&self) -> u8 {
        match self.origin {
            CauseOrigin::Rule if self.listed => 0,
            CauseOrigin::Answer => 1,
            CauseOrigin::Rule if !self.is_of_any_api() => 2,
            CauseOrigin::Reply => 3,
            CauseOrigin::Rule => 4,
        }
    }

    /// Whether its rule is one of HTTP itself, which no API wrote.
    fn is_of_any_api(&self) -> bool {
        self.name().strip_prefix(FALLBACK).is_some_and(|rest| rest.starts_with('/'))
    }
}

/// Causes of rules and of the answer as one list. A cause of the answer that is about what a failed rule found goes with
/// the rule, which says more of it; if the answer speaks of the request, and not of what a rule found, that rule is possible
/// at most.
pub(super) fn joined(rules: Vec<Cause>, answer: Vec<Cause>) -> Vec<Cause> {
    let touches = |a: &Cause, b: &Cause| match (&a.location, &b.location) {
        (Some(a), Some(b)) => a.part == b.part && (a.name == b.name && a.name.is_some() || overlap(a, b)),
        _ => false,
    };
    let is_told = answer.iter().any(|cause| cause.verdict == CauseVerdict::Confirmed && cause.location.is_some());
    let mut joined = Vec::new();
    for mut rule in rules {
        let touched = answer.iter().find(|cause| touches(&rule, cause));
        let is_failed = rule.location.is_some() && rule.verdict == CauseVerdict::Confirmed;
        if is_failed && rule.is_of_any_api() {
            match touched {
                Some(told) => {
                    rule.because.extend(told.because.iter().cloned());
                    rule.verdict = told.verdict;
                    rule.listed = true;
                }
                None => rule.verdict = CauseVerdict::Possible,
            }
        } else if is_failed && !rule.listed && is_told && touched.is_none() {
            rule.verdict = CauseVerdict::Possible;
        } else if let Some(told) = touched.filter(|_| is_failed) {
            rule.because.extend(told.because.first().cloned());
        }
        joined.push(rule);
    }
    let is_said = |cause: &Cause| {
        joined
            .iter()
            .any(|rule| rule.verdict != CauseVerdict::RuledOut && rule.location.is_some() && touches(rule, cause))
    };
    let own: Vec<Cause> = answer.into_iter().filter(|cause| !is_said(cause)).collect();
    joined.extend(own);
    joined
}

/// What a cause of the answer found in the request.
pub(super) fn told(cause: &Cause) -> Option<Finding> {
    let location = cause.location.clone().filter(|_| cause.origin == CauseOrigin::Answer)?;
    let text = |text: &Option<String>| text.as_deref().map(SmolStr::new);
    Some(Finding {
        rule: cause.name().into(),
        status: cause.status,
        severity: cause.severity,
        error_type: None,
        title: cause.title.as_str().into(),
        detail: cause.because.first().unwrap_or(&cause.title).as_str().into(),
        message: None,
        why: text(&cause.why),
        fix: text(&cause.fix),
        location,
        edits: Vec::new(),
        servers: None,
    })
}

/// Whether two places without a name share a byte, or are next to each other.
fn overlap(a: &Location, b: &Location) -> bool {
    match (&a.range, &b.range) {
        (Some(x), Some(y)) => a.name.is_none() && b.name.is_none() && x.start <= y.end && y.start <= x.end,
        _ => false,
    }
}

/// For each rule, the facts without which it could not be told.
pub(super) fn leaning(
    rules: &RuleSet,
    exchange: &Exchange<'_>,
    facts: &Facts,
    resolved: &Resolved,
) -> Vec<Vec<String>> {
    if !facts.any_is_known() {
        return resolved.checklist.iter().map(|_| Vec::new()).collect();
    }
    let none = rules.facts();
    let unaided = rules.resolve(&rules.evaluate(exchange, &none), exchange, &none);
    let needs = |item: ChecklistItem| if item.outcome == Outcome::FACT_MISSING { item.needs } else { Vec::new() };
    unaided.checklist.into_iter().map(needs).collect()
}

/// The rules that explain an answer, in order of precedence.
pub(super) fn of_rules(pack: &Pack, resolved: &Resolved, leaning: &[Vec<String>], observed: &Observed) -> Vec<Cause> {
    let items = resolved.checklist.iter().zip(leaning);
    let explaining =
        pack.rules.iter().filter(|rule| pack.considers(rule)).zip(items).filter_map(|(rule, (item, leaning))| {
            let link = Link::of(pack, rule, observed)?;
            let verdict = verdict(item, resolved, rule, pack)?;
            let finding = resolved.findings.iter().find(|finding| finding.rule == rule.id);
            Some(Cause {
                because: reasons(item, resolved, leaning, &link, observed),
                verdict,
                why: finding.and_then(|f| f.why.as_ref().map(SmolStr::to_string)),
                fix: finding.map_or_else(|| bare_fix(rule), |f: &Finding| f.fix.as_ref().map(SmolStr::to_string)),
                ask: item.ask.clone(),
                location: finding.map(|finding| finding.location.clone()),
                needs: if item.outcome == Outcome::FACT_MISSING { item.needs.clone() } else { Vec::new() },
                ..link.cause(rule)
            })
        });
    explaining.collect()
}

/// How a rule is linked to an answer.
pub(super) struct Link {
    title: Option<String>,
    error_type: Option<String>,
    listed: bool,
    coded: bool,
    also_listed: bool,
}

impl Link {
    /// `None` when the rule does not explain the answer.
    pub(super) fn of(pack: &Pack, rule: &Rule, observed: &Observed) -> Option<Self> {
        let is_own = rule.status == Some(observed.status);
        let also = rule.also_listed.iter().find(|also| also.status == observed.status).filter(|_| !is_own);
        if !is_own && also.is_none() {
            return None;
        }
        let listed = says(&rule.api_says, observed);
        let is_others = || pack.rules.iter().any(|r| r.status == Some(observed.status) && says(&r.api_says, observed));
        if !listed && !rule.api_says.is_empty() && is_others() {
            return None;
        }
        let error_type =
            also.and_then(|also| also.error_type.clone()).or_else(|| rule.error_type.as_ref().map(SmolStr::to_string));
        let is_code = |code: &String| error_type.as_ref().is_some_and(|name| same(name, code));
        Some(Self {
            title: also.and_then(|also| also.title.clone()),
            coded: observed.code.as_ref().is_some_and(is_code),
            error_type,
            listed,
            also_listed: !is_own,
        })
    }

    /// The cause that a rule is, its verdict not known yet.
    pub(super) fn cause(self, rule: &Rule) -> Cause {
        Cause {
            rule: Some(rule.id.to_string()),
            origin: CauseOrigin::Rule,
            kind: None,
            title: self.title.unwrap_or_else(|| rule.title.to_string()),
            status: rule.status,
            severity: rule.severity,
            error_type: self.error_type,
            verdict: CauseVerdict::Possible,
            because: Vec::new(),
            why: None,
            fix: bare_fix(rule),
            ask: None,
            needs: Vec::new(),
            listed: self.listed || self.coded,
            also_listed: self.also_listed,
            location: None,
            retry: Retry::default(),
            act: Act::default(),
        }
    }
}

/// Whether an answer's message is one of these texts.
pub(super) fn says(texts: &[String], observed: &Observed) -> bool {
    observed.message.as_ref().is_some_and(|message| texts.iter().any(|text| same(text, message)))
}

fn bare_fix(rule: &Rule) -> Option<String> {
    rule.fix.as_ref().map(crate::rules::sentence::Sentence::bare)
}

/// A rule that is skipped is left out; one that waits is possible only if a rule that it waits for is unknown. A warning
/// that passes rules nothing out: it isn't known to be what the API tests.
fn verdict(item: &ChecklistItem, resolved: &Resolved, rule: &Rule, pack: &Pack) -> Option<CauseVerdict> {
    match item.outcome {
        Outcome::Fail => Some(CauseVerdict::Confirmed),
        Outcome::Unknown(_) => Some(CauseVerdict::Possible),
        Outcome::Pass => (item.severity == Severity::Error).then_some(CauseVerdict::RuledOut),
        Outcome::WAITS => {
            let mut waited = rule.waits.iter().filter_map(|w| pack.rule(*w));
            let is_unknown = |waited: &Rule| {
                resolved.checklist.iter().any(|item| item.rule == waited.id && item.outcome.is_unknown())
            };
            waited.any(is_unknown).then_some(CauseVerdict::Possible)
        }
        Outcome::Skip(_) => None,
    }
}

/// Why a rule is a cause, or is none.
fn reasons(
    item: &ChecklistItem,
    resolved: &Resolved,
    leaning: &[String],
    link: &Link,
    observed: &Observed,
) -> Vec<String> {
    let mut reasons = Vec::new();
    match item.outcome {
        Outcome::Fail => {
            reasons.extend(resolved.findings.iter().filter(|f| f.rule == item.rule).map(|f| f.detail.to_string()));
        }
        Outcome::Pass if leaning.is_empty() => reasons.push("the request was checked for it and is right".to_owned()),
        Outcome::Pass => reasons.push(format!("it holds, by the fact {}", leaning.join(", "))),
        Outcome::NOT_VISIBLE => {
            reasons.push("the request as given does not show it".to_owned());
        }
        Outcome::Unknown(_) => reasons.push(format!("it depends on the fact {}", item.needs.join(", "))),
        Outcome::Skip(_) => reasons.push("it can only be told once another rule is fixed".to_owned()),
    }
    if link.listed {
        reasons.push("the answer's message is one that it lists".to_owned());
    }
    if link.coded {
        reasons.push("the answer's code is that of this error".to_owned());
    }
    if link.also_listed {
        let own = item.status.map_or_else(String::new, |status| format!(" under {status}"));
        reasons.push(format!("documented{own}; the checklist of {} has it too", observed.status));
    }
    if item.severity < Severity::Error {
        reasons.push("whether the API refuses this is not certain".to_owned());
    }
    reasons
}
