//! The body validator: a JSON body read and compared with an endpoint's fields in one pass, without a tree.
//!
//! It can find a body valid, and nothing else. Wherever it isn't sure it stops, and the body is read into a
//! [`Document`](crate::message::body::Document) and walked through by [`FieldScan`](crate::subject::fields::FieldScan).

mod layout;
mod pass;
mod strict;

use crate::api::catalogue::{Field, FieldTree, OneOf, Required, Shape, Step};
use crate::base::bytes::{PrefixKey, ShortKey};
use crate::base::number::Number;
use crate::base::pattern::{self, Format, Pattern};
use crate::base::scalar::Scalar;
use crate::message::placeholder::is_literal;
use layout::{Branch, Element, Inside, Member, Test, UNKNOWN};

/// How many fields a validator can tell apart, and how many members an object may have.
const MOST: usize = 64;

/// The fields of a body, laid out for one pass.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct BodyValidator {
    /// The whole body.
    root: Element,
    branches: Vec<Branch>,
    /// Those of one branch are neighbours.
    members: Vec<Member>,
    /// What texts and whole numbers may be, as they are written, those of one field together.
    texts: Vec<ShortKey>,
    patterns: Vec<pattern::Test>,
    /// Whether a body that is well has no byte-order mark, and no member twice.
    is_strict: bool,
}

impl BodyValidator {
    /// Of a body about which the catalogue says nothing.
    pub(super) const ANYTHING: Self = Self {
        root: Element { field: 0, test: Test::Anything, branch: UNKNOWN },
        branches: Vec::new(),
        members: Vec::new(),
        texts: Vec::new(),
        patterns: Vec::new(),
        is_strict: false,
    };

    /// The validator of an endpoint's body; `None` where the catalogue says what only a tree can tell.
    pub(super) fn of(tree: &FieldTree, shape: Option<Shape>) -> Option<Self> {
        if tree.fields.len() > MOST || tree.has_groups() || tree.has_variants() {
            return None;
        }
        let mut validator = Self::ANYTHING;
        validator.root.test = match shape {
            None => Test::Anything,
            Some(Shape::Object) => Test::Object,
            Some(Shape::List) => Test::List,
        };
        validator.root.branch = validator.branch(tree, 0)?;
        Some(validator)
    }

    /// Lays out the children of a node of the tree; gives the branch's index.
    fn branch(&mut self, tree: &FieldTree, node: usize) -> Option<u16> {
        let index = self.branches.len();
        self.branches.push(Branch::NONE);
        let Some(node) = tree.node(node) else { return short(index) };
        if node.members.len() > MOST || node.others.len() > 1 {
            return None;
        }
        let from = self.members.len();
        let mut branch = Branch {
            members: short(from)?..short(from + node.members.len())?,
            is_closed: node.is_closed,
            ..Branch::NONE
        };
        for (position, (name, child)) in (0..).zip(&node.members) {
            let element = self.element(tree, *child)?;
            let next = branch.initials.lead(position, name.as_bytes());
            if is_required(tree, *child) {
                branch.required |= element.field;
            }
            self.members.push(Member { name: name_and_quote(name)?, next, element });
        }
        if let Some(child) = node.others.first() {
            if tree.node(*child)?.step != Step::Items {
                return None;
            }
            branch.item = Some(self.element(tree, *child)?);
        }
        // what is inside of them is laid out afterwards, so that the members of one branch are neighbours
        for (member, (_, child)) in (from..).zip(&node.members) {
            let inside = self.branch_of(tree, *child)?;
            self.members.get_mut(member)?.element.branch = inside;
        }
        if let (Some(item), Some(child)) = (&mut branch.item, node.others.first()) {
            item.branch = self.branch_of(tree, *child)?;
        }
        *self.branches.get_mut(index)? = branch;
        short(index)
    }

