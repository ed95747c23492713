//! The walk through a body that was read: every field that is there, and what is wrong with it.

use super::choose::Tried;
use super::value::Holds;
use super::{FieldPart, FieldScan, FieldValue, Found, Problem, Seen, Spot, Ungrouped, Unknown};
use crate::api::catalogue::{Empty, Field, FieldIx, FieldTree, Group, Required, Step, TreeNode};
use crate::base::pattern::Format;
use crate::message::body::{Document, NodeIx, NodeKind, Syntax};

/// Walks through all of a body, or of an object in it, which a node of the tree describes.
pub(super) fn body(
    scan: &mut FieldScan,
    tree: &FieldTree,
    document: &Document,
    (branch, root): (usize, NodeIx),
    text: &[u8],
) {
    BodyWalk { scan, tree, document, text, tried: Tried::default() }.inside(branch, root);
}

pub(super) struct BodyWalk<'w> {
    pub(super) scan: &'w mut FieldScan,
    pub(super) tree: &'w FieldTree,
    pub(super) document: &'w Document,
    pub(super) text: &'w [u8],
    pub(super) tried: Tried,
}

impl<'w> BodyWalk<'w> {
    /// Looks at what is inside a node, which the tree describes in a branch.
    pub(super) fn inside(&mut self, index: usize, node: NodeIx) {
        let tree = self.tree;
        let Some(branch) = tree.node(index) else { return };
        let is_item = |child: &usize| self.tree.node(*child).is_some_and(|child| child.step == Step::Items);
        let has_items = branch.others.iter().any(is_item);
        // without items of its own a list with numbers is an object
        let is_numbered = self.document.is_numbered(node) && !has_items;
        let is_list = self.document.is_typed() && self.document.kind(node) == NodeKind::List;
        self.scan.is_misshapen |= is_list && !has_items && (!branch.members.is_empty() || branch.choice.is_some());
        self.scan.is_misshapen |= has_items && self.is_object_for_list(branch, node);
        for child in &branch.others {
            match self.tree.node(*child).map(|c| &c.step) {
                Some(Step::Items) if self.should_be_list(branch, node) => {}
                Some(Step::Items) => self.items(*child, node),
                _ if is_numbered || self.document.kind(node) == NodeKind::Object => {
                    for member in self.document.children(node) {
                        self.visit(*child, node, member);
                    }
                }
                _ => {}
            }
        }
        if (!branch.members.is_empty() || branch.is_closed) && (is_numbered || self.is_object(node)) {
            self.members((index, branch), node);
        }
        if !branch.groups.is_empty() && (is_numbered || self.is_object(node)) {
            self.groups(index, &branch.groups, node);
        }
        if let Some(choice) = &branch.choice
            && (is_numbered || self.is_object(node))
        {
            self.choose(index, choice, node);
        }
    }

    /// Whether a node is a text where the body would tell it from the list that it should be, or may be.
    fn should_be_list(&self, branch: &TreeNode, node: NodeIx) -> bool {
        let field = || self.tree.field(branch.field?);
        self.document.kind(node) == NodeKind::Text
            && self.document.tells_shapes()
            && field().and_then(|field| field.is.as_ref()).is_some_and(|is| is.names(Format::List))
    }

    /// Whether a node is an object where the catalogue knows a list alone.
    fn is_object_for_list(&self, branch: &TreeNode, node: NodeIx) -> bool {
        let field = || self.tree.field(branch.field?);
        self.document.tells_shapes()
            && self.document.kind(node) == NodeKind::Object
            && self.document.children(node).next().is_some()
            && branch.members.is_empty()
            && branch.others.len() == 1
            && !field().and_then(|field| field.is.as_ref()).is_some_and(|is| is.names(Format::Object))
    }

    /// Looks at the groups of fields of an object.
    fn groups(&mut self, index: usize, groups: &[Group], node: NodeIx) {
        for (group, Group { how, members }) in groups.iter().enumerate() {
            // of one that is there several times a service may read any
            let (mut least, mut most) = (0, 0);
            for name in members {
                let [any, all] = self.has(index, name, node);
                most += usize::from(any);
                least += usize::from(all);
            }
            if !(least..=most).all(|there| how.takes(there, members.len())) {
                self.scan.ungrouped.push(Ungrouped::Body { branch: index, group, object: Some(node) });
            }
        }
    }

