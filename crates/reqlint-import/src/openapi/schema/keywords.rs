//! The keywords of one schema object.

use super::{Additional, Reader, Schema, Types};
use crate::api::Value;
use crate::loss::Lost;
use crate::openapi::Dialect;
use crate::tree::{At, Tree};
use serde_json::Number;

/// Keywords that say nothing of which values are right, or are read with another one.
const SILENT: &[&str] = &[
    "title",
    "description",
    "default",
    "example",
    "examples",
    "deprecated",
    "externalDocs",
    "xml",
    "discriminator",
    "format",
    "$comment",
    "$id",
    "$schema",
    "$anchor",
    "$defs",
    "definitions",
    "contentMediaType",
    "contentEncoding",
    "contentSchema",
    "minContains",
    "maxContains",
    "then",
    "else",
    "allowEmptyValue",
    "collectionFormat",
    "id",
    "summary",
    "name",
    "in",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "nullable",
    "$ref",
    "readOnly",
    "writeOnly",
    "x-nullable",
    "$dynamicAnchor",
    "links",
    "tags",
    "style",
    "explode",
];

impl<'d> Reader<'d> {
    pub(super) fn keywords(
        &mut self,
        schema: &mut Schema<'d>,
        members: &'d [(String, Tree)],
        at: At<'d>,
        passed: &mut Vec<(usize, String)>,
        depth: usize,
    ) {
        let mut own = Schema::default();
        let inside = |tree: &'d Tree| At { tree, file: at.file };
        let (mut parts, mut forms) = (Vec::new(), Vec::new());
        for (name, value) in members {
            match name.as_str() {
                "type" => own.types = types(value, &mut own.losses),
                "enum" => constants(value.items(), &mut own),
                "const" => constants(std::slice::from_ref(value), &mut own),
                "minimum" => own.at_least = value.as_number().cloned(),
                "maximum" => own.at_most = value.as_number().cloned(),
                "multipleOf" => own.multiple_of = value.as_number().cloned(),
                "minLength" => own.min_length = at.tree.count(name).filter(|n| *n > 0),
                "maxLength" => own.max_length = at.tree.count(name),
                "minItems" => own.min_items = at.tree.count(name).filter(|n| *n > 0),
                "maxItems" => own.max_items = at.tree.count(name),
                "pattern" => own.patterns.extend(value.as_text().filter(|pattern| !pattern.is_empty())),
                "items" => match value {
                    Tree::List(_) => own.losses.push(Lost::ItemsByPosition),
                    items => own.items.push(inside(items)),
                },
                "properties" => {
                    own.members = value.members().iter().map(|(name, v)| (name.as_str(), vec![inside(v)])).collect();
                }
                "required" => own.required = value.items().iter().filter_map(Tree::as_text).collect(),
                "additionalProperties" => {
                    own.additional = match value {
                        Tree::Boolean(false) => Additional::Nothing,
                        Tree::Object(members) if !members.is_empty() => Additional::Each(vec![inside(value)]),
                        _ => Additional::Anything,
                    }
                }
                "unevaluatedProperties" if *value == Tree::Boolean(false) => own.losses.push(Lost::Closed),
                "uniqueItems" if *value == Tree::Boolean(true) => own.unique = true,
                "uniqueItems" | "unevaluatedProperties" | "unevaluatedItems" if matches!(value, Tree::Boolean(_)) => {}
                "minProperties" => own.min_members = at.tree.count(name).filter(|n| *n > 0),
                "maxProperties" => own.max_members = at.tree.count(name),
                "patternProperties" | "propertyNames" => own.losses.push(Lost::NamedByPattern),
                "prefixItems" => own.losses.push(Lost::ItemsByPosition),
                "contains" => own.losses.push(Lost::Contains),
                "not" => own.losses.push(Lost::Not),
                "if" | "dependentRequired" | "dependentSchemas" | "dependencies" => own.losses.push(Lost::Conditions),
                "allOf" => parts.extend(value.items().iter().map(inside)),
                "anyOf" | "oneOf" => forms.push((name.as_str(), value.items())),
                name if SILENT.contains(&name) || name.starts_with("x-") => {}
                // Swagger 2 writes `required: true` and the like into parameters
                name => own.losses.push(Lost::Keyword(name.to_owned())),
            }
        }
        exclusive(&mut own, at.tree);
        own.format = at.tree.text("format");
        own.has_default = at.tree.get("default").is_some_and(|default| *default != Tree::Null);
        own.read_only = at.tree.is_true("readOnly");
        own.write_only = at.tree.is_true("writeOnly");
        for part in parts {
            let part = self.one(part, passed, depth + 1);
            own.merge(part);
        }
        for (keyword, variants) in forms {
            let variants: Vec<_> = variants.iter().map(|v| self.form(inside(v), passed, depth + 1)).collect();
            own.merge(super::forms::joined(keyword == "oneOf", variants));
        }
        let takes_null = match self.dialect {
            Dialect::Swagger2 => at.tree.is_true("x-nullable"),
            Dialect::OpenApi30 => at.tree.is_true("nullable"),
            // people keep the keyword of 3.0
            Dialect::OpenApi31 => at.tree.is_true("nullable"),
        };
        if takes_null {
            own.types = own.types.or(Types::NULL);
        }
        schema.merge(own);
    }
}

