//! The field scan: one pass over path, query and body against what the catalogue says of an endpoint's fields.
//!
//! The kinds `required-fields`, `filled-fields` and `field-values` only read what was found here, so that a body is walked
//! once however many rules look at its fields.

use crate::body::form::{decode, pairs};
use crate::body::{Document, NodeIx, NodeKind};
use crate::catalogue::{Condition, Endpoint, Field, FieldIx, FieldTree, Required, Step};
use crate::pattern::{Format, Pattern};
use crate::placeholder::placeholder;
use crate::scalar::Scalar;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Range;

/// What was found out about the fields of one request.
#[derive(Debug, Default)]
pub(crate) struct FieldScan {
    /// Every field that is there, as often as it is there.
    pub(crate) present: Vec<Seen>,
    pub(crate) problems: Vec<(Problem, Seen)>,
}

/// A field at a place.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) part: FieldPart,
    pub(crate) field: FieldIx,
    pub(crate) spot: Spot,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FieldPart {
    Path,
    Query,
    Body,
}

#[derive(Clone, Debug)]
pub(crate) enum Spot {
    Node(NodeIx),
    /// In the target.
    Range(Range<usize>),
    /// Not there: missing in this node, or in the part as a whole.
    Missing(Option<NodeIx>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    Missing,
    Blank,
    /// It isn't what `is` says.
    Is,
    /// A number in quotes where a number should be.
    NumericText,
    OneOf,
    Range,
    Length,
    /// A placeholder stands there.
    Hidden,
}

/// A value on its way through the tests of a field.
pub(crate) struct FieldValue<'v> {
    pub(crate) kind: NodeKind,
    pub(crate) text: Cow<'v, [u8]>,
    /// Items of a list.
    pub(crate) items: usize,
    /// Whether the syntax tells numbers from texts.
    pub(crate) typed: bool,
}

impl FieldScan {
    pub(crate) fn clear(&mut self) {
        self.present.clear();
        self.problems.clear();
    }

    pub(crate) fn scan_path<'c>(
        &mut self,
        endpoint: &Endpoint,
        parameters: impl Iterator<Item = (&'c str, Range<usize>)>,
        target: &[u8],
    ) {
        for (name, range) in parameters {
            let Some((index, field)) = named(&endpoint.path_fields, name.as_bytes()) else { continue };
            let raw = target.get(range.clone()).unwrap_or_default();
            let value = FieldValue::text(crate::body::form::percent_decode(raw, false));
            self.note(Seen { part: FieldPart::Path, field: index, spot: Spot::Range(range) }, field, &value);
        }
    }

    pub(crate) fn scan_query(&mut self, endpoint: &Endpoint, target: &[u8], query: Option<&Range<usize>>) {
        if endpoint.query_fields.is_empty() {
            return;
        }
        let query = query.cloned().unwrap_or(0..0);
        let text = target.get(query.clone()).unwrap_or_default();
        let from = self.present.len();
        for (name, value) in pairs(text) {
            let sent = decode(text.get(name).unwrap_or_default());
            let Some((index, field)) = named(&endpoint.query_fields, &sent) else { continue };
            let raw = text.get(value.clone()).unwrap_or_default();
            let range = query.start + value.start..query.start + value.end;
            let value = FieldValue::text(decode(raw));
            self.note(Seen { part: FieldPart::Query, field: index, spot: Spot::Range(range) }, field, &value);
        }
        for (index, field) in (0..).zip(&endpoint.query_fields) {
            let seen = self.present.get(from..).unwrap_or_default().iter().any(|s| s.field == index);
            if seen {
                continue;
            }
            let sibling = |name: &str| {
                let found =
                    pairs(text).find(|(n, _)| *decode(text.get(n.clone()).unwrap_or_default()) == *name.as_bytes());
                found.map(|(_, value)| FieldValue::text(decode(text.get(value).unwrap_or_default())))
            };
            if field.required.holds(sibling) {
                let missing = Seen { part: FieldPart::Query, field: index, spot: Spot::Missing(None) };
                self.problems.push((Problem::Missing, missing));
            }
        }
    }

