//! What operators see of requests: `tracing` events and counts.

use crate::agreement::Agreed;
use crate::checked::CheckedExchange;
use crate::refusal::Refusal;
use crate::telemetry::{AGREEMENT, EVALUATION, REFUSALS, REQUESTS, SPARED, WARNINGS};
use metrics::{counter, histogram};
use reqlint_core::Severity;
use reqlint_core::evaluate::Decision;
use std::time::Duration;

/// Counts a request, and how long the rules took if that was measured. For one that passed, nothing here allocates.
pub(crate) fn request(decision: Decision, evaluation: Option<Duration>) {
    match decision {
        // only a literal label costs no allocation
        Decision::Passed => counter!(REQUESTS, "decision" => "passed").increment(1),
        Decision::Unknown => counter!(REQUESTS, "decision" => "unknown").increment(1),
        other => counter!(REQUESTS, "decision" => other.name()).increment(1),
    }
    if let Some(evaluation) = evaluation {
        histogram!(EVALUATION).record(evaluation);
    }
}

/// Reports a request in which rules failed, or which is refused for another reason.
pub(crate) fn failed(exchange: &CheckedExchange<'_>, refusal: Option<&Refusal<'_>>) {
    let checked = exchange.checked();
    for rule in checked.failed().filter(|rule| rule.severity() == Severity::Warning) {
        counter!(WARNINGS, "rule" => rule.id().to_owned()).increment(1);
    }
    let (rule, status, happened) = match (refusal, checked.expected()) {
        (Some(refusal), _) => {
            let rule = refusal.rule().map_or("none", |rule| rule.id());
            let status = refusal.status().as_u16();
            counter!(REFUSALS, "rule" => rule.to_owned(), "status" => status.to_string()).increment(1);
            (rule, status, "refused")
        }
        (None, Some(rule)) => {
            counter!(SPARED, "rule" => rule.id().to_owned()).increment(1);
            (rule.id(), rule.status().unwrap_or_default(), "would have been refused")
        }
        (None, None) => return,
    };
    if !tracing::enabled!(target: "reqlint", tracing::Level::INFO) {
        return;
    }
    let generation = checked.generation();
    let method = String::from_utf8_lossy(&exchange.exchange().request.method);
    let masked = generation.rules().mask(exchange.exchange());
    let is_known = checked.endpoint().is_some();
    let path = shown(&String::from_utf8_lossy(&masked.target.shown()), is_known);
    let (endpoint, generation) = (checked.endpoint().unwrap_or("none"), generation.number());
    tracing::info!(target: "reqlint", rule, status, endpoint, %method, %path, generation, "{happened}");
}

/// A target as events show it: what no catalogue describes may be a secret, so that of an unknown path only the slashes are
/// shown, and of a query only the names.
fn shown(target: &str, is_known: bool) -> String {
    // as everywhere: how long it was is not said
    let hide = |text: &str| if text.is_empty() { "" } else { "********" };
    let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
    let segment = |text: &str| if is_known { text.to_owned() } else { hide(text).to_owned() };
    let mut shown = path.split('/').map(segment).collect::<Vec<_>>().join("/");
    for (position, pair) in query.into_iter().flat_map(|query| query.split('&')).enumerate() {
        shown.push(if position == 0 { '?' } else { '&' });
        match pair.split_once('=') {
            Some((name, value)) => shown.extend([name, "=", hide(value)]),
            None => shown.push_str(hide(pair)),
        }
    }
    shown
}

/// Counts whether the rules and the service agreed.
pub(crate) fn agreement(rule: Option<&str>, agreed: Agreed) {
    match (rule, agreed) {
        (Some(rule), agreed) => {
            counter!(AGREEMENT, "rule" => rule.to_owned(), "agreed" => agreed.name()).increment(1);
        }
        // only literal labels cost no allocation
        (None, Agreed::Yes) => counter!(AGREEMENT, "rule" => "none", "agreed" => "yes").increment(1),
        (None, Agreed::Unknown) => counter!(AGREEMENT, "rule" => "none", "agreed" => "unknown").increment(1),
        (None, agreed) => counter!(AGREEMENT, "rule" => "none", "agreed" => agreed.name()).increment(1),
    }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn events_show_nothing_that_no_catalogue_describes() {
        for (target, is_known, expected) in [
            ("/v1/shipments/17?limit=5&pw=canary&canary", true, "/v1/shipments/17?limit=********&pw=********&********"),
            ("/v1/token/canary", false, "/********/********/********"),
            ("/?a=b=c", true, "/?a=********"),
            ("*", true, "*"),
            ("", false, ""),
        ] {
            assert_eq!(shown(target, is_known), expected);
        }
    }
}
