//! Report ──decide──▶ what becomes of the request.

use crate::exchange::{Held, Sight};
use crate::judged::{Decision, Judged, Seen};
use crate::refusal::{Because, Refusal};
use crate::rules::Generation;
use crate::seeing;
use crate::settings::{Mode, Settings, WhenUnknown};
use bytes::Bytes;
use http::Response;
use http_body::Body;
use reqlint_core::{Conclusion, Facts, Report, RuleSet, Severity};
use std::sync::Arc;
use std::time::Duration;

/// What was learned about a request by the time it is decided.
#[derive(Debug, Default)]
pub(crate) struct Learned {
    /// Where nothing failed, and nobody asks what is unknown, there is none.
    pub(crate) report: Option<Report>,
    /// What sources told.
    pub(crate) facts: Option<Facts>,
    /// Whether a source failed without which nothing may go on.
    pub(crate) must_refuse: bool,
    /// How long rules took.
    pub(crate) evaluation: Duration,
}

/// What becomes of a request.
#[derive(Debug)]
pub(crate) enum Decided {
    /// It goes on to the service.
    Pass(Option<Judged>),
    /// The layer answers.
    Refuse(Response<Bytes>),
}

/// Decides what becomes of a request, and tells those who watch.
pub(crate) fn decide<B: Body + Unpin>(
    settings: &Settings,
    generation: &Arc<Generation>,
    held: &mut Held<B>,
    learned: Learned,
) -> Decided {
    let rules = generation.rules();
    let Some(report) = learned.report else {
        seeing::request(Decision::Passed, learned.evaluation);
        return Decided::Pass(None);
    };
    let because = match settings.mode {
        Mode::Observe => None,
        Mode::Enforce if settings.refusing(rules, &report).is_some() => Some(Because::Rule),
        Mode::Enforce => bars(settings, held.sight, rules, &report, learned.must_refuse),
    };
    let failed = || report.failed_rules(rules);
    let decision = match because {
        Some(_) => Decision::Refused,
        None if failed().any(|rule| rule.severity() == Severity::Error) => Decision::Spared,
        None if failed().next().is_some() => Decision::Warned,
        None => Decision::Passed,
    };
    seeing::request(decision, learned.evaluation);
    let rides = settings.reports_all || failed().next().is_some() || because.is_some();
    if !rides && settings.on_report.is_none() {
        return Decided::Pass(None);
    }
    let judged = Judged::new(Arc::clone(generation), report, decision);
    let exchange = held.exchange();
    let facts = learned.facts.as_ref().unwrap_or(generation.nothing_known());
    let seen = Seen { judged: &judged, exchange: &exchange, facts };
    if let Some(on_report) = &settings.on_report {
        on_report(&seen);
    }
    let refusal = because.map(|because| Refusal::new(because, settings.refusing(rules, judged.report()), seen));
    seeing::failed(&seen, refusal.as_ref());
    match refusal.map(|refusal| refusal.answer(settings)) {
        Some(mut response) => {
            response.extensions_mut().insert(judged);
            Decided::Refuse(response)
        }
        None if rides => {
            held.head.extensions_mut().insert(judged.clone());
            Decided::Pass(Some(judged))
        }
        None => Decided::Pass(None),
    }
}

/// What bars a request though no rule refuses it.
fn bars(settings: &Settings, sight: Sight, rules: &RuleSet, report: &Report, must_refuse: bool) -> Option<Because> {
    let refuses_unknown =
        settings.when_unknown == WhenUnknown::Refuse && report.conclusion(rules) == Conclusion::Depends;
    match sight {
        Sight::Over => Some(Because::TooLong),
        Sight::Late => Some(Because::Late),
        Sight::Broken => Some(Because::Broken),
        _ if must_refuse => Some(Because::FactUnknown),
        _ if refuses_unknown && report.missing_facts(rules).next().is_some() => Some(Because::FactUnknown),
        Sight::Closed if refuses_unknown && report.needs_body(rules, |rule| settings.refuses(rule)) => {
            Some(Because::BodyUnseen)
        }
        _ => None,
    }
}
