//! The documented mistakes get the documented answers.

use crate::support::{Case, described, failed, files, read, stem, table};
use reqlint_core::{FactValue, Facts};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Documented {
    case: String,
    #[serde(default)]
    facts: BTreeMap<String, Value>,
    now: Option<String>,
    /// The status of the answer; `None` if the request alone shows no error.
    status: Option<u16>,
    error_type: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Value {
    Text(String),
    Flag(bool),
    Number(i64),
    List(Vec<String>),
}

impl From<&Value> for FactValue {
    fn from(value: &Value) -> Self {
        match value {
            Value::Text(text) => text.as_str().into(),
            Value::Flag(flag) => (*flag).into(),
            Value::Number(number) => (*number).into(),
            Value::List(items) => items.clone().into(),
        }
    }
}

fn all() -> BTreeMap<String, Documented> {
    table("tests/data/documented.toml")
}

#[test]
fn every_request_has_an_entry_and_every_entry_a_request() {
    let requests: BTreeSet<_> =
        files("tests/data/documented", "http").iter().map(|path| stem(path).to_owned()).collect();
    assert_eq!(requests, all().into_keys().collect());
    assert_eq!(requests.len(), 36);
}

#[test]
fn each_documented_mistake_gets_the_documented_answer() {
    for (id, documented) in all() {
        let text = read(&format!("tests/data/documented/{id}.http"));
        let mut case = Case::at(documented.now.as_deref().unwrap_or("2024-06-01"), &text);
        set(&mut case.facts, &documented);
        let resolved = case.resolved();
        let actual = resolved.expected.as_ref();
        assert_eq!(
            (actual.and_then(|e| e.status), actual.and_then(|e| e.error_type.clone())),
            (documented.status, documented.error_type.clone()),
            "{id}, {}: {:#?}",
            documented.case,
            resolved.findings.iter().map(described).collect::<Vec<_>>()
        );
        assert!(
            failed(&resolved).len() <= 1,
            "{id}, {}: expected a single mistake, got {:?}",
            documented.case,
            failed(&resolved)
        );
    }
}

fn set(facts: &mut Facts, documented: &Documented) {
    for (name, value) in &documented.facts {
        facts.set(name, value).unwrap();
    }
}
