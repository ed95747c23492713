//! Schemas of the values that keys take.

use super::FileKind;
use super::names::{name, selector};
use reqlint_core::inspect::keys::{KINDS, Key, KindEntry, OF, Takes};
use serde_json::{Map, Value, json};

/// A table of fixed keys.
pub(super) fn object(keys: &[Key]) -> Value {
    let properties: Map<_, _> = keys.iter().map(|key| (key.name.to_owned(), property(key))).collect();
    let mut schema = json!({ "type": "object", "additionalProperties": false, "properties": properties });
    let required: Vec<_> = keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    if !required.is_empty() {
        with(&mut schema, [("required", json!(required))]);
    }
    schema
}

/// The schemas that `$ref`s point to.
pub(super) fn definitions(kind: FileKind) -> Value {
    let mut definitions = json!({ "literal": literal() });
    if matches!(kind, FileKind::Rule | FileKind::Reply) {
        with(
            &mut definitions,
            [("operand", operand()), ("selector", selector()), ("check", check()), ("check-or-kind", check_or_kind())],
        );
    }
    definitions
}

fn property(key: &Key) -> Value {
    let mut schema = takes(key.takes);
    let default = if key.default.is_empty() { String::new() } else { format!("\n\nDefault: {}.", key.default) };
    // draft 7 ignores everything next to a `$ref`
    if let Some(reference) = schema.get("$ref").cloned() {
        schema = json!({ "allOf": [{ "$ref": reference }] });
    }
    with(&mut schema, [("description", json!(format!("{}{default}", sentence(key.help))))]);
    schema
}

fn takes(takes: Takes) -> Value {
    match takes {
        Takes::Text => json!({ "type": "string" }),
        Takes::Texts => one_or_many(json!({ "type": "string" })),
        Takes::Flag => json!({ "type": "boolean" }),
        Takes::Integer => json!({ "type": "integer" }),
        Takes::Status => json!({ "type": "integer", "minimum": 200, "maximum": 599 }),
        Takes::Statuses => {
            let status = self::takes(Takes::Status);
            json!({
                "type": ["integer", "array"], "minimum": 200, "maximum": 599, "minItems": 1, "items": status,
            })
        }
        Takes::Duration => json!({ "type": "string", "pattern": "^[0-9]+[smhd]$" }),
        // a schema sees TOML's native times and dates as strings
        Takes::Time | Takes::Date => json!({ "type": "string" }),
        Takes::Name(names) => name(names),
        Takes::Names(names) => one_or_many(name(names)),
        Takes::OneOf(choices) => json!({ "type": "string", "enum": choices }),
        Takes::SomeOf(choices) => one_or_many(json!({ "type": "string", "enum": choices })),
        Takes::Ranking => json!({ "type": "array", "items": { "type": ["integer", "string"] } }),
        Takes::Literal => json!({ "$ref": "#/definitions/literal" }),
        Takes::Operand => json!({ "$ref": "#/definitions/operand" }),
        Takes::Selector => json!({ "$ref": "#/definitions/selector" }),
        Takes::Check => json!({ "$ref": "#/definitions/check-or-kind" }),
        Takes::Checks => json!({ "type": "array", "minItems": 1, "items": { "$ref": "#/definitions/check" } }),
        Takes::Table(keys) => object(keys),
        Takes::Tables(keys) => json!({ "type": "array", "items": object(keys) }),
        Takes::Named(keys) => json!({ "type": "object", "additionalProperties": object(keys) }),
        Takes::Free => json!({ "type": "object", "additionalProperties": { "$ref": "#/definitions/literal" } }),
        Takes::NamedText => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
        Takes::NamedTexts => {
            json!({ "type": "object", "additionalProperties": one_or_many(json!({ "type": "string" })) })
        }
        Takes::FreeBeside(keys) => {
            let mut schema = object(keys);
            with(&mut schema, [("additionalProperties", json!({ "$ref": "#/definitions/literal" }))]);
            schema
        }
        Takes::FlagOr(keys) => or_table(json!({ "type": ["boolean"] }), keys),
        Takes::FreeOr(keys) => json!({ "type": "object", "additionalProperties": or_table(literal(), keys) }),
    }
}

/// A list, or a single item that means a list of one.
fn one_or_many(one: Value) -> Value {
    let mut schema = json!({ "type": ["string", "array"], "items": one });
    if let Some(choices) = one.get("enum") {
        with(
            &mut schema,
            [("minItems", json!(1)), ("if", json!({ "type": "string" })), ("then", json!({ "enum": choices }))],
        );
    }
    schema
}

/// Adds a table of fixed keys to a schema with a list of types.
fn or_table(schema: Value, keys: &[Key]) -> Value {
    let mut schema = schema;
    let table = object(keys);
    if let Some(types) = schema.get_mut("type").and_then(Value::as_array_mut) {
        types.push(json!("object"));
    }
    for rule in ["properties", "additionalProperties", "required"] {
        if let Some(value) = table.get(rule) {
            with(&mut schema, [(rule, value.clone())]);
        }
    }
    schema
}

fn literal() -> Value {
    json!({ "type": ["string", "number", "boolean", "array"], "items": { "$ref": "#/definitions/literal" } })
}

fn operand() -> Value {
    or_table(literal(), OF)
}

/// A table with exactly one kind of check.
fn check() -> Value {
    let properties: Map<_, _> = KINDS.iter().map(|kind| (kind.name.to_owned(), settings(kind))).collect();
    json!({
        "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false,
        "properties": properties,
    })
}

/// A check, or the name of a kind that needs no settings.
fn check_or_kind() -> Value {
    let mut schema = check();
    let names: Vec<_> = KINDS.iter().filter(|kind| needs_nothing(kind)).map(|kind| kind.name).collect();
    with(
        &mut schema,
        [
            ("type", json!(["object", "string"])),
            ("if", json!({ "type": "string" })),
            ("then", json!({ "enum": names })),
        ],
    );
    schema
}

fn settings(kind: &KindEntry) -> Value {
    let mut schema = match kind.takes {
        Takes::Check => json!({ "allOf": [{ "$ref": "#/definitions/check" }] }),
        takes => self::takes(takes),
    };
    with(&mut schema, [("description", json!(format!("Fails when {}.", kind.help)))]);
    schema
}

fn needs_nothing(kind: &KindEntry) -> bool {
    matches!(kind.takes, Takes::Table(keys) if keys.iter().all(|key| !key.required))
}

/// A help line as a sentence.
fn sentence(help: &str) -> String {
    let mut letters = help.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

fn with<const N: usize>(schema: &mut Value, members: [(&str, Value); N]) {
    if let Value::Object(own) = schema {
        own.extend(members.map(|(name, value)| (name.to_owned(), value)));
    }
}