    /// Without a root, every required field of the first level is missing.
    pub(crate) fn scan_body(&mut self, endpoint: &Endpoint, document: &Document, root: Option<NodeIx>, text: &[u8]) {
        let tree = &endpoint.body_fields;
        let Some(root) = root else {
            for field in tree.outermost() {
                if tree.field(field).is_some_and(|f| f.required.holds(|_| None)) {
                    let missing = Seen { part: FieldPart::Body, field, spot: Spot::Missing(None) };
                    self.problems.push((Problem::Missing, missing));
                }
            }
            return;
        };
        BodyWalk { scan: self, tree, document, text }.inside(0, root);
    }

    /// Notes a field that is there, and the first thing that is wrong with it.
    fn note(&mut self, seen: Seen, field: &Field, value: &FieldValue<'_>) {
        self.present.push(seen.clone());
        if value.is_blank() {
            if !field.may_be_blank && !matches!(field.required, Required::Never) {
                self.problems.push((Problem::Blank, seen));
            }
            return;
        }
        if let Some(problem) = field.problem(value) {
            // what stands for a value says nothing of it
            let hidden = value.kind == NodeKind::Text && placeholder(&value.text).is_some();
            self.problems.push((if hidden { Problem::Hidden } else { problem }, seen.clone()));
            if problem == Problem::NumericText
                && let Some(problem) = field.value_problem(value)
            {
                self.problems.push((problem, seen));
            }
        }
    }
}

struct BodyWalk<'w> {
    scan: &'w mut FieldScan,
    tree: &'w FieldTree,
    document: &'w Document,
    text: &'w [u8],
}

impl BodyWalk<'_> {
    /// Looks at what is inside a node that stands for a branch of the tree.
    fn inside(&mut self, branch: usize, node: NodeIx) {
        let tree = self.tree;
        let Some(children) = tree.node(branch).map(|b| b.children.as_slice()) else { return };
        let mut expected = 0;
        let mut named = false;
        for child in children {
            match tree.node(*child).map(|c| &c.step) {
                Some(Step::Items) => self.items(*child, node),
                Some(Step::AnyMember) => {
                    for member in self.document.children(node) {
                        if self.document.kind(node) == NodeKind::Object {
                            self.visit(*child, member);
                        }
                    }
                }
                Some(Step::Member(_)) => named = true,
                None => {}
            }
        }
        if !named || !self.is_object(node) {
            return;
        }
        let mut found = 0u64;
        for member in self.document.children(node) {
            // members mostly come in the documented order
            let count = children.len();
            let order = (expected..count).chain(0..expected.min(count));
            for position in order {
                let Some(child) = children.get(position) else { continue };
                let Some(Step::Member(name)) = tree.node(*child).map(|c| &c.step) else { continue };
                if self.document.has_key(member, name.as_bytes(), self.text) {
                    expected = position + 1;
                    found |= 1u64.checked_shl(u32::try_from(position).unwrap_or(u32::MAX)).unwrap_or(0);
                    self.visit(*child, member);
                    break;
                }
            }
        }
        for (position, child) in children.iter().enumerate() {
            if position < 64 && found >> position & 1 == 1 {
                continue;
            }
            self.missing(*child, node);
        }
    }

    /// An element without anything inside may be an object too.
    fn is_object(&self, node: NodeIx) -> bool {
        match self.document.kind(node) {
            NodeKind::Object => true,
            NodeKind::Text => !self.document.is_typed() && self.document.value(node, self.text).trim_ascii().is_empty(),
            _ => false,
        }
    }

    fn missing(&mut self, child: usize, parent: NodeIx) {
        let Some(branch) = self.tree.node(child) else { return };
        let (Step::Member(name), Some(index)) = (&branch.step, branch.field) else { return };
        let Some(field) = self.tree.field(index) else { return };
        if matches!(field.required, Required::Never)
            || self.document.members(parent, name.as_bytes(), self.text).next().is_some()
        {
            return;
        }
        let sibling = |name: &str| {
            let member = self.document.members(parent, name.as_bytes(), self.text).next()?;
            Some(FieldValue::of(self.document, member, self.text))
        };
        if field.required.holds(sibling) {
            let missing = Seen { part: FieldPart::Body, field: index, spot: Spot::Missing(Some(parent)) };
            self.scan.problems.push((Problem::Missing, missing));
        }
    }

    /// The items of a list. XML repeats an element instead: where a node holds what an item would, it is the item.
    fn items(&mut self, branch: usize, node: NodeIx) {
        let has_item_member = |member: NodeIx| {
            let children = self.tree.node(branch).map(|b| b.children.as_slice()).unwrap_or_default();
            children.iter().any(|c| match self.tree.node(*c).map(|c| &c.step) {
                Some(Step::Member(name)) => self.document.has_key(member, name.as_bytes(), self.text),
                _ => false,
            })
        };
        let stands_alone = self.document.is_lone_item(node, self.text);
        if stands_alone || !self.document.is_typed() && self.document.children(node).any(has_item_member) {
            self.visit(branch, node);
            return;
        }
        for item in self.document.items(node) {
            self.visit(branch, item);
        }
    }

    fn visit(&mut self, branch: usize, node: NodeIx) {
        let Some(b) = self.tree.node(branch) else { return };
        if let Some((index, field)) = b.field.and_then(|i| Some((i, self.tree.field(i)?))) {
            let value = FieldValue::of(self.document, node, self.text);
            self.scan.note(Seen { part: FieldPart::Body, field: index, spot: Spot::Node(node) }, field, &value);
        }
        if !b.children.is_empty() {
            self.inside(branch, node);
        }
    }
}

