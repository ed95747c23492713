//! Operations that are called exact get the same verdict from the pack and from a validator of JSON Schema: requests are made
//! from the schemas, changed in one place, and judged by both.
//!
//! `DESCRIPTIONS='a.json b.json' cargo test -p reqlint-import --test differential -- --nocapture` does so for descriptions of one's own
//! (JSON, one file), and counts; `LOSSES=1` lists what packs don't say, too. Values of a path, a query, a header and a form are texts:
//! what was sent is right if anything that it may mean is (`"3"` and 3, a list of one and its item, `a[0]` as an item and as a
//! member). A row of `x` is no such change: where a secret belongs it is a recorder's mark.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing, reason = "in tests")]

#[path = "differential/bodies.rs"]
mod bodies;
#[path = "differential/forms.rs"]
mod forms;
#[path = "differential/judge.rs"]
mod judge;
#[path = "differential/oracle.rs"]
mod oracle;
#[path = "differential/parameters.rs"]
mod parameters;
#[path = "differential/wire.rs"]
mod wire;

use bodies::{changes, samples};
use forms::{form, nests_forms, style_of};
use judge::{Endpoint, Judge, Request};
use oracle::{Operation, as_json_schema, validator};
use reqlint_import::{Options, openapi};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use wire::Style;

/// The media type of a form in parts.
const PARTS: &str = "multipart/form-data";

/// What is changed at least how often, for an operation to count as compared.
const ENOUGH: usize = 20;

/// What came of one description.
#[derive(Debug, Default)]
struct Tally {
    exact: usize,
    /// Of those the ones with enough comparisons, and the ones that nothing could be made for.
    enough: usize,
    unmade: usize,
    /// Comparisons of paths, queries, headers, forms, JSON …
    compared: BTreeMap<String, usize>,
    refused: usize,
    disagreements: Vec<String>,
}

#[test]
fn exact_operations_are_judged_as_by_json_schema() {
    let own = |name: &str| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/descriptions");
        folder.join(name).to_string_lossy().into_owned()
    };
    let own = [own("exact.json"), own("exact-forms.json"), own("exact-variants.json")];
    let others = std::env::var("DESCRIPTIONS").unwrap_or_default();
    let mut total = 0;
    for path in own.iter().map(String::as_str).chain(others.split_whitespace()) {
        let tally = compare(&fs::read_to_string(path).unwrap());
        let all: usize = tally.compared.values().sum();
        total += all;
        println!(
            "{path}: {} exact, {} of them compared {ENOUGH} times or more, {} not made; {all} requests {:?}, {} refused, {} disagreements",
            tally.exact,
            tally.enough,
            tally.unmade,
            tally.compared,
            tally.refused,
            tally.disagreements.len()
        );
        // one of each operation and part is enough to see what is wrong
        let kind = |one: &String| one.split(": ").take(2).map(str::to_owned).collect::<Vec<_>>();
        let kinds: BTreeMap<_, _> = tally.disagreements.iter().rev().map(|one| (kind(one), one)).collect();
        kinds.values().take(40).for_each(|one| println!("  {}", one.chars().take(400).collect::<String>()));
        if own.iter().any(|own| own == path) {
            assert!(tally.enough >= 6 && all > 200 && tally.refused > 80, "{tally:?}");
            assert!(tally.disagreements.is_empty(), "{:#?}", tally.disagreements);
        }
    }
    println!("{total} requests");
}

fn compare(text: &str) -> Tally {
    let imported = openapi("api.json", text, &Options::new("pack"), &mut |_| Err("no such file".into())).unwrap();
    if std::env::var_os("LOSSES").is_some() {
        println!("{}", imported.report.text);
    }
    let judge = Judge::new(&imported.files);
    let mut root: Value = serde_json::from_str(text).unwrap();
    let is_old = root["openapi"].as_str().is_none_or(|version| version.starts_with("3.0"));
    as_json_schema(&mut root);
    let description = Description { nests_forms: nests_forms(&root), root: &root, is_old };
    let mut tally = Tally { exact: imported.report.exact, ..Tally::default() };
    for endpoint in judge::endpoints(&imported.files) {
        if !imported.report.exact_endpoints.contains(&endpoint.id) {
            continue;
        }
        let mut compared = Comparison { judge: &judge, endpoint: &endpoint, tally: &mut tally, own: 0 };
        let made = operation(&description, &mut compared);
        let enough = compared.own >= ENOUGH;
        tally.unmade += usize::from(made.is_none());
        tally.enough += usize::from(enough);
    }
    tally
}

