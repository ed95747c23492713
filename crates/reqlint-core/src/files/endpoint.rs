//! `endpoints/<product>.toml`: the documented operations.

use crate::base::literal::Literal;
use crate::language::cursor::Cursor;
use crate::language::key::{Key, Names, Takes};
use crate::language::parse::parse_definitions;
use crate::language::values::{literal, report_type};
use crate::language::{Code, Located, Sink, SourceSpan};
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
    Key::new("body-optional", Takes::Flag, "the body may be left out, though it has required members").or("false"),
    Key::new("fields-of", Takes::SomeOf(&SYNTAXES), "the body formats whose members [endpoint.fields.body] describes")
        .or("all"),
    Key::new("closed", Takes::OneOf(CLOSED), "what takes no name that the catalogue lacks").or("what [strict] says"),
    Key::new("groups", Takes::Tables(GROUP), "fields of which some are needed, or exclude each other"),
    Key::new("also", Takes::Tables(ALSO), "other spellings that real clients use"),
    Key::new("attributes", Takes::Free, "free values, read as endpoint.NAME"),
    Key::new("fields", Takes::Table(FIELDS), "path, query and body fields"),
    Key::new("source", Takes::Text, "where it is documented"),
];

const LISTS: &[&str] = &["comma", "pipe", "space", "brackets", "brackets-only"];

/// Body formats in which members are looked at.
const SYNTAXES: [&str; 4] = ["json", "xml", "form", "multipart"];

const CLOSED: &[&str] = &["query", "body", "both", "neither"];

/// Keys of a group of fields: one of the first three, and where.
pub(crate) const GROUP: &[Key] = &[
    Key::new("at-least-one", Takes::Texts, "fields of which one or more are needed"),
    Key::new("at-most-one", Takes::Texts, "fields that exclude each other"),
    Key::new("exactly-one", Takes::Texts, "fields of which one is needed, and no other taken"),
    Key::new("all-or-none", Takes::Texts, "fields that are needed together"),
    Key::new("in", Takes::OneOf(GROUPED), "where the fields are").or("\"body\""),
];

/// The ways in which fields are grouped.
const GROUPS: [&str; 4] = ["at-least-one", "at-most-one", "exactly-one", "all-or-none"];

const GROUPED: &[&str] = &["body", "query"];

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
    Key::new("is", Takes::Names(Names::Pattern), "a pattern of the pack or a built-in name; of several, any"),
    Key::new("one-of", Takes::Literal, "the allowed values"),
    Key::new("at-least", Takes::Literal, "the smallest value"),
    Key::new("at-most", Takes::Literal, "the largest value"),
    Key::new("multiple-of", Takes::Literal, "the value is a multiple of this"),
    Key::new("min-length", Takes::Integer, "the minimum number of characters or items"),
    Key::new("max-length", Takes::Integer, "the maximum number of characters or items"),
    Key::new("min-items", Takes::Integer, "the minimum number of items of a list, or of members of an object"),
    Key::new("max-items", Takes::Integer, "the maximum number of items of a list, or of members of an object"),
    Key::new("unique", Takes::Flag, "no item of a list equals another").or("false"),
    Key::new("list", Takes::OneOf(LISTS), "how a query writes a list: a=1,2 or a=1|2 or a=1%202 or a[]=1&a[]=2")
        .or("as the parameter repeated"),
    Key::new("nullable", Takes::Flag, "whether null is a value of it; false: a null is tested like any other value")
        .or("what [strict] says"),
    Key::new(
        "may-be-blank",
        Takes::Flag,
        "true: it may be blank, though it is required; false: it may not, though it isn't",
    )
    .or("what [strict] says"),
    Key::new("closed", Takes::Flag, "whether the object takes no members that the catalogue lacks")
        .or("what the endpoint says"),
    Key::new("secret", Takes::Flag, "the value is never shown").or("false"),
    Key::new("note", Takes::Text, "a remark for the reader"),
];

/// Keys of a conditional requirement.
const REQUIRED: &[Key] = &[Key::new("when", Takes::FreeOr(SIBLING), "sibling members and their values").required()];

/// Keys of a sibling that must be absent.
const SIBLING: &[Key] = &[Key::new("present", Takes::Flag, "false: the sibling isn't there").required()];

