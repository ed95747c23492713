//! The engine's side: the corpus's requests as exchanges, and its reports as mistakes.

use crate::corpus::{NOW, Request};
use crate::mistake::Mistakes;
use crate::pack::mistake_of;
use reqlint_core::api::FactError;
use reqlint_core::message::HeaderField;
use reqlint_core::{Body, Exchange, FactValue, Facts, Headers, Report, Request as Sent, RuleSet, Time, Visibility};
use std::borrow::Cow;

/// A request of the corpus as a host of the engine has it: parsed, and with known facts.
#[derive(Debug)]
pub struct Case {
    /// The request in the corpus.
    pub request: Request,
    /// The same for the engine. Nothing is copied.
    pub exchange: Exchange<'static>,
    /// The known facts.
    pub facts: Facts,
}

impl Case {
    /// Every request with its facts.
    ///
    /// # Errors
    /// When the pack declares different facts.
    pub fn all(rules: &RuleSet, requests: &[Request]) -> Result<Vec<Self>, FactError> {
        let headers = requests.iter().flat_map(|r| r.headers);
        let headers: Vec<_> = headers.map(|(name, value)| HeaderField::new(*name, *value)).collect();
        let mut rest = &*headers.leak();
        let case = |request: &Request| {
            let headers;
            (headers, rest) = rest.split_at(request.headers.len());
            Ok(Self { request: *request, exchange: exchange(request, headers), facts: facts(rules, request)? })
        };
        requests.iter().map(case).collect()
    }
}

fn exchange(request: &Request, headers: &'static [HeaderField<'static>]) -> Exchange<'static> {
    let borrowed = |text: &'static str| Cow::Borrowed(text.as_bytes());
    let body = if request.body.is_empty() { Body::Absent } else { Body::Whole(borrowed(request.body)) };
    Exchange {
        request: Sent {
            method: borrowed(request.method),
            target: borrowed(request.target),
            scheme: None,
            authority: None,
            headers: Headers::Borrowed(headers),
            body,
            ..Sent::default()
        },
        response: None,
        now: Some(Time::from_seconds(NOW)),
        shows: Visibility::ALL,
        secrets: Vec::new(),
        changes: Vec::new(),
    }
}

fn facts(rules: &RuleSet, request: &Request) -> Result<Facts, FactError> {
    let list = |names: &[&str]| FactValue::List(names.iter().map(|&name| name.into()).collect());
    let known = request.known;
    let mut facts = rules.facts();
    facts.set("token-issued-at", Time::from_seconds(known.token_issued_at))?;
    facts.set("token-account", known.token_account)?;
    facts.set("token-scopes", list(known.scopes))?;
    facts.set("account-status", known.account_status)?;
    facts.set("user-methods", list(known.user_methods))?;
    Ok(facts)
}

/// The mistakes that a report finds.
#[must_use]
pub fn mistakes(report: &Report, rules: &RuleSet) -> Mistakes {
    report.failed(rules).filter_map(mistake_of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{endpoints, requests};
    use crate::pack::{grouped_pack, pack};
    use reqlint_core::{Evaluator, PackSource};

    fn finds_exactly_the_mistakes(pack: PackSource, endpoints: usize) {
        let rules = RuleSet::load(vec![pack]).unwrap_or_else(|mistakes| panic!("{mistakes}"));
        let requests = requests(&crate::corpus::endpoints(endpoints), 2_000);
        let mut evaluator = Evaluator::new(&rules);
        for case in Case::all(&rules, &requests).unwrap() {
            let report = evaluator.evaluate(&case.exchange, &case.facts);
            assert_eq!(mistakes(&report, &rules), case.request.mistakes, "{:?}", case.request);
            let found = rules.resolve(&report, &case.exchange, &case.facts).findings;
            let found: Mistakes = found.iter().filter_map(|f| mistake_of(&f.rule)).collect();
            assert_eq!(found, case.request.mistakes, "{:?}", case.request);
        }
    }

    #[test]
    fn the_engine_finds_exactly_the_mistakes() {
        finds_exactly_the_mistakes(pack(&endpoints(40)), 40);
    }

    #[test]
    fn it_finds_them_with_rules_in_groups() {
        finds_exactly_the_mistakes(grouped_pack(&endpoints(120), 10), 120);
    }
}
