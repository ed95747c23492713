//! Examples: a request that the API takes, and the same request with one mistake.

use super::sample::{self, Sample, parameter};
use super::written;
use crate::api::{Api, Body, Credential, Field, Is, Operation, Step, Value};
use crate::openapi::address::names;
use serde_json::{Value as Json, json};

/// How many examples are tried for one rule.
const MAX_TRIED: usize = 16;

/// How long a text may be that is too long; rule files say how often a letter is repeated.
const MAX_LONG: u64 = 20_000;

/// What is wrong in the example that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    Path,
    Case,
    Slash,
    Method,
    Syntax,
    Shape,
    NoBody,
    Body,
    MediaType,
    Missing,
    Group,
    Variant,
    Member,
    Value,
    QueryMissing,
    QueryValue,
    PathValue,
    Credentials,
}

/// Pairs of requests, of the operations that are easiest to read.
pub(super) fn of(api: &Api, operations: &[&Operation], broken: Broken) -> Vec<(String, String)> {
    let mut order: Vec<_> = operations.to_vec();
    order.sort_by_key(|o| {
        let required = o.body_fields.iter().chain(&o.query_fields).filter(|field| field.required).count();
        (required, o.path.matches('{').count(), o.body_fields.len(), o.path.len())
    });
    let pairs = order.into_iter().flat_map(|operation| pairs(api, operation, broken));
    pairs.take(MAX_TRIED).collect()
}

/// What is to be tried of one operation.
fn pairs(api: &Api, operation: &Operation, broken: Broken) -> Vec<(String, String)> {
    let operation = operation.as_example();
    let Some(right) = Sample::of(api, operation) else { return Vec::new() };
    let made = match broken {
        Broken::Path | Broken::Slash | Broken::Case | Broken::Method => path(api, operation, &right, broken),
        Broken::Syntax | Broken::Shape | Broken::NoBody | Broken::Body | Broken::MediaType => {
            body(operation, &right, broken)
        }
        Broken::Member => member_more(api, operation, &right),
        Broken::Variant => variant(api, operation, &right),
        Broken::Group => group(api, operation, &right),
        Broken::Missing | Broken::Value => member(api, operation, &right, broken),
        Broken::QueryMissing | Broken::QueryValue | Broken::PathValue => parameters(api, operation, &right, broken),
        Broken::Credentials => credentials(operation, &right).into_iter().collect(),
    };
    made.into_iter().filter_map(|(fail, pass)| Some((fail.http()?, pass.http()?))).collect()
}

type Pair<'a> = (Sample<'a>, Sample<'a>);

fn path<'a>(api: &Api, operation: &Operation, right: &Sample<'a>, broken: Broken) -> Vec<Pair<'a>> {
    let with = |path: String| (Sample { path, ..right.clone() }, right.clone());
    let bare = right.path.trim_end_matches('/');
    match broken {
        Broken::Path => vec![with("/no-such-path".to_owned()), with(format!("{bare}/no-such-path"))],
        Broken::Slash if bare == right.path => vec![with(format!("{bare}/"))],
        Broken::Case => {
            let is_word = |s: &&str| s.contains(|c: char| c.is_ascii_alphabetic()) && !s.contains('{');
            let Some(word) = operation.path.split(['/', '?']).find(is_word) else { return Vec::new() };
            let swapped =
                |c: char| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
            vec![with(right.path.replacen(word, &word.chars().map(swapped).collect::<String>(), 1))]
        }
        Broken::Method => {
            let taken = |method: &str| api.operations.iter().any(|o| o.path == operation.path && o.method == method);
            let free = ["DELETE", "PATCH", "PUT", "POST", "GET"].into_iter().filter(|method| !taken(method));
            free.map(|method| (Sample { method: method.to_owned(), ..right.clone() }, right.clone())).collect()
        }
        _ => Vec::new(),
    }
}

