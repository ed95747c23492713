//! What marks an answer below 400 as an error.

use crate::api::catalogue::Step;
use crate::base::literal::Literal;
use crate::base::number::Number;
use crate::message::body::{Document, NodeIx, NodeKind, Syntax};
use crate::subject::select::walk;

/// What marks an answer of a status as an error: all that is given must hold.
#[derive(Debug)]
pub(crate) struct Mark {
    pub(crate) status: u16,
    pub(crate) member: Option<(Vec<Step>, Marks)>,
    pub(crate) text: Option<String>,
    /// The members of the API's name for the error, and of its message.
    pub(crate) code: Option<Vec<Step>>,
    pub(crate) message: Option<Vec<Step>>,
}

/// Which values of a member mark an error.
#[derive(Debug)]
pub(crate) enum Marks {
    /// Any but null, false, 0, and what is empty.
    Filled,
    Equals(Vec<Literal>),
    Unless(Vec<Literal>),
}

/// What an answer says: message and code.
type Words = (Option<String>, Option<String>);

impl Mark {
    /// Whether the body of an answer of this status is an error.
    pub(crate) fn marks(&self, body: &[u8]) -> bool {
        let has_text = |text: &String| memchr::memmem::find(body, text.as_bytes()).is_some();
        let has_member = |(steps, marks): &(Vec<Step>, Marks)| {
            read(body).is_some_and(|document| {
                let mut any = false;
                each(&document, steps, body, &mut |node| any |= marks.holds(&document, node, body));
                any
            })
        };
        self.text.as_ref().is_none_or(has_text) && self.member.as_ref().is_none_or(has_member)
    }

    /// What an answer that it marks says.
    pub(crate) fn words(&self, body: &[u8]) -> Words {
        let document = read(body);
        let text = |steps: &Option<Vec<Step>>| {
            let (document, mut first) = (document.as_ref()?, None);
            each(document, steps.as_ref()?, body, &mut |node| {
                if first.is_none() && matches!(document.kind(node), NodeKind::Text | NodeKind::Number) {
                    first = Some(String::from_utf8_lossy(&document.value(node, body)).into_owned());
                }
            });
            first
        };
        (text(&self.message), text(&self.code))
    }
}

impl Marks {
    fn holds(&self, document: &Document, node: NodeIx, text: &[u8]) -> bool {
        match self {
            Marks::Filled => is_filled(document, node, text),
            Marks::Equals(values) => values.iter().any(|value| is_value(document, node, text, value)),
            Marks::Unless(values) => !values.iter().any(|value| is_value(document, node, text, value)),
        }
    }
}

fn is_filled(document: &Document, node: NodeIx, text: &[u8]) -> bool {
    let value = document.value(node, text);
    match document.kind(node) {
        NodeKind::Null => false,
        NodeKind::Boolean => &*value == b"true",
        NodeKind::Number => Number::read(&value) != Some(Number::Whole(0)),
        NodeKind::Text => !value.trim_ascii().is_empty(),
        NodeKind::Object | NodeKind::List => document.children(node).next().is_some(),
    }
}

fn is_value(document: &Document, node: NodeIx, text: &[u8], literal: &Literal) -> bool {
    let value = document.value(node, text);
    let is_text = document.kind(node) == NodeKind::Text;
    match literal {
        Literal::Text(wanted) => is_text && wanted.as_bytes() == &*value,
        Literal::Number(number) => {
            (document.kind(node) == NodeKind::Number || is_text && !document.is_typed())
                && Number::read(&value) == Some(*number)
        }
        Literal::Boolean(flag) => {
            (document.kind(node) == NodeKind::Boolean || is_text && !document.is_typed())
                && flag.to_string().as_bytes() == &*value
        }
        Literal::Time(_) | Literal::List(_) => false,
    }
}

fn read(body: &[u8]) -> Option<Document> {
    let syntax = Syntax::looks_like(body.trim_ascii())?;
    let mut document = Document::default();
    document.read(body, syntax);
    document.is_read().then_some(document)
}

fn each(document: &Document, steps: &[Step], text: &[u8], visit: &mut dyn FnMut(NodeIx)) {
    if let Some(root) = document.root() {
        walk(document, root, steps, text, visit);
    }
}
