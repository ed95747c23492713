//! Which rules explain an answer, how surely, and why.

use super::answer::Observed;
use super::answer::same;
use super::answer::{Measured, measured};
use super::causes::{Act, Retry};
use super::causes::{Cause, CauseOrigin, CauseVerdict};
use crate::api::facts::Facts;
use crate::base::finding::{ChecklistItem, Finding, Location, Part, Resolved, Severity};
use crate::base::outcome::Outcome;
use crate::base::text::SmolStr;
use crate::check::Check;
use crate::message::exchange::Exchange;
use crate::message::secrets::names::is_secret_name;
use crate::rules::pack::{Pack, Rule};
use crate::rules::rule_set::RuleSet;

/// Said of a warning that failed.
pub(super) const NOT_CERTAIN: &str = "whether the API refuses this is not certain";

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
    // what was typed is right, and something else is sent: that rules nothing out
    let is_typed = |rule: &Rule| matches!(*rule.check, Check::SentAsTyped(_));
    let is_changed =
        pack.rules.iter().any(|rule| is_typed(rule) && resolved.findings.iter().any(|found| found.rule == rule.id));
    let explaining =
        pack.rules.iter().filter(|rule| pack.considers(rule)).zip(items).filter_map(|(rule, (item, leaning))| {
            // what was accepted has no cause
            let finding = resolved.findings.iter().find(|finding| finding.rule == rule.id);
            let link = Link::of(pack, rule, observed).or_else(|| Link::of_unsettled(rule, finding?, observed));
            let link = link.filter(|_| observed.is_error)?;
            let mut verdict = verdict(item, resolved, rule, pack)?;
            if link.is_unsettled && verdict == CauseVerdict::Confirmed {
                verdict = CauseVerdict::Possible;
            }
            if link.excluded && verdict == CauseVerdict::Confirmed {
                verdict = CauseVerdict::Possible;
            }
            if is_changed && verdict == CauseVerdict::RuledOut {
                return None;
            }
            let measured = measured(rule, observed.writer.as_deref()).filter(|_| item.outcome == Outcome::Fail);
            // no proxy parses a body for what is behind it
            let is_proxy = observed.engine.as_ref().is_some_and(|writer| writer.is_proxy);
            let is_elsewhere =
                is_proxy && rule.servers.is_none() && rule.speaks_of_body && item.outcome == Outcome::Fail;
            let leads = is_typed(rule) && item.outcome == Outcome::Fail;
            let (verdict, severity) = match measured {
                // an error came, and what was sent isn't what was typed
                _ if leads => (verdict, Severity::Error),
                Some(Measured::Refuses) => (verdict, Severity::Error),
                Some(Measured::Accepts) => (CauseVerdict::RuledOut, rule.severity),
                None if is_elsewhere => (CauseVerdict::RuledOut, rule.severity),
                None => (verdict, rule.severity),
            };
            let mut because = reasons(item, resolved, leaning, &link, observed, measured, is_elsewhere);
            because.retain(|reason| !leads || reason != NOT_CERTAIN);
            Some(Cause {
                because,
                verdict,
                severity,
                leads,
                why: finding.and_then(|f| f.why.as_ref().map(SmolStr::to_string)),
                fix: finding.map_or_else(|| bare_fix(rule), |f: &Finding| f.fix.as_ref().map(SmolStr::to_string)),
                ask: item.ask.clone(),
                location: finding.map(|finding| finding.location.clone()),
                needs: if item.outcome == Outcome::FACT_MISSING { item.needs.clone() } else { Vec::new() },
                ..link.cause(rule)
            })
        });
    let mut explaining: Vec<Cause> = explaining.collect();
    // what gets this very status comes before what gets one that isn't known
    if explaining.iter().any(|cause| cause.verdict == CauseVerdict::Confirmed && cause.severity == Severity::Error) {
        explaining.retain(|cause| !cause.is_unsettled());
    }
    explaining
}

/// How a rule is linked to an answer.
pub(super) struct Link {
    title: Option<String>,
    error_type: Option<String>,
    listed: bool,
    coded: bool,
    also_listed: bool,
    /// Whether the answer's code is that of another error.
    excluded: bool,
    /// Whether the status that the rule's failure gets isn't known.
    is_unsettled: bool,
}

