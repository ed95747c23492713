//! The body as a text, and its members by name.

use super::found::found;
use super::{Datum, Lack, NOT_VISIBLE, Value, Visit};
use crate::api::catalogue::Step;
use crate::message::body::{Document, NodeIx, NodeKind};
use crate::subject::place::Place;
use crate::subject::{BodyState, Subject};

pub(super) fn text<'s>(subject: &Subject<'s>) -> Result<Value<'s>, Lack> {
    match subject.body {
        BodyState::Absent => Err(Lack::Absent),
        BodyState::NotVisible | BodyState::Unused => Err(NOT_VISIBLE),
        BodyState::Read | BodyState::Unreadable => Ok(Value::of_text(subject.body_text())),
    }
}

pub(super) fn members<'s>(steps: &[Step], subject: &Subject<'s>, visit: Visit<'_, 's>) -> Result<(), Lack> {
    if matches!(subject.body, BodyState::NotVisible | BodyState::Unused) {
        return Err(NOT_VISIBLE);
    }
    let root = subject.members().ok_or(Lack::Absent)?;
    let mut any = false;
    walk(subject.document, root, steps, subject.body_text(), &mut |node| {
        any = true;
        let value = Value::of_node(subject.document, node, subject.body_text());
        visit(Datum { value, place: Place::Member(node) });
    });
    found(any)
}

/// Visits the nodes at the end of a row of steps.
pub(crate) fn walk(document: &Document, node: NodeIx, steps: &[Step], text: &[u8], visit: &mut dyn FnMut(NodeIx)) {
    let Some((step, rest)) = steps.split_first() else { return visit(node) };
    match step {
        Step::Member(name) => {
            for member in document.members(node, name.as_bytes(), text) {
                walk(document, member, rest, text, visit);
            }
        }
        Step::AnyMember => {
            for member in document.children(node).filter(|_| document.kind(node) == NodeKind::Object) {
                walk(document, member, rest, text, visit);
            }
        }
        Step::Items => {
            // XML repeats an element instead: where it holds what an item would, it is the item
            let is_item = !document.is_typed()
                && matches!(rest.first(), Some(Step::Member(name)) if document.members(node, name.as_bytes(), text).next().is_some());
            if is_item || document.is_lone_item(node, text) {
                return walk(document, node, rest, text, visit);
            }
            for item in document.items(node) {
                walk(document, item, rest, text, visit);
            }
        }
    }
}

/// `items[].name`.
pub(crate) fn spell(steps: &[Step]) -> String {
    let mut name = String::new();
    for step in steps {
        let dot = if name.is_empty() { "" } else { "." };
        match step {
            Step::Items => name.push_str("[]"),
            Step::AnyMember => name.push_str(&format!("{dot}*")),
            Step::Member(member) if member.contains('.') => name.push_str(&format!("{dot}\"{member}\"")),
            Step::Member(member) => name.push_str(&format!("{dot}{member}")),
        }
    }
    name
}
