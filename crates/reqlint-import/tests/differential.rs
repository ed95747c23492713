//! Operations that are called exact get the same verdict from the pack and from a validator of JSON Schema: bodies are made
//! from the schema, changed in one place, and judged by both.
//!
//! `DESCRIPTIONS='a.json b.json' cargo test -p reqlint-import --test differential -- --nocapture` does so for descriptions of one's own
//! (JSON, one file), and counts. A row of `x` is no such change: where a secret belongs it is a recorder's mark.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing, reason = "in tests")]

#[path = "differential/bodies.rs"]
mod bodies;

use bodies::{changes, sample};
use reqlint_core::{Facts, Loaded, Outcome, PackSource, RuleSet, SourceFile};
use reqlint_formats::Format;
use reqlint_formats::read::Source;
use reqlint_import::{Options, openapi};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::convert::Infallible;
use std::fs;
use std::path::Path;

/// What came of one description.
#[derive(Debug, Default)]
struct Tally {
    exact: usize,
    compared: usize,
    bodies: usize,
    refused: usize,
    disagreements: Vec<String>,
}

#[test]
fn exact_operations_are_judged_as_by_json_schema() {
    let own =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/descriptions/exact.json").to_string_lossy().into_owned();
    let others = std::env::var("DESCRIPTIONS").unwrap_or_default();
    for path in std::iter::once(own.as_str()).chain(others.split_whitespace()) {
        let tally = compare(&fs::read_to_string(path).unwrap());
        println!(
            "{path}: {} exact, {} with JSON bodies compared, {} bodies, {} refused, {} disagreements",
            tally.exact,
            tally.compared,
            tally.bodies,
            tally.refused,
            tally.disagreements.len()
        );
        tally.disagreements.iter().take(20).for_each(|one| println!("  {one}"));
        if path == own {
            assert!(tally.exact >= 7 && tally.compared >= 6 && tally.bodies > 200 && tally.refused > 80, "{tally:?}");
            assert!(tally.disagreements.is_empty(), "{:#?}", tally.disagreements);
        }
    }
}

fn compare(text: &str) -> Tally {
    let imported = openapi("api.json", text, &Options::new("pack"), &mut |_| Err("no such file".into())).unwrap();
    let file = |f: &reqlint_import::PackFile| SourceFile { path: format!("pack/{}", f.path), text: f.text.clone() };
    let files = imported.files.iter().map(file).collect();
    let rules = Loaded::from(vec![PackSource { name: "pack".into(), root: "pack".into(), files }]).rules;
    let mut root: Value = serde_json::from_str(text).unwrap();
    let is_old = root["openapi"].as_str().is_none_or(|version| version.starts_with("3.0"));
    as_json_schema(&mut root);
    let mut tally = Tally { exact: imported.report.exact, ..Tally::default() };
    for endpoint in endpoints(&imported.files) {
        if !imported.report.exact_endpoints.contains(&endpoint.id) {
            continue;
        }
        let Some(schema) = schema_of(&root, &endpoint) else {
            let failed = if endpoint.media_type.is_empty() { failed(&rules, &endpoint, None) } else { Vec::new() };
            if !failed.is_empty() {
                tally.disagreements.push(format!("{}: there is no body; the pack: {failed:?}", endpoint.id));
            }
            continue;
        };
        let mut whole = json!({ "allOf": [schema] });
        for part in ["components", "definitions"] {
            if let Some(value) = root.get(part) {
                whole[part] = value.clone();
            }
        }
        let draft = if is_old { jsonschema::Draft::Draft4 } else { jsonschema::Draft::Draft202012 };
        let Ok(validator) = jsonschema::options().with_draft(draft).should_validate_formats(false).build(&whole) else {
            continue;
        };
        let Some(body) = sample(&root, schema, 0).and_then(|body| valid(&validator, body)) else { continue };
        tally.compared += 1;
        for changed in changes(&body) {
            let right = validator.is_valid(&changed);
            let failed = failed(&rules, &endpoint, Some(&changed));
            tally.bodies += 1;
            tally.refused += usize::from(!right);
            if right != failed.is_empty() && tally.disagreements.len() < 1_000 {
                let verdict = if right { "takes" } else { "refuses" };
                let shown: String = changed.to_string().chars().take(300).collect();
                tally
                    .disagreements
                    .push(format!("{}: the schema {verdict} {shown}; the pack: {failed:?}", endpoint.id));
            }
        }
    }
    tally
}

/// The body, without one or two members where only then it is valid: some exclude each other.
fn valid(validator: &jsonschema::Validator, body: Value) -> Option<Value> {
    let names: Vec<String> = body.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
    let without = |dropped: &[&String]| {
        let mut body = body.clone();
        dropped.iter().for_each(|name| drop(body.as_object_mut().and_then(|members| members.remove(*name))));
        Some(body).filter(|body| validator.is_valid(body))
    };
    without(&[])
        .or_else(|| names.iter().find_map(|name| without(&[name])))
        .or_else(|| names.iter().find_map(|one| names.iter().find_map(|other| without(&[one, other]))))
}

struct Endpoint {
    id: String,
    method: String,
    path: String,
    host: String,
    media_type: String,
    /// Of parameters in the path that take only listed values the first.
    path_values: HashMap<String, String>,
}

