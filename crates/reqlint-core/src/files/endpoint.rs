//! `endpoints/<product>.toml`: the documented operations.

use crate::base::literal::Literal;
use crate::language::cursor::{Cursor, literal, parse_definitions, say_wrong};
use crate::language::diagnostics::{At, FilePlace, Log};
use crate::language::key::{Key, Names, Takes};
use toml::de::DeTable;

/// Keys of a catalogue file.
pub const FILE: &[Key] = &[Key::new("endpoint", Takes::Tables(ENDPOINT), "the endpoints, each as [[endpoint]]")];

/// Keys of an `[[endpoint]]`.
pub(crate) const ENDPOINT: &[Key] = &[
    Key::new("id", Takes::Text, "the name that rules use; unique in the pack").required(),
    Key::new("title", Takes::Text, "the name in the documentation"),
    Key::new("method", Takes::Name(Names::Method), "the HTTP method").required(),
    Key::new("host", Takes::Name(Names::Host), "one of the pack's hosts").or("the pack's first"),
    Key::new("path", Takes::Text, "the path, with parameters in braces").required(),
    Key::new("tags", Takes::Names(Names::Tag), "names for groups of endpoints"),
    Key::new("accepts", Takes::Texts, "body formats: json, xml, form, or a media type"),
    Key::new("body", Takes::OneOf(&["object", "list"]), "what the body is as a whole"),
    Key::new("also", Takes::Tables(ALSO), "other spellings that real clients use"),
    Key::new("attributes", Takes::Free, "free values, read as endpoint.NAME"),
    Key::new("fields", Takes::Table(FIELDS), "path, query and body fields"),
    Key::new("source", Takes::Text, "where it is documented"),
];

/// Keys of an `also`.
pub(crate) const ALSO: &[Key] = &[
    Key::new("path", Takes::Text, "the other path").required(),
    Key::new("method", Takes::Name(Names::Method), "the other method").or("the endpoint's"),
];

/// Keys of `[endpoint.fields]`.
pub(crate) const FIELDS: &[Key] = &[
    Key::new("path", Takes::Named(FIELD), "path parameters"),
    Key::new("query", Takes::Named(FIELD), "query parameters"),
    Key::new("body", Takes::Named(FIELD), "body members: a.b, items[].name, a.*.b"),
];

/// Keys of a field.
pub(crate) const FIELD: &[Key] = &[
    Key::new("required", Takes::FlagOr(REQUIRED), "true, or { when = { sibling = value } }").or("false"),
    Key::new("is", Takes::Name(Names::Pattern), "a pattern of the pack or a built-in name"),
    Key::new("one-of", Takes::Literal, "the only values that it takes"),
    Key::new("at-least", Takes::Literal, "the smallest value"),
    Key::new("at-most", Takes::Literal, "the largest value"),
    Key::new("multiple-of", Takes::Literal, "what the value is a multiple of"),
    Key::new("min-length", Takes::Integer, "the least characters or items"),
    Key::new("max-length", Takes::Integer, "the most characters or items"),
    Key::new("may-be-blank", Takes::Flag, "a required field may be blank").or("false"),
    Key::new("secret", Takes::Flag, "the value is never shown").or("false"),
    Key::new("note", Takes::Text, "a word for the reader"),
];

/// Keys of a conditional requirement.
const REQUIRED: &[Key] = &[Key::new("when", Takes::FreeOr(SIBLING), "sibling members and their values").required()];

/// Keys of a sibling that must not be there.
const SIBLING: &[Key] = &[Key::new("present", Takes::Flag, "false: the sibling isn't there").required()];

pub(crate) struct EndpointSpec {
    pub(crate) place: FilePlace,
    pub(crate) id: At<String>,
    pub(crate) title: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) method: At<String>,
    pub(crate) host: Option<At<String>>,
    pub(crate) path: At<String>,
    pub(crate) tags: Vec<At<String>>,
    pub(crate) accepts: Vec<At<String>>,
    /// 0 object, 1 list.
    pub(crate) body: Option<usize>,
    pub(crate) also: Vec<AlsoSpec>,
    pub(crate) attributes: Vec<(At<String>, At<Literal>)>,
    pub(crate) path_fields: Vec<FieldSpec>,
    pub(crate) query_fields: Vec<FieldSpec>,
    pub(crate) body_fields: Vec<FieldSpec>,
}

pub(crate) struct AlsoSpec {
    pub(crate) path: At<String>,
    pub(crate) method: Option<At<String>>,
}

pub(crate) struct FieldSpec {
    pub(crate) name: At<String>,
    pub(crate) required: RequiredSpec,
    pub(crate) is: Option<At<String>>,
    pub(crate) one_of: Option<At<Literal>>,
    pub(crate) at_least: Option<At<Literal>>,
    pub(crate) at_most: Option<At<Literal>>,
    pub(crate) multiple_of: Option<At<Literal>>,
    pub(crate) min_length: Option<At<i64>>,
    pub(crate) max_length: Option<At<i64>>,
    pub(crate) may_be_blank: bool,
    pub(crate) secret: bool,
    pub(crate) note: Option<String>,
}

