//! Reports as JSON hold what the schema of their version says, and nothing else: `docs/report.schema.json`, and for version 1
//! `docs/schema/report-1.json`.

use crate::sample::*;
use reqlint_core::explain::*;
use reqlint_formats::Record;
use reqlint_formats::write::json::{self, Schema};
use serde_json::Value;

const VERSIONS: [(Schema, &str); 2] = [(Schema::One, "schema/report-1.json"), (Schema::Two, "report.schema.json")];

fn schema(file: &str) -> Value {
    let path = format!("{}/../../docs/{file}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// The report in both forms, which hold the same.
fn written(record: &Record<'_>, resolved: &Resolved, version: Schema) -> String {
    let pretty = with_report(record, resolved, |judged| json::pretty(judged, version)).unwrap();
    let line = with_report(record, resolved, |judged| json::line(judged, version, true)).unwrap();
    assert!(!line.contains('\n'));
    let value: Value = serde_json::from_str(&pretty).unwrap();
    assert_eq!(value, serde_json::from_str::<Value>(&line).unwrap());
    assert!(!pretty.contains("12345678"), "a secret is shown:\n{pretty}");
    pretty
}

fn unjudged() -> Resolved {
    with(Resolved::new(Conclusion::Unjudged), |unjudged| unjudged.nearest_host = Some("api.example.com".to_owned()))
}

/// A refusal without an answer, as a server that is known was measured to give it.
fn closed() -> Resolved {
    let found = finding("method", 400, "the method is unusual", location(Part::Method, Some(0..3)));
    let found = with(found, |found| found.status = None);
    with(resolved(vec![found], vec![]), |closed| {
        if let Some(expected) = &mut closed.expected {
            expected.answer = AnswerKind::Closed;
            expected.status_title = None;
        }
        let server = Server::new("bun", ServerSource::Project);
        closed.server = Some(with(server, |server| server.version = Some("1.4".into())));
    })
}

/// A finding of severity note, with measured servers, in a report of a server that is known.
fn measured() -> Resolved {
    let servers = with(Servers::default(), |servers| {
        servers.measured = 45;
        servers.refused = 2;
        servers.statuses = vec![(400, 1)];
        servers.closed = 1;
        servers.on = "2026-11-28".into();
    });
    let found = finding("note", 400, "something is unusual", location(Part::Method, Some(0..3)));
    let found = with(found, |found| {
        found.severity = Severity::Note;
        found.status = None;
        found.servers = Some(servers.into());
    });
    with(resolved(vec![found], vec![]), |resolved| {
        resolved.server = Some(Server::new("nginx", ServerSource::Option));
    })
}

fn contradicted() -> Resolved {
    with(everything(), |resolved| {
        resolved.conclusion = Conclusion::Contradicted;
        resolved.answered = Some(200);
    })
}

#[test]
fn every_sample_follows_the_schema_of_its_version() {
    let ndjson = line(r#"{"method":"GET","url":"https://api.example.com/a"}"#);
    let purge = raw(PURGE);
    let samples = [everything(), unjudged(), contradicted(), measured(), closed()];
    for (version, file) in VERSIONS {
        let validator = jsonschema::validator_for(&schema(file)).unwrap();
        let all = samples.iter().map(|sample| (&purge, sample.clone())).chain([(&ndjson, resolved(vec![], vec![]))]);
        for (record, resolved) in all {
            let value: Value = serde_json::from_str(&written(record, &resolved, version)).unwrap();
            let errors = validator.iter_errors(&value);
            let wrong: Vec<String> = errors.map(|e| format!("{}: {e}", e.instance_path())).collect();
            assert!(wrong.is_empty(), "{wrong:#?}");
        }
    }
}

#[test]
fn version_1_says_what_it_has_words_for() {
    let value =
        |resolved: &Resolved| -> Value { serde_json::from_str(&written(&raw(PURGE), resolved, Schema::One)).unwrap() };
    assert_eq!(value(&unjudged())["conclusion"], "clean");
    assert_eq!(value(&contradicted())["conclusion"], "broken");
    let noted = value(&measured());
    assert_eq!((&noted["findings"], &noted["checklist"]), (&serde_json::json!([]), &serde_json::json!([])));
}

/// Offsets of an excerpt are its own: secrets beside the place are eight stars, and long lines are cut around it.
#[test]
fn an_excerpt_has_offsets_of_its_own() {
    let text = format!(
        "PUT /a?b=a c{} HTTP/1.1\r\nHost: h.example\r\nAuthorization: TOK: {}\"\r\nX-\u{e4}: \u{1b}z\r\n\r\n",
        "d".repeat(300),
        "k1".repeat(20),
    );
    let record = raw(text.as_bytes());
    let authorization = |range| header("Authorization", Some(range));
    let places = [
        (location(Part::Target, Some(6..7)), Some(("PUT /a?b=a", " ", "cdd"))),
        (authorization(45..46), Some(("Authorization: TOK: ********", "\"", ""))),
        (authorization(0..45), Some(("Authorization: ", "TOK: ********", "\""))),
        (authorization(7..9), Some(("Authorization: TOK: **", "**", "************************************\""))),
        (header("X-\u{e4}", Some(0..1)), Some(("X-\u{e4}: ", "\u{241b}", "z"))),
        (header("X-Any", None), None),
    ];
    for (place, expected) in places {
        let resolved = resolved(vec![finding("a", 400, "b", place)], vec![]);
        let written = with_report(&record, &resolved, |judged| json::line(judged, Schema::Two, false)).unwrap();
        let excerpt = serde_json::from_str::<Value>(&written).unwrap()["findings"][0]["excerpt"].clone();
        let Some((before, marked, after)) = expected else {
            assert_eq!(excerpt, Value::Null);
            continue;
        };
        let text = excerpt["text"].as_str().unwrap();
        let at = |key: &str| usize::try_from(excerpt[key].as_u64().unwrap()).unwrap();
        let (start, end) = (at("start"), at("end"));
        assert!(&text[..start] == before && text[end..].starts_with(after), "{excerpt}");
        assert_eq!(&text[start..end], marked, "{excerpt}");
        assert!(text.len() < 250 && !text.contains("k1k1"), "{excerpt}");
    }
}

#[test]
fn a_line_has_the_checklist_only_where_it_is_asked_for() {
    let line = |checklist| {
        with_report(&raw(PURGE), &everything(), |judged| json::line(judged, Schema::Two, checklist)).unwrap()
    };
    let checklist = |text: String| serde_json::from_str::<Value>(&text).unwrap()["checklist"].clone();
    assert_eq!(checklist(line(false)), Value::Null);
    assert!(checklist(line(true)).as_array().is_some_and(|items| !items.is_empty()));
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
    VERSIONS.iter().for_each(|(_, file)| check(&schema(file)));
}

#[test]
fn a_report_with_something_of_everything() {
    let old = written(&raw(PURGE), &everything(), Schema::One);
    let shown = written(&raw(PURGE), &everything(), Schema::Two);
    insta::with_settings!({ snapshot_path => "../json", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("everything-1", old);
        insta::assert_snapshot!("everything", shown);
    });
}