fn body<'a>(operation: &Operation, right: &Sample<'a>, broken: Broken) -> Vec<Pair<'a>> {
    let (mut pass, mut fail) = (right.clone(), right.clone());
    match (broken, &right.body) {
        (Broken::Syntax, Some(_)) if right.is_json() => {
            let is_list = matches!(operation.body, Body::List { .. });
            fail.raw = Some(if is_list { "[{" } else { "{\"" }.to_owned());
        }
        (Broken::Shape, Some(Json::Object(object))) if right.is_json() => fail.body = Some(json!([object])),
        (Broken::Shape, Some(_)) if right.is_json() => fail.body = Some(json!({})),
        (Broken::NoBody, Some(_)) => {
            fail.body = None;
            if !(pass.is_json() || pass.is_in_parts() && operation.body != Body::Something) {
                pass.raw = Some("data".to_owned());
            }
        }
        (Broken::Body, None) => fail.raw = Some("name=value".to_owned()),
        (Broken::MediaType, _) => {
            let raw = match right.media_type().as_str() {
                "application/x-www-form-urlencoded" => "name=value",
                _ if right.is_json() => "{}",
                _ => "data",
            };
            (pass.raw, fail.raw) = (Some(raw.to_owned()), Some(raw.to_owned()));
            fail.headers.push(("Content-Type".to_owned(), "application/x-unknown".to_owned()));
        }
        _ => return Vec::new(),
    }
    vec![(fail, pass)]
}

/// A member that the description doesn't have, in each object that takes no others.
fn member_more<'a>(api: &Api, operation: &Operation, right: &Sample<'a>) -> Vec<Pair<'a>> {
    let closed = operation.body_fields.iter().filter(|field| field.closed == Some(true) && field.is == Is::Object);
    let own = operation.is_closed.then_some(&[] as &[Step]);
    let places = own.into_iter().chain(closed.map(|field| field.steps.as_slice()));
    let pairs = places.take(3).filter_map(|steps| {
        let mut pass = right.body.clone()?;
        sample::place(api, operation, &mut pass, steps)?;
        // an empty form is no body
        if !right.is_json() && !right.is_in_parts() && pass.as_object().is_some_and(serde_json::Map::is_empty) {
            let [first] = operation.body_fields.iter().find(|f| f.steps.len() == 1)?.steps.as_slice() else {
                return None;
            };
            sample::place(api, operation, &mut pass, std::slice::from_ref(first))?;
        }
        let mut fail = pass.clone();
        let members = sample::place(api, operation, &mut fail, steps)?.as_object_mut()?;
        members.insert("no-such-member".to_owned(), json!(1));
        let with = |body| Sample { body: Some(body), ..right.clone() };
        Some((with(fail), with(pass)))
    });
    pairs.collect()
}

/// An object without the members of a group.
fn group<'a>(api: &Api, operation: &Operation, right: &Sample<'a>) -> Vec<Pair<'a>> {
    let pairs = operation.groups.iter().take(3).filter_map(|group| {
        let mut pass = right.body.clone()?;
        sample::place(api, operation, &mut pass, &group.object)?;
        let mut fail = pass.clone();
        let members = sample::place(api, operation, &mut fail, &group.object)?.as_object_mut()?;
        group.members.iter().for_each(|name| drop(members.remove(name)));
        let with = |body| Sample { body: Some(body), ..right.clone() };
        Some((with(fail), with(pass)))
    });
    pairs.collect()
}

/// An object that has none of its forms.
fn variant<'a>(api: &Api, operation: &Operation, right: &Sample<'a>) -> Vec<Pair<'a>> {
    let with = |body| Sample { body: Some(body), ..right.clone() };
    let mut pairs = Vec::new();
    for steps in operation.objects_with_variants().take(3) {
        let Some(mut pass) = right.body.clone() else { continue };
        let Some(Json::Object(members)) = sample::place(api, operation, &mut pass, steps).cloned() else { continue };
        let values = [None, Some(json!(1)), Some(json!("none")), Some(json!([]))];
        let one = members.keys().flat_map(|name| values.iter().map(move |value| (name.as_str(), value.clone())));
        let wrong = one.chain([("no-such-member", Some(json!(1)))]).map(|(name, value)| {
            let mut wrong = members.clone();
            match value {
                Some(value) => drop(wrong.insert(name.to_owned(), value)),
                None => drop(wrong.remove(name)),
            }
            Json::Object(wrong)
        });
        for wrong in [json!({})].into_iter().chain(wrong) {
            let mut fail = pass.clone();
            let Some(place) = sample::place(api, operation, &mut fail, steps) else { continue };
            *place = wrong;
            pairs.push((with(fail), with(pass.clone())));
        }
    }
    pairs
}

