//! Operators as written: keys beside `of`, and their right sides.

use super::{IGNORE_CASE, OperatorName, PRESENT, TABLE};
use crate::base::literal::Literal;
use crate::language::cursor::Cursor;
use crate::language::key::{Key, Names, Takes};
use crate::language::values::{literal, report_type};
use crate::language::{Code, Located, Sink, SourceSpan};
use toml::Spanned;
use toml::de::DeValue;

/// Keys of `covers`.
pub(crate) const COVERS: &[Key] = &[
    Key::new("of", Takes::Selector, "the needed name").required(),
    Key::new("by", Takes::Name(Names::Hierarchy), "the hierarchy of the pack").or("the pack's only one"),
];

/// Keys of a right side that is a selector.
pub const OF: &[Key] = &[Key::new("of", Takes::Selector, "a selector").required()];

/// An operator and its right side as written.
#[derive(Clone)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct OperatorSpec {
    pub(crate) name: OperatorName,
    pub(crate) place: SourceSpan,
    pub(crate) right: RightSpec,
}

#[derive(Clone)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum RightSpec {
    Literal(Literal),
    Of(Located<String>),
    Covers { of: Located<String>, by: Option<Located<String>> },
}

/// The operators of a `value` or `fact` table.
#[derive(Clone)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct OperatorsSpec {
    pub(crate) present: Option<bool>,
    pub(crate) list: Vec<OperatorSpec>,
    pub(crate) ignore_case: bool,
}

pub(crate) fn operators(c: &Cursor<'_>, sink: &mut Sink) -> OperatorsSpec {
    let present = c.flag(PRESENT.name, sink);
    let mut list = Vec::new();
    for (name, key, read) in TABLE {
        let Some(value) = c.value(key.name) else { continue };
        let place = sink.span(value.span());
        match read(value, sink) {
            Ok(Some(right)) => list.push(OperatorSpec { name: *name, place, right }),
            Ok(None) => {}
            Err(WrongType) => report_type(key.name, key.takes, value, sink),
        }
    }
    // a misspelt operator, or one of the wrong type, was reported already
    if list.is_empty() && c.names_only(&["of", "name", IGNORE_CASE.name]) {
        let help = "add an operator such as present, equals, one-of or is".to_owned();
        sink.error(Code::MissingOperator, c.place, "this check has no operator", Some(help));
    }
    OperatorsSpec { present, list, ignore_case: c.flag(IGNORE_CASE.name, sink).unwrap_or(false) }
}

/// Reads the right side of an operator; gives `None` where its settings are wrong, which is reported.
pub(super) type Read = fn(&Spanned<DeValue<'_>>, &mut Sink) -> Result<Option<RightSpec>, WrongType>;

/// A right side is of a type that the operator doesn't take.
pub(super) struct WrongType;

/// A literal, or `{ of = "selector" }`.
pub(super) fn operand(value: &Spanned<DeValue<'_>>, sink: &mut Sink) -> Result<Option<RightSpec>, WrongType> {
    if let Some(c) = settings(value, OF, sink) {
        return Ok(c.text("of", sink).map(RightSpec::Of));
    }
    literal(value, sink).map(|l| Some(RightSpec::Literal(l.value))).ok_or(WrongType)
}

/// A name, as a string.
pub(super) fn name(value: &Spanned<DeValue<'_>>, sink: &mut Sink) -> Result<Option<RightSpec>, WrongType> {
    match literal(value, sink).map(|l| l.value) {
        Some(text @ Literal::Text(_)) => Ok(Some(RightSpec::Literal(text))),
        _ => Err(WrongType),
    }
}

/// `{ of = "selector", by = "hierarchy" }`.
pub(super) fn covers(value: &Spanned<DeValue<'_>>, sink: &mut Sink) -> Result<Option<RightSpec>, WrongType> {
    let c = settings(value, COVERS, sink).ok_or(WrongType)?;
    Ok(c.text("of", sink).map(|of| RightSpec::Covers { of, by: c.text("by", sink) }))
}

fn settings<'t>(value: &'t Spanned<DeValue<'_>>, keys: &'static [Key], sink: &mut Sink) -> Option<Cursor<'t>> {
    let DeValue::Table(table) = value.get_ref() else { return None };
    Some(Cursor::new(table, sink.span(value.span()), keys, sink))
}
