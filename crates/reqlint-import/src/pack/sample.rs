//! Values and requests that an API takes, for the examples of rules.

use super::written::{self, BOUNDARY, encoded, text};
use crate::api::{Api, Body, Field, Is, Operation, Step, Value};
use crate::openapi::address::names;
use crate::slug::slug;
use regex_syntax::hir::{Class, Hir, HirKind};
use serde_json::{Map, Number, Value as Json, json};

/// How many repetitions of a regex a sample has at most.
const MAX_REPEATED: u32 = 256;

const PARTS: &str = "multipart/form-data";

/// A request as it is built up.
#[derive(Clone, Debug)]
pub(super) struct Sample<'a> {
    pub(super) api: &'a Api,
    pub(super) operation: &'a Operation,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) query: Vec<(String, String)>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Option<Json>,
    /// Instead of the body: what can't be written as JSON.
    pub(super) raw: Option<String>,
}

impl<'a> Sample<'a> {
    /// A request that the operation takes. `None` if a value can't be made up.
    pub(super) fn of(api: &'a Api, operation: &'a Operation) -> Option<Self> {
        let operation = operation.as_example();
        let (path, marks) = operation.path.split_once('?').unwrap_or((&operation.path, ""));
        let mut path = path.to_owned();
        for (name, _) in names(&operation.path) {
            path = filled(&path, name, &path_value(api, operation, name)?);
        }
        let marks = marks.split('&').filter(|mark| !mark.is_empty());
        let mut query: Vec<_> = marks
            .map(|mark| mark.split_once('=').unwrap_or((mark, "")))
            .map(|(n, v)| (n.to_owned(), v.to_owned()))
            .collect();
        for field in operation.query_fields.iter().filter(|field| field.required) {
            let name = parameter(field)?;
            if !query.iter().any(|(known, _)| *known == name) {
                query.push((name, text(&value(api, field)?)));
            }
        }
        let body = match operation.body {
            Body::Nothing => None,
            Body::Any if operation.body_fields.is_empty() => None,
            Body::Any | Body::Object { .. } => Some(Json::Object(object(api, operation, &[], 0)?)),
            Body::List { .. } => Some(list(api, operation, &[], 1, 0)?),
            Body::Something => Some(json!({})),
        };
        let (method, headers) = (operation.method.clone(), Vec::new());
        Some(Self { api, operation, method, path, query, headers, body, raw: None })
    }

    /// As raw HTTP.
    pub(super) fn http(&self) -> Option<String> {
        let query: Vec<_> = self.query.iter().map(|(n, v)| format!("{}={}", encoded(n), encoded(v))).collect();
        let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
        let host = self.api.hosts.get(self.operation.host).map_or("*", String::as_str);
        let host = if host == "*" { "api.example".to_owned() } else { host.replacen('*', "api", 1) };
        let mut text = format!("{} {}{query} HTTP/1.1\nHost: {host}\n", self.method, self.path);
        for (name, value) in &self.headers {
            text += &format!("{name}: {value}\n");
        }
        let own_type = self.headers.iter().any(|(name, _)| name == "Content-Type");
        if let Some(raw) = &self.raw {
            if !own_type {
                text += &format!("Content-Type: {}\n", self.media_type());
            }
            text += &format!("\n{raw}\n");
        } else if let Some(body) = &self.body {
            if !own_type {
                let boundary = if self.is_in_parts() { format!("; boundary={BOUNDARY}") } else { String::new() };
                text += &format!("Content-Type: {}{boundary}\n", self.media_type());
            }
            text += &format!("\n{}\n", self.written(body)?);
        }
        (!text.contains("'''") && !text.contains('\\')).then_some(text)
    }

    pub(super) fn media_type(&self) -> String {
        let accepts = &self.operation.accepts;
        let json = accepts.iter().find(|a| *a == "json" || a.ends_with("json"));
        let named = |name: &str| accepts.iter().find(|a| *a == name);
        let first = json.or(named("form")).or(named(PARTS)).or(accepts.first());
        match first.map(String::as_str) {
            None | Some("json") => "application/json".to_owned(),
            Some("form") => "application/x-www-form-urlencoded".to_owned(),
            Some("xml") => "application/xml".to_owned(),
            Some(other) => other.to_owned(),
        }
    }

    pub(super) fn is_json(&self) -> bool {
        self.media_type().ends_with("json")
    }

    pub(super) fn is_in_parts(&self) -> bool {
        self.media_type() == PARTS
    }

