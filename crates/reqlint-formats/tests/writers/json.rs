//! Reports as JSON hold what `docs/report.schema.json` says, and nothing else.

use crate::sample::*;
use reqlint_core::*;
use reqlint_formats::Record;
use reqlint_formats::write::json;
use serde_json::Value;

fn schema() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/report.schema.json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// The report in both forms, which hold the same.
fn written(record: &Record<'_>, resolved: &Resolved) -> String {
    let pretty = with_report(record, resolved, json::pretty).unwrap();
    let line = with_report(record, resolved, json::line).unwrap();
    assert!(!line.contains('\n'));
    let value: Value = serde_json::from_str(&pretty).unwrap();
    assert_eq!(value, serde_json::from_str::<Value>(&line).unwrap());
    assert!(!pretty.contains("12345678"), "a secret is shown:\n{pretty}");
    pretty
}

#[test]
fn every_sample_follows_the_schema() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let unjudged =
        Resolved { pack: None, endpoint: None, conclusion: Conclusion::Unjudged, ..resolved(vec![], vec![]) };
    let ndjson = line(r#"{"method":"GET","url":"https://api.example.com/a"}"#);
    let purge = raw(PURGE);
    for (record, resolved) in [(&purge, everything()), (&purge, unjudged), (&ndjson, resolved(vec![], vec![]))] {
        let value: Value = serde_json::from_str(&written(record, &resolved)).unwrap();
        let wrong: Vec<String> = validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}

#[test]
fn every_object_of_the_schema_is_closed_and_complete() {
    fn check(schema: &Value) {
        if let Some(properties) = schema.get("properties") {
            assert_eq!(schema["additionalProperties"], false);
            let names: Vec<_> = properties.as_object().unwrap().keys().collect();
            let mut required: Vec<_> =
                schema["required"].as_array().unwrap().iter().map(|n| n.as_str().unwrap()).collect();
            required.sort_unstable();
            assert_eq!(names, required);
        }
        match schema {
            Value::Object(members) => members.values().for_each(check),
            Value::Array(items) => items.iter().for_each(check),
            _ => {}
        }
    }
    check(&schema());
}

#[test]
fn a_report_with_something_of_everything() {
    let shown = written(&raw(PURGE), &everything());
    insta::with_settings!({ snapshot_path => "../json", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("everything", shown);
    });
}
