//! Calibrating: what the rules say of a recorded request, judged without its answer, beside what the API answered.
//!
//! Rules can't see answers, so that a judgement of the request alone is what evaluation gives; facts that a pack reads out
//! of answers are not known here. The definitions are in docs/contract.md#calibration.
//!
//! ```
//! use reqlint_core::calibrate::{Agreement, compare};
//! use reqlint_core::{Exchange, PackSource, Response, RuleSet, SourceFile};
//!
//! let file = |path: &str, text: &str| SourceFile { path: path.into(), text: text.into() };
//! let pack = PackSource {
//!     name: "shop".into(),
//!     root: "shop".into(),
//!     files: vec![
//!         file("shop/pack.toml", "title = 'Shop'\nhosts = ['shop.example']"),
//!         file("shop/401-unauthorized/key-missing.toml", r#"
//!             title  = "The request has an X-Key header"
//!             status = 401
//!             check.header-required = { header = "X-Key" }
//!             [[example]]
//!             fail = "GET https://shop.example/"
//!             pass = "GET https://shop.example/ HTTP/1.1\nX-Key: 1"
//!         "#),
//!     ],
//! };
//! let rules = RuleSet::load(vec![pack])?;
//! let request = http::Request::get("https://shop.example/").body("")?;
//! let mut exchange = Exchange::from(&request);
//! exchange.response = Some(Response { status: 200, ..Response::default() });
//!
//! let comparison = compare(&rules, &exchange, &rules.facts())?;
//! assert_eq!(comparison.agreement, Agreement::Wrong);
//! assert_eq!(comparison.rules[0].rule.id(), "shop/key-missing");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::api::facts::Facts;
use crate::base::finding::Severity;
use crate::base::outcome::Outcome;
use crate::diagnose::{Cause, CauseOrigin, CauseVerdict, Diagnosis, Observed};
use crate::evaluate::report::Report;
use crate::explain::Explained;
use crate::inspect::RuleView;
use crate::message::exchange::Exchange;
use crate::rules::rule_set::RuleSet;

/// How what a rule says of a request goes with the API's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// The rule failed, and explains the error that was answered; of a request also: the API took it, and no rule of
    /// severity error failed.
    Right,
    /// A rule of severity error failed, and the API took the request.
    Wrong,
    /// The rule passed, the answer is the error that it foretells, and nothing in the pack explains it.
    Missed,
    /// The rule failed, and the API answered with an error that it doesn't explain; of a request: the answer is an error
    /// that rules can't tell from the request alone.
    Open,
}

/// A recorded request beside its answer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Comparison<'r> {
    /// The answer, as far as it could be read.
    pub observed: Observed,
    /// Whether rules and API agree on the request.
    pub agreement: Agreement,
    /// The rules that say something of it or should have, in order of precedence.
    pub rules: Vec<Compared<'r>>,
    /// Whether anything better than what the status means at any API explains an answer that is an error.
    pub is_explained: bool,
    /// What the rules say of the request; `None` where they have nothing against one that the API took.
    pub explained: Option<Explained>,
}

/// A rule beside an answer.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Compared<'r> {
    /// The rule.
    pub rule: RuleView<'r>,
    /// How it goes with the answer.
    pub agreement: Agreement,
}

/// Why a recorded request can't be held against its rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Incomparable {
    /// No answer is recorded.
    #[error("no answer is recorded")]
    Unanswered,
    /// No pack judges it.
    #[error("no loaded pack judges the request")]
    Unjudged,
}

/// Holds what the rules say of a request against its answer.
///
/// # Errors
/// When the exchange has no response, or no pack judges the request.
pub fn compare<'r>(rules: &'r RuleSet, exchange: &Exchange<'_>, facts: &Facts) -> Result<Comparison<'r>, Incomparable> {
    let observed = Observed::read(rules, exchange).ok_or(Incomparable::Unanswered)?;
    let report = rules.evaluate(exchange, facts);
    if !report.is_judged() {
        return Err(Incomparable::Unjudged);
    }
    if observed.is_error {
        return Ok(refused(rules, exchange, facts, observed));
    }
    let alarms = failed(rules, &report, Severity::Error).into_iter();
    let compared: Vec<_> = alarms.map(|rule| Compared { rule, agreement: Agreement::Wrong }).collect();
    let is_right = compared.is_empty();
    Ok(Comparison {
        observed,
        agreement: if is_right { Agreement::Right } else { Agreement::Wrong },
        rules: compared,
        is_explained: false,
        explained: (!is_right).then(|| rules.explain(exchange, facts)),
    })
}