impl<'v> FieldValue<'v> {
    fn text(text: Cow<'v, [u8]>) -> Self {
        Self { kind: NodeKind::Text, text, items: 0, typed: false }
    }

    pub(crate) fn of(document: &Document, node: NodeIx, text: &'v [u8]) -> Self {
        let kind = document.kind(node);
        let items = if matches!(kind, NodeKind::List | NodeKind::Object) { document.children(node).count() } else { 0 };
        let text = if matches!(kind, NodeKind::List | NodeKind::Object) {
            Cow::Borrowed(&b""[..])
        } else {
            document.value(node, text)
        };
        Self { kind, text, items, typed: document.is_typed() }
    }

    /// Empty, only spaces, null, or a list without items.
    pub(crate) fn is_blank(&self) -> bool {
        match self.kind {
            NodeKind::Null => true,
            NodeKind::Text => self.text.trim_ascii().is_empty(),
            NodeKind::List => self.items == 0,
            NodeKind::Object | NodeKind::Number | NodeKind::Boolean => false,
        }
    }

    /// Whether it is what a pattern says.
    pub(crate) fn is(&self, pattern: &Pattern) -> bool {
        let loose = !self.typed && self.kind == NodeKind::Text;
        match (pattern.format(), self.kind) {
            (Some(Format::List), kind) => kind == NodeKind::List || !self.typed,
            (Some(Format::Object), kind) => kind == NodeKind::Object || loose,
            (Some(Format::Boolean), kind) => kind == NodeKind::Boolean || loose && pattern.holds(&self.text),
            (Some(Format::Integer | Format::Number), NodeKind::Number) => pattern.holds(&self.text),
            (Some(Format::Integer | Format::Number), _) => loose && pattern.holds(&self.text),
            (_, kind) => kind == NodeKind::Text && pattern.holds(&self.text),
        }
    }

    pub(crate) fn equals(&self, scalar: &Scalar) -> bool {
        match scalar {
            Scalar::Text(text) => self.kind == NodeKind::Text && text.as_bytes() == &*self.text,
            other => self.read_alike(other).is_some_and(|value| value == *other),
        }
    }

