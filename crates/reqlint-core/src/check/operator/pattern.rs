//! `is`: the value looks like a pattern of the pack or a built-in name.

use super::right::{Operand, RightSide};
use super::written::{self, RightSpec};
use super::{Context, Met};
use crate::base::literal::Literal;
use crate::base::pattern::{Pattern, Test};
use crate::base::text::SmolStr;
use crate::check::Words;
use crate::language::Located;
use crate::language::key::{Names, Takes};
use crate::message::body::NodeKind;
use crate::subject::Subject;
use crate::subject::fields::FieldValue;
use crate::subject::select::{Lack, Selector, Value};
use std::borrow::Cow;

pub(super) const NAME: RightSide<Pattern> = RightSide {
    takes: Takes::Name(Names::Pattern),
    read: written::name,
    compile: |spec, scope| {
        let RightSpec::Literal(Literal::Text(name)) = &spec.right else { return None };
        let name = Located { value: name.clone(), place: spec.place };
        scope.definitions.patterns.find(&name, scope.sink)
    },
    takes_time: false,
};

pub(super) fn is(pattern: &Pattern, value: &Value<'_>, _: Context<'_, '_>) -> Result<Met, Lack> {
    Ok(if field_value(value).is(pattern) { Met::Yes } else { Met::No })
}

pub(super) fn begins(pattern: &Pattern, visible: &[u8], _ignore_case: bool) -> Met {
    match &pattern.test {
        Test::Shape(_) if pattern.mismatch(visible).is_some_and(|at| at < visible.len()) => Met::No,
        _ => Met::Hidden,
    }
}

impl Operand for Pattern {
    fn selector(&self) -> Option<&Selector> {
        None
    }

    fn shown(&self, _subject: &Subject<'_>) -> SmolStr {
        self.says.clone()
    }

    fn named(&self, _words: Words<'_>) -> String {
        self.says.to_string()
    }
}

fn field_value<'v>(value: &'v Value<'_>) -> FieldValue<'v> {
    let new = |kind, text: Cow<'v, [u8]>, items, typed| FieldValue {
        kind,
        text,
        items,
        typed,
        shaped: typed,
        numbered: false,
    };
    let empty = || Cow::Borrowed(&b""[..]);
    match value {
        Value::Text(text) => new(NodeKind::Text, Cow::Borrowed(text), 0, false),
        Value::SingleText(text) => FieldValue { shaped: true, ..new(NodeKind::Text, Cow::Borrowed(text), 0, false) },
        Value::TypedText(text) => new(NodeKind::Text, Cow::Borrowed(text), 0, true),
        Value::Number(n) => new(NodeKind::Number, Cow::Owned(n.to_string().into_bytes()), 0, true),
        Value::Boolean(b) => new(NodeKind::Boolean, Cow::Borrowed(if *b { b"true" } else { b"false" }), 0, true),
        Value::Time(t) => new(NodeKind::Text, Cow::Owned(t.to_string().into_bytes()), 0, false),
        Value::Null => new(NodeKind::Null, empty(), 0, true),
        Value::List(items) => {
            FieldValue { numbered: items.are_numbered(), ..new(NodeKind::List, empty(), items.len(), true) }
        }
        Value::Object(members) => new(NodeKind::Object, empty(), *members, true),
        Value::Element(items) => new(NodeKind::Object, empty(), items.len(), false),
    }
}