    /// Lays out the children of a member or an item, if anything is known of them.
    fn branch_of(&mut self, tree: &FieldTree, node: usize) -> Option<u16> {
        if tree.node(node)?.is_leaf() { Some(UNKNOWN) } else { self.branch(tree, node) }
    }

    /// An element, without its children.
    fn element(&mut self, tree: &FieldTree, node: usize) -> Option<Element> {
        let (field, test) = match tree.node(node)?.field {
            Some(index) => (1 << index, self.test(tree.field(index)?)?),
            None => (0, Test::Anything),
        };
        Some(Element { field, test, branch: UNKNOWN })
    }

    fn test(&mut self, field: &Field) -> Option<Test> {
        Some(match (&field.is, &field.one_of, &field.limits) {
            (None, None, None) => Test::Anything,
            (Some(pattern), None, None) => self.pattern(pattern)?,
            (Some(pattern), Some(one_of), None) => self.one_of(one_of, pattern.format()).unwrap_or(Test::Every),
            _ => Test::Every,
        })
    }

    /// The test for a field that has no other.
    fn pattern(&mut self, pattern: &Pattern) -> Option<Test> {
        Some(match pattern.format() {
            Some(Format::Text) => Test::Text,
            Some(Format::Boolean) => Test::Boolean,
            Some(Format::Integer) => Test::Integer,
            Some(Format::List) => Test::List,
            Some(Format::Object) => Test::Object,
            Some(Format::Number) => Test::Every,
            None if matches!(pattern.test, pattern::Test::Any(_)) => Test::Every,
            _ => {
                self.patterns.push(pattern.test.clone());
                Test::Pattern(short(self.patterns.len() - 1)?)
            }
        })
    }

    /// The test for values by themselves.
    fn one_of(&mut self, one_of: &OneOf, format: Option<Format>) -> Option<Test> {
        let from = self.texts.len();
        for scalar in &one_of.values {
            let text = match (format?, scalar) {
                (Format::Text, Scalar::Text(text)) => text.to_string(),
                (Format::Integer, Scalar::Number(Number::Whole(number))) => number.to_string(),
                _ => return None,
            };
            let key = ShortKey::of(text.as_bytes());
            let is_plain = !text.trim_ascii().is_empty() && is_literal(text.as_bytes());
            self.texts.push(Some(key).filter(|key| is_plain && key.is_whole())?);
        }
        let known = short(from)?..short(self.texts.len())?;
        Some(if format == Some(Format::Text) { Test::Texts(known) } else { Test::Integers(known) })
    }

    /// For rules that look for a byte-order mark, or for members of the same name.
    pub(super) fn strict(self) -> Self {
        Self { is_strict: true, ..self }
    }

    /// Whether a text is UTF-8 and JSON of this shape, and nothing is wrong with any field of the tree; `false` says nothing.
    pub(super) fn passes(&self, text: &[u8], tree: Option<&FieldTree>) -> bool {
        let takes_anything = self.root.branch == UNKNOWN && self.root.test == Test::Anything;
        match self.is_strict {
            true => strict::passes(text) && (takes_anything || pass::passes(self, text, tree)),
            false => pass::passes(self, text, tree),
        }
    }
}

/// A name as it is written in a body; one that JSON writes with escapes is never recognised.
fn name_and_quote(name: &str) -> Option<PrefixKey> {
    let is_plain = !name.bytes().any(|b| b < b' ' || matches!(b, b'"' | b'\\'));
    if is_plain { PrefixKey::of(&[name.as_bytes(), b"\""].concat()) } else { Some(PrefixKey::never()) }
}

fn is_required(tree: &FieldTree, node: usize) -> bool {
    let field = tree.node(node).and_then(|node| tree.field(node.field?));
    field.is_some_and(|field| !matches!(field.required, Required::Never))
}

/// An index in half of the room; there is no validator for what needs more.
fn short(index: usize) -> Option<u16> {
    u16::try_from(index).ok().filter(|index| *index != UNKNOWN)
}
