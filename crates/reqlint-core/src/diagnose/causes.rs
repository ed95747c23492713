//! Causes: which rules and reply files explain an answer (RULES.md section 2).

use super::observed::Observed;
use crate::exchange::Exchange;
use crate::finding::{Because, ChecklistItem, Outcome, Resolved, Severity};
use crate::pack::{Pack, Rule};
use crate::reply;
use crate::subject::Address;

/// Something that may explain an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// `pack/id`, or `pack/replies/name`.
    pub rule: String,
    /// What should hold; of a reply file the cause itself.
    pub title: String,
    /// The status that it explains.
    pub status: Option<u16>,
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
}

/// How sure a cause is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CauseVerdict {
    /// The rule failed.
    Confirmed,
    /// It can't be told.
    Possible,
    /// The rule passed.
    RuledOut,
}

/// Everything that may explain an answer, best first.
pub(super) fn explain(pack: &Pack, exchange: &Exchange<'_>, resolved: &Resolved, observed: &Observed) -> Vec<Cause> {
    let said_by_rules = is_listed(pack, observed);
    let mut causes: Vec<Cause> = Vec::new();
    for (rule, item) in pack.rules.iter().zip(&resolved.checklist) {
        let own = rule.status == Some(observed.status);
        let also = rule.also_listed.iter().find(|a| a.status == observed.status);
        if !own && also.is_none() {
            continue;
        }
        let listed = says(&rule.api_says, observed);
        if said_by_rules && !listed && !rule.api_says.is_empty() && own {
            continue;
        }
        let Some(verdict) = verdict(item, resolved, rule, pack) else { continue };
        let error_type = if own {
            rule.error_type.clone()
        } else {
            also.and_then(|a| a.error_type.clone()).or_else(|| rule.error_type.clone())
        };
        let coded = observed.code.is_some() && same(observed.code.as_deref(), error_type.as_deref());
        let title = also.filter(|_| !own).and_then(|a| a.title.clone()).unwrap_or_else(|| rule.title.clone());
        causes.push(Cause {
            rule: rule.id.clone(),
            title,
            status: rule.status,
            error_type,
            verdict,
            because: because(item, resolved, observed, own, listed, coded),
            why: finding(resolved, rule).and_then(|f| f.why.clone()),
            fix: finding(resolved, rule).and_then(|f| f.fix.clone()),
            ask: item.ask.clone(),
            needs: if item.because == Some(Because::FactMissing) { item.needs.clone() } else { Vec::new() },
            listed: listed || coded,
            also_listed: !own,
        });
    }
    causes.extend(from_replies(pack, exchange, resolved, observed));
    // stable: within a rank the order of precedence stays, and reply files come last
    causes.sort_by_key(|c| (c.verdict, is_reply(c), !c.listed, c.also_listed));
    causes
}

/// Everything that is listed under a status, when there is no request at hand: the checklist as questions.
pub(super) fn listed(pack: &Pack, observed: &Observed) -> Vec<Cause> {
    let mut causes = Vec::new();
    for rule in &pack.rules {
        let own = rule.status == Some(observed.status);
        let also = rule.also_listed.iter().find(|a| a.status == observed.status).filter(|_| !own);
        let listed = says(&rule.api_says, observed);
        let excluded =
            own && observed.message.is_some() && !listed && !rule.api_says.is_empty() && is_listed(pack, observed);
        if !own && also.is_none() || excluded {
            continue;
        }
        let title = also.and_then(|a| a.title.clone()).unwrap_or_else(|| rule.title.clone());
        causes.push(Cause {
            rule: rule.id.clone(),
            status: rule.status,
            error_type: also.and_then(|a| a.error_type.clone()).or_else(|| rule.error_type.clone()),
            verdict: CauseVerdict::Possible,
            because: vec!["there is no request to check it on".to_owned()],
            why: None,
            fix: rule.fix.as_ref().map(crate::compile::Sentence::bare),
            ask: Some(rule.ask.as_ref().map_or_else(|| format!("does this hold: {title}?"), |a| a.bare())),
            needs: Vec::new(),
            listed,
            also_listed: !own,
            title,
        });
    }
    causes.sort_by_key(|c| (!c.listed, c.also_listed));
    causes
}

/// Whether some rule of the status lists the answer's message.
fn is_listed(pack: &Pack, observed: &Observed) -> bool {
    pack.rules.iter().any(|r| r.status == Some(observed.status) && says(&r.api_says, observed))
}

