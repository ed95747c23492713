//! An exchange held against its rules: what a diagnosis is made from.

use super::answer::Observed;
use crate::api::facts::{FactType, FactValue, Facts};
use crate::base::finding::Resolved;
use crate::base::text::SmolStr;
use crate::explain::Masked;
use crate::message::exchange::{Body, Exchange, Response};
use crate::rules::rule_set::RuleSet;
use crate::subject::Uses;
use crate::subject::select::Value;
use std::borrow::Cow;

/// An exchange, what is known of its answer, and what the rules say of its request.
pub(super) struct Held<'h> {
    pub(super) rules: &'h RuleSet,
    pub(super) exchange: &'h Exchange<'h>,
    pub(super) facts: &'h Facts,
    pub(super) observed: &'h Observed,
    pub(super) resolved: &'h Resolved,
    pub(super) masked: &'h Masked,
}

impl<'h> Held<'h> {
    /// The exchange with the answer that was observed.
    pub(super) fn answered(&self) -> Cow<'h, Exchange<'h>> {
        answered(self.exchange, self.observed)
    }
}

/// The exchange with the answer that was observed: the one that came, or what a person told of it, without headers.
fn answered<'e>(exchange: &'e Exchange<'e>, observed: &'e Observed) -> Cow<'e, Exchange<'e>> {
    if exchange.response.as_ref().is_some_and(|response| response.status == observed.status) {
        return Cow::Borrowed(exchange);
    }
    let body = observed.raw().map_or(Body::Unread, |text| Body::Whole(Cow::Borrowed(text.as_bytes())));
    let response = Response { status: observed.status, body, ..Response::default() };
    Cow::Owned(Exchange { response: Some(response), ..exchange.clone() })
}

/// The facts that are known, and those that the answer holds. What is known otherwise counts more.
pub(super) fn with_answer(rules: &RuleSet, exchange: &Exchange<'_>, mut facts: Facts, observed: &Observed) -> Facts {
    let Some(pack) = rules.judge_of(exchange).filter(|pack| !pack.answers.is_empty()) else { return facts };
    let exchange = answered(exchange, observed);
    for (index, selector) in pack.answers.iter().filter(|(index, _)| facts.get(*index).is_none()).collect::<Vec<_>>() {
        let Some(slot) = facts.declared().get(index.0 as usize).cloned() else { continue };
        let mut texts: Vec<String> = Vec::new();
        let found = rules.prepared(&exchange, &facts, Uses::NONE, |prepared| {
            selector.values(&prepared.subject, &mut |value| texts.extend(text(&value))).is_ok()
        });
        if found != Some(true) {
            continue;
        }
        // what is of another type than the fact isn't that fact
        let _ = match slot.kind {
            FactType::List => {
                facts.set(&slot.name, FactValue::List(texts.iter().flat_map(|text| items(text)).collect()))
            }
            _ => texts.first().map_or(Ok(()), |text| facts.set_text(&slot.name, text)),
        };
    }
    facts
}

fn text(value: &Value<'_>) -> Option<String> {
    match value {
        Value::Text(text) | Value::SingleText(text) | Value::TypedText(text) => {
            Some(String::from_utf8_lossy(text).into_owned())
        }
        Value::Number(number) => Some(number.to_string()),
        Value::Boolean(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// The items of a list in one text: between commas, or else between spaces.
fn items(text: &str) -> Vec<SmolStr> {
    let is_separator = if text.contains(',') { |c: char| c == ',' } else { char::is_whitespace };
    text.split(is_separator).map(str::trim).filter(|item| !item.is_empty()).map(SmolStr::new).collect()
}