fn endpoints(files: &[reqlint_import::PackFile]) -> Vec<Endpoint> {
    let table = |text: &str| text.parse::<toml::Table>().unwrap();
    let pack = table(&files.iter().find(|f| f.path == "pack.toml").unwrap().text);
    let host = pack["hosts"][0].as_str().unwrap().replace('*', "api");
    let mut all = Vec::new();
    for file in files.iter().filter(|file| file.path.starts_with("endpoints/")) {
        for endpoint in table(&file.text)["endpoint"].as_array().unwrap() {
            let text = |key: &str| endpoint.get(key).and_then(toml::Value::as_str).map(str::to_owned);
            let is_without = ["accepts", "body"].iter().all(|key| endpoint.get(key).is_none());
            let otherwise = if is_without { "" } else { "json" };
            let accepts = endpoint.get("accepts").and_then(|a| a.as_array()?.first()?.as_str()).unwrap_or(otherwise);
            let listed = endpoint.get("fields").and_then(|fields| fields.get("path")?.as_table());
            let first = |(name, field): (&String, &toml::Value)| {
                let value = field.get("one-of")?.as_array()?.first()?.as_str()?;
                Some((name.clone(), value.to_owned()))
            };
            all.push(Endpoint {
                path_values: listed.into_iter().flatten().filter_map(first).collect(),
                id: text("id").unwrap(),
                method: text("method").unwrap(),
                path: text("path").unwrap(),
                host: text("host").map_or(host.clone(), |host| host.replace('*', "api")),
                media_type: if accepts == "json" { "application/json".to_owned() } else { accepts.to_owned() },
            });
        }
    }
    all
}

/// The schema of the JSON body of an endpoint.
fn schema_of<'r>(root: &'r Value, endpoint: &Endpoint) -> Option<&'r Value> {
    let written = endpoint.path.replace("+}", "}");
    let fits = |path: &&String| written.ends_with(path.as_str());
    let path = root["paths"].as_object()?.keys().filter(fits).max_by_key(|path| path.len())?;
    let item = &root["paths"][path];
    let operation = &item[endpoint.method.to_lowercase()];
    let of = |owner: &'r Value| owner["parameters"].as_array().into_iter().flatten();
    let body = of(operation).chain(of(item)).map(|p| resolved(root, p)).find(|p| p["in"] == "body");
    if let Some(body) = body {
        return body.get("schema");
    }
    let content = resolved(root, operation.get("requestBody")?)["content"].as_object()?;
    content.iter().find(|(name, _)| name.ends_with("json"))?.1.get("schema")
}

fn resolved<'r>(root: &'r Value, value: &'r Value) -> &'r Value {
    let mut value = value;
    for _ in 0..20 {
        let Some(to) = value.get("$ref").and_then(Value::as_str).and_then(|to| root.pointer(to.strip_prefix('#')?))
        else {
            break;
        };
        value = to;
    }
    value
}

/// What OpenAPI means where it isn't JSON Schema: `nullable`, and members that only answers have.
fn as_json_schema(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(as_json_schema),
        Value::Object(members) => {
            members
                .iter_mut()
                .filter(|(name, _)| !matches!(name.as_str(), "example" | "examples" | "default" | "enum"))
                .for_each(|(_, v)| as_json_schema(v));
            let answers_only: Vec<String> = match members.get("properties") {
                Some(Value::Object(own)) => {
                    own.iter().filter(|(_, v)| v["readOnly"] == true).map(|(n, _)| n.clone()).collect()
                }
                _ => Vec::new(),
            };
            if let Some(Value::Array(required)) = members.get_mut("required") {
                required.retain(|name| !answers_only.iter().any(|own| name == own));
                if required.is_empty() {
                    members.remove("required");
                }
            }
            let is_schema = members.contains_key("type")
                || members.contains_key("allOf")
                || members.contains_key("anyOf")
                || members.contains_key("oneOf")
                || members.contains_key("$ref");
            if members.get("nullable") == Some(&Value::Bool(true)) && is_schema {
                members.remove("nullable");
                *value = json!({ "anyOf": [value.take(), { "type": "null" }] });
            }
        }
        _ => {}
    }
}

/// The rules about the body that fail.
fn failed(rules: &RuleSet, endpoint: &Endpoint, body: Option<&Value>) -> Vec<String> {
    let path = endpoint.path.split('?').next().unwrap_or_default();
    let value = |segment: &str| {
        let name = segment.strip_prefix('{').and_then(|s| s.strip_suffix('}'));
        name.and_then(|name| endpoint.path_values.get(name)).cloned().unwrap_or_else(|| "1".to_owned())
    };
    let path: Vec<String> = path.split('/').map(|s| if s.contains('{') { value(s) } else { s.to_owned() }).collect();
    let (method, host, media_type) = (&endpoint.method, &endpoint.host, &endpoint.media_type);
    let path = path.join("/");
    let text = match body.map(Value::to_string) {
        None => format!("{method} {path} HTTP/1.1\nHost: {host}\n\n"),
        Some(body) => format!(
            "{method} {path} HTTP/1.1\nHost: {host}\nContent-Type: {media_type}\nContent-Length: {}\n\n{body}",
            body.len()
        ),
    };
    let mut failed = Vec::new();
    let facts: Facts = rules.facts();
    Format::Http
        .read::<Infallible>(Source::default(), text.as_bytes(), &mut |record| {
            let exchange = record.unwrap().exchange;
            for rule in rules.rules() {
                let id = rule.id().rsplit('/').next().unwrap();
                let trial = ["field", "member", "body"]
                    .iter()
                    .any(|part| id.starts_with(part))
                    .then(|| rules.try_rule(rule.id(), &exchange, &facts))
                    .flatten();
                if trial.is_some_and(|trial| trial.outcome == Outcome::Fail) {
                    failed.push(id.to_owned());
                }
            }
            Ok(())
        })
        .unwrap();
    failed
}