/// A member of the body that is wrong; the simplest first.
fn member<'a>(api: &Api, operation: &Operation, right: &Sample<'a>, broken: Broken) -> Vec<Pair<'a>> {
    let fits = |field: &&Field| match broken {
        Broken::Missing => field.required,
        _ => wrong(field).is_some(),
    };
    let is_named = |field: &&Field| matches!(field.steps.last(), Some(Step::Member(_)));
    let mut fields: Vec<_> = operation.body_fields.iter().filter(is_named).filter(fits).collect();
    fields.sort_by_key(|field| (field.steps.len(), !field.required));
    let pairs = fields.into_iter().take(3).filter_map(|field| {
        let (Some(Step::Member(name)), Some(body)) = (field.steps.last(), &right.body) else { return None };
        let mut pass = body.clone();
        *sample::place(api, operation, &mut pass, &field.steps)? = sample::inside(api, operation, field, 0)?;
        let mut fail = pass.clone();
        let parent = field.steps.split_last().map(|(_, parent)| parent).unwrap_or_default();
        let members = sample::place(api, operation, &mut fail, parent)?.as_object_mut()?;
        match broken {
            Broken::Missing => drop(members.remove(name)),
            _ => drop(members.insert(name.clone(), wrong(field)?)),
        }
        // a form without members is no body at all
        if !right.is_json() && fail.as_object().is_some_and(serde_json::Map::is_empty) {
            let other = operation.body_fields.iter().find(|other| {
                matches!(other.steps.as_slice(), [Step::Member(_)]) && other.steps != field.steps && !other.required
            });
            let (steps, value) = match other {
                Some(other) => (other.steps.clone(), sample::inside(api, operation, other, 0)?),
                None => (vec![Step::Member("other".to_owned())], json!("example")),
            };
            for body in [&mut pass, &mut fail] {
                *sample::place(api, operation, body, &steps)? = value.clone();
            }
        }
        let with = |body| Sample { body: Some(body), ..right.clone() };
        Some((with(fail), with(pass)))
    });
    pairs.collect()
}

fn parameters<'a>(api: &Api, operation: &Operation, right: &Sample<'a>, broken: Broken) -> Vec<Pair<'a>> {
    let in_path = broken == Broken::PathValue;
    let fields = if in_path { &operation.path_fields } else { &operation.query_fields };
    let mut pairs = Vec::new();
    // an object has no value of its own
    for field in fields.iter().filter(|field| field.is != Is::Object) {
        let Some(name) = parameter(field) else { continue };
        let wrong = match broken {
            Broken::QueryMissing if field.required => vec![String::new()],
            Broken::QueryValue => wrong_texts(field),
            // a parameter with listed values decides whether the path fits
            Broken::PathValue if !operation.goes_by(field) => wrong_texts(field),
            _ => continue,
        };
        for wrong in wrong {
            let (mut pass, mut fail) = (right.clone(), right.clone());
            if in_path {
                let (own, other) = (sample::path_value(api, operation, &name), written::encoded(&wrong));
                fail.path = operation.path.split('?').next().unwrap_or_default().to_owned();
                for (known, _) in names(&operation.path) {
                    let value =
                        if known == name { Some(other.clone()) } else { sample::path_value(api, operation, known) };
                    let Some(value) = value.filter(|_| own.is_some()) else { return pairs };
                    fail.path = sample::filled(&fail.path, known, &value);
                }
            } else {
                let Some(value) = sample::value(api, field) else { continue };
                set(&mut pass.query, &name, written::text(&value));
                if broken == Broken::QueryMissing {
                    fail.query.retain(|(known, _)| *known != name);
                } else {
                    set(&mut fail.query, &name, wrong);
                }
            }
            pairs.push((fail, pass));
        }
    }
    pairs
}