/// A request that the API answered with an error.
fn refused<'r>(rules: &'r RuleSet, exchange: &Exchange<'_>, facts: &Facts, observed: Observed) -> Comparison<'r> {
    let explained = rules.explain(exchange, facts);
    let Diagnosis { causes, observed, .. } = &Diagnosis::of(rules, exchange, facts, observed);
    let stands = |cause: &&Cause| cause.verdict != CauseVerdict::RuledOut;
    let explains = |id: &str| causes.iter().filter(stands).any(|cause| cause.is_rule(id));
    let judged = |rule: RuleView<'r>| {
        let agreement = if explains(rule.id()) { Agreement::Right } else { Agreement::Open };
        Compared { rule, agreement }
    };
    let mut compared: Vec<_> = failed(rules, &explained.report, Severity::Warning).into_iter().map(judged).collect();
    let is_foretold = compared.iter().any(|compared| compared.agreement == Agreement::Right);
    // a question, or what only answers show, is no mistake of a rule that passed
    let is_of_pack = |cause: &Cause| matches!(cause.origin, CauseOrigin::Rule | CauseOrigin::Reply);
    let is_covered = is_foretold || causes.iter().filter(stands).any(is_of_pack);
    if !is_covered {
        let passed = |rule: &RuleView<'_>| {
            let mut items = explained.resolved.checklist.iter();
            items.any(|item| item.rule == rule.id() && item.outcome == Outcome::Pass)
        };
        let missed = missed(rules, &explained.report, causes, observed.status).into_iter().filter(passed);
        compared.extend(missed.map(|rule| Compared { rule, agreement: Agreement::Missed }));
    }
    let agreement = match is_foretold {
        true => Agreement::Right,
        false if compared.iter().any(|compared| compared.agreement == Agreement::Missed) => Agreement::Missed,
        false => Agreement::Open,
    };
    let is_explained = causes.iter().filter(stands).any(|cause| !cause.is_of_status() && !cause.is_unseen());
    let observed = observed.clone();
    Comparison { observed, agreement, rules: compared, is_explained, explained: Some(explained) }
}

/// The failed rules of this severity or more.
fn failed<'r>(rules: &'r RuleSet, report: &Report, least: Severity) -> Vec<RuleView<'r>> {
    let Some(pack) = report.pack(rules) else { return Vec::new() };
    let failed = report.failed.iter().filter_map(|index| pack.rule(*index));
    failed.filter(|rule| rule.severity >= least).map(|rule| RuleView { set: rules, pack, rule }).collect()
}

/// The rules that were to foretell an answer that nothing explains: those of its status that list its text or code; where
/// none does, those that list neither.
fn missed<'r>(rules: &'r RuleSet, report: &Report, causes: &[Cause], status: u16) -> Vec<RuleView<'r>> {
    let Some(pack) = report.pack(rules) else { return Vec::new() };
    let is_own =
        |cause: &&Cause| cause.origin == CauseOrigin::Rule && cause.status == Some(status) && !cause.also_listed;
    let own: Vec<&Cause> = causes.iter().filter(is_own).collect();
    let is_listed = own.iter().any(|cause| cause.listed);
    let foretells = |rule: &RuleView<'_>| {
        let lists_nothing = rule.api_says().is_empty() && rule.error_type().is_none();
        let cause = own.iter().find(|cause| cause.is_rule(rule.id()));
        cause.is_some_and(|cause| cause.listed || !is_listed && lists_nothing)
    };
    let views = pack.rules.iter().map(|rule| RuleView { set: rules, pack, rule });
    views.filter(foretells).collect()
}
