//! The engine beside a reference evaluator, on packs, requests and facts that are made up. Every disagreement is a mistake
//! in one of the two, or in the rule language.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may panic, and the reference is written for reading"
)]

mod generate;
mod model;
mod reference;
mod toml;

use model::{Pack, Sent};
use proptest::prelude::*;
use reference::Outcome;
use reqlint_core::evaluate::{Decision, Glance, Scratch};
use reqlint_core::{
    Body, Evaluator, Exchange, FactValue, Facts, Headers, Loaded, Outcome as Went, Report, Request, RuleSet, Visibility,
};
use std::borrow::Cow;

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_says_what_the_reference_says(
        pack in generate::pack(),
        requests in proptest::collection::vec(generate::sent(), 1..8),
    ) {
        let (pack, rules) = load(pack);
        let plain = load(pack.clone()).1.without_prefilter();
        let (mut evaluator, mut scratch) = (Evaluator::new(&rules), Scratch::default());
        let mut plain_evaluator = Evaluator::new(&plain);
        for sent in &requests {
            let exchange = exchange(sent);
            let facts = facts(&rules, sent);
            let expected = reference::outcomes(&pack, sent);
            let report = evaluator.evaluate(&exchange, &facts);
            let resolved = rules.resolve(&report, &exchange, &facts);
            for (index, expected) in expected.iter().enumerate() {
                let name = format!("p/{}", toml::id(index));
                let item = resolved.checklist.iter().find(|item| item.rule == name).unwrap();
                let rule = &pack.rules[index];
                prop_assert_eq!(went(item.outcome), *expected, "{} {:?}\n{:?}", name, rule, sent);
                let is_failed = report.failed(&rules).any(|failed| failed == name);
                prop_assert_eq!(is_failed, *expected == Outcome::Fail, "{} {:?}\n{:?}", name, rule, sent);
                let is_unknown = report.unknown_rules(&rules).any(|unknown| unknown.id() == name);
                prop_assert_eq!(is_unknown, *expected == Outcome::Unknown, "{} {:?}\n{:?}", name, rule, sent);
            }
            // the lowest status answers
            let failed = expected.iter().zip(&pack.rules).filter(|(outcome, _)| **outcome == Outcome::Fail);
            prop_assert_eq!(report.expected_status(&rules), failed.map(|(_, rule)| rule.status).min(), "{:?}", sent);
            let (again, findings) = evaluator.findings(&exchange, &facts);
            prop_assert_eq!(&again, &report);
            prop_assert_eq!(&findings, &resolved.findings, "{:?}", sent);
            prop_assert_eq!(plain_evaluator.findings(&exchange, &facts), (again, findings), "{:?}", sent);
            let explained = rules.explain(&exchange, &facts);
            prop_assert_eq!(&explained.report, &report, "{:?}", sent);
            prop_assert_eq!(explained.resolved, resolved, "{:?}", sent);
            // as a server sees it too, from which more is hidden
            let shows =
                Visibility { raw_target: true, connection_headers: true, placeholders: true, ..Visibility::PARSED };
            for exchange in [Exchange { shows, ..exchange.clone() }, exchange] {
                let is_failed = rules.evaluate(&exchange, &facts).failed(&rules).next().is_some();
                prop_assert_eq!(rules.any_fails(&exchange, &facts, &mut scratch), is_failed, "{:?}", sent);
                prop_assert_eq!(plain.any_fails(&exchange, &facts, &mut scratch), is_failed, "{:?}", sent);
                let mut report = Report::default();
                if let Some(decision) = rules.settled(&exchange, &facts, &mut scratch, &mut report, None) {
                    let whole = rules.evaluate(&exchange, &facts);
                    prop_assert_eq!(decision, Decision::of(&whole, &rules, false), "{:?}", sent);
                    // known at once or when asked for
                    let (none, mut known) = (rules.facts(), Some(std::sync::Arc::new(facts.clone())));
                    let mut learn = |_: &Glance<'_>| known.take();
                    let learnt = rules.settled(&exchange, &none, &mut scratch, &mut report, Some(&mut learn));
                    prop_assert!(learnt.is_none_or(|learnt| learnt == decision), "{:?}", sent);
                }
                prop_assert_eq!(plain.settled(&exchange, &facts, &mut scratch, &mut report, None), None);
                prop_assert_eq!(plain.evaluate(&exchange, &facts), rules.evaluate(&exchange, &facts), "{:?}", sent);
            }
        }
    }
}

/// The rule set of a pack, without the rules that can never run, such as one that is there twice.
fn load(mut pack: Pack) -> (Pack, RuleSet) {
    loop {
        let loaded = Loaded::from(vec![toml::source(&pack)]);
        if loaded.errors.is_empty() {
            return (pack, loaded.rules);
        }
        let is_left_out = |index: usize| loaded.left_out.contains(&format!("p/{}", toml::id(index)));
        let last = (0..pack.rules.len()).rev().find(|index| is_left_out(*index));
        let last = last.unwrap_or_else(|| panic!("{}", loaded.errors));
        pack.rules.remove(last);
        for rule in &mut pack.rules {
            rule.waits.retain(|wait| *wait != last);
            rule.waits.iter_mut().filter(|wait| **wait > last).for_each(|wait| *wait -= 1);
        }
    }
}

fn exchange(sent: &Sent) -> Exchange<'_> {
    let bytes = |text: &'static str| Cow::Borrowed(text.as_bytes());
    let body = match &sent.body {
        _ if !sent.reads_body => Body::Unread,
        Some(text) => Body::Whole(Cow::Borrowed(text.as_bytes())),
        None => Body::Absent,
    };
    Exchange {
        request: Request {
            method: bytes(sent.method),
            target: Cow::Borrowed(sent.target.as_bytes()),
            headers: sent.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect::<Headers<'_>>(),
            body,
            ..Request::default()
        },
        shows: Visibility::ALL,
        ..Exchange::default()
    }
}

fn facts(rules: &RuleSet, sent: &Sent) -> Facts {
    let mut facts = rules.facts();
    if let Some(status) = sent.status {
        facts.set("status", status).unwrap();
    }
    if let Some(scopes) = &sent.scopes {
        facts.set("scopes", FactValue::List(scopes.iter().map(|s| (*s).into()).collect())).unwrap();
    }
    if let Some(quota) = sent.quota {
        facts.set("quota", quota).unwrap();
    }
    facts
}

fn went(outcome: Went) -> Outcome {
    match outcome {
        Went::Pass => Outcome::Pass,
        Went::Fail => Outcome::Fail,
        Went::Unknown(_) => Outcome::Unknown,
        Went::WAITS => Outcome::Waits,
        Went::ABSENT => Outcome::Absent,
        Went::Skip(_) => Outcome::NotApplying,
    }
}
