//! Bodies generated from the catalogue's fields.

use super::catalogue::{Field, Required};
use super::sample::{Samples, json};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt::Write;

/// How many of the allowed fields a request has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fill {
    /// Only the required fields.
    Least,
    /// All fields in the catalogue.
    Most,
}

/// A member with its nested members.
#[derive(Default)]
struct Member<'c> {
    field: Option<&'c Field>,
    members: BTreeMap<&'c str, Member<'c>>,
    /// The items, if it is a list.
    items: Option<Box<Member<'c>>>,
}

/// The body as JSON.
pub(super) fn body(fields: &BTreeMap<String, Field>, fill: Fill, samples: &Samples) -> Value {
    let mut root = Member::default();
    for (name, field) in fields {
        root.place(name).field = Some(field);
    }
    root.value(fill, samples)
}

impl<'c> Member<'c> {
    /// The member of a name such as `a.b` or `items[].name`.
    fn place(&mut self, name: &'c str) -> &mut Self {
        if name.is_empty() {
            return self;
        }
        if let Some(rest) = name.strip_prefix("[]") {
            return self.items.get_or_insert_default().place(rest.trim_start_matches('.'));
        }
        let end = name.find(['.', '[']).unwrap_or(name.len());
        let (own, rest) = name.split_at(end);
        self.members.entry(own).or_default().place(rest.trim_start_matches('.'))
    }

    fn value(&self, fill: Fill, samples: &Samples) -> Value {
        if let Some(items) = &self.items {
            return Value::Array(vec![items.value(fill, samples)]);
        }
        match self.field {
            _ if !self.members.is_empty() => Value::Object(self.object(fill, samples)),
            Some(field) => samples.of(field),
            None => Value::Null,
        }
    }

    fn object(&self, fill: Fill, samples: &Samples) -> Map<String, Value> {
        let fields = || self.members.iter().filter_map(|(name, member)| Some((*name, member.field?)));
        let object = choose(fields(), fill, samples, |name| self.members[name].value(fill, samples));
        if object.is_empty() && fill == Fill::Least {
            // in XML an element without members looks the same as a blank one
            return self.object(Fill::Most, samples);
        }
        object
    }
}

/// Fields with their values: the required ones, or all.
pub(super) fn choose<'c>(
    fields: impl Iterator<Item = (&'c str, &'c Field)>,
    fill: Fill,
    samples: &Samples,
    value: impl Fn(&str) -> Value,
) -> Map<String, Value> {
    let fields: BTreeMap<_, _> = fields.collect();
    let mut chosen = Map::new();
    // conditionally required fields come last, once their siblings are present
    for certain in [true, false] {
        for (name, field) in &fields {
            let is_apart = samples.apart.get(*name).is_some_and(|other| fields.contains_key(other.as_str()));
            let wanted = match &field.required {
                Required::Always(required) => certain && (*required || fill == Fill::Most && !is_apart),
                Required::When { when } => !certain && (fill == Fill::Most || is_met(when, &chosen)),
            };
            if wanted {
                chosen.insert(spelled(name), value(name));
            }
        }
    }
    for (name, beside) in &samples.beside {
        if chosen.contains_key(name) && fields.contains_key(beside.as_str()) {
            chosen.insert(beside.clone(), value(beside));
        }
    }
    chosen
}

/// A name in place of `*`.
fn spelled(name: &str) -> String {
    if name == "*" { "A".to_owned() } else { name.to_owned() }
}

/// Whether the siblings have the values that a condition requires.
fn is_met(when: &BTreeMap<String, toml::Value>, object: &Map<String, Value>) -> bool {
    when.iter().all(|(sibling, value)| match (value, object.get(sibling)) {
        (toml::Value::Table(_), sibling) => sibling.is_none(),
        (toml::Value::Array(values), Some(sibling)) => values.iter().any(|value| json(value) == *sibling),
        (value, Some(sibling)) => json(value) == *sibling,
        (_, None) => false,
    })
}

/// An element with this content.
pub(super) fn xml(name: &str, content: &Value) -> String {
    let mut inside = String::new();
    match content {
        Value::Object(members) => members.iter().for_each(|(name, value)| inside += &xml(name, value)),
        Value::Array(items) => items.iter().for_each(|item| inside += &xml("item", item)),
        Value::String(text) => inside += &text.replace('&', "&amp;").replace('<', "&lt;"),
        other => {
            let _ = write!(inside, "{other}");
        }
    }
    format!("<{name}>{inside}</{name}>")
}
