//! The walk through a body that was read: every field that is there, and what is wrong with it.

use super::value::Holds;
use super::{FieldPart, FieldScan, FieldValue, Seen, Spot};
use crate::api::catalogue::{Endpoint, Field, FieldIx, FieldTree, Required, Step, TreeNode};
use crate::message::body::{Document, NodeIx, NodeKind};
use crate::prefilter::body_screen::{Inside, Place, Screen};

/// Walks through all of a body.
pub(super) fn body(scan: &mut FieldScan, endpoint: &Endpoint, document: &Document, root: NodeIx, text: &[u8]) {
    // a screen is for values that have types
    let screen = endpoint.screen.as_deref().filter(|_| document.is_typed());
    let mut walk = BodyWalk { scan, tree: &endpoint.body_fields, screen, document, text };
    walk.inside(0, screen.map(|screen| &screen.root), root);
}

struct BodyWalk<'w> {
    scan: &'w mut FieldScan,
    tree: &'w FieldTree,
    /// What it knows is found and told to be well without texts to compare.
    screen: Option<&'w Screen>,
    document: &'w Document,
    text: &'w [u8],
}

impl<'w> BodyWalk<'w> {
    /// Looks at what is inside a node that stands for a branch of the tree, which is that place in the screen.
    fn inside(&mut self, branch: usize, place: Option<&'w Place>, node: NodeIx) {
        let Some(branch) = self.tree.node(branch) else { return };
        let known = place.and_then(|place| self.screen?.inside(place));
        for child in &branch.others {
            match self.tree.node(*child).map(|c| &c.step) {
                Some(Step::Items) => self.items(*child, known.and_then(|known| known.item()), node),
                _ if self.document.kind(node) == NodeKind::Object => {
                    for member in self.document.children(node) {
                        self.visit(*child, None, node, member);
                    }
                }
                _ => {}
            }
        }
        if !branch.members.is_empty() && self.is_object(node) {
            self.members(branch, known, node);
        }
    }

    fn members(&mut self, branch: &TreeNode, known: Option<Inside<'w>>, node: NodeIx) {
        let mut found = 0u64;
        let mut expected = 0;
        for member in self.document.children(node) {
            let Some((position, place)) = self.position(branch, known, expected, member) else { continue };
            let Some((_, child)) = branch.members.get(position) else { continue };
            expected = position + 1;
            found |= 1u64.checked_shl(u32::try_from(position).unwrap_or(u32::MAX)).unwrap_or(0);
            self.visit(*child, place, node, member);
        }
        for (position, (name, child)) in branch.members.iter().enumerate() {
            if position >= 64 || found >> position & 1 == 0 {
                self.missing(name, *child, node);
            }
        }
    }

    /// Which member of a branch a node is.
    fn position(
        &self,
        branch: &TreeNode,
        known: Option<Inside<'w>>,
        expected: usize,
        member: NodeIx,
    ) -> Option<(usize, Option<&'w Place>)> {
        // what the screen doesn't know is written with escapes
        if let (Some(known), Some(from)) = (known, self.document.at_plain_key(member, self.text)) {
            return known.find(from).map(|(position, place, _)| (usize::from(position), Some(place)));
        }
        let key = self.document.key(member, self.text);
        let is = |(name, _): &(String, usize)| name.as_bytes() == &*key;
        // members mostly come in the documented order
        if branch.members.get(expected).is_some_and(is) {
            return Some((expected, None));
        }
        branch.members.iter().position(is).map(|position| (position, None))
    }

    /// An element without anything inside may be an object too.
    fn is_object(&self, node: NodeIx) -> bool {
        match self.document.kind(node) {
            NodeKind::Object => true,
            NodeKind::Text => !self.document.is_typed() && self.document.value(node, self.text).trim_ascii().is_empty(),
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
    fn items(&mut self, branch: usize, place: Option<&'w Place>, node: NodeIx) {
        let has_item_member = |member: NodeIx| {
            let members = self.tree.node(branch).map(|b| b.members.as_slice()).unwrap_or_default();
            members.iter().any(|(name, _)| self.document.has_key(member, name.as_bytes(), self.text))
        };
        let stands_alone = self.document.is_lone_item(node, self.text);
        if stands_alone || !self.document.is_typed() && self.document.children(node).any(has_item_member) {
            self.visit(branch, place, node, node);
            return;
        }
        for item in self.document.items(node) {
            self.visit(branch, place, node, item);
        }
    }

    fn visit(&mut self, branch: usize, place: Option<&'w Place>, parent: NodeIx, node: NodeIx) {
        let Some(b) = self.tree.node(branch) else { return };
        if let Some(index) = b.field {
            self.field(index, place, parent, node);
        }
        if !(b.members.is_empty() && b.others.is_empty()) {
            self.inside(branch, place, node);
        }
    }

    fn field(&mut self, index: FieldIx, place: Option<&'w Place>, parent: NodeIx, node: NodeIx) {
        let seen = Seen { part: FieldPart::Body, field: index, spot: Spot::Node(node) };
        if place.is_some_and(|place| self.is_surely_well(place, node)) {
            self.scan.present.push(seen);
            return;
        }
        let Some(field) = self.tree.field(index) else { return };
        let value = FieldValue::of(self.document, node, self.text);
        let required = if value.is_blank() { self.required(field, parent) } else { Holds::No };
        self.scan.note(seen, field, &value, || required);
    }

    fn is_surely_well(&self, place: &Place, node: NodeIx) -> bool {
        let leaf = self.document.leaf(node, self.text);
        self.screen.zip(leaf).is_some_and(|(screen, leaf)| screen.surely_takes(place, &leaf))
    }

    /// Whether a field must be in a node.
    fn required(&self, field: &Field, parent: NodeIx) -> Holds {
        field.required.holds(|name| {
            let member = self.document.members(parent, name.as_bytes(), self.text).next()?;
            Some(FieldValue::of(self.document, member, self.text))
        })
    }
}