impl Link {
    /// `None` when the rule does not explain the answer.
    pub(super) fn of(pack: &Pack, rule: &Rule, observed: &Observed) -> Option<Self> {
        // what holds for any API is about the status that the answer's words are about
        let is_meant = pack.host_names.is_empty() && rule.status == Some(observed.about);
        let is_own = rule.status == Some(observed.status) || is_meant;
        // a request that was changed on its way to the API may get any error
        let is_of_any = matches!(*rule.check, Check::SentAsTyped(_)) && observed.about >= 400;
        let also = rule.also_listed.iter().find(|also| also.status == observed.status).filter(|_| !is_own);
        if !is_own && !is_of_any && also.is_none() {
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
        let coded = observed.codes().any(is_code);
        let is_type = |code: &String| {
            let types = pack.rules.iter().filter(|rule| rule.status == Some(observed.status));
            types.filter_map(|rule| rule.error_type.as_ref()).any(|name| same(name, code))
        };
        // an answer below 400 says by its code which error it is
        let is_known = |code: &String| observed.status < 400 || is_type(code);
        Some(Self {
            title: also.and_then(|also| also.title.clone()),
            excluded: error_type.is_some() && !coded && observed.codes().any(is_known),
            coded,
            error_type,
            listed,
            also_listed: !is_own && !is_of_any,
            is_unsettled: false,
        })
    }

    /// A rule that is refused with a status that isn't known, where the answer's may be about what it found.
    fn of_unsettled(rule: &Rule, finding: &Finding, observed: &Observed) -> Option<Self> {
        let may_be = rule.status.is_none()
            && rule.severity == Severity::Error
            && !matches!(*rule.check, Check::SentAsTyped(_))
            && may_be_about(observed.about, &finding.location);
        may_be.then(|| Self {
            title: None,
            error_type: rule.error_type.as_ref().map(SmolStr::to_string),
            listed: false,
            coded: false,
            also_listed: false,
            excluded: false,
            is_unsettled: true,
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
            leads: false,
            location: None,
            retry: Retry::default(),
            act: Act::default(),
        }
    }
}

/// Whether a status may be that of a mistake at this place: 400 and 422 are about anything in a request, others about one
/// part of it (RFC 9110, section 15.5).
fn may_be_about(status: u16, at: &Location) -> bool {
    let is_header = |names: &[&str]| {
        let name = at.name.as_deref().unwrap_or_default();
        at.part == Part::Header && names.iter().any(|known| name.eq_ignore_ascii_case(known))
    };
    let is_in = |place: &str| at.name.as_deref().is_some_and(|name| name.starts_with(place));
    match status {
        400 | 422 => true,
        401 | 403 => is_header(&["Authorization", "Cookie"]) || at.name.as_deref().is_some_and(is_credential),
        404 => at.part == Part::Target && !is_in("query"),
        405 => at.part == Part::Method,
        406 => is_header(&["Accept"]),
        411 => is_header(&["Content-Length"]),
        415 => is_header(&["Content-Type", "Content-Encoding"]),
        _ => false,
    }
}

fn is_credential(name: &str) -> bool {
    is_secret_name(name.strip_prefix("query.").unwrap_or(name).as_bytes())
}

/// Whether an answer's message is one of these texts.
pub(super) fn says(texts: &[String], observed: &Observed) -> bool {
    observed.messages().any(|message| texts.iter().any(|text| same(text, message)))
}

fn bare_fix(rule: &Rule) -> Option<String> {
    rule.fix.as_ref().map(crate::rules::sentence::Sentence::bare)
}

/// A rule that is skipped is left out; one that waits is possible only if a rule that it waits for is unknown. A warning
/// that passes rules nothing out: it isn't known to be what the API tests.
fn verdict(item: &ChecklistItem, resolved: &Resolved, rule: &Rule, pack: &Pack) -> Option<CauseVerdict> {
    match item.outcome {
        Outcome::Fail if matches!(*rule.check, Check::SentAsTyped(_)) => Some(CauseVerdict::Possible),
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
    measured: Option<Measured>,
    is_elsewhere: bool,
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
    if link.excluded {
        reasons.push("the answer's code is that of another error".to_owned());
    }
    if link.is_unsettled {
        reasons.push("which status the API refuses it with is not known".to_owned());
    }
    if link.also_listed {
        let own = item.status.map_or_else(String::new, |status| format!(" under {status}"));
        reasons.push(format!("documented{own}; the checklist of {} has it too", observed.status));
    }
    match (measured, &observed.writer) {
        (Some(measured), Some(writer)) => reasons.push(format!("{writer} wrote the answer, and {}", measured.words())),
        (None, Some(writer)) if is_elsewhere => {
            reasons.push(format!("{writer} wrote the answer itself, and doesn't look into bodies"));
        }
        _ if item.severity < Severity::Error => reasons.push(NOT_CERTAIN.to_owned()),
        _ => {}
    }
    reasons
}