fn is_reply(cause: &Cause) -> bool {
    cause.rule.contains("/replies/")
}

/// A rule that is skipped is left out; one that waits is possible only if a rule that it waits for is unknown.
fn verdict(item: &ChecklistItem, resolved: &Resolved, rule: &Rule, pack: &Pack) -> Option<CauseVerdict> {
    match (item.outcome, item.because) {
        (Outcome::Fail, _) => Some(CauseVerdict::Confirmed),
        (Outcome::Unknown, _) => Some(CauseVerdict::Possible),
        (Outcome::Pass, _) => Some(CauseVerdict::RuledOut),
        (Outcome::Skip, Some(Because::Waits)) => {
            let waited = rule.waits.iter().filter_map(|w| pack.rule(*w));
            let is_unknown =
                |id: &str| resolved.checklist.iter().any(|i| i.rule == id && i.outcome == Outcome::Unknown);
            let mut waited = waited;
            waited.any(|w| is_unknown(&w.id)).then_some(CauseVerdict::Possible)
        }
        (Outcome::Skip, _) => None,
    }
}

fn because(
    item: &ChecklistItem,
    resolved: &Resolved,
    observed: &Observed,
    own: bool,
    listed: bool,
    coded: bool,
) -> Vec<String> {
    let mut because = Vec::new();
    match item.outcome {
        Outcome::Fail => {
            because.extend(resolved.findings.iter().filter(|f| f.rule == item.rule).map(|f| f.detail.clone()));
        }
        Outcome::Pass => because.push("the request was checked for it and is right".into()),
        Outcome::Unknown if item.because == Some(Because::NotVisible) => {
            because.push("the request as given doesn't show it".into());
        }
        Outcome::Unknown => because.push(format!("it depends on {}", item.needs.join(", "))),
        Outcome::Skip => because.push("a rule that it waits for can't be told".into()),
    }
    if listed {
        because.push("the answer's message is one that it lists".into());
    }
    if coded {
        because.push("the answer's code is its own".into());
    }
    if !own {
        let status = item.status.map_or_else(String::new, |s| format!(" under {s}"));
        because
            .push(format!("its own place in the documentation is{status}; it is listed under {} too", observed.status));
    }
    if item.severity == Severity::Warning {
        because.push("whether the API refuses this is not certain".into());
    }
    because
}

fn finding<'r>(resolved: &'r Resolved, rule: &Rule) -> Option<&'r crate::finding::Finding> {
    resolved.findings.iter().find(|f| f.rule == rule.id)
}

/// The reply files that an answer meets: possible, never confirmed.
fn from_replies(pack: &Pack, exchange: &Exchange<'_>, resolved: &Resolved, observed: &Observed) -> Vec<Cause> {
    let host = Address::of(exchange).host.name(exchange).and_then(|n| pack.host(n));
    let failed = resolved.findings.iter().any(|f| f.severity == Severity::Error);
    let fits = |cause: &&reply::Cause| {
        cause.status == observed.status
            && (cause.hosts.is_empty() || host.is_some_and(|h| cause.hosts.contains(&h)))
            && (cause.says.is_empty() || says(&cause.says, observed))
            && (cause.code.is_empty() || cause.code.iter().any(|c| same(Some(c), observed.code.as_deref())))
            && !(cause.when_no_rule_failed && failed)
    };
    let causes = pack.causes.iter().filter(fits);
    causes
        .map(|cause| {
            let listed = !(cause.says.is_empty() && cause.code.is_empty());
            let mut because = vec!["only the answer shows it".to_owned()];
            if listed {
                because.push("the answer's words are its own".into());
            }
            Cause {
                rule: cause.id.clone(),
                title: cause.title.clone(),
                status: Some(cause.status),
                error_type: cause.error_type.clone(),
                verdict: CauseVerdict::Possible,
                because,
                why: cause.why.clone(),
                fix: cause.fix.clone(),
                ask: None,
                needs: Vec::new(),
                listed,
                also_listed: false,
            }
        })
        .collect()
}

fn says(texts: &[String], observed: &Observed) -> bool {
    observed.message.is_some() && texts.iter().any(|t| same(Some(t), observed.message.as_deref()))
}

/// Texts are compared ignoring case, outer spaces and a final full stop.
fn same(a: Option<&str>, b: Option<&str>) -> bool {
    let plain = |t: &str| t.trim().trim_end_matches('.').to_lowercase();
    a.zip(b).is_some_and(|(a, b)| !plain(a).is_empty() && plain(a) == plain(b))
}
