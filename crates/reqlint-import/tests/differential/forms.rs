//! Bodies as forms.

use super::oracle;
use super::wire::{self, Style};
use serde_json::Value;

pub(super) fn nests_forms(root: &Value) -> bool {
    let operations = root["paths"].as_object().into_iter().flatten();
    let operations = operations.flat_map(|(_, item)| item.as_object().into_iter().flatten());
    operations.into_iter().any(|(_, operation)| {
        let body = oracle::resolved(root, &operation["requestBody"]);
        let types = body["content"].as_object().into_iter().flatten();
        let mut members = types.flat_map(|(_, media)| media["encoding"].as_object().into_iter().flatten());
        members.any(|(_, member)| member["style"] == "deepObject")
    })
}

pub(super) fn style_of(media: &Value, name: &str, nests: bool) -> Style {
    let own = &media["encoding"][name];
    let swagger = &media["schema"]["properties"][name]["collectionFormat"];
    match (own["style"].as_str(), own["explode"].as_bool(), swagger.as_str()) {
        (Some("deepObject"), ..) if nests => Style::Brackets,
        (_, _, Some("multi")) => Style::Repeated,
        (_, _, Some(_)) => Style::InOne(","),
        (None | Some("form"), None | Some(true), None) => Style::Repeated,
        _ => Style::InOne(","),
    }
}

/// A body as a form, and what it may mean, made of one that is right. `None` if it can't be written as one.
pub(super) fn form(
    body: &Value,
    was: &Value,
    style: &dyn Fn(&str) -> Style,
    is_in_parts: bool,
) -> Option<(String, Vec<Value>)> {
    let mut text = Vec::new();
    let mut readings = vec![serde_json::Map::new()];
    for (name, value) in body.as_object()? {
        let Some(value) = wire::sent(value) else { continue };
        let own = style(name);
        let pairs = wire::pairs(&wire::encoded(name), &value, own)?;
        text.extend(pairs);
        let may_be = wire::readings(&value, was.get(name), own, true);
        let with = |row: &serde_json::Map<String, Value>, value: &Value| {
            let mut row = row.clone();
            row.insert(name.clone(), value.clone());
            row
        };
        readings =
            readings.iter().flat_map(|row| may_be.iter().map(|one| with(row, one)).collect::<Vec<_>>()).collect();
    }
    let readings = readings.into_iter().map(Value::Object).collect();
    if is_in_parts {
        let pairs: Vec<_> = text.iter().map(|(name, value)| (wire::decoded(name), wire::decoded(value))).collect();
        return Some((wire::in_parts(&pairs), readings));
    }
    let text: Vec<_> = text.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    Some((text.join("&"), readings))
}
