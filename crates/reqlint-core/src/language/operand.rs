//! Operators as written: keys beside `of`, and their right sides.

use super::cursor::{Cursor, literal, say_wrong};
use super::key::{Key, Names, Takes};
use crate::base::literal::Literal;
use crate::language::{Located, Sink, SourceSpan};
use toml::Spanned;
use toml::de::DeValue;

macro_rules! with_operators {
    ($($key:expr),*) => {
        &[
            $($key,)*
            Key::new("present", Takes::Flag, "true: it must be there; false: it must not"),
            Key::new("equals", Takes::Operand, "the value is this"),
            Key::new("one-of", Takes::Operand, "the value is one of these"),
            Key::new("is", Takes::Name(Names::Pattern), "the value looks like this pattern or built-in name"),
            Key::new("starts-with", Takes::Operand, "the text begins with this"),
            Key::new("ends-with", Takes::Operand, "the text ends with this"),
            Key::new("contains", Takes::Operand, "the text holds this"),
            Key::new("includes", Takes::Operand, "the list holds this item"),
            Key::new("covers", Takes::Table(COVERS), "the granted names cover a needed one"),
            Key::new("at-least", Takes::Operand, "the number or duration is not below this"),
            Key::new("at-most", Takes::Operand, "the number or duration is not above this"),
            Key::new("multiple-of", Takes::Operand, "the number or duration is a multiple of this"),
            Key::new("min-length", Takes::Operand, "the least characters or items"),
            Key::new("max-length", Takes::Operand, "the most characters or items"),
            Key::new("max-count", Takes::Operand, "how often it may be repeated"),
            Key::new("earlier-than", Takes::Operand, "the time is before this"),
            Key::new("later-than", Takes::Operand, "the time is after this"),
            Key::new("max-age", Takes::Operand, "the time is less than this duration ago"),
            Key::new("ignore-case", Takes::Flag, "compare texts ignoring case").or("false"),
        ]
    };
}

/// The operators, and what may stand beside them.
pub const OPERATORS: &[Key] = with_operators!();

/// Keys of `value`: a selector and operators.
pub(crate) const VALUE: &[Key] = with_operators!(Key::new("of", Takes::Selector, "what is looked at").required());

/// Keys of `fact`: a fact's name and operators.
pub(crate) const FACT: &[Key] =
    with_operators!(Key::new("name", Takes::Name(Names::Fact), "the fact, declared in pack.toml").required());

/// Keys of `covers`.
pub(crate) const COVERS: &[Key] = &[
    Key::new("of", Takes::Selector, "the needed name").required(),
    Key::new("by", Takes::Name(Names::Hierarchy), "the hierarchy of the pack").or("the pack's only one"),
];

/// Keys of a right side that is a selector.
pub const OF: &[Key] = &[Key::new("of", Takes::Selector, "a selector").required()];

/// An operator and its right side as written.
pub(crate) struct OperatorSpec {
    pub(crate) name: &'static str,
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
    pub(crate) list: Vec<OperatorSpec>,
    pub(crate) ignore_case: bool,
}

pub(crate) fn operators(c: &Cursor<'_>, sink: &mut Sink) -> OperatorsSpec {
    let mut list = Vec::new();
    for key in OPERATORS.iter().filter(|k| k.name != "ignore-case") {
        let Some(value) = c.value(key.name) else { continue };
        let place = sink.span(value.span());
        if let Some(right) = right(key, value, sink) {
            list.push(OperatorSpec { name: key.name, place, right });
        }
    }
    // an operator that is misspelt or of the wrong type was said
    if list.is_empty() && c.names_only(&["of", "name", "ignore-case"]) {
        let help = "add an operator such as present, equals, one-of or is".to_owned();
        sink.error(c.place, "this check tests nothing", Some(help));
    }
    OperatorsSpec { list, ignore_case: c.flag("ignore-case", sink).unwrap_or(false) }
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
        (Takes::Flag, Some(l)) => matches!(l.value, Literal::Boolean(_)),
        (Takes::Name(_), Some(l)) => matches!(l.value, Literal::Text(_)),
        (Takes::Operand, Some(_)) => true,
        _ => false,
    };
    if let (true, Some(Located { value: Literal::List(items), place })) = (key.name == "one-of", &read)
        && items.is_empty()
    {
        sink.error(*place, "`one-of` lists nothing, so no value is ever one of it", Some("list the values".into()));
        return None;
    }
    if !fits {
        say_wrong(key.name, key.takes, value, sink);
        return None;
    }
    read.map(|l| RightSpec::Literal(l.value))
}
