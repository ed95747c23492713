//! Correct requests to every endpoint of the catalogue have no findings.

mod body;
mod catalogue;
mod errors;
mod fixed;
mod request;
mod sample;

use crate::support::{Case, described, table};
use body::Fill;
use catalogue::{Endpoint, endpoints};
use reqlint_core::{Conclusion, FactValue, Facts, Resolved};
use request::{Draft, Syntax, permission};
use sample::Samples;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Every endpoint, with requests in every form it accepts.
fn each(mut look: impl FnMut(&Endpoint, Draft<'_>)) {
    let samples = Samples::read();
    for endpoint in endpoints() {
        let least = Draft::least(&endpoint, &samples);
        for fill in [Fill::Least, Fill::Most] {
            look(&endpoint, Draft { fill, ..least });
            if endpoint.body.is_some() && endpoint.accepts.iter().any(|format| format == "xml") {
                look(&endpoint, Draft { fill, syntax: Syntax::Xml, ..least });
            }
        }
    }
}

/// The result when every fact is known and favourable.
fn judge(endpoint: &Endpoint, text: &str) -> Resolved {
    let mut case = Case::now(text);
    know(&mut case.facts, endpoint);
    case.resolved()
}

/// How many facts the pack declares.
static FACTS: LazyLock<usize> = LazyLock::new(|| {
    let pack: toml::Table = table("rules/edgecast/pack.toml");
    pack["fact"].as_table().unwrap().len()
});

fn know(facts: &mut Facts, endpoint: &Endpoint) {
    let list = |items: &[&str]| FactValue::List(items.iter().map(|item| (*item).into()).collect());
    let known: [(&str, FactValue); 15] = [
        ("account-status", "active".into()),
        ("account-exists", true.into()),
        ("account-products", list(&["3", "8", "14"])),
        ("account-emails", list(&["joe@example.com"])),
        ("account-outstanding", 1.into()),
        ("token-known", true.into()),
        ("token-account", "0001".into()),
        ("token-issued-at", "2024-06-01T00:00:00Z".into()),
        ("token-scopes", list(&[permission(endpoint)])),
        ("user-methods", list(&["GET", "POST", "PUT", "DELETE"])),
        ("user-privileged", true.into()),
        ("resource-exists", (!endpoint.has("creates")).into()),
        ("resource-state", "free".into()),
        ("resource-created-at", "2024-06-01T00:00:00Z".into()),
        ("service-database", "up".into()),
    ];
    assert_eq!(known.len(), *FACTS, "a new fact needs a favourable value here");
    for (name, value) in known {
        facts.set(name, value).unwrap();
    }
}

#[test]
fn there_are_257_endpoints_of_27_products() {
    let endpoints = endpoints();
    let products: BTreeSet<_> = endpoints.iter().map(|endpoint| endpoint.product.as_str()).collect();
    assert_eq!((endpoints.len(), products.len()), (257, 27));
}

#[test]
fn a_correct_request_has_no_findings() {
    each(|endpoint, draft| {
        let text = draft.text();
        let resolved = judge(endpoint, &text);
        // a retired endpoint is reported, but not as an error
        let odd =
            resolved.findings.iter().filter(|f| !(endpoint.has("retired") && f.rule == "edgecast/endpoint-retired"));
        let odd: Vec<_> = odd.map(described).collect();
        assert!(odd.is_empty(), "{}: {odd:#?}\n{text}", endpoint.id);
        assert_eq!(resolved.endpoint.as_ref(), Some(&endpoint.id), "{text}");
        assert_eq!(resolved.conclusion, Conclusion::Clean, "{}: {:#?}\n{text}", endpoint.id, open(&resolved));
    });
}

/// The rules that are unknown.
fn open(resolved: &Resolved) -> Vec<&str> {
    let open = resolved.checklist.iter().filter(|item| item.outcome.is_unknown());
    open.map(|item| item.rule.as_str()).collect()
}
