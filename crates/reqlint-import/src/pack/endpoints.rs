//! The catalogue: a file for each tag.

use super::{PackFile, toml};
use crate::api::{Api, Body, Field, Group, Grouped, Operation, Step};
use crate::variant::{Choice, Variant};
use std::collections::BTreeMap;

/// How large a file may get before another is begun; one of a pack is limited to 1 MiB.
const MAX_FILE: usize = 900 << 10;

pub(super) fn files(api: &Api) -> Vec<PackFile> {
    let mut order: Vec<&str> = Vec::new();
    let mut texts: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for operation in &api.operations {
        let tag = operation.tags.first().map_or("endpoints", String::as_str);
        let written = endpoint(api, operation);
        let files = texts.entry(tag).or_insert_with(|| {
            order.push(tag);
            vec![String::new()]
        });
        match files.last_mut() {
            Some(last) if last.is_empty() => *last = written,
            Some(last) if last.len() + written.len() < MAX_FILE => *last += &format!("\n{written}"),
            _ => files.push(written),
        }
    }
    let variants: Vec<String> = api.variants.used(&api.operations).map(variant).collect();
    if !variants.is_empty() {
        order.push("variants");
        let files = texts.entry("variants").or_default();
        for written in variants {
            match files.last_mut() {
                Some(last) if last.len() + written.len() < MAX_FILE => *last += &format!("\n{written}"),
                _ => files.push(written),
            }
        }
    }
    let mut all = Vec::new();
    for tag in order {
        let mut number = 1;
        for text in texts.remove(tag).unwrap_or_default() {
            // a tag may be called as the second file of another
            let path = loop {
                let end = if number == 1 { String::new() } else { format!("-part-{number}") };
                let path = format!("endpoints/{tag}{end}.toml");
                number += 1;
                if !all.iter().any(|file: &PackFile| file.path == path) {
                    break path;
                }
            };
            all.push(PackFile { path, text });
        }
    }
    all
}

fn endpoint(api: &Api, operation: &Operation) -> String {
    let mut pairs = vec![("id".to_owned(), toml::quoted(&operation.id))];
    let mut add = |key: &str, value: String| pairs.push((key.to_owned(), value));
    if let Some(title) = &operation.title {
        add("title", toml::quoted(title));
    }
    add("method", toml::quoted(&operation.method));
    if let Some(host) = api.hosts.get(operation.host).filter(|_| operation.host > 0) {
        add("host", toml::quoted(host));
    }
    add("path", toml::quoted(&operation.path));
    add("tags", toml::texts(&operation.tags));
    if !operation.accepts.is_empty() {
        add("accepts", toml::texts(&operation.accepts));
    }
    match operation.body {
        Body::Object { .. } => add("body", "\"object\"".to_owned()),
        Body::List { .. } => add("body", "\"list\"".to_owned()),
        Body::Any | Body::Something | Body::Nothing => {}
    }
    if !operation.fields_of.is_empty() {
        add("fields-of", toml::texts(&operation.fields_of));
    }
    let is_optional = !operation.body.is_required() && !matches!(operation.body, Body::Any | Body::Nothing);
    let asks = operation.body_fields.iter().any(|field| field.required)
        || !operation.groups.is_empty()
        || operation.choice.is_some();
    if is_optional && asks {
        add("body-optional", "true".to_owned());
    }
    if operation.is_closed {
        add("closed", "\"body\"".to_owned());
    }
    operation.choice.iter().flat_map(choice).for_each(|(key, value)| add(key, value));
    if !operation.scopes.is_empty() {
        add("attributes", format!("{{ scopes = {} }}", toml::texts(&operation.scopes)));
    }
    let note = operation.note.as_ref().map(|note| format!("# {note}\n")).unwrap_or_default();
    let mut text = format!("{note}[[endpoint]]\n{}", toml::lines(&pairs));
    let path_fields: Vec<_> = operation.path_fields.iter().filter(|f| f.has_tests() || f.is_secret).cloned().collect();
    for (part, fields) in [("path", &path_fields), ("query", &operation.query_fields), ("body", &operation.body_fields)]
    {
        if !fields.is_empty() {
            let lines: Vec<_> = fields.iter().filter_map(|f| field(part, f, Some(operation.is_closed))).collect();
            text += &format!("\n[endpoint.fields.{part}]\n{}", toml::lines(&lines));
        }
    }
    for group in &operation.groups {
        text += &format!("\n[[endpoint.groups]]\n{}", self::group(group));
    }
    text
}