    /// Whether any member of a name is there, and whether all are; a null that counts as blank is not.
    fn has(&self, index: usize, name: &str, node: NodeIx) -> [bool; 2] {
        let mut known = self.tree.node(index).into_iter().flat_map(|branch| &branch.members);
        let field = known.find(|(known, _)| &**known == name);
        let field = field.and_then(|(_, child)| self.tree.field(self.tree.node(*child)?.field?));
        let takes_null = field.is_some_and(|field| field.null != Empty::Blank);
        let (mut any, mut all) = (false, true);
        for member in self.document.members(node, name.as_bytes(), self.text) {
            let is_there = takes_null || self.document.kind(member) != NodeKind::Null;
            any |= is_there;
            all &= is_there;
        }
        [any, any && all]
    }

    fn members(&mut self, (index, branch): (usize, &TreeNode), node: NodeIx) {
        let mut found = Members::default();
        let mut expected = 0;
        for member in self.document.children(node) {
            let Some(position) = self.position(branch, expected, member) else {
                if branch.is_closed && !self.is_common(branch, member) {
                    self.scan.unknown.push(Unknown::Member(member, index));
                }
                continue;
            };
            let Some((_, child)) = branch.members.get(position) else { continue };
            expected = position + 1;
            found.note(position);
            self.visit(*child, node, member);
        }
        for (position, (name, child)) in branch.members.iter().enumerate() {
            if !found.knows(position) {
                self.missing(name, *child, node);
            }
            if !self.document.is_typed() {
                self.repeated(name, *child, node);
            }
        }
    }

    /// Looks at a list as a whole that is written as a member of several values.
    fn repeated(&mut self, name: &str, child: usize, parent: NodeIx) {
        let Some(branch) = self.tree.node(child) else { return };
        let Some((index, field)) = branch.field.and_then(|index| Some((index, self.tree.field(index)?))) else {
            return;
        };
        let Some(limits) = field.limits.as_ref().filter(|limits| limits.has_items() && !field.is_object()) else {
            return;
        };
        let values = || self.document.members(parent, name.as_bytes(), self.text);
        let (Some(first), count @ 2..) = (values().next(), values().count()) else { return };
        let seen = |node| Seen { part: FieldPart::Body, field: index, spot: Spot::Node(node) };
        let miscounted = if limits.takes_items(count) { None } else { Some(first) };
        let equal = if limits.unique { self.equal(branch, field, values()) } else { None };
        let found = [(Problem::Items, miscounted), (Problem::Repeated, equal)].into_iter();
        let found = found.filter_map(|(problem, node)| Some(Found { problem, seen: seen(node?), hidden: false }));
        self.scan.problems.extend(found);
    }

    /// The first item that equals an earlier one.
    fn equal(&self, branch: &TreeNode, field: &Field, items: impl Iterator<Item = NodeIx>) -> Option<NodeIx> {
        let of_items =
            || branch.others.iter().filter_map(|child| self.tree.node(*child)).filter_map(|child| child.field);
        let are_numbers =
            field.is_number() || of_items().any(|index| self.tree.field(index).is_some_and(Field::is_number));
        self.document.repeated(items, self.text, are_numbers)
    }

    /// Which member of a branch a node is.
    fn position(&self, branch: &TreeNode, expected: usize, member: NodeIx) -> Option<usize> {
        let key = self.document.key(member, self.text);
        let is = |(name, _): &(Box<str>, usize)| name.as_bytes() == &*key;
        // members mostly come in the documented order
        if branch.members.get(expected).is_some_and(is) {
            return Some(expected);
        }
        branch.members.iter().position(is)
    }

    /// Whether what all variants of an object have in common knows a member.
    fn is_common(&self, branch: &TreeNode, member: NodeIx) -> bool {
        branch.variant.is_some() && self.tree.knows(branch, &self.document.key(member, self.text))
    }

