//! Error answers: their statuses, and how their bodies are built.

use super::Dialect;
use crate::tree::{At, Documents, Tree};
use std::collections::{BTreeMap, BTreeSet};

/// The error statuses that an operation gives.
pub(crate) fn statuses(operation: At<'_>, documents: &Documents) -> BTreeSet<u16> {
    let answers = operation.tree.get("responses").map(Tree::members).unwrap_or_default();
    let _ = documents;
    let statuses = answers.iter().filter_map(|(status, _)| status.parse::<u16>().ok());
    statuses.filter(|status| (400..=599).contains(status)).collect()
}

/// Bodies of error answers as templates: the commonest, without statuses, and before it those of statuses whose commonest is
/// another.
pub(crate) fn reply(documents: &Documents, dialect: Dialect) -> Vec<(Vec<u16>, String)> {
    let found = found(documents, dialect);
    let mut all: BTreeMap<&str, usize> = BTreeMap::new();
    for (template, count) in found.values().flatten() {
        *all.entry(template).or_default() += count;
    }
    let Some(most) = commonest(all) else { return Vec::new() };
    let mut others: BTreeMap<&str, Vec<u16>> = BTreeMap::new();
    for (status, templates) in &found {
        let own = commonest(templates.iter().map(|(template, count)| (template.as_str(), *count)));
        if let (Some(status), Some(own)) = (status, own.filter(|own| *own != most)) {
            others.entry(own).or_default().push(*status);
        }
    }
    let others = others.into_iter().map(|(template, statuses)| (statuses, template.to_owned()));
    others.chain([(Vec::new(), most.to_owned())]).collect()
}

fn commonest<'t>(counts: impl IntoIterator<Item = (&'t str, usize)>) -> Option<&'t str> {
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(template, _)| template)
}

/// How often the error answers of each status are built in which way; `None` is any status.
fn found(documents: &Documents, dialect: Dialect) -> BTreeMap<Option<u16>, BTreeMap<String, usize>> {
    let root = documents.root();
    let mut found: BTreeMap<Option<u16>, BTreeMap<String, usize>> = BTreeMap::new();
    let mut seen = 0;
    for (_, item) in root.tree.get("paths").map(Tree::members).unwrap_or_default() {
        let Ok((item, _)) = documents.follow(At { tree: item, file: 0 }) else { continue };
        for (_, operation) in item.tree.members() {
            for (status, answer) in operation.get("responses").map(Tree::members).unwrap_or_default() {
                let is_error = status.starts_with('4') || status == "default";
                if !is_error || seen >= 10_000 {
                    continue;
                }
                seen += 1;
                let Ok((answer, _)) = documents.follow(At { tree: answer, file: item.file }) else { continue };
                let schema = match dialect {
                    Dialect::Swagger2 => answer.tree.get("schema"),
                    Dialect::OpenApi30 | Dialect::OpenApi31 => {
                        let content = answer.tree.get("content").map(Tree::members).unwrap_or_default();
                        content
                            .iter()
                            .find(|(name, _)| name.contains("json"))
                            .and_then(|(_, media)| media.get("schema"))
                    }
                };
                if let Some(template) = schema.and_then(|tree| template(documents, At { tree, file: answer.file }, 0)) {
                    *found.entry(status.parse().ok()).or_default().entry(template).or_default() += 1;
                }
            }
        }
    }
    found
}

fn template(documents: &Documents, at: At<'_>, depth: usize) -> Option<String> {
    if depth > 3 {
        return None;
    }
    let (at, _) = documents.follow(at).ok()?;
    let part = |name: &str| at.tree.get(name).map(Tree::items).unwrap_or_default().iter();
    let properties = at.tree.get("properties").map(Tree::members).unwrap_or_default();
    if properties.is_empty() {
        let parts = part("allOf").chain(part("anyOf")).chain(part("oneOf"));
        return parts.filter_map(|tree| template(documents, At { tree, file: at.file }, depth + 1)).next();
    }
    let holds_text = |name: &str| {
        let (_, tree) = properties.iter().find(|(known, _)| known == name)?;
        let (schema, _) = documents.follow(At { tree, file: at.file }).ok()?;
        match schema.tree.get("type") {
            Some(Tree::Text(text)) => Some(text == "string" || text == "integer"),
            Some(Tree::List(types)) => Some(types.iter().any(|t| t.as_text() == Some("string"))),
            _ => None,
        }
        .filter(|is_text| *is_text)
        .map(|_| name.to_owned())
    };
    let quoted = |name: &str| serde_json::Value::String(name.to_owned()).to_string();
    if let Some(template) = crate::reply::of_members(|name| holds_text(name).is_some()) {
        return Some(template);
    }
    for name in ["error", "errors"] {
        let Some((_, tree)) = properties.iter().find(|(known, _)| known == name) else { continue };
        let (inner, _) = documents.follow(At { tree, file: at.file }).ok()?;
        if let Some(items) = inner.tree.get("items") {
            let inner = template(documents, At { tree: items, file: inner.file }, depth + 1)?;
            return Some(format!("{{{}: [{inner}]}}", quoted(name)));
        }
        if let Some(inner) = template(documents, inner, depth + 1) {
            return Some(format!("{{{}: {inner}}}", quoted(name)));
        }
    }
    holds_text("error").map(|name| format!("{{{}: \"{{{{message}}}}\"}}", quoted(&name)))
}