    fn read_alike(&self, scalar: &Scalar) -> Option<Scalar> {
        match self.kind {
            NodeKind::Text | NodeKind::Number | NodeKind::Boolean => scalar.read_alike(&self.text),
            NodeKind::Object | NodeKind::List | NodeKind::Null => None,
        }
    }

    /// Characters of a text, items of a list.
    pub(crate) fn length(&self) -> usize {
        match self.kind {
            NodeKind::List | NodeKind::Object => self.items,
            _ => characters(&self.text),
        }
    }
}

/// The characters of a text; a byte that is no UTF-8 counts as one.
pub(crate) fn characters(text: &[u8]) -> usize {
    if text.is_ascii() { text.len() } else { String::from_utf8_lossy(text).chars().count() }
}

impl Field {
    /// The first test that a value doesn't meet.
    fn problem(&self, value: &FieldValue<'_>) -> Option<Problem> {
        if let Some(pattern) = &self.is
            && !value.is(pattern)
        {
            let numeric = matches!(pattern.format(), Some(Format::Integer | Format::Number));
            let quoted = value.typed && value.kind == NodeKind::Text && numeric && pattern.holds(&value.text);
            return Some(if quoted { Problem::NumericText } else { Problem::Is });
        }
        self.value_problem(value)
    }

    fn value_problem(&self, value: &FieldValue<'_>) -> Option<Problem> {
        if !self.one_of.is_empty() && !self.one_of.iter().any(|s| value.equals(s)) {
            return Some(Problem::OneOf);
        }
        let outside = |bound: &Option<Scalar>, wrong: Ordering| {
            let Some(bound) = bound else { return false };
            value.read_alike(bound).is_none_or(|v| v.compare(bound).is_none_or(|o| o == wrong))
        };
        if outside(&self.at_least, Ordering::Less) || outside(&self.at_most, Ordering::Greater) {
            return Some(Problem::Range);
        }
        if let Some(Scalar::Number(step)) = self.multiple_of {
            let whole = value.read_alike(&Scalar::Number(step));
            if !matches!(whole, Some(Scalar::Number(n)) if n.is_multiple_of(step)) {
                return Some(Problem::Range);
            }
        }
        let too_short = self.min_length.is_some_and(|least| value.length() < least);
        let too_long = self.max_length.is_some_and(|most| value.length() > most);
        (too_short || too_long).then_some(Problem::Length)
    }
}

impl Required {
    fn holds<'v>(&self, sibling: impl Fn(&str) -> Option<FieldValue<'v>>) -> bool {
        match self {
            Required::Never => false,
            Required::Always => true,
            Required::When(conditions) => conditions.iter().all(|c| c.holds(&sibling)),
        }
    }
}

impl Condition {
    fn holds<'v>(&self, sibling: impl Fn(&str) -> Option<FieldValue<'v>>) -> bool {
        let value = sibling(&self.sibling).filter(|v| v.kind != NodeKind::Null);
        match (&self.one_of, value) {
            (None, value) => value.is_none(),
            (Some(scalars), Some(value)) => scalars.iter().any(|s| value.equals(s)),
            (Some(_), None) => false,
        }
    }
}

impl FieldTree {
    /// The fields that stand in no other field: members of the body, or of its items.
    fn outermost(&self) -> Vec<FieldIx> {
        let children = |branch: usize| self.node(branch).map(|b| b.children.as_slice()).unwrap_or_default();
        let mut fields = Vec::new();
        for child in children(0) {
            let Some(node) = self.node(*child) else { continue };
            match node.step {
                Step::Member(_) => fields.extend(node.field),
                Step::Items => fields.extend(children(*child).iter().filter_map(|c| self.node(*c)?.field)),
                Step::AnyMember => {}
            }
        }
        fields
    }
}

fn named<'f>(fields: &'f [Field], name: &[u8]) -> Option<(FieldIx, &'f Field)> {
    let position = fields.iter().position(|f| f.name.as_bytes() == name)?;
    Some((FieldIx::try_from(position).ok()?, fields.get(position)?))
}