    fn written(&self, body: &Json) -> Option<String> {
        if self.is_json() {
            return Some(body.to_string());
        }
        if self.is_in_parts() && self.operation.body != Body::Something {
            return written::parts(body);
        }
        if self.media_type() != "application/x-www-form-urlencoded" {
            return if self.operation.body == Body::Something { Some("data".to_owned()) } else { None };
        }
        let mut pairs = Vec::new();
        for (name, value) in body.as_object()? {
            written::form(&encoded(name), value, self.api.nests_forms, &mut pairs);
        }
        Some(pairs.join("&"))
    }
}

/// A value of a parameter of the path, as it is written there.
pub(super) fn path_value(api: &Api, operation: &Operation, name: &str) -> Option<String> {
    let field = operation.path_fields.iter().find(|f| f.steps == [Step::Member(name.to_owned())]);
    let value = match field.filter(|field| field.has_tests()) {
        Some(field) => text(&value(api, field)?),
        None => slug(name),
    };
    Some(encoded(if value.is_empty() { "1" } else { &value }))
}

/// A path with a parameter filled in.
pub(super) fn filled(path: &str, name: &str, value: &str) -> String {
    path.replace(&format!("{{{name}}}"), value).replace(&format!("{{{name}+}}"), value)
}

/// The place of a member in a body, made if it isn't there, with what is required beside it.
pub(super) fn place<'j>(api: &Api, operation: &Operation, body: &'j mut Json, steps: &[Step]) -> Option<&'j mut Json> {
    let mut at = body;
    for (number, step) in steps.iter().enumerate() {
        let here = steps.get(..=number)?;
        let field = operation.body_fields.iter().find(|field| field.steps == here);
        let made = || match field {
            Some(field) => inside(api, operation, field, 0),
            None => object(api, operation, here, 0).map(Json::Object),
        };
        at = match (step, at) {
            (Step::Member(name), Json::Object(members)) => {
                if !members.contains_key(name) {
                    members.insert(name.clone(), made()?);
                }
                members.get_mut(name)?
            }
            (Step::Items, Json::Array(items)) => {
                if items.is_empty() {
                    items.push(made()?);
                }
                items.first_mut()?
            }
            _ => return None,
        };
    }
    Some(at)
}

/// The name of a parameter.
pub(super) fn parameter(field: &Field) -> Option<String> {
    match field.steps.as_slice() {
        [Step::Member(name)] => Some(name.clone()),
        _ => None,
    }
}

fn object(api: &Api, operation: &Operation, at: &[Step], depth: usize) -> Option<Map<String, Json>> {
    let mut members = Map::new();
    if depth > 16 {
        return None;
    }
    for field in &operation.body_fields {
        let Some([Step::Member(name)]) = field.steps.strip_prefix(at) else { continue };
        if field.required {
            members.insert(name.clone(), inside(api, operation, field, depth)?);
        }
    }
    for group in operation.groups.iter().filter(|group| group.object == at) {
        if group.members.iter().any(|name| members.contains_key(name)) {
            continue;
        }
        let name = group.members.first()?;
        let steps = [at, &[Step::Member(name.clone())]].concat();
        let field = operation.body_fields.iter().find(|field| field.steps == steps)?;
        members.insert(name.clone(), inside(api, operation, field, depth)?);
    }
    Some(members)
}

/// A value of a field, with what is required in it.
pub(super) fn inside(api: &Api, operation: &Operation, field: &Field, depth: usize) -> Option<Json> {
    let is = match &field.is {
        Is::Several(names) if names.first().is_some_and(|name| name == "list") => &Is::List,
        Is::Several(names) if names.first().is_some_and(|name| name == "object") => &Is::Object,
        is => is,
    };
    match is {
        Is::Object => object(api, operation, &field.steps, depth + 1).map(Json::Object),
        Is::List => list(api, operation, &field.steps, field.min_items.unwrap_or(0).max(1), depth + 1),
        _ => value(api, field),
    }
}

fn list(api: &Api, operation: &Operation, at: &[Step], length: u64, depth: usize) -> Option<Json> {
    let steps = [at, &[Step::Items]].concat();
    let item = operation.body_fields.iter().find(|field| field.steps == steps);
    let item = match item {
        Some(item) => inside(api, operation, item, depth)?,
        None => Json::Object(object(api, operation, &steps, depth + 1)?),
    };
    Some(Json::Array(vec![item; usize::try_from(length.min(20)).ok()?]))
}

