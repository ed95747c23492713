//! Report ──decide──▶ what happens to the request.

use crate::buffered_request::{BodyState, BufferedRequest};
use crate::check::Verdict;
use crate::checked::{Checked, CheckedExchange};
use crate::events;
use crate::facts::Barred;
use crate::policies::Policies;
use crate::refusal::Refusal;
use crate::refusal_reason::RefusalReason;
use crate::rules::Generation;
use crate::settings::{Mode, Settings, WhenClosed, WhenUnjudged, WhenUnknown};
use bytes::Bytes;
use http::Response;
use http_body::Body;
use reqlint_core::evaluate::Decision;
use reqlint_core::{Facts, Report, RuleSet};
use std::sync::Arc;
use std::time::Duration;

/// What is known about a request when it is decided on.
#[derive(Debug)]
pub(crate) struct Learned {
    pub(crate) verdict: Verdict,
    /// The facts that sources gave.
    pub(crate) facts: Option<Arc<Facts>>,
    /// Facts that stayed unknown, and why a request that they decide must be refused.
    pub(crate) barred: Vec<(String, Barred)>,
    /// How long the rules took, if that was measured.
    pub(crate) evaluation: Option<Duration>,
}

/// What happens to a request.
#[derive(Debug)]
pub(crate) enum Decided {
    /// It goes on to the service.
    Pass(Option<Checked>, Decision),
    /// The layer answers.
    Refuse(Response<Bytes>),
}

/// Decides what happens to a request, and reports it to metrics, events and the host.
pub(crate) fn decide<B: Body + Unpin>(
    settings: &Settings,
    policies: &Policies,
    generation: &Arc<Generation>,
    request: &mut BufferedRequest<B>,
    learned: Learned,
) -> Decided {
    let rules = generation.rules();
    let Learned { verdict: Verdict { report, passes_as, findings }, facts, barred, evaluation } = learned;
    let Some(report) = report else {
        events::request(passes_as, evaluation);
        return Decided::Pass(None, passes_as);
    };
    let body_state = match request.body_state {
        // beyond what rules look at, it is no better known than a closed one
        BodyState::Whole if report.is_body_unread() => BodyState::Closed,
        state => state,
    };
    let because = |reason| Barred { reason, retry_after: None };
    let reason = match policies.mode {
        Mode::Observe => None,
        Mode::Enforce if settings.refusing(rules, &report).is_some() => Some(because(RefusalReason::Rule)),
        Mode::Enforce => barring(settings, rules, &report, &barred)
            .filter(|_| !matches!(body_state, BodyState::Over | BodyState::Late | BodyState::Broken))
            .or_else(|| other_reason(settings, policies, body_state, rules, &report).map(because)),
    };
    let decision = Decision::of(&report, rules, reason.is_some());
    events::request(decision, evaluation);
    let is_shown = settings.reports_all || reason.is_some() || report.failed_rules(rules).next().is_some();
    if !is_shown && settings.on_report.is_none() {
        return Decided::Pass(None, decision);
    }
    let checked = Checked::new(Arc::clone(generation), report, decision);
    let exchange = request.exchange();
    let facts = facts.as_deref().unwrap_or(generation.known_facts());
    let checked_exchange = CheckedExchange { checked: &checked, exchange: &exchange, facts };
    if let Some(on_report) = &settings.on_report {
        on_report(&checked_exchange);
    }
    let refusing = || settings.refusing(rules, checked.report());
    let refusal = reason.map(|reason| Refusal::new(reason, refusing(), checked_exchange, &findings));
    events::failed(&checked_exchange, refusal.as_ref());
    match refusal.map(|refusal| settings.reply.response(&refusal, &settings.challenge)) {
        Some(mut response) => {
            response.extensions_mut().insert(checked);
            Decided::Refuse(response)
        }
        None if is_shown => {
            request.head.extensions_mut().insert(checked.clone());
            Decided::Pass(Some(checked), decision)
        }
        None => Decided::Pass(None, decision),
    }
}

/// Why a request is refused for a fact that stayed unknown.
fn barring(settings: &Settings, rules: &RuleSet, report: &Report, barred: &[(String, Barred)]) -> Option<Barred> {
    if barred.is_empty() || !settings.is_open(rules, report) {
        return None;
    }
    let of_fact = |fact: &str| barred.iter().find(|(known, _)| known == fact).map(|(_, barred)| *barred);
    report.missing_facts(rules).find_map(|slot| of_fact(&slot.name))
}

/// Why a request is refused although no rule refuses it, and no fact.
fn other_reason(
    settings: &Settings,
    policies: &Policies,
    body_state: BodyState,
    rules: &RuleSet,
    report: &Report,
) -> Option<RefusalReason> {
    if !report.is_judged() {
        return (policies.when_unjudged == WhenUnjudged::Refuse).then_some(RefusalReason::Unjudged);
    }
    if report.is_ambiguous() {
        return Some(RefusalReason::Ambiguous);
    }
    let refuses_unknown = policies.when_unknown == WhenUnknown::Refuse && settings.is_open(rules, report);
    let refuses_closed = refuses_unknown || policies.when_closed == WhenClosed::Refuse;
    // what rules would look at in it is as unknown as what they can't see
    let refuses_misread = policies.when_closed == WhenClosed::Refuse || policies.when_unknown == WhenUnknown::Refuse;
    match body_state {
        BodyState::Over => Some(RefusalReason::TooLong),
        BodyState::Late => Some(RefusalReason::Late),
        BodyState::Broken => Some(RefusalReason::Broken),
        BodyState::Closed if refuses_closed && report.needs_body(rules, |rule| settings.refuses(rule)) => {
            Some(RefusalReason::BodyUnseen)
        }
        _ if refuses_misread && report.unread_rules(rules).any(|rule| settings.refuses(rule)) => {
            Some(RefusalReason::BodyUnseen)
        }
        _ if refuses_unknown && report.missing_facts(rules).next().is_some() => Some(RefusalReason::FactUnknown),
        _ if refuses_unknown => Some(RefusalReason::Unknown),
        _ => None,
    }
}
