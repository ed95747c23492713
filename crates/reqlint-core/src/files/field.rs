//! Fields as the catalogue's files describe them, and groups of fields.

use super::variant::{self, ChoiceSpec, DISCRIMINATOR, ONE_VARIANT, VARIANTS};
use crate::base::literal::Literal;
use crate::language::cursor::Cursor;
use crate::language::key::{Key, Names, Takes};
use crate::language::values::{literal, report_type};
use crate::language::{Code, Located, Sink, SourceSpan};
use toml::de::DeTable;

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
    VARIANTS,
    DISCRIMINATOR,
    ONE_VARIANT,
    Key::new("secret", Takes::Flag, "the value is never shown").or("false"),
    Key::new("note", Takes::Text, "a remark for the reader"),
];

/// Keys of a conditional requirement.
const REQUIRED: &[Key] = &[Key::new("when", Takes::FreeOr(SIBLING), "sibling members and their values").required()];

/// Keys of a sibling that must be absent.
const SIBLING: &[Key] = &[Key::new("present", Takes::Flag, "false: the sibling isn't there").required()];

const LISTS: &[&str] = &["comma", "pipe", "space", "brackets", "brackets-only"];

/// Keys of a group of fields: one of the first four, and where.
pub(crate) const GROUP: &[Key] = &[
    AT_LEAST_ONE,
    AT_MOST_ONE,
    EXACTLY_ONE,
    ALL_OR_NONE,
    Key::new("in", Takes::OneOf(GROUPED), "where the fields are").or("\"body\""),
];

/// Keys of a group of fields of a variant.
pub(crate) const GROUP_OF_VARIANT: &[Key] = &[AT_LEAST_ONE, AT_MOST_ONE, EXACTLY_ONE, ALL_OR_NONE];

const AT_LEAST_ONE: Key = Key::new("at-least-one", Takes::Texts, "fields of which one or more are needed");
const AT_MOST_ONE: Key = Key::new("at-most-one", Takes::Texts, "fields that exclude each other");
const EXACTLY_ONE: Key = Key::new("exactly-one", Takes::Texts, "fields of which one is needed, and no other taken");
const ALL_OR_NONE: Key = Key::new("all-or-none", Takes::Texts, "fields that are needed together");

/// The ways in which fields are grouped.
const GROUPS: [&str; 4] = ["at-least-one", "at-most-one", "exactly-one", "all-or-none"];

const GROUPED: &[&str] = &["body", "query"];

#[derive(Clone)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
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
    pub(crate) variants: Option<ChoiceSpec>,
    pub(crate) secret: bool,
    pub(crate) note: Option<String>,
}

impl FieldSpec {
    /// A field of which nothing is said.
    pub(crate) fn bare(name: Located<String>) -> Self {
        Self {
            name,
            required: RequiredSpec::Never,
            is: Vec::new(),
            one_of: None,
            at_least: None,
            at_most: None,
            multiple_of: None,
            min_length: None,
            max_length: None,
            min_items: None,
            max_items: None,
            unique: false,
            list: None,
            nullable: None,
            may_be_blank: None,
            closed: None,
            variants: None,
            secret: false,
            note: None,
        }
    }
}

#[derive(Clone)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum RequiredSpec {
    Never,
    Always,
    /// Siblings with their values; without a value: it must be absent.
    When(Vec<(Located<String>, Option<Literal>)>),
}

#[derive(Clone)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct GroupSpec {
    pub(crate) place: SourceSpan,
    /// Index into [`GROUPS`].
    pub(crate) how: usize,
    pub(crate) fields: Vec<Located<String>>,
    pub(crate) in_query: bool,
}

pub(crate) fn field(name: Located<String>, table: &DeTable<'_>, place: SourceSpan, sink: &mut Sink) -> FieldSpec {
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
        variants: variant::choice(&c, sink),
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

/// Reads the groups of an endpoint or a variant, whose keys are given.
pub(crate) fn groups(c: &Cursor<'_>, keys: &'static [Key], sink: &mut Sink) -> Vec<GroupSpec> {
    c.tables("groups", sink).into_iter().flat_map(|(table, place)| group((table, place), keys, sink)).collect()
}

fn group((table, place): (&DeTable<'_>, SourceSpan), keys: &'static [Key], sink: &mut Sink) -> Vec<GroupSpec> {
    let c = Cursor::new(table, place, keys, sink);
    let has_parts = keys.iter().any(|key| key.name == "in");
    let in_query = has_parts && c.one_of("in", GROUPED, sink) == Some(1);
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