/// A value that a field takes.
pub(super) fn value(api: &Api, field: &Field) -> Option<Json> {
    if let Some(first) = field.one_of.first() {
        return Some(match first {
            Value::Text(text) => json!(text),
            Value::Number(number) => json!(number),
            Value::Boolean(boolean) => json!(boolean),
        });
    }
    Some(match &field.is {
        Is::Anything | Is::Text => json!(word(field)?),
        Is::Pattern(name) => of_pattern(api, name)?,
        Is::Format("uuid") => json!("12345678-1234-1234-1234-1234567890ab"),
        Is::Format("email") => json!("joe@example.com"),
        Is::Format("url") => json!("https://example.com/"),
        Is::Format("hostname") => json!("www.example.com"),
        Is::Format("ip") => json!("192.0.2.1"),
        Is::Format("date") => json!("2024-05-01"),
        Is::Format("date-time") => json!("2024-05-01T12:00:00Z"),
        Is::Format(_) => json!("dGV4dA=="),
        Is::Integer | Is::Number => Json::Number(number(field)?),
        Is::Boolean => json!(true),
        Is::List => json!([]),
        Is::Object => json!({}),
        Is::Several(names) => match names.first()?.as_str() {
            "text" => json!(word(field)?),
            "integer" | "number" => Json::Number(number(field)?),
            "boolean" => json!(true),
            "list" => json!([]),
            "object" => json!({}),
            name => of_pattern(api, name)?,
        },
    })
}

fn of_pattern(api: &Api, name: &str) -> Option<Json> {
    let regex = api.patterns.iter().find(|pattern| pattern.name == *name)?;
    let hir = regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build().parse(&regex.regex).ok()?;
    let mut bytes = Vec::new();
    shortest(&hir, &mut bytes)?;
    Some(json!(String::from_utf8(bytes).ok()?))
}

fn word(field: &Field) -> Option<String> {
    let least = usize::try_from(field.min_length.unwrap_or(0)).ok()?;
    let most = usize::try_from(field.max_length.unwrap_or(1_000)).ok()?;
    if least > 200 {
        return None;
    }
    let word: String = "example ".chars().cycle().take(least.max(7).min(most)).collect();
    let word = word.trim_end().to_owned();
    Some(format!("{word}{}", "x".repeat(least.saturating_sub(word.len()))))
}

fn number(field: &Field) -> Option<Number> {
    let bound = |n: &Option<Number>| n.as_ref().and_then(Number::as_i64);
    let step = bound(&field.multiple_of).filter(|step| *step > 0).unwrap_or(1);
    if let (Some(least), None) = (&field.at_least, bound(&field.at_least)) {
        return Some(least.clone());
    }
    let least = bound(&field.at_least).unwrap_or_else(|| bound(&field.at_most).map_or(1, |most| most.min(1)));
    let rest = least.rem_euclid(step);
    let n = if rest == 0 { least } else { least.checked_add(step - rest)? };
    Some(n.into())
}

/// A short text that a regex matches.
fn shortest(hir: &Hir, out: &mut Vec<u8>) -> Option<()> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => out.extend_from_slice(&literal.0),
        HirKind::Class(Class::Bytes(class)) => {
            let inside = |byte: u8| class.ranges().iter().any(|r| (r.start()..=r.end()).contains(&byte));
            out.push(b"a1A-._/ ".iter().copied().find(|b| inside(*b)).or_else(|| (b'!'..=b'~').find(|b| inside(*b)))?);
        }
        HirKind::Class(Class::Unicode(class)) => {
            let inside = |c: char| class.ranges().iter().any(|r| (r.start()..=r.end()).contains(&c));
            let c = "a1A-._/ ".chars().find(|c| inside(*c)).or_else(|| ('!'..='~').find(|c| inside(*c)))?;
            out.push(u8::try_from(u32::from(c)).ok()?);
        }
        HirKind::Repetition(repetition) => {
            let times = repetition.min.max(u32::from(out.is_empty() && repetition.max != Some(0)));
            if times > MAX_REPEATED {
                return None;
            }
            for _ in 0..times {
                shortest(&repetition.sub, out)?;
            }
        }
        HirKind::Capture(capture) => shortest(&capture.sub, out)?,
        HirKind::Concat(parts) => parts.iter().try_for_each(|part| shortest(part, out))?,
        HirKind::Alternation(parts) => shortest(parts.first()?, out)?,
    }
    (out.len() < 1_000).then_some(())
}
