//! Diagnoses and checklists as JSON follow the schemas of their version: `docs/diagnosis.schema.json` and
//! `docs/checklist.schema.json`, and those of version 1 in `docs/schema`.

use super::case::AnswerCase;
use super::cases;
use crate::support::{folder, read, rules, stem};
use jsonschema::Registry;
use reqlint_core::diagnose::{Observed, checklist};
use reqlint_formats::write::json::{self, Schema};
use serde_json::Value;

/// Where the schemas of a version are, and what their files are named.
const VERSIONS: [(Schema, &str, &str); 2] =
    [(Schema::One, "docs/schema/", "-1.json"), (Schema::Two, "docs/", ".schema.json")];

/// The places where texts violate a schema.
fn wrong(name: &str, (folder, ending): (&str, &str), texts: impl Iterator<Item = String>) -> Vec<String> {
    let schema = |name: &str| serde_json::from_str(&read(&format!("{folder}{name}{ending}"))).unwrap();
    let others = ["report", "diagnosis"].into_iter().fold(Registry::new(), |registry, name| {
        registry.add(format!("json-schema:///{name}{ending}"), schema(name)).unwrap()
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
    for (version, folder, ending) in VERSIONS {
        for checklist in [true, false] {
            let line = |case: &AnswerCase| {
                case.diagnosed(|diagnosed| json::diagnosis_line(diagnosed, version, checklist).unwrap())
            };
            assert_eq!(wrong("diagnosis", (folder, ending), cases.iter().map(line)), [""; 0]);
        }
    }
}

#[test]
fn each_checklist_follows_its_schema() {
    for (version, folder, ending) in VERSIONS {
        let checklists = [400, 401, 403, 404, 405, 409, 500, 418].map(|status| {
            let message = (status == 403).then(|| "Access Denied".to_owned());
            json::pretty_checklist(&checklist(rules(), Observed::told(status, message)), version).unwrap()
        });
        assert_eq!(wrong("checklist", (folder, ending), checklists.into_iter()), [""; 0]);
    }
}