fn group(group: &Group) -> String {
    let how = match group.how {
        Grouped::AtLeastOne => "at-least-one",
        Grouped::ExactlyOne => "exactly-one",
    };
    format!("{how} = {}\n", toml::texts(&group.names()))
}

fn variant(variant: &Variant) -> String {
    let name = toml::key(&variant.name);
    let lines: Vec<_> = variant.fields.iter().filter_map(|f| field("body", f, None)).collect();
    let own = match variant.closed {
        Some(closed) => format!("[variant.{name}]\nclosed = {closed}\n"),
        None if lines.is_empty() => format!("[variant.{name}]\n"),
        None => String::new(),
    };
    let fields = match lines.as_slice() {
        [] => String::new(),
        lines => format!("[variant.{name}.fields]\n{}", toml::lines(lines)),
    };
    let mut text = [own, fields].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
    for group in &variant.groups {
        text += &format!("\n[[variant.{name}.groups]]\n{}", self::group(group));
    }
    text
}

/// The settings of an object that has variants.
fn choice(choice: &Choice) -> impl Iterator<Item = (&'static str, String)> {
    let discriminator = choice.discriminator.iter().map(|member| ("discriminator", toml::quoted(member)));
    let only_one = choice.only_one.then(|| ("one-variant", "true".to_owned()));
    std::iter::once(("variants", toml::texts(&choice.variants))).chain(discriminator).chain(only_one)
}

/// The name of a field and its settings, in an endpoint that is closed or not.
fn field(part: &str, field: &Field, is_closed: Option<bool>) -> Option<(String, String)> {
    let name = match (part, field.steps.as_slice()) {
        // names of parameters are taken as they are
        ("path" | "query", [Step::Member(name)]) => name.clone(),
        _ => field.name()?,
    };
    let mut settings = Vec::new();
    let mut add = |key: &str, value: String| settings.push(format!("{key} = {value}"));
    if field.required {
        add("required", "true".to_owned());
    }
    match field.is.names().as_slice() {
        [] => {}
        [only] => add("is", toml::quoted(only)),
        several => add("is", toml::texts(several)),
    }
    if !field.one_of.is_empty() {
        add("one-of", toml::list(&field.one_of, toml::value));
    }
    bounds(field).for_each(|(key, bound)| add(key, bound));
    for (key, items) in [("min-items", field.min_items), ("max-items", field.max_items)] {
        if let Some(items) = items {
            add(key, items.to_string());
        }
    }
    if field.unique {
        add("unique", "true".to_owned());
    }
    if let Some(style) = field.list {
        add("list", toml::quoted(style));
    }
    if field.nullable {
        add("nullable", "true".to_owned());
    }
    if let Some(closed) = field.closed.filter(|closed| Some(*closed) != is_closed) {
        add("closed", closed.to_string());
    }
    field.choice.iter().flat_map(choice).for_each(|(key, value)| add(key, value));
    if field.is_secret {
        add("secret", "true".to_owned());
    }
    let inside = if settings.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", settings.join(", ")) };
    let note = field.note.as_ref().map(|note| format!("  # {note}")).unwrap_or_default();
    Some((toml::key(&name), inside + &note))
}

/// The bounds of a value, with their keys: as a field of the catalogue and as a check of a header.
pub(super) fn bounds(field: &Field) -> impl Iterator<Item = (&'static str, String)> {
    let numbers = [("at-least", &field.at_least), ("at-most", &field.at_most), ("multiple-of", &field.multiple_of)];
    let lengths = [("min-length", field.min_length), ("max-length", field.max_length)];
    let numbers = numbers.into_iter().filter_map(|(key, bound)| Some((key, toml::number(bound.as_ref()?))));
    numbers.chain(lengths.into_iter().filter_map(|(key, length)| Some((key, length?.to_string()))))
}