struct Comparison<'c> {
    judge: &'c Judge,
    endpoint: &'c Endpoint,
    tally: &'c mut Tally,
    own: usize,
}

impl Comparison<'_> {
    fn judge(&mut self, part: &str, request: &Request, is_right: bool) {
        let Some(failed) = self.judge.failed(self.endpoint, request) else { return };
        self.own += 1;
        *self.tally.compared.entry(part.to_owned()).or_default() += 1;
        self.tally.refused += usize::from(!is_right);
        if is_right != failed.is_empty() && self.tally.disagreements.len() < 1_000 {
            let verdict = if is_right { "takes" } else { "refuses" };
            let Request { path, query, headers, body, .. } = request;
            let shown: String = match part {
                "path" => format!("{path:?}"),
                "query" => format!("{query:?}"),
                "header" => format!("{headers:?}"),
                _ => format!("{body:?}"),
            };
            let shown: String = shown.chars().take(300).collect();
            self.tally
                .disagreements
                .push(format!("{}: {part}: the schema {verdict} {shown}; the pack: {failed:?}", self.endpoint.id));
        }
    }
}

/// A description as JSON Schema.
struct Description<'r> {
    root: &'r Value,
    /// Before 3.1.
    is_old: bool,
    /// Whether forms write lists and objects with brackets.
    nests_forms: bool,
}

/// Compares what can be changed of one operation. `None` if a request that is right can't be made up.
fn operation(description: &Description<'_>, compared: &mut Comparison<'_>) -> Option<()> {
    let Description { root, is_old, .. } = *description;
    let endpoint = compared.endpoint;
    let operation = Operation::find(root, &endpoint.method, &endpoint.path)?;
    let all = operation.parameters(root);
    let parameters = parameters::parameters(root, &all, is_old)?;
    let mut right = Request::default();
    for parameter in parameters.iter().filter(|parameter| parameter.is_required) {
        parameter.put_sample(&mut right)?;
    }
    let fields: Vec<&Value> = all.iter().copied().filter(|p| p["in"] == "formData").collect();
    let body = operation.body(root);
    let swagger = (!fields.is_empty()).then(|| of_fields(&fields));
    let mut has_body = false;
    let media_types = if endpoint.media_types.is_empty() { vec![String::new()] } else { endpoint.media_types.clone() };
    for media_type in &media_types {
        let of_type = body.as_ref().and_then(|(required, types)| {
            let same = |(name, _): &&(String, &Value)| name.split(';').next() == Some(media_type.as_str());
            let json = |(name, _): &&(String, &Value)| name.ends_with("json") && media_type.ends_with("json");
            let range = |(name, _): &&(String, &Value)| name == "*/*" || name == "application/*";
            let found = types.iter().find(same).or(types.iter().find(json)).or(types.iter().find(range))?;
            Some((*required, found.1))
        });
        let media = of_type.or(swagger.as_ref().map(|(required, media)| (*required, media)));
        let is_in_parts = media_type == PARTS;
        let is_form = media_type == "application/x-www-form-urlencoded" || media_type.is_empty() || is_in_parts;
        // of other bodies packs don't look at what is inside
        let is_read = is_form || media_type.ends_with("json");
        if let Some((required, media)) = media.filter(|_| is_read)
            && let Some(schema) = media.get("schema")
        {
            right.media_type.clone_from(media_type);
            has_body = true;
            of_body(description, compared, &mut right, (required, media, schema), is_form)?;
        }
    }
    if !has_body {
        if body.as_ref().is_some_and(|(required, _)| *required) {
            return None;
        }
        if endpoint.media_types.is_empty() || body.is_none() {
            compared.judge("no body", &right, true);
        }
    }
    for parameter in &parameters {
        for (value, is_right) in parameter.changes() {
            let mut request = right.clone();
            if parameter.is_required {
                request.path.retain(|(name, _)| parameter.part != "path" || name != parameter.name);
                let is_own = |name: &str| name == parameter.name || name.starts_with(&format!("{}[", parameter.name));
                request.query.retain(|(name, _)| parameter.part != "query" || !is_own(name));
                request.headers.retain(|(name, _)| parameter.part != "header" || name != parameter.name);
            }
            let value = value.map(|value| wire::sent(&value));
            let put = match value {
                Some(Some(value)) => parameter.put(&mut request, &value).is_some(),
                Some(None) => false,
                None => true,
            };
            if put {
                compared.judge(parameter.part, &request, is_right);
            }
        }
    }
    let mut more = right.clone();
    more.query.push(("no-such-parameter".to_owned(), "1".to_owned()));
    compared.judge("query", &more, true);
    Some(())
}

