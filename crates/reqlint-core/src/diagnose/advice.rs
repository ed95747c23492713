//! Advice: whether sending a request again may help, and who can do something about its answer.

use super::answer::Observed;
use super::causes::{Act, Cause, CauseOrigin, CauseVerdict, LIMIT, Retry, RetryWhen};
use crate::base::finding::{Finding, Part, Resolved};
use crate::message::exchange::Exchange;

/// What the status of an answer says by itself.
pub(super) const fn of_status(status: u16) -> (RetryWhen, Act) {
    match status {
        501 | 505 => (RetryWhen::Never, Act::Administrator),
        500.. => (RetryWhen::Later, Act::Administrator),
        408 | 425 | 429 => (RetryWhen::Later, Act::Sender),
        403 => (RetryWhen::AfterChange, Act::Owner),
        _ => (RetryWhen::AfterChange, Act::Sender),
    }
}

/// Gives causes their places in the request and their advice. A cause that has a place already keeps it.
pub(super) fn advise(causes: &mut [Cause], exchange: &Exchange<'_>, resolved: &Resolved, observed: &Observed) {
    let safe = is_repeatable(exchange);
    for cause in causes {
        let finding = resolved.findings.iter().find(|finding| cause.is_rule(&finding.rule));
        if cause.location.is_none() {
            cause.location = finding.map(|finding| finding.location.clone());
        }
        let is_in_request =
            |finding: &Finding| cause.verdict == CauseVerdict::Confirmed && finding.location.part != Part::Fact;
        let is_told = cause.origin != CauseOrigin::Rule && cause.verdict == CauseVerdict::Confirmed;
        if finding.is_some_and(is_in_request) || is_told && cause.location.is_some() {
            cause.retry = Retry { when: RetryWhen::AfterChange, seconds: None, safe };
            cause.act = Act::Sender;
        } else {
            by_status(cause, observed, safe);
        }
    }
}

/// Gives causes their advice where there is no request, so that it can't be told whether it may be sent twice.
pub(super) fn advise_without_request(causes: &mut [Cause], observed: &Observed) {
    causes.iter_mut().for_each(|cause| by_status(cause, observed, false));
}

fn by_status(cause: &mut Cause, observed: &Observed, safe: bool) {
    let (when, act) = match cause.kind {
        Some(LIMIT) => (RetryWhen::Later, Act::Sender),
        _ => of_status(observed.about),
    };
    let seconds = observed.retry_after.filter(|_| when == RetryWhen::Later);
    cause.retry = Retry { when, seconds, safe };
    cause.act = act;
}

/// Whether a request may be sent twice: POST and PATCH only with a key by which the API knows the second one.
fn is_repeatable(exchange: &Exchange<'_>) -> bool {
    let changes = matches!(&*exchange.request.method, b"POST" | b"PATCH");
    !changes || exchange.request.headers.get("idempotency-key").is_some_and(|key| !key.trim_ascii().is_empty())
}
