//! The answer that came, and what is in the holes of what it says. Only reply files look at them, and facts that an answer
//! holds.

use super::found::found;
use super::{Datum, Lack, NOT_VISIBLE, Value, Visit, body};
use crate::api::catalogue::Step;
use crate::base::number::Number;
use crate::message::body::{Document, NodeIx, NodeKind, Syntax};
use crate::message::exchange::{Body, Response};
use crate::subject::Subject;
use crate::subject::place::Place;
use std::borrow::Cow;

/// A part of an answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Answer {
    Status,
    Text,
    Header(String),
    Member(Vec<Step>),
}

impl Answer {
    pub(super) fn select<'s>(&'s self, subject: &Subject<'s>, visit: Visit<'_, 's>) -> Result<(), Lack> {
        let response = subject.exchange.response.as_ref().ok_or(NOT_VISIBLE)?;
        let mut any = false;
        let mut show = |value: Value<'s>| {
            any = true;
            visit(Datum { value, place: Place::Elsewhere });
        };
        match self {
            Answer::Status => show(Value::Number(Number::Whole(i64::from(response.status)))),
            Answer::Text => show(Value::of_text(text(response)?)),
            Answer::Header(name) => {
                // a source without any header of an answer doesn't show them
                if response.headers.iter().next().is_none() {
                    return Err(NOT_VISIBLE);
                }
                let lines = response.headers.iter().filter(|(own, _)| own.eq_ignore_ascii_case(name.as_bytes()));
                lines.for_each(|(_, value)| show(Value::of_text(value)));
            }
            Answer::Member(steps) => members(text(response)?, steps, &mut show),
        }
        found(any)
    }

    /// Its name, for sentences.
    pub(super) fn name(&self) -> String {
        match self {
            Answer::Status => "status of the answer".to_owned(),
            Answer::Text => "text of the answer".to_owned(),
            Answer::Header(name) => format!("answer's header {name}"),
            Answer::Member(steps) => format!("answer's member `{}`", body::spell(steps)),
        }
    }
}

pub(super) fn hole<'s>(name: &str, subject: &Subject<'s>) -> Result<Value<'s>, Lack> {
    subject.facts.hole(name).map(|text| Value::of_text(text.as_bytes())).ok_or(Lack::Absent)
}

fn text<'s>(response: &'s Response<'_>) -> Result<&'s [u8], Lack> {
    match &response.body {
        Body::Absent => Err(Lack::Absent),
        Body::Unread | Body::Masked => Err(NOT_VISIBLE),
        Body::Whole(text) | Body::Truncated(text) => Ok(text),
    }
}

/// The values at the end of a row of steps; of a list there each of its items.
fn members<'s>(text: &[u8], steps: &[Step], show: &mut dyn FnMut(Value<'s>)) {
    let Some(syntax) = Syntax::looks_like(text.trim_ascii()) else { return };
    let mut document = Document::default();
    document.read(text, syntax);
    let Some(root) = document.root().filter(|_| document.is_read()) else { return };
    body::walk(&document, root, steps, text, &mut |node| match document.kind(node) {
        NodeKind::List => document.children(node).for_each(|item| show(owned(&document, item, text))),
        _ => show(owned(&document, node, text)),
    });
}

/// A value that keeps nothing of the document.
fn owned<'s>(document: &Document, node: NodeIx, text: &[u8]) -> Value<'s> {
    let value = || Cow::Owned(document.value(node, text).into_owned());
    match document.kind(node) {
        NodeKind::Text if document.is_typed() => Value::TypedText(value()),
        NodeKind::Text => Value::Text(value()),
        NodeKind::Number => Number::read(&document.value(node, text)).map_or(Value::Null, Value::Number),
        NodeKind::Boolean => Value::Boolean(*document.value(node, text) == *b"true"),
        NodeKind::Null => Value::Null,
        NodeKind::Object | NodeKind::List => Value::Object(document.children(node).count()),
    }
}
