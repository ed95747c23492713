//! What a description says, as JSON Schema: the operations, and validators of their schemas.

use super::wire::decoded;
use serde_json::{Value, json};

/// An operation of a description.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operation<'r> {
    pub(crate) item: &'r Value,
    pub(crate) operation: &'r Value,
}

impl<'r> Operation<'r> {
    /// The operation of a path as a pack writes it, which may have a base before it.
    pub(crate) fn find(root: &'r Value, method: &str, written: &str) -> Option<Self> {
        let written = written.replace("+}", "}");
        let fits = |path: &&String| written.ends_with(path.as_str());
        let path = root["paths"].as_object()?.keys().filter(fits).max_by_key(|path| path.len())?;
        let item = &root["paths"][path];
        item.get(method.to_lowercase()).map(|operation| Self { item, operation })
    }

    /// Its parameters, and those of its path that it doesn't have itself.
    pub(crate) fn parameters(self, root: &'r Value) -> Vec<&'r Value> {
        let of = |owner: &'r Value| owner["parameters"].as_array().into_iter().flatten().map(|p| resolved(root, p));
        let mut all: Vec<&Value> = of(self.operation).collect();
        for shared in of(self.item) {
            if !all.iter().any(|own| own["name"] == shared["name"] && own["in"] == shared["in"]) {
                all.push(shared);
            }
        }
        all
    }

    /// Whether it needs a body, and its media types with the schemas of what they hold.
    pub(crate) fn body(self, root: &'r Value) -> Option<(bool, Vec<(String, &'r Value)>)> {
        if let Some(body) = self.parameters(root).into_iter().find(|p| p["in"] == "body") {
            let consumes = self.operation.get("consumes").or(root.get("consumes")).and_then(Value::as_array);
            let named = consumes.into_iter().flatten().filter_map(Value::as_str);
            let name = named.into_iter().find(|name| name.ends_with("json")).unwrap_or("application/json");
            return Some((body["required"] == true, vec![(name.to_owned(), body)]));
        }
        let body = resolved(root, self.operation.get("requestBody")?);
        let content = body["content"].as_object()?;
        let types = content.iter().map(|(name, media)| (name.clone(), resolved(root, media)));
        Some((body["required"] == true, types.collect()))
    }
}

/// A validator of one schema of a description.
pub(crate) fn validator(root: &Value, schema: &Value, is_old: bool) -> Option<jsonschema::Validator> {
    let mut whole = json!({ "allOf": [schema] });
    let mut waiting = vec![schema];
    let mut known = Vec::new();
    while let Some(value) = waiting.pop() {
        match value {
            Value::Array(items) => waiting.extend(items),
            Value::Object(members) => {
                waiting.extend(members.values());
                let Some(to) = members.get("$ref").and_then(Value::as_str).and_then(|to| to.strip_prefix("#/")) else {
                    continue;
                };
                if known.contains(&to) {
                    continue;
                }
                known.push(to);
                let target = root.pointer(&format!("/{}", decoded(to)))?;
                waiting.push(target);
                let steps: Vec<&str> = to.split('/').collect();
                let mut at = &mut whole;
                for step in steps {
                    let name = decoded(step).replace("~1", "/").replace("~0", "~");
                    at = at.as_object_mut()?.entry(name).or_insert_with(|| json!({}));
                }
                *at = target.clone();
            }
            _ => {}
        }
    }
    let draft = if is_old { jsonschema::Draft::Draft4 } else { jsonschema::Draft::Draft202012 };
    jsonschema::options().with_draft(draft).should_validate_formats(false).build(&whole).ok()
}

pub(crate) fn resolved<'r>(root: &'r Value, value: &'r Value) -> &'r Value {
    let mut value = value;
    for _ in 0..20 {
        let to = value.get("$ref").and_then(Value::as_str).and_then(|to| to.strip_prefix('#'));
        let Some(to) = to.and_then(|to| root.pointer(&decoded(to))) else { break };
        value = to;
    }
    value
}

/// What OpenAPI means where it isn't JSON Schema: `nullable`, and members that only answers have.
pub(crate) fn as_json_schema(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(as_json_schema),
        Value::Object(members) => {
            members
                .iter_mut()
                .filter(|(name, _)| !matches!(name.as_str(), "example" | "examples" | "default" | "enum"))
                .for_each(|(name, v)| match v {
                    // there names aren't keywords
                    Value::Object(named) if name == "properties" => named.values_mut().for_each(as_json_schema),
                    v => as_json_schema(v),
                });
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
