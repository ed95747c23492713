//! The fields of a body, nested as in a body, and the variants of its objects.

use super::{Field, FieldIx, Group, Shape, Step};
use crate::base::scalar::Scalar;
use crate::base::text::SmolStr;

/// The body fields of an endpoint, nested as in a body. The root is node 0.
#[derive(Debug, Default)]
pub(crate) struct FieldTree {
    pub(crate) fields: Vec<Field>,
    nodes: Vec<TreeNode>,
}

#[derive(Debug)]
pub(crate) struct TreeNode {
    pub(crate) step: Step,
    pub(crate) field: Option<FieldIx>,
    /// Whether it takes no members but these.
    pub(crate) is_closed: bool,
    pub(crate) groups: Vec<Group>,
    /// The members inside, by name.
    pub(crate) members: Vec<(Box<str>, usize)>,
    /// What else is inside: items, and members of any name.
    pub(crate) others: Vec<usize>,
    /// The forms that an object may have beside that.
    pub(crate) choice: Option<Box<Choice>>,
    /// Of which variant it is the object.
    pub(crate) variant: Option<Box<OfVariant>>,
}

/// The variants of an object.
#[derive(Debug)]
pub(crate) struct Choice {
    /// At least one.
    pub(crate) variants: Vec<Variant>,
    pub(crate) discriminator: Option<Discriminator>,
    /// Whether an object that fits several of them is wrong.
    pub(crate) only_one: bool,
}

/// One of several forms that an object may have.
#[derive(Debug)]
pub(crate) struct Variant {
    pub(crate) name: SmolStr,
    /// The node with its members.
    pub(crate) root: usize,
    /// What the discriminator is in an object of this form.
    pub(crate) values: Vec<Scalar>,
}

/// The member that says which variant an object is.
#[derive(Debug)]
pub(crate) struct Discriminator {
    pub(crate) member: String,
    /// Whether an object without it is wrong by itself.
    pub(crate) is_required: bool,
}

/// What the object of a variant is part of.
#[derive(Debug)]
pub(crate) struct OfVariant {
    pub(crate) name: SmolStr,
    /// The node of the same object with what all of its variants have in common.
    pub(crate) common: usize,
}

impl TreeNode {
    fn new(step: Step) -> Self {
        Self {
            step,
            field: None,
            is_closed: false,
            groups: Vec::new(),
            members: Vec::new(),
            others: Vec::new(),
            choice: None,
            variant: None,
        }
    }

    /// The names of the members inside.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|(name, _)| &**name)
    }

    /// Whether the catalogue says nothing of what is inside.
    pub(crate) fn is_leaf(&self) -> bool {
        self.members.is_empty()
            && self.others.is_empty()
            && !self.is_closed
            && self.groups.is_empty()
            && self.choice.is_none()
    }

    /// The nodes inside.
    pub(crate) fn children(&self) -> impl Iterator<Item = usize> {
        self.members.iter().map(|(_, child)| *child).chain(self.others.iter().copied())
    }
}

impl FieldTree {
    /// Adds a field of the body; gives its node.
    pub(crate) fn add(&mut self, path: &[Step], field: Field) -> usize {
        let root = self.root();
        self.add_in(root, path, field)
    }

    /// Adds a field inside of a node; gives its node.
    pub(crate) fn add_in(&mut self, root: usize, path: &[Step], field: Field) -> usize {
        let at = path.iter().fold(root, |at, step| self.child(at, step));
        let index = FieldIx::try_from(self.fields.len()).unwrap_or(FieldIx::MAX);
        self.fields.push(field);
        if let Some(node) = self.nodes.get_mut(at) {
            node.field = Some(index);
        }
        at
    }

    /// The node of the body as a whole.
    pub(crate) fn root(&mut self) -> usize {
        if self.nodes.is_empty() {
            self.nodes.push(TreeNode::new(Step::Items));
        }
        0
    }

    /// A node that is inside of none.
    pub(crate) fn apart(&mut self) -> usize {
        self.root();
        self.nodes.push(TreeNode::new(Step::Items));
        self.nodes.len() - 1
    }

    /// The object of a variant, built once as a `template`, where it is one of those that the object of another node may be.
    pub(crate) fn variant_of(&mut self, common: usize, template: usize, name: &SmolStr, is_closed: bool) -> usize {
        let at = self.apart();
        let (Some(from), Some(common_node)) = (self.nodes.get(template), self.nodes.get(common)) else { return at };
        let any_name = |node: &TreeNode| {
            node.others.iter().any(|other| self.node(*other).is_some_and(|other| other.step == Step::AnyMember))
        };
        let node = TreeNode {
            is_closed: is_closed && !any_name(from) && !any_name(common_node),
            groups: from.groups.clone(),
            members: from.members.clone(),
            others: from.others.clone(),
            variant: Some(Box::new(OfVariant { name: name.clone(), common })),
            ..TreeNode::new(Step::Items)
        };
        if let Some(place) = self.nodes.get_mut(at) {
            *place = node;
        }
        at
    }

