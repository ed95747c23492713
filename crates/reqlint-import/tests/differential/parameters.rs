//! Parameters of paths, queries and headers: requests with one of them changed, and whether its schema takes them.

use super::bodies::sample;
use super::judge::Request;
use super::oracle::{resolved, validator};
use super::wire::{Style, encoded, pairs, readings, sent};
use serde_json::{Value, json};

/// One parameter of an operation.
pub(crate) struct Parameter<'r> {
    pub(crate) name: &'r str,
    pub(crate) part: &'r str,
    pub(crate) is_required: bool,
    style: Style,
    validator: jsonschema::Validator,
    sample: Value,
}

/// The parameters that can be made up; `None` if one that is needed can't.
pub(crate) fn parameters<'r>(root: &'r Value, all: &[&'r Value], is_old: bool) -> Option<Vec<Parameter<'r>>> {
    let mut made = Vec::new();
    for parameter in all {
        let (name, part) = (parameter["name"].as_str()?, parameter["in"].as_str()?);
        let is_required = parameter["required"] == true || part == "path";
        // it is said by the body that is sent, if one is
        if name.eq_ignore_ascii_case("content-length") && is_required {
            return None;
        }
        let said = ["accept", "content-type", "content-length", "authorization"];
        let is_said = said.iter().any(|n| name.eq_ignore_ascii_case(n));
        if !matches!(part, "path" | "query" | "header") || part == "header" && is_said {
            continue;
        }
        match read(root, parameter, name, part, is_required, is_old) {
            Some(parameter) => made.push(parameter),
            None if is_required => return None,
            None => {}
        }
    }
    Some(made)
}

fn read<'r>(
    root: &'r Value,
    parameter: &'r Value,
    name: &'r str,
    part: &'r str,
    is_required: bool,
    is_old: bool,
) -> Option<Parameter<'r>> {
    // in Swagger 2 the parameter is its own schema
    let mut schema = parameter.get("schema").unwrap_or(parameter).clone();
    if parameter.get("schema").is_none()
        && let Some(members) = schema.as_object_mut()
    {
        members.retain(|key, _| !matches!(key.as_str(), "required" | "name" | "in" | "format"));
    }
    let validator = validator(root, &schema, is_old)?;
    let sample = sent(&sample(root, &schema)?)?;
    let style = style(parameter);
    let is_right = readings(&sample, None, style, true).iter().any(|value| validator.is_valid(value));
    let is_list = resolved(root, &schema)["type"] == "array";
    // of lists in paths and headers packs say only what any text is
    let is_apart = part == "query" || !(sample.is_array() || sample.is_object() || is_list);
    (is_right && is_apart).then_some(Parameter { name, part, is_required, style, validator, sample })
}

fn style(parameter: &Value) -> Style {
    let is_exploded = |otherwise: bool| parameter["explode"].as_bool().unwrap_or(otherwise);
    match (parameter["collectionFormat"].as_str(), parameter["style"].as_str()) {
        (Some("multi"), _) => Style::Repeated,
        (Some("ssv"), _) => Style::InOne("%20"),
        (Some("pipes"), _) => Style::InOne("|"),
        (Some(_), _) => Style::InOne(","),
        (None, Some("spaceDelimited")) if !is_exploded(false) => Style::InOne("%20"),
        (None, Some("pipeDelimited")) if !is_exploded(false) => Style::InOne("|"),
        (None, Some("deepObject")) => Style::Brackets,
        (None, _) if parameter.get("schema").is_none() => Style::InOne(","),
        (None, _) if is_exploded(true) => Style::Repeated,
        (None, _) => Style::InOne(","),
    }
}

impl Parameter<'_> {
    /// Puts a value into a request; `None` if it can't be written there.
    pub(crate) fn put(&self, request: &mut Request, value: &Value) -> Option<()> {
        match self.part {
            "query" => request.query.extend(pairs(&encoded_name(self.name), value, self.style)?),
            _ if value.is_array() || value.is_object() || value.is_null() => return None,
            "path" => {
                let text = Some(encoded(&super::wire::text(value))).filter(|text| !text.is_empty())?;
                request.path.push((self.name.to_owned(), text));
            }
            _ => request.headers.push((self.name.to_owned(), super::wire::text(value).trim().to_owned())),
        }
        Some(())
    }

    pub(crate) fn put_sample(&self, request: &mut Request) -> Option<()> {
        self.put(request, &self.sample)
    }

    /// Values, and whether the schema takes what they mean; `None`: the parameter isn't there.
    pub(crate) fn changes(&self) -> Vec<(Option<Value>, bool)> {
        let mut all: Vec<Option<Value>> = vec![None, Some(self.sample.clone())];
        let singles = [
            json!(""),
            json!(" "),
            json!("no such value"),
            json!("none"),
            json!("0"),
            json!("-1"),
            json!("1.5"),
            json!("1000000000000"),
            json!("true"),
            json!("2024-05-01"),
            json!("ab".repeat(2_600)),
        ];
        all.extend(singles.iter().cloned().map(Some));
        if self.part == "query" {
            match &self.sample {
                Value::Array(items) => {
                    let first = items.first().cloned().unwrap_or(json!("x"));
                    all.extend(singles.iter().map(|single| Some(json!([first, single]))));
                    all.extend(singles.iter().map(|single| Some(json!([single]))));
                    all.push(Some(json!([first, first])));
                    all.push(Some(Value::Array(vec![first; 101])));
                }
                Value::Object(members) => {
                    for name in members.keys() {
                        for single in &singles {
                            let mut changed = members.clone();
                            changed.insert(name.clone(), single.clone());
                            all.push(Some(Value::Object(changed)));
                        }
                        let mut changed = members.clone();
                        changed.remove(name);
                        all.push(sent(&Value::Object(changed)));
                    }
                    let mut changed = members.clone();
                    changed.insert("no-such-member".to_owned(), json!("1"));
                    all.push(Some(Value::Object(changed)));
                }
                _ => {}
            }
        }
        let judged = all.into_iter().map(|value| {
            let is_right = match &value {
                None => !self.is_required,
                Some(value) => {
                    // spaces around the value of a header aren't part of it
                    let value = match value {
                        Value::String(text) if self.part == "header" => json!(text.trim()),
                        other => other.clone(),
                    };
                    readings(&value, None, self.style, true).iter().any(|reading| self.validator.is_valid(reading))
                }
            };
            (value, is_right)
        });
        judged.filter(|(value, _)| value.is_some() || self.part != "path").collect()
    }
}

/// A name as it is usually sent: brackets are left as they are.
fn encoded_name(name: &str) -> String {
    encoded(name).replace("%5B", "[").replace("%5D", "]")
}