#[derive(Clone)]
pub(crate) struct EndpointSpec {
    pub(crate) place: SourceSpan,
    pub(crate) id: Located<String>,
    pub(crate) title: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) method: Located<String>,
    pub(crate) host: Option<Located<String>>,
    pub(crate) path: Located<String>,
    pub(crate) tags: Vec<Located<String>>,
    pub(crate) accepts: Vec<Located<String>>,
    /// 0 object, 1 list.
    pub(crate) body: Option<usize>,
    pub(crate) body_optional: bool,
    /// Of JSON, XML, forms and forms in parts.
    pub(crate) fields_of: [bool; 4],
    /// Where that is said.
    pub(crate) fields_of_at: Option<SourceSpan>,
    /// Of query and body.
    pub(crate) closed: Option<[bool; 2]>,
    pub(crate) groups: Vec<GroupSpec>,
    pub(crate) also: Vec<AlsoSpec>,
    pub(crate) attributes: Vec<(Located<String>, Located<Literal>)>,
    pub(crate) path_fields: Vec<FieldSpec>,
    pub(crate) query_fields: Vec<FieldSpec>,
    pub(crate) body_fields: Vec<FieldSpec>,
}

#[derive(Clone)]
pub(crate) struct AlsoSpec {
    pub(crate) path: Located<String>,
    pub(crate) method: Option<Located<String>>,
}

#[derive(Clone)]
pub(crate) struct GroupSpec {
    pub(crate) place: SourceSpan,
    /// Index into [`GROUPS`].
    pub(crate) how: usize,
    pub(crate) fields: Vec<Located<String>>,
    pub(crate) in_query: bool,
}

#[derive(Clone)]
pub(crate) struct FieldSpec {
    pub(crate) name: Located<String>,
    pub(crate) required: RequiredSpec,
    pub(crate) is: Vec<Located<String>>,
    pub(crate) one_of: Option<Located<Literal>>,
    pub(crate) at_least: Option<Located<Literal>>,
    pub(crate) at_most: Option<Located<Literal>>,
    pub(crate) multiple_of: Option<Located<Literal>>,
    pub(crate) min_length: Option<Located<i64>>,
    pub(crate) max_length: Option<Located<i64>>,
    pub(crate) min_items: Option<Located<i64>>,
    pub(crate) max_items: Option<Located<i64>>,
    pub(crate) unique: bool,
    /// Index into the ways to write one.
    pub(crate) list: Option<usize>,
    pub(crate) nullable: Option<bool>,
    pub(crate) may_be_blank: Option<bool>,
    pub(crate) closed: Option<bool>,
    pub(crate) secret: bool,
    pub(crate) note: Option<String>,
}

#[derive(Clone)]
pub(crate) enum RequiredSpec {
    Never,
    Always,
    /// Siblings with their values; without a value: it must be absent.
    When(Vec<(Located<String>, Option<Literal>)>),
}

/// Reads the current file as a catalogue file.
pub(crate) fn read(text: &str, sink: &mut Sink) -> Vec<EndpointSpec> {
    let table = parse_definitions(text, FILE, sink);
    let place = sink.span(0..0);
    let file = Cursor::new(table.get_ref(), place, FILE, sink);
    let tables = file.tables("endpoint", sink);
    let mut endpoints = Vec::new();
    for (table, place) in tables {
        let c = Cursor::new(table, place, ENDPOINT, sink);
        let id = c.text("id", sink);
        let name = id.as_ref().map(|id| id.value.clone());
        match endpoint(id, &c, sink) {
            Some(endpoint) => endpoints.push(endpoint),
            None => sink.suppression.mark_invalid(&name.unwrap_or_default()),
        }
    }
    endpoints
}

fn endpoint(id: Option<Located<String>>, c: &Cursor<'_>, sink: &mut Sink) -> Option<EndpointSpec> {
    let also = c.tables("also", sink).into_iter().filter_map(|(table, place)| {
        let c = Cursor::new(table, place, ALSO, sink);
        Some(AlsoSpec { path: c.text("path", sink)?, method: c.text("method", sink) })
    });
    let also = also.collect();
    let mut fields = [Vec::new(), Vec::new(), Vec::new()];
    if let Some((table, place)) = c.table("fields", sink) {
        let c = Cursor::new(table, place, FIELDS, sink);
        for (part, specs) in ["path", "query", "body"].iter().zip(&mut fields) {
            let named = c.named(part, sink);
            specs.extend(named.into_iter().map(|(name, table, place)| field(name, table, place, sink)));
        }
    }
    let [path_fields, query_fields, body_fields] = fields;
    let (method, path) = (c.text("method", sink), c.text("path", sink));
    Some(EndpointSpec {
        place: c.place,
        title: c.text("title", sink).map(|t| t.value),
        source: c.text("source", sink).map(|t| t.value),
        host: c.text("host", sink),
        tags: c.texts("tags", sink),
        accepts: c.texts("accepts", sink),
        body: c.one_of("body", &["object", "list"], sink),
        body_optional: c.flag("body-optional", sink).unwrap_or(false),
        fields_of: c.some_of("fields-of", SYNTAXES, sink),
        fields_of_at: c.value("fields-of").map(|value| sink.span(value.span())),
        closed: c.one_of("closed", CLOSED, sink).map(|closed| [matches!(closed, 0 | 2), matches!(closed, 1 | 2)]),
        groups: c.tables("groups", sink).into_iter().flat_map(|(table, place)| groups(table, place, sink)).collect(),
        also,
        attributes: free(c, "attributes", sink),
        path_fields,
        query_fields,
        body_fields,
        method: method?,
        path: path?,
        id: id?,
    })
}