    /// Says which variants the object of a node may be, which then decide whether it is closed.
    pub(crate) fn choose(&mut self, at: usize, choice: Choice) {
        if let Some(node) = self.nodes.get_mut(at) {
            node.is_closed = false;
            node.choice = Some(Box::new(choice));
        }
    }

    /// Whether any object is one of several variants.
    pub(crate) fn has_variants(&self) -> bool {
        self.nodes.iter().any(|node| node.choice.is_some())
    }

    /// The field of a member of a node's object.
    pub(crate) fn member_field(&self, at: usize, name: &str) -> Option<FieldIx> {
        let (_, child) = self.node(at)?.members.iter().find(|(known, _)| &**known == name)?;
        self.node(*child)?.field
    }

    /// Whether a node, or what all variants of its object have in common, knows a member of this name.
    pub(crate) fn knows(&self, node: &TreeNode, name: &[u8]) -> bool {
        let is = |node: &TreeNode| node.members.iter().any(|(known, _)| known.as_bytes() == name);
        is(node) || node.variant.as_ref().and_then(|of| self.node(of.common)).is_some_and(is)
    }

    /// Adds a group to the object at the end of a path from a node; it has all of its members.
    pub(crate) fn group(&mut self, root: usize, path: &[Step], group: Group) {
        let at = path.iter().fold(root, |at, step| self.child(at, step));
        if let Some(node) = self.nodes.get_mut(at) {
            node.groups.push(group);
        }
    }

    /// Whether any object has a group of fields.
    pub(crate) fn has_groups(&self) -> bool {
        self.nodes.iter().any(|node| !node.groups.is_empty())
    }

    /// Whether any object takes no members but those that are known.
    pub(crate) fn is_closed_anywhere(&self) -> bool {
        self.nodes.iter().any(|node| node.is_closed)
    }

    /// Closes the objects that a field closes, and, by `default`, those of which members are known, or variants: `chosen`.
    pub(crate) fn close(&mut self, default: bool, chosen: &[usize], of: impl Fn(FieldIx) -> Option<bool>) {
        let any_name = |tree: &Self, node: &TreeNode| {
            node.others.iter().any(|other| tree.node(*other).is_some_and(|other| other.step == Step::AnyMember))
        };
        for index in 0..self.nodes.len() {
            let Some(node) = self.node(index) else { continue };
            let own = node.field.and_then(&of);
            let has_members = !node.members.is_empty() || chosen.contains(&index);
            let is_closed = own.unwrap_or(default && has_members) && !any_name(self, node);
            if let Some(node) = self.nodes.get_mut(index) {
                node.is_closed = is_closed;
            }
        }
    }

    fn child(&mut self, parent: usize, step: &Step) -> usize {
        let known = self
            .node(parent)
            .and_then(|node| node.children().find(|c| self.node(*c).is_some_and(|child| child.step == *step)));
        if let Some(child) = known {
            return child;
        }
        let child = self.nodes.len();
        self.nodes.push(TreeNode::new(step.clone()));
        if let Some(node) = self.nodes.get_mut(parent) {
            match step {
                Step::Member(name) => node.members.push((name.as_str().into(), child)),
                Step::AnyMember | Step::Items => node.others.push(child),
            }
        }
        child
    }

    /// What the body is, as far as the fields tell.
    pub(crate) fn shape(&self) -> Option<Shape> {
        let root = self.node(0)?;
        if root.choice.is_some() && root.others.is_empty() {
            return Some(Shape::Object);
        }
        let mut steps = root.children().filter_map(|c| self.node(c)).map(|n| &n.step);
        let shape = |step: &Step| if *step == Step::Items { Shape::List } else { Shape::Object };
        let first = shape(steps.next()?);
        steps.all(|step| shape(step) == first).then_some(first)
    }

    /// The names of the members that secret fields are or are inside.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = String> {
        (0..self.nodes.len()).filter_map(|index| {
            self.field(self.node(index)?.field?).filter(|f| f.secret)?;
            self.member(index)
        })
    }

    /// The name of the innermost member that a node is or is inside.
    fn member(&self, index: usize) -> Option<String> {
        match &self.node(index)?.step {
            Step::Member(name) if index > 0 => Some(name.clone()),
            _ => self.member(self.nodes.iter().position(|n| n.children().any(|c| c == index))?),
        }
    }

    pub(crate) fn node(&self, index: usize) -> Option<&TreeNode> {
        self.nodes.get(index)
    }

    pub(crate) fn field(&self, index: FieldIx) -> Option<&Field> {
        self.fields.get(usize::from(index))
    }
}
