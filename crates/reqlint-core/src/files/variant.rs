//! Variants: the forms that an object may have, of which fields and bodies name some.

use super::field::{FIELD, FieldSpec, GROUP_OF_VARIANT, GroupSpec, field, groups};
use crate::language::cursor::Cursor;
use crate::language::key::{Key, Names, Takes};
use crate::language::{Code, Located, Sink, SourceSpan};
use toml::de::DeTable;

/// Keys of a `[variant.NAME]`.
pub(crate) const VARIANT: &[Key] = &[
    Key::new("fields", Takes::Named(FIELD), "its members: a.b, items[].name, a.*.b"),
    Key::new("groups", Takes::Tables(GROUP_OF_VARIANT), "fields of which some are needed, or exclude each other"),
    Key::new("closed", Takes::Flag, "whether an object of this form takes no members that the catalogue lacks")
        .or("what the object says"),
];

/// Keys of an object that is one of several variants.
pub(crate) const VARIANTS: Key =
    Key::new("variants", Takes::Names(Names::Variant), "the forms that the object may have, each a [variant.NAME]");
pub(crate) const DISCRIMINATOR: Key =
    Key::new("discriminator", Takes::Text, "the member of the object that says which of them it is");
pub(crate) const ONE_VARIANT: Key =
    Key::new("one-variant", Takes::Flag, "whether an object that fits several of them is wrong").or("false");

/// Which forms an object may have.
#[derive(Clone)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct ChoiceSpec {
    pub(crate) variants: Vec<Located<String>>,
    pub(crate) discriminator: Option<Located<String>>,
    /// Where it is said that only one may fit.
    pub(crate) only_one: Option<SourceSpan>,
}

#[derive(Clone)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct VariantSpec {
    pub(crate) name: Located<String>,
    pub(crate) fields: Vec<FieldSpec>,
    pub(crate) groups: Vec<GroupSpec>,
    pub(crate) closed: Option<bool>,
}

/// Reads which variants an object has.
pub(crate) fn choice(c: &Cursor<'_>, sink: &mut Sink) -> Option<ChoiceSpec> {
    let discriminator = c.text(DISCRIMINATOR.name, sink);
    let is_one = c.flag(ONE_VARIANT.name, sink);
    let only_one = c.value(ONE_VARIANT.name).map(|value| sink.span(value.span()));
    if !c.has(VARIANTS.name) {
        let place = discriminator.map(|name| name.place).or(only_one);
        if let Some(place) = place {
            let help = "add variants = [\"…\", \"…\"], each of them a [variant.NAME]".to_owned();
            sink.error(Code::MissingKey, place, "this is about variants, and there are none", Some(help));
        }
        return None;
    }
    let variants = c.some_texts(VARIANTS.name, sink);
    Some(ChoiceSpec { variants, discriminator, only_one: only_one.filter(|_| is_one == Some(true)) })
}

/// Reads a variant.
pub(crate) fn variant(name: Located<String>, table: &DeTable<'_>, place: SourceSpan, sink: &mut Sink) -> VariantSpec {
    let c = Cursor::new(table, place, VARIANT, sink);
    let fields = c.named("fields", sink).into_iter();
    VariantSpec {
        fields: fields.map(|(name, table, place)| field(name, table, place, sink)).collect(),
        groups: groups(&c, GROUP_OF_VARIANT, sink),
        closed: c.flag("closed", sink),
        name,
    }
}
