//! `endpoints/<product>.toml`: the documented operations, and the forms of what they take.

use super::field::{FIELD, FieldSpec, GROUP, GroupSpec, field, groups};
use super::variant::{self, ChoiceSpec, DISCRIMINATOR, ONE_VARIANT, VARIANT, VARIANTS, VariantSpec};
use crate::base::literal::Literal;
use crate::language::cursor::Cursor;
use crate::language::key::{Key, Names, Takes};
use crate::language::parse::parse_definitions;
use crate::language::values::{literal, report_type};
use crate::language::{Located, Sink, SourceSpan};

/// Keys of a catalogue file.
pub const FILE: &[Key] = &[
    Key::new("endpoint", Takes::Tables(ENDPOINT), "the endpoints, each as [[endpoint]]"),
    Key::new("variant", Takes::Named(VARIANT), "the forms that objects of bodies may have"),
];

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
    VARIANTS,
    DISCRIMINATOR,
    ONE_VARIANT,
    Key::new("also", Takes::Tables(ALSO), "other spellings that real clients use"),
    Key::new("attributes", Takes::Free, "free values, read as endpoint.NAME"),
    Key::new("fields", Takes::Table(FIELDS), "path, query and body fields"),
    Key::new("source", Takes::Text, "where it is documented"),
];

/// Body formats in which members are looked at.
const SYNTAXES: [&str; 4] = ["json", "xml", "form", "multipart"];

const CLOSED: &[&str] = &["query", "body", "both", "neither"];

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

#[derive(Clone)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
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
    /// Of the body as a whole.
    pub(crate) variants: Option<ChoiceSpec>,
    pub(crate) also: Vec<AlsoSpec>,
    pub(crate) attributes: Vec<(Located<String>, Located<Literal>)>,
    pub(crate) path_fields: Vec<FieldSpec>,
    pub(crate) query_fields: Vec<FieldSpec>,
    pub(crate) body_fields: Vec<FieldSpec>,
}

#[derive(Clone)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct AlsoSpec {
    pub(crate) path: Located<String>,
    pub(crate) method: Option<Located<String>>,
}

/// Reads the current file as a catalogue file.
pub(crate) fn read(text: &str, sink: &mut Sink) -> (Vec<EndpointSpec>, Vec<VariantSpec>) {
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
    let variants = file.named("variant", sink).into_iter();
    let variants = variants.map(|(name, table, place)| variant::variant(name, table, place, sink)).collect();
    (endpoints, variants)
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
        groups: groups(c, GROUP, sink),
        variants: variant::choice(c, sink),
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
