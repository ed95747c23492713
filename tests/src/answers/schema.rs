//! Diagnoses and checklists as JSON follow `docs/diagnosis.schema.json` and `docs/checklist.schema.json`.

use super::cases;
use crate::support::{folder, read, rules, stem};
use jsonschema::Registry;
use reqlint_core::diagnose::{Observed, checklist};
use reqlint_formats::write::json;
use serde_json::Value;

fn schema(name: &str) -> Value {
    serde_json::from_str(&read(&format!("docs/{name}.schema.json"))).unwrap()
}

/// The places where texts violate a schema.
fn wrong(name: &str, texts: impl Iterator<Item = String>) -> Vec<String> {
    let others = ["report", "diagnosis"].into_iter().fold(Registry::new(), |registry, name| {
        registry.add(format!("json-schema:///{name}.schema.json"), schema(name)).unwrap()
    });
    let others = others.prepare().unwrap();
    let validator = jsonschema::options().with_registry(&others).build(&schema(name)).unwrap();
    let wrong = |text: String| {
        let value: Value = serde_json::from_str(&text).unwrap();
        let errors = validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path()));
        errors.collect::<Vec<_>>()
    };
    texts.flat_map(wrong).collect()
}

#[test]
fn each_diagnosis_follows_its_schema() {
    let cases: Vec<_> = folder("tests/data/answers").iter().flat_map(|shelf| cases(stem(shelf))).collect();
    let texts = cases.iter().map(|case| case.diagnosed(|diagnosed| json::diagnosis_line(diagnosed).unwrap()));
    assert_eq!(wrong("diagnosis", texts), [""; 0]);
}

#[test]
fn each_checklist_follows_its_schema() {
    let checklists = [400, 401, 403, 404, 405, 409, 500, 418].map(|status| {
        let message = (status == 403).then(|| "Access Denied".to_owned());
        json::pretty_checklist(&checklist(rules(), Observed::told(status, message))).unwrap()
    });
    assert_eq!(wrong("checklist", checklists.into_iter()), [""; 0]);
}