pub(crate) enum RequiredSpec {
    Never,
    Always,
    /// Siblings with their values; no value: it isn't there.
    When(Vec<(At<String>, Option<Literal>)>),
}

/// Reads one catalogue file, which the log has open.
pub(crate) fn read(text: &str, log: &mut Log) -> Vec<EndpointSpec> {
    let table = parse_definitions(text, FILE, log);
    let place = log.place(0..0);
    let file = Cursor::new(table.get_ref(), place, FILE, log);
    let tables = file.tables("endpoint", log);
    let mut endpoints = Vec::new();
    for (table, place) in tables {
        let c = Cursor::new(table, place, ENDPOINT, log);
        let id = c.text("id", log);
        let name = id.as_ref().map(|id| id.value.clone());
        match endpoint(id, &c, log) {
            Some(endpoint) => endpoints.push(endpoint),
            None => log.spoil(&name.unwrap_or_default()),
        }
    }
    endpoints
}

fn endpoint(id: Option<At<String>>, c: &Cursor<'_>, log: &mut Log) -> Option<EndpointSpec> {
    let also = c.tables("also", log).into_iter().filter_map(|(table, place)| {
        let c = Cursor::new(table, place, ALSO, log);
        Some(AlsoSpec { path: c.text("path", log)?, method: c.text("method", log) })
    });
    let also = also.collect();
    let mut fields = [Vec::new(), Vec::new(), Vec::new()];
    if let Some((table, place)) = c.table("fields", log) {
        let c = Cursor::new(table, place, FIELDS, log);
        for (part, specs) in ["path", "query", "body"].iter().zip(&mut fields) {
            let named = c.named(part, log);
            specs.extend(named.into_iter().map(|(name, table, place)| field(name, table, place, log)));
        }
    }
    let [path_fields, query_fields, body_fields] = fields;
    let (method, path) = (c.text("method", log), c.text("path", log));
    Some(EndpointSpec {
        place: c.place,
        title: c.text("title", log).map(|t| t.value),
        source: c.text("source", log).map(|t| t.value),
        host: c.text("host", log),
        tags: c.texts("tags", log),
        accepts: c.texts("accepts", log),
        body: c.one_of("body", &["object", "list"], log),
        also,
        attributes: free(c, "attributes", log),
        path_fields,
        query_fields,
        body_fields,
        method: method?,
        path: path?,
        id: id?,
    })
}

fn field(name: At<String>, table: &DeTable<'_>, place: FilePlace, log: &mut Log) -> FieldSpec {
    let c = Cursor::new(table, place, FIELD, log);
    FieldSpec {
        name,
        required: required(&c, log),
        is: c.text("is", log),
        one_of: c.some_literals("one-of", log),
        at_least: c.literal("at-least", log),
        at_most: c.literal("at-most", log),
        multiple_of: c.literal("multiple-of", log),
        min_length: c.integer("min-length", log),
        max_length: c.integer("max-length", log),
        may_be_blank: c.flag("may-be-blank", log).unwrap_or(false),
        secret: c.flag("secret", log).unwrap_or(false),
        note: c.text("note", log).map(|t| t.value),
    }
}

fn required(c: &Cursor<'_>, log: &mut Log) -> RequiredSpec {
    match c.value("required").map(toml::Spanned::get_ref) {
        Some(toml::de::DeValue::Table(_)) => {}
        Some(_) if c.flag("required", log) == Some(true) => return RequiredSpec::Always,
        _ => return RequiredSpec::Never,
    }
    let Some((table, place)) = c.table("required", log) else { return RequiredSpec::Never };
    let c = Cursor::new(table, place, REQUIRED, log);
    let Some((when, place)) = c.table("when", log) else { return RequiredSpec::Never };
    if when.is_empty() {
        let help = "write required = true, or name a sibling and its value".to_owned();
        log.push(place, "`when` names nothing", Some(help));
    }
    let mut conditions = Vec::new();
    for (key, value) in when {
        let sibling = At { value: key.get_ref().to_string(), place: log.place(key.span()) };
        if let toml::de::DeValue::Table(inner) = value.get_ref() {
            let place = log.place(value.span());
            let c = Cursor::new(inner, place, SIBLING, log);
            if c.flag("present", log) == Some(true) {
                log.push(place, "`present` can only be false here", Some("name the values that it has instead".into()));
            }
            conditions.push((sibling, None));
        } else if let Some(value) = literal(value, log) {
            conditions.push((sibling, Some(value.value)));
        } else {
            say_wrong(&sibling.value, Takes::Literal, value, log);
        }
    }
    RequiredSpec::When(conditions)
}

/// A table of free names, each with a literal.
pub(crate) fn free(c: &Cursor<'_>, name: &str, log: &mut Log) -> Vec<(At<String>, At<Literal>)> {
    let Some((table, _)) = c.table(name, log) else { return Vec::new() };
    let mut all = Vec::new();
    for (key, value) in table {
        let key = At { value: key.get_ref().to_string(), place: log.place(key.span()) };
        match literal(value, log) {
            Some(literal) => all.push((key, literal)),
            None => say_wrong(&key.value, Takes::Literal, value, log),
        }
    }
    all
}
