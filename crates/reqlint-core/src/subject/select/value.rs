//! Values as selectors find them, and the items of lists.

use crate::api::facts::FactValue;
use crate::base::number::Number;
use crate::base::text::SmolStr;
use crate::base::time::Time;
use crate::base::view::View;
use crate::message::body::{Document, NodeIx, NodeKind};
use crate::message::exchange::Visibility;
use std::borrow::Cow;

/// A value of a request, as a selector finds it.
///
/// It borrows from what holds it. Unlike facts and scalars it may be null, an object, or a text of a syntax that has no
/// numbers, which operators treat alike only in part.
#[derive(Clone, Debug)]
pub(crate) enum Value<'s> {
    Text(Cow<'s, [u8]>),
    /// A text of a form that would tell it from a list and an object.
    SingleText(Cow<'s, [u8]>),
    /// A text of a syntax that distinguishes numbers from texts.
    TypedText(Cow<'s, [u8]>),
    Number(Number),
    Boolean(bool),
    Time(Time),
    Null,
    List(Items<'s>),
    /// With so many members.
    Object(usize),
    /// An XML element with others inside, or a whole form: an object, and a list of what it holds.
    Element(Items<'s>),
}

/// The items of a list, borrowed from what holds it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Items<'s> {
    Texts(&'s [SmolStr]),
    Node(&'s Document, NodeIx, &'s [u8]),
}

impl<'s> Value<'s> {
    pub(super) fn of_node(document: &'s Document, node: NodeIx, text: &'s [u8]) -> Self {
        match document.kind(node) {
            NodeKind::Text if document.is_typed() => Value::TypedText(document.value(node, text)),
            NodeKind::Text if document.tells_shapes() => Value::SingleText(document.value(node, text)),
            NodeKind::Text => Value::Text(document.value(node, text)),
            NodeKind::Number => Number::read(&document.value(node, text)).map_or(Value::Null, Value::Number),
            NodeKind::Boolean => Value::Boolean(*document.value(node, text) == *b"true"),
            NodeKind::Null => Value::Null,
            NodeKind::Object if document.tells_shapes() => Value::Object(document.children(node).count()),
            NodeKind::Object => Value::Element(Items::Node(document, node, text)),
            NodeKind::List => Value::List(Items::Node(document, node, text)),
        }
    }

    pub(crate) fn of_text(text: &'s [u8]) -> Self {
        Value::Text(Cow::Borrowed(text))
    }

    /// A fact, or an attribute of an endpoint.
    #[inline]
    pub(super) fn of_known(fact: &'s FactValue) -> Self {
        match fact {
            FactValue::Text(t) => Value::Text(Cow::Borrowed(t.as_bytes())),
            FactValue::Number(n) => Value::Number(*n),
            FactValue::Boolean(b) => Value::Boolean(*b),
            FactValue::Time(t) => Value::Time(*t),
            FactValue::List(items) => Value::List(Items::Texts(items)),
        }
    }

    /// As something to compare.
    #[inline]
    pub(crate) fn view(&self) -> View<'_> {
        match self {
            Value::Text(text) | Value::SingleText(text) | Value::TypedText(text) => View::text(text),
            Value::Number(number) => View::Number(*number),
            Value::Boolean(flag) => View::Boolean(*flag),
            Value::Time(time) => View::Time(*time),
            Value::Null | Value::List(_) | Value::Object(_) | Value::Element(_) => View::NotSingle,
        }
    }

    /// Whether a placeholder hides some of it.
    pub(crate) fn is_hidden(&self, shows: Visibility) -> bool {
        self.text().is_some_and(|text| shows.hides(text))
    }

    /// The text, of whatever syntax.
    #[inline]
    pub(crate) fn text(&self) -> Option<&[u8]> {
        match self {
            Value::Text(text) | Value::SingleText(text) | Value::TypedText(text) => Some(text),
            _ => None,
        }
    }
}

impl<'s> Items<'s> {
    pub(crate) fn len(self) -> usize {
        match self {
            Items::Texts(texts) => texts.len(),
            Items::Node(document, node, _) => document.children(node).count(),
        }
    }

    /// Whether they may as well be members that have numbers for names.
    pub(crate) fn are_numbered(self) -> bool {
        match self {
            Items::Texts(_) => false,
            Items::Node(document, node, _) => document.is_numbered(node),
        }
    }

    /// Whether a test holds for one of them.
    pub(crate) fn any(self, mut test: impl FnMut(Value<'s>) -> bool) -> bool {
        match self {
            Items::Texts(texts) => texts.iter().any(|t| test(Value::Text(Cow::Borrowed(t.as_bytes())))),
            Items::Node(document, node, text) => {
                document.children(node).any(|c| test(Value::of_node(document, c, text)))
            }
        }
    }
}
