//! How strictly an API reads what its catalogue describes, and where else its endpoints are.

use crate::api::catalogue::Forms;
use crate::language::cursor::Cursor;
use crate::language::key::{Key, Names, Takes};
use crate::language::{Located, Sink, SourceSpan};

const EMPTY: &[&str] = &["blank", "value"];
const FORMS: &[&str] = &["plain", "brackets", "json"];
const NAMES: &[&str] = &["open", "closed"];

/// Keys of `[strict]`.
pub(crate) const STRICT: &[Key] = &[
    Key::new(
        "null",
        Takes::OneOf(EMPTY),
        "what a null is: blank, or a value that `is` and `one-of` refuse unless the field is nullable",
    )
    .or("\"blank\""),
    Key::new(
        "blank",
        Takes::OneOf(EMPTY),
        "what an empty text or list is: blank, or a value that is tested like any other",
    )
    .or("\"blank\""),
    Key::new("members", Takes::OneOf(NAMES), "whether objects of a body take members that the catalogue doesn't name")
        .or("\"open\""),
    Key::new("parameters", Takes::OneOf(NAMES), "whether queries take parameters that the catalogue doesn't name")
        .or("\"open\""),
    Key::new(
        "head",
        Takes::OneOf(&["as-get", "documented"]),
        "which endpoints take HEAD: those with GET, or only those that have it",
    )
    .or("\"as-get\""),
    Key::new(
        "forms",
        Takes::OneOf(FORMS),
        "what a form is: names as they are written, names of which a[b], a[] and a[0] are members and items of a, or JSON \
         with the wrong Content-Type",
    )
    .or("\"plain\""),
];

/// Keys of a `[[base]]`.
pub(crate) const BASE: &[Key] = &[
    Key::new("host", Takes::Name(Names::Host), "the host, one of the pack's").required(),
    Key::new("path", Takes::Text, "what comes before the paths of the endpoints there, such as /api/v3").required(),
    Key::new("of", Takes::Name(Names::Host), "the host whose endpoints they are").or("the pack's first"),
];

/// How strictly an API reads.
#[derive(Clone, Copy, Default)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Strict {
    pub(crate) null_is_value: bool,
    pub(crate) blank_is_value: bool,
    pub(crate) closed_members: bool,
    pub(crate) closed_parameters: bool,
    pub(crate) knows_head: bool,
    pub(crate) forms: Forms,
}

#[derive(Clone)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct BaseSpec {
    pub(crate) place: SourceSpan,
    pub(crate) host: Located<String>,
    pub(crate) path: Located<String>,
    pub(crate) of: Option<Located<String>>,
}

pub(crate) fn strict(c: &Cursor<'_>, sink: &mut Sink) -> Strict {
    let Some((table, place)) = c.table("strict", sink) else { return Strict::default() };
    let c = Cursor::new(table, place, STRICT, sink);
    let forms = match c.one_of("forms", FORMS, sink) {
        Some(1) => Forms::Nested,
        Some(2) => Forms::Json,
        _ => Forms::Plain,
    };
    let mut is_second = |name: &str, choices: &[&str]| c.one_of(name, choices, sink) == Some(1);
    Strict {
        null_is_value: is_second("null", EMPTY),
        blank_is_value: is_second("blank", EMPTY),
        closed_members: is_second("members", NAMES),
        closed_parameters: is_second("parameters", NAMES),
        knows_head: is_second("head", &["as-get", "documented"]),
        forms,
    }
}

pub(crate) fn bases(c: &Cursor<'_>, sink: &mut Sink) -> Vec<BaseSpec> {
    let tables = c.tables("base", sink).into_iter();
    let read = tables.filter_map(|(table, place)| {
        let c = Cursor::new(table, place, BASE, sink);
        let (host, path, of) = (c.text("host", sink), c.text("path", sink), c.text("of", sink));
        Some(BaseSpec { place, host: host?, path: path?, of })
    });
    read.collect()
}