    /// An element without anything inside may be an object too.
    fn is_object(&self, node: NodeIx) -> bool {
        match self.document.kind(node) {
            NodeKind::Object => true,
            NodeKind::Text => {
                !self.document.tells_shapes() && self.document.value(node, self.text).trim_ascii().is_empty()
            }
            _ => false,
        }
    }

    fn missing(&mut self, name: &str, child: usize, parent: NodeIx) {
        let Some(index) = self.tree.node(child).and_then(|branch| branch.field) else { return };
        let Some(field) = self.tree.field(index) else { return };
        if matches!(field.required, Required::Never)
            || self.document.members(parent, name.as_bytes(), self.text).next().is_some()
        {
            return;
        }
        let holds = self.required(field, parent);
        self.scan.lacks(FieldPart::Body, index, Some(parent), holds);
    }

    /// The items of a list. XML repeats an element instead: where a node holds what an item would, it is the item.
    fn items(&mut self, branch: usize, node: NodeIx) {
        let has_item_member = |member: NodeIx| {
            let members = self.tree.node(branch).map(|b| b.members.as_slice()).unwrap_or_default();
            members.iter().any(|(name, _)| self.document.has_key(member, name.as_bytes(), self.text))
        };
        // a part may hold JSON, which nothing tells from a text
        let is_json_in_part = self.document.syntax == Some(Syntax::Parts)
            && self.document.value(node, self.text).trim_ascii_start().starts_with(b"[");
        if is_json_in_part {
            return;
        }
        let stands_alone = self.document.is_lone_item(node, self.text);
        if stands_alone || !self.document.tells_shapes() && self.document.children(node).any(has_item_member) {
            // it may hold items beside that
            let is_item = |child: NodeIx| self.document.children(child).any(has_item_member);
            let mut others = self.document.children(node).filter(|child| !has_item_member(*child));
            self.scan.is_misshapen |= others.any(is_item);
            self.visit(branch, node, node);
            return;
        }
        for item in self.document.items(node) {
            self.visit(branch, node, item);
        }
    }

    fn visit(&mut self, branch: usize, parent: NodeIx, node: NodeIx) {
        let Some(b) = self.tree.node(branch) else { return };
        if let Some(index) = b.field {
            self.field((branch, index), parent, node);
        }
        if !b.is_leaf() {
            self.inside(branch, node);
        }
    }

    fn field(&mut self, (branch, index): (usize, FieldIx), parent: NodeIx, node: NodeIx) {
        let seen = Seen { part: FieldPart::Body, field: index, spot: Spot::Node(node) };
        let Some(field) = self.tree.field(index) else { return };
        let value = FieldValue::of(self.document, node, self.text);
        let required = if value.is_blank() { self.required(field, parent) } else { Holds::No };
        self.scan.note(seen, field, &value, || required);
        if field.is_unique()
            && value.kind == NodeKind::List
            && let Some(item) = self.tree.node(branch).and_then(|b| self.equal(b, field, self.document.children(node)))
        {
            let seen = Seen { part: FieldPart::Body, field: index, spot: Spot::Node(item) };
            self.scan.problems.push(Found { problem: Problem::Repeated, seen, hidden: false });
        }
    }

    /// Whether a field must be in a node.
    fn required(&self, field: &Field, parent: NodeIx) -> Holds {
        field.required.holds(self.scan.shows, |name, visit| {
            let members = self.document.members(parent, name.as_bytes(), self.text);
            members.for_each(|member| {
                visit(FieldValue::of(self.document, member, self.text));
                if let Some(variant) = self.document.variant(member) {
                    visit(FieldValue::text(self.document.key(variant, self.text)));
                }
            });
        })
    }
}

/// Which members of a branch were found. Those after the last bit are looked for again, by name.
#[derive(Default)]
struct Members(u64);

impl Members {
    fn note(&mut self, position: usize) {
        self.0 |= u32::try_from(position).ok().and_then(|position| 1u64.checked_shl(position)).unwrap_or(0);
    }

    fn knows(&self, position: usize) -> bool {
        u32::try_from(position).ok().and_then(|position| self.0.checked_shr(position)).is_some_and(|bits| bits & 1 == 1)
    }
}