fn types(value: &Tree, losses: &mut Vec<Lost>) -> Types {
    let mut named = |name: &str| {
        Types::named(name).unwrap_or_else(|| {
            losses.push(Lost::Keyword(format!("type: {name}")));
            Types::ANY
        })
    };
    match value {
        Tree::Text(name) => named(name),
        Tree::List(names) => names.iter().filter_map(Tree::as_text).fold(Types::NONE, |all, name| all.or(named(name))),
        _ => Types::ANY,
    }
}

/// How many constants a field may list.
const MAX_CONSTANTS: usize = 2_000;

fn constants(values: &[Tree], schema: &mut Schema<'_>) {
    let mut constants = Vec::new();
    let mut types = Types::NONE;
    for value in values {
        let (constant, of) = match value {
            Tree::Text(text) => (Value::Text(text.clone()), Types::TEXT),
            Tree::Number(number) => (Value::Number(number.clone()), Types::NUMBER),
            Tree::Boolean(boolean) => (Value::Boolean(*boolean), Types::BOOLEAN),
            Tree::Null => {
                types = types.or(Types::NULL);
                continue;
            }
            Tree::List(_) | Tree::Object(_) => {
                schema.losses.push(Lost::Constants);
                return;
            }
        };
        types = types.or(of);
        if !constants.contains(&constant) {
            constants.push(constant);
        }
    }
    if constants.len() > MAX_CONSTANTS {
        schema.losses.push(Lost::Constants);
        return;
    }
    // an empty list of constants is a slip of the pen
    if values.is_empty() {
        return;
    }
    schema.types = schema.types.and(types);
    schema.one_of = Some(constants);
}

/// `exclusiveMinimum` is a flag beside `minimum` up to 3.0, and a number of its own from 3.1. A whole number has a next one.
fn exclusive(schema: &mut Schema<'_>, tree: &Tree) {
    let whole = schema.types.and(Types::NUMBER) == Types::INTEGER;
    let mut next = |bound: Option<&Number>, step: i64| -> Option<Number> {
        let bound = bound?;
        match bound.as_i64().and_then(|n| n.checked_add(step)) {
            Some(next) if whole => Some(next.into()),
            _ => {
                schema.losses.push(Lost::Exclusive);
                Some(bound.clone())
            }
        }
    };
    let least = match tree.get("exclusiveMinimum") {
        Some(Tree::Boolean(true)) => next(tree.get("minimum").and_then(Tree::as_number), 1),
        Some(Tree::Number(bound)) => next(Some(bound), 1),
        _ => None,
    };
    let most = match tree.get("exclusiveMaximum") {
        Some(Tree::Boolean(true)) => next(tree.get("maximum").and_then(Tree::as_number), -1),
        Some(Tree::Number(bound)) => next(Some(bound), -1),
        _ => None,
    };
    if least.is_some() {
        schema.at_least = least;
    }
    if most.is_some() {
        schema.at_most = most;
    }
}
