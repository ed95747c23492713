//! Every item of the troubleshooting page is covered by at least one rule, in the page's own words.

use crate::support::{rule, rules, table};
use reqlint_core::Severity;
use reqlint_core::inspect::RuleView;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
struct Page {
    status: Vec<Status>,
}

#[derive(Deserialize)]
struct Status {
    code: u16,
    title: String,
    #[serde(default)]
    checklist: Vec<Item>,
    error: Vec<ErrorType>,
    #[serde(default)]
    case: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    item: String,
    rules: Vec<String>,
}

#[derive(Deserialize)]
struct ErrorType {
    #[serde(rename = "type")]
    name: String,
    rules: Vec<String>,
    /// The API's messages, if the page lists them.
    says: Option<Vec<String>>,
}

fn page() -> Vec<Status> {
    table::<Page>("tests/data/page.toml").status
}

fn found(id: &str) -> RuleView<'static> {
    rule(&format!("edgecast/{id}")).unwrap_or_else(|| panic!("no rule `{id}`"))
}

/// Whether a rule is on a status's checklist.
fn is_listed(rule: RuleView<'_>, status: u16) -> bool {
    rule.status() == Some(status) || rule.also_listed().iter().any(|also| also.status == status)
}

#[test]
fn every_item_has_a_rule_with_its_status() {
    for status in page() {
        for Item { item, rules } in status.checklist.iter().chain(&status.case) {
            assert!(!rules.is_empty(), "{}: no rule covers: {item}", status.code);
            for id in rules {
                assert!(is_listed(found(id), status.code), "{id} is not listed under {}: {item}", status.code);
            }
            let certain = rules.iter().any(|id| found(id).severity() == Severity::Error);
            assert!(certain, "{}: only warnings cover: {item}", status.code);
        }
    }
}

#[test]
fn every_error_type_has_rules_that_name_it_exactly() {
    for status in page() {
        for error in &status.error {
            assert!(!error.rules.is_empty(), "no rule covers {}", error.name);
            for id in &error.rules {
                let rule = found(id);
                assert_eq!((rule.status(), rule.error_type()), (Some(status.code), Some(&*error.name)), "{id}");
            }
        }
    }
}

#[test]
fn no_rule_or_reply_invents_an_error_type() {
    let page = page();
    let known: BTreeMap<u16, BTreeSet<&str>> =
        page.iter().map(|status| (status.code, status.error.iter().map(|e| e.name.as_str()).collect())).collect();
    let all: BTreeSet<&str> = known.values().flatten().copied().collect();
    let pack = rules().packs().find(|pack| pack.name() == "edgecast").unwrap();
    for rule in pack.rules() {
        let own = rule.status().zip(rule.error_type());
        let also = rule.also_listed().iter().filter_map(|also| Some((also.status, also.error_type.as_deref()?)));
        for (status, name) in own.into_iter().chain(also) {
            assert!(known[&status].contains(name), "{}: {status} has no error type `{name}`", rule.path());
        }
    }
    for cause in pack.causes() {
        assert!(cause.error_type().is_none_or(|name| all.contains(name)), "{}: {:?}", cause.id(), cause.error_type());
    }
}

#[test]
fn the_api_messages_are_those_of_the_page() {
    for ErrorType { name, rules, says } in page().into_iter().flat_map(|status| status.error) {
        let Some(says) = says else { continue };
        let says: BTreeSet<_> = says.iter().map(String::as_str).collect();
        for id in rules {
            let written = found(&id).api_says().iter().map(String::as_str).collect::<BTreeSet<_>>();
            assert_eq!(written, says, "{id}, {name}");
        }
    }
}

#[test]
fn the_statuses_have_the_titles_of_the_page() {
    let pack = rules().packs().find(|pack| pack.name() == "edgecast").unwrap();
    let named: Vec<_> = pack.statuses().map(|(code, title, _)| (code, title.to_owned())).collect();
    assert_eq!(named, page().into_iter().map(|status| (status.code, status.title)).collect::<Vec<_>>());
}