fn groups(table: &DeTable<'_>, place: SourceSpan, sink: &mut Sink) -> Vec<GroupSpec> {
    let c = Cursor::new(table, place, GROUP, sink);
    let in_query = c.one_of("in", GROUPED, sink) == Some(1);
    let mut groups = Vec::new();
    for (how, name) in GROUPS.iter().enumerate().filter(|(_, name)| c.has(name)) {
        groups.push(GroupSpec { place, how, fields: c.texts(name, sink), in_query });
    }
    if groups.is_empty() {
        let help = "write at-least-one = [\"…\", \"…\"], at-most-one, exactly-one or all-or-none".to_owned();
        sink.error(Code::MissingKey, place, "this group says nothing of its fields", Some(help));
    }
    groups
}

fn field(name: Located<String>, table: &DeTable<'_>, place: SourceSpan, sink: &mut Sink) -> FieldSpec {
    let c = Cursor::new(table, place, FIELD, sink);
    FieldSpec {
        name,
        required: required(&c, sink),
        is: c.some_texts("is", sink),
        one_of: c.some_literals("one-of", sink),
        at_least: c.literal("at-least", sink),
        at_most: c.literal("at-most", sink),
        multiple_of: c.literal("multiple-of", sink),
        min_length: c.integer("min-length", sink),
        max_length: c.integer("max-length", sink),
        min_items: c.integer("min-items", sink),
        max_items: c.integer("max-items", sink),
        unique: c.flag("unique", sink).unwrap_or(false),
        list: c.one_of("list", LISTS, sink),
        nullable: c.flag("nullable", sink),
        may_be_blank: c.flag("may-be-blank", sink),
        closed: c.flag("closed", sink),
        secret: c.flag("secret", sink).unwrap_or(false),
        note: c.text("note", sink).map(|t| t.value),
    }
}

fn required(c: &Cursor<'_>, sink: &mut Sink) -> RequiredSpec {
    match c.value("required").map(toml::Spanned::get_ref) {
        Some(toml::de::DeValue::Table(_)) => {}
        Some(_) if c.flag("required", sink) == Some(true) => return RequiredSpec::Always,
        _ => return RequiredSpec::Never,
    }
    let Some((table, place)) = c.table("required", sink) else { return RequiredSpec::Never };
    let c = Cursor::new(table, place, REQUIRED, sink);
    let Some((when, place)) = c.table("when", sink) else { return RequiredSpec::Never };
    if when.is_empty() {
        let help = "write required = true, or name a sibling and its value".to_owned();
        sink.error(Code::EmptyList, place, "`when` is empty", Some(help));
    }
    let mut conditions = Vec::new();
    for (key, value) in when {
        let sibling = Located { value: key.get_ref().to_string(), place: sink.span(key.span()) };
        if let toml::de::DeValue::Table(inner) = value.get_ref() {
            let place = sink.span(value.span());
            let c = Cursor::new(inner, place, SIBLING, sink);
            if c.flag("present", sink) == Some(true) {
                let help = "list the values that it must have instead".to_owned();
                sink.error(Code::UnknownChoice, place, "`present` can only be false here", Some(help));
            }
            conditions.push((sibling, None));
        } else if let Some(value) = literal(value, sink) {
            conditions.push((sibling, Some(value.value)));
        } else {
            report_type(&sibling.value, Takes::Literal, value, sink);
        }
    }
    RequiredSpec::When(conditions)
}

/// A table of free names, each with a literal.
pub(crate) fn free(c: &Cursor<'_>, name: &str, sink: &mut Sink) -> Vec<(Located<String>, Located<Literal>)> {
    let Some((table, _)) = c.table(name, sink) else { return Vec::new() };
    let mut all = Vec::new();
    for (key, value) in table {
        let key = Located { value: key.get_ref().to_string(), place: sink.span(key.span()) };
        match literal(value, sink) {
            Some(literal) => all.push((key, literal)),
            None => report_type(&key.value, Takes::Literal, value, sink),
        }
    }
    all
}