/// A header that is missing, or one that the API doesn't take.
pub(super) fn of_header(api: &Api, operations: &[&Operation], name: &str, is_missing: bool) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for operation in operations.iter().take(MAX_TRIED) {
        let field = operation
            .header_fields
            .iter()
            .find(|field| matches!(field.steps.as_slice(), [Step::Member(own)] if own.eq_ignore_ascii_case(name)));
        let (Some(field), Some(bare)) = (field, Sample::of(api, operation)) else { continue };
        let Some(value) = sample::value(api, field) else { continue };
        let with = |value: String| {
            let mut sample = bare.clone();
            sample.headers.push((name.to_owned(), value));
            sample
        };
        let pass = with(written::text(&value));
        let wrong = if is_missing { Vec::new() } else { wrong_texts(field) };
        let fails = is_missing.then(|| bare.clone()).into_iter().chain(wrong.into_iter().map(with));
        pairs.extend(fails.filter_map(|fail| Some((fail.http()?, pass.http()?))));
        if pairs.len() >= MAX_TRIED {
            break;
        }
    }
    pairs
}

fn credentials<'a>(operation: &Operation, right: &Sample<'a>) -> Option<Pair<'a>> {
    let (mut pass, mut fail) = (right.clone(), right.clone());
    for credential in operation.credentials.first()? {
        match credential {
            Credential::Header(name, scheme) => {
                let scheme = scheme.as_deref().map(|s| format!("{s} ")).unwrap_or_default();
                pass.headers.push((name.clone(), format!("{scheme}***")));
            }
            Credential::Query(name) => {
                fail.query.retain(|(known, _)| known != name);
                set(&mut pass.query, name, "***".to_owned());
            }
            Credential::Cookie(name) => pass.headers.push(("Cookie".to_owned(), format!("{name}=***"))),
        }
    }
    Some((fail, pass))
}

fn set(query: &mut Vec<(String, String)>, name: &str, value: String) {
    match query.iter_mut().find(|(known, _)| known == name) {
        Some((_, known)) => *known = value,
        None => query.push((name.to_owned(), value)),
    }
}

/// A value in JSON that a field doesn't take.
fn wrong(field: &Field) -> Option<Json> {
    let texts = !field.one_of.is_empty() && field.one_of.iter().all(|v| matches!(v, Value::Text(_)));
    match &field.is {
        Is::Integer | Is::Number | Is::Boolean | Is::List | Is::Object => Some(json!("none")),
        Is::Text | Is::Format(_) => Some(json!(1)),
        Is::Pattern(_) => Some(json!(1)),
        Is::Several(names) => {
            let others =
                [("text", json!("none")), ("integer", json!(1)), ("boolean", json!(true)), ("list", json!([]))];
            let has = |name: &str| names.iter().any(|known| known == name);
            let is_other = |name: &str| !(has(name) || name == "integer" && has("number"));
            others.into_iter().find(|(name, _)| is_other(name)).map(|(_, wrong)| wrong).or(Some(json!({})))
        }
        Is::Anything if texts => Some(json!("no-such-value")),
        Is::Anything => None,
    }
}

/// Texts that a parameter may not take, the plainest first.
fn wrong_texts(field: &Field) -> Vec<String> {
    if !field.has_tests() {
        return Vec::new();
    }
    let mut tried = vec!["none".to_owned(), "0".to_owned(), "-1".to_owned(), "!".to_owned(), "x".to_owned()];
    if let Some(most) = field.max_length.filter(|most| *most < MAX_LONG) {
        tried.push("x".repeat(usize::try_from(most).unwrap_or(0) + 1));
    }
    // what a regex takes is tried out by those who run the examples
    tried
}
