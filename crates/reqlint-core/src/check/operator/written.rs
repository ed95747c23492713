//! Operators as written: keys beside `of`, and their right sides.

use super::{IGNORE_CASE, OperatorName, PRESENT, TABLE};
use crate::base::literal::Literal;
use crate::language::cursor::{Cursor, literal, report_type};
use crate::language::key::{Key, Names, Takes};
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
pub(crate) struct OperatorSpec {
    pub(crate) name: OperatorName,
    /// Its key in the rule file.
    pub(crate) key: &'static str,
    pub(crate) place: SourceSpan,
    pub(crate) right: RightSpec,
}

pub(crate) enum RightSpec {
    Literal(Literal),
    Of(Located<String>),
    Covers { of: Located<String>, by: Option<Located<String>> },
}

/// The operators of a `value` or `fact` table.
pub(crate) struct OperatorsSpec {
    pub(crate) present: Option<bool>,
    pub(crate) list: Vec<OperatorSpec>,
    pub(crate) ignore_case: bool,
}

pub(crate) fn operators(c: &Cursor<'_>, sink: &mut Sink) -> OperatorsSpec {
    let present = c.flag(PRESENT.name, sink);
    let mut list = Vec::new();
    for (name, key) in TABLE {
        let Some(value) = c.value(key.name) else { continue };
        let place = sink.span(value.span());
        if let Some(right) = right(key, value, sink) {
            list.push(OperatorSpec { name: *name, key: key.name, place, right });
        }
    }
    // a misspelt operator, or one of the wrong type, was reported already
    if list.is_empty() && c.names_only(&["of", "name", IGNORE_CASE.name]) {
        let help = "add an operator such as present, equals, one-of or is".to_owned();
        sink.error(Code::MissingOperator, c.place, "this check has no operator", Some(help));
    }
    OperatorsSpec { present, list, ignore_case: c.flag(IGNORE_CASE.name, sink).unwrap_or(false) }
}

fn right(key: &Key, value: &Spanned<DeValue<'_>>, sink: &mut Sink) -> Option<RightSpec> {
    if let DeValue::Table(table) = value.get_ref() {
        let place = sink.span(value.span());
        if let Takes::Table(keys) = key.takes {
            let c = Cursor::new(table, place, keys, sink);
            return Some(RightSpec::Covers { of: c.text("of", sink)?, by: c.text("by", sink) });
        }
        if matches!(key.takes, Takes::Operand) {
            let c = Cursor::new(table, place, OF, sink);
            return Some(RightSpec::Of(c.text("of", sink)?));
        }
    }
    let read = literal(value, sink);
    let fits = match (key.takes, &read) {
        (Takes::Name(_), Some(l)) => matches!(l.value, Literal::Text(_)),
        (Takes::Operand, Some(_)) => true,
        _ => false,
    };
    if !fits {
        report_type(key.name, key.takes, value, sink);
        return None;
    }
    read.map(|l| RightSpec::Literal(l.value))
}
