//! Bodies made from a schema, and changed in one place.

use super::oracle::resolved;
use proptest::strategy::{Strategy, ValueTree};
use serde_json::{Map, Value, json};

/// A value with all described members, as far as one can be made up.
pub(crate) fn sample(root: &Value, schema: &Value) -> Option<Value> {
    picked(root, schema, 0, 0)
}

/// Values of several forms, where there are several; the first as [`sample`] makes it.
pub(crate) fn samples(root: &Value, schema: &Value) -> Vec<Value> {
    let mut all: Vec<Value> = Vec::new();
    for pick in 0..4 {
        all.extend(picked(root, schema, 0, pick).filter(|made| !all.contains(made)));
    }
    all
}

/// A value, of several forms of the one with this number.
fn picked(root: &Value, schema: &Value, depth: usize, pick: usize) -> Option<Value> {
    let schema = resolved(root, schema);
    if depth > 6 {
        return None;
    }
    if let Some(first) = schema["enum"].as_array().and_then(|all| all.iter().find(|v| !v.is_null())) {
        return Some(first.clone());
    }
    if let Some(constant) = schema.get("const") {
        return Some(constant.clone());
    }
    let variants = ["anyOf", "oneOf"].iter().filter_map(|key| schema[key].as_array()).flatten();
    // which members there have to be is no value of its own
    let variants = variants.filter(|v| v.as_object().is_none_or(|v| !v.keys().all(|key| key == "required")));
    let mut variants: Vec<&Value> = variants.filter(|v| v["type"] != "null").collect();
    let first = pick.min(variants.len().saturating_sub(1));
    variants.rotate_left(first);
    let mut members = Map::new();
    match variants.into_iter().find_map(|v| picked(root, v, depth + 1, pick)) {
        // what all forms have in common is beside it
        Some(Value::Object(own)) if schema["properties"].is_object() => members = own,
        Some(found) => return Some(found),
        None => {}
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        match picked(root, part, depth + 1, pick)? {
            Value::Object(own) => members.extend(own),
            other => return Some(other),
        }
    }
    let own_type = schema["type"]
        .as_str()
        .or_else(|| schema["type"].as_array()?.iter().filter_map(Value::as_str).find(|t| *t != "null"));
    let number = |key: &str| schema[key].as_f64();
    match own_type {
        Some("string") => {
            if let Some(pattern) = schema["pattern"].as_str().filter(|pattern| !pattern.is_empty()) {
                return matching(pattern).map(|text| json!(text));
            }
            let least = usize::try_from(schema["minLength"].as_u64().unwrap_or(0)).ok()?;
            let most = usize::try_from(schema["maxLength"].as_u64().unwrap_or(1_000)).ok()?;
            Some(json!("x".repeat(least.max(1).min(most))))
        }
        Some("integer" | "number") => {
            let exclusive = schema["exclusiveMinimum"] == true || schema["exclusiveMinimum"].is_number();
            let least = number("exclusiveMinimum")
                .or(number("minimum"))
                .unwrap_or_else(|| number("maximum").map_or(1.0, |m| m.min(1.0)));
            let least = least.ceil() + f64::from(u8::from(exclusive));
            Some(json!(least as i64))
        }
        Some("boolean") => Some(json!(true)),
        Some("array") => {
            let count = usize::try_from(schema["minItems"].as_u64().unwrap_or(1).clamp(1, 5)).ok()?;
            let item = schema.get("items").map_or(Some(json!(1)), |items| picked(root, items, depth + 1, pick));
            Some(item.map_or(json!([]), |item| json!(vec![item; count])))
        }
        _ => {
            for (name, of) in schema["properties"].as_object().into_iter().flatten().take(60) {
                let required = schema["required"].as_array().is_some_and(|all| all.iter().any(|n| n == name));
                match picked(root, of, depth + 1, pick) {
                    Some(_) if members.contains_key(name) => {}
                    Some(value) => drop(members.insert(name.clone(), value)),
                    None if required => return None,
                    None => {}
                }
            }
            Some(Value::Object(members))
        }
    }
}

/// One of some texts that a regex takes.
fn matching(pattern: &str) -> Option<String> {
    let texts = [
        "abc",
        "ABC",
        "a",
        "1",
        "a1",
        "12",
        "123",
        "1234",
        "12345",
        "123456",
        "12345678",
        "123456789012",
        "AB",
        "#fff",
        "2024-05-01",
        "12:00",
        "1.0",
        "1.0.0",
        "a-b",
        "a/b",
        "https://example.com/",
        "a@example.com",
        "12345678-1234-4234-8234-1234567890ab",
        "0123456789abcdef0123456789abcdef01234567",
        "2024-05-01T12:00:00Z",
        "true",
        "/a",
        "+15551234567",
        "*",
        "en-US",
        "",
    ];
    let whole = json!({ "pattern": pattern });
    let validator = jsonschema::options().with_draft(jsonschema::Draft::Draft202012).build(&whole).ok()?;
    let known = texts.into_iter().find(|text| validator.is_valid(&json!(text))).map(str::to_owned);
    known.or_else(|| {
        let made = proptest::string::string_regex(pattern.trim_start_matches('^').trim_end_matches('$')).ok()?;
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let mut texts = (0..20).filter_map(|_| Some(made.new_tree(&mut runner).ok()?.current()));
        texts.find(|text| text.is_ascii() && text.len() < 500 && validator.is_valid(&json!(text)))
    })
}

/// The body, and the body with one change in each of its places.
pub(crate) fn changes(body: &Value) -> Vec<Value> {
    let mut places = Vec::new();
    walk(body, String::new(), &mut places);
    let wrong = [
        json!(null),
        json!(""),
        json!(" "),
        json!("no such value"),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(1_000_000_000_000i64),
        json!(true),
        json!([]),
        json!([null]),
        json!(["x"]),
        json!({}),
        json!({"no-such-member": 1}),
        json!("ab ".repeat(1_700)),
    ];
    let mut all = vec![body.clone()];
    for place in places.iter().take(60) {
        for value in &wrong {
            let mut changed = body.clone();
            *changed.pointer_mut(place).unwrap() = value.clone();
            // what is no object or list at all isn't a body that packs look into
            if !place.is_empty() || changed.is_object() || changed.is_array() || changed.is_null() {
                all.push(changed);
            }
        }
        let mut more = body.clone();
        match more.pointer_mut(place) {
            Some(Value::Object(members)) => drop(members.insert("no-such-member".to_owned(), json!(1))),
            Some(Value::Array(items)) => items.extend(items.first().cloned()),
            _ => {}
        }
        all.push(more);
        let (parent, name) = place.rsplit_once('/').unwrap_or_default();
        let mut less = body.clone();
        if let Some(Value::Object(members)) = less.pointer_mut(parent) {
            members.remove(&name.replace("~1", "/").replace("~0", "~"));
            all.push(less);
        }
    }
    all
}

fn walk(value: &Value, at: String, places: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                walk(value, format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")), places);
            }
        }
        Value::Array(items) => {
            if let Some(first) = items.first() {
                walk(first, format!("{at}/0"), places);
            }
        }
        _ => {}
    }
    places.push(at);
}