/// Compares what can be changed of a body of one media type; one that is right stays in the request.
fn of_body(
    description: &Description<'_>,
    compared: &mut Comparison<'_>,
    right: &mut Request,
    (required, media, schema): (bool, &Value, &Value),
    is_form: bool,
) -> Option<()> {
    let Description { root, is_old, nests_forms: nests } = *description;
    let is_in_parts = right.media_type == PARTS;
    let validator = validator(root, schema, is_old)?;
    let styles = |name: &str| if is_in_parts { Style::Repeated } else { style_of(media, name, nests) };
    let as_form = |body: &Value, was: &Value| form(body, was, &styles, is_in_parts);
    let as_body = |value: &Value| {
        if is_form { as_form(value, value).map(|(text, _)| text) } else { Some(value.to_string()) }
    };
    let is_empty_form = is_form && validator.is_valid(&json!({}));
    let made = samples(root, schema).into_iter();
    let made = made.filter_map(|body| if is_form { wire::sent(&body) } else { Some(body) });
    let made = made.filter_map(|body| valid(&validator, body));
    let made: Vec<Value> = made.filter(|body| as_body(body).is_some_and(|text| !is_form || !text.is_empty())).collect();
    match made.first() {
        Some(first) => {
            right.body = as_body(first);
            for (body, changed) in made.iter().flat_map(|body| changes(body).into_iter().map(move |new| (body, new))) {
                let mut request = right.clone();
                if !is_form {
                    request.body = Some(changed.to_string());
                    compared.judge("JSON", &request, validator.is_valid(&changed));
                    continue;
                }
                let Some((text, readings)) = as_form(&changed, body).filter(|(text, _)| !text.is_empty()) else {
                    continue;
                };
                request.body = Some(text);
                let is_right = readings.iter().any(|reading| validator.is_valid(reading));
                let part = match (is_in_parts, nests) {
                    (true, _) => "form in parts",
                    (_, true) => "form with brackets",
                    _ => "form",
                };
                compared.judge(part, &request, is_right);
            }
            let without = Request { body: None, ..right.clone() };
            compared.judge("no body", &without, !required);
        }
        None if is_empty_form => {
            let more = Request { body: Some("no-such-member=1".to_owned()), ..right.clone() };
            compared.judge("form", &more, validator.is_valid(&json!({"no-such-member": "1"})));
            right.body = more.body.filter(|_| required);
        }
        None if required => return None,
        None => {}
    }
    Some(())
}

/// Members of a form in Swagger 2, as an object with a schema.
fn of_fields(fields: &[&Value]) -> (bool, Value) {
    let name = |field: &&&Value| field["name"].as_str().unwrap_or_default().to_owned();
    let required: Vec<String> = fields.iter().filter(|field| field["required"] == true).map(|f| name(&f)).collect();
    let properties = fields.iter().map(|field| {
        let mut schema = (*field).clone();
        schema.as_object_mut().unwrap().retain(|key, _| !matches!(key.as_str(), "required" | "name" | "in"));
        (name(&field), schema)
    });
    let properties: serde_json::Map<String, Value> = properties.collect();
    let needs = !required.is_empty();
    let mut schema = json!({"type": "object", "properties": properties});
    if needs {
        schema["required"] = json!(required);
    }
    (needs, json!({ "schema": schema }))
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
