//! Paths that match two templates: which endpoint each method selects, and that 405 considers all of them.

use crate::support::{Case, table};
use serde::Deserialize;
use std::collections::BTreeMap;

const METHODS: [&str; 5] = ["DELETE", "GET", "PATCH", "POST", "PUT"];

#[derive(Deserialize)]
struct Overlaps {
    pair: Vec<Pair>,
}

#[derive(Deserialize)]
struct Pair {
    templates: [String; 2],
    host: String,
    path: String,
    /// The endpoint's id by method.
    wins: BTreeMap<String, String>,
}

fn pairs() -> Vec<Pair> {
    table::<Overlaps>("tests/data/overlaps.toml").pair
}

impl Pair {
    fn case(&self, method: &str) -> String {
        format!("{method} {} HTTP/1.1\nHost: {}\n", self.path, self.host)
    }
}

#[test]
fn there_are_38_pairs() {
    assert_eq!(pairs().len(), 38);
    for pair in pairs() {
        for template in &pair.templates {
            let segments = template.split('/').zip(pair.path.split('/'));
            let fits = segments.into_iter().all(|(segment, sent)| segment == sent || segment.starts_with('{'));
            assert!(fits && template.split('/').count() == pair.path.split('/').count(), "{} on {template}", pair.path);
        }
    }
}

#[test]
fn the_more_specific_template_wins() {
    for pair in pairs() {
        for (method, endpoint) in &pair.wins {
            let text = pair.case(method);
            assert_eq!(Case::now(&text).resolved().endpoint.as_ref(), Some(endpoint), "{text}");
        }
    }
}

#[test]
fn method_not_allowed_considers_every_matching_template() {
    for pair in pairs() {
        let allowed: Vec<_> = pair.wins.keys().map(String::as_str).collect();
        for method in METHODS.iter().filter(|method| !pair.wins.contains_key(**method)) {
            let text = pair.case(method);
            let resolved = Case::now(&text).resolved();
            let finding = resolved.findings.iter().find(|f| f.rule == "edgecast/method-not-allowed");
            let detail = finding.unwrap_or_else(|| panic!("no 405:\n{text}")).detail.as_str();
            let named: Vec<_> = METHODS.iter().copied().filter(|method| detail.contains(method)).collect();
            assert_eq!(named, allowed, "{detail}:\n{text}");
            assert_eq!((resolved.endpoint, finding.and_then(|f| f.status)), (None, Some(405)), "{text}");
        }
    }
}
