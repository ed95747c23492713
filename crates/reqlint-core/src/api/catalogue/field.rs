//! Fields: what the catalogue says about path parameters, query parameters and body members.

use super::Shape;
use crate::base::pattern::Pattern;
use crate::base::scalar::Scalar;
use crate::base::text::SmolStr;
use crate::language::Located;

/// What the catalogue says about one field.
#[derive(Debug)]
pub(crate) struct Field {
    /// As the catalogue writes it: `MediaType`, `items[].name`.
    pub(crate) name: String,
    pub(crate) required: Required,
    /// What becomes of a null.
    pub(crate) null: Empty,
    /// What becomes of a text or list without content.
    pub(crate) blank: Empty,
    pub(crate) secret: bool,
    pub(crate) is: Option<Pattern>,
    pub(crate) one_of: Vec<Scalar>,
    /// Those, for a sentence: `3, 8 or 14`.
    pub(crate) allowed: Option<SmolStr>,
    pub(crate) at_least: Option<Scalar>,
    pub(crate) at_most: Option<Scalar>,
    pub(crate) multiple_of: Option<Scalar>,
    pub(crate) min_length: Option<usize>,
    pub(crate) max_length: Option<usize>,
    pub(crate) min_items: Option<usize>,
    pub(crate) max_items: Option<usize>,
    /// Whether no item of a list equals another.
    pub(crate) unique: bool,
    /// How a query writes a list, where not as the parameter repeated.
    pub(crate) list: Option<ListStyle>,
    /// A word for the reader.
    pub(crate) note: Option<String>,
}

/// How a query writes a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListStyle {
    Comma,
    Pipe,
    Space,
    /// `a[]=1&a[]=2`, or the parameter repeated
    Brackets,
    /// `a[]=1&a[]=2` and nothing else
    BracketsOnly,
}

/// Fields of one object or query, of which some are needed or exclude each other.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) how: Grouped,
    /// Their names, in the object.
    pub(crate) members: Vec<String>,
}

/// How many of the fields of a group there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grouped {
    AtLeastOne,
    AtMostOne,
    ExactlyOne,
    AllOrNone,
}

impl Grouped {
    /// Whether so many of so many may be there.
    pub(crate) fn takes(self, there: usize, all: usize) -> bool {
        match self {
            Grouped::AtLeastOne => there > 0,
            Grouped::AtMostOne => there < 2,
            Grouped::ExactlyOne => there == 1,
            Grouped::AllOrNone => there == 0 || there == all,
        }
    }
}

/// What becomes of a value without content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Empty {
    /// It is blank: wrong where the field is required.
    Blank,
    Accepted,
    Refused,
    /// It is tested like any other value.
    Value,
}

/// When a field must be there, if its parent is.
#[derive(Debug)]
pub(crate) enum Required {
    Never,
    Always,
    /// When every condition on its siblings holds.
    When(Vec<Condition>),
}

/// A condition on a sibling.
#[derive(Debug)]
pub(crate) struct Condition {
    pub(crate) sibling: String,
    /// It is one of these; `None`: it isn't there.
    pub(crate) one_of: Option<Vec<Scalar>>,
}

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
    pub(crate) members: Vec<(String, usize)>,
    /// What else is inside: items, and members of any name.
    pub(crate) others: Vec<usize>,
}

impl TreeNode {
    fn new(step: Step) -> Self {
        Self { step, field: None, is_closed: false, groups: Vec::new(), members: Vec::new(), others: Vec::new() }
    }

    /// The names of the members inside.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|(name, _)| name.as_str())
    }

    /// Whether the catalogue says nothing of what is inside.
    pub(crate) fn is_leaf(&self) -> bool {
        self.members.is_empty() && self.others.is_empty() && !self.is_closed && self.groups.is_empty()
    }

    /// The nodes inside.
    pub(crate) fn children(&self) -> impl Iterator<Item = usize> {
        self.members.iter().map(|(_, child)| *child).chain(self.others.iter().copied())
    }
}

/// One step from an object or list to what is inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// A member of this name.
    Member(String),
    /// Every member, whatever its name: `*`.
    AnyMember,
    /// Every item: `[]`.
    Items,
}

pub(crate) type FieldIx = u16;

impl FieldTree {
    pub(crate) fn add(&mut self, path: &[Step], field: Field) {
        if self.nodes.is_empty() {
            self.nodes.push(TreeNode::new(Step::Items));
        }
        let mut at = 0;
        for step in path {
            at = self.child(at, step);
        }
        let index = FieldIx::try_from(self.fields.len()).unwrap_or(FieldIx::MAX);
        self.fields.push(field);
        if let Some(node) = self.nodes.get_mut(at) {
            node.field = Some(index);
        }
    }

    /// Adds a group to the object at the end of a path, which has all of its members.
    pub(crate) fn group(&mut self, path: &[Step], group: Group) {
        let at = path.iter().fold(0, |at, step| self.child(at, step));
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

    /// Closes the objects that a field closes, and, by `default`, those of which members are known.
    pub(crate) fn close(&mut self, default: bool, of: impl Fn(FieldIx) -> Option<bool>) {
        let any_name = |tree: &Self, node: &TreeNode| {
            node.others.iter().any(|other| tree.node(*other).is_some_and(|other| other.step == Step::AnyMember))
        };
        for index in 0..self.nodes.len() {
            let Some(node) = self.node(index) else { continue };
            let own = node.field.and_then(&of);
            let is_closed = own.unwrap_or(default && !node.members.is_empty()) && !any_name(self, node);
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
                Step::Member(name) => node.members.push((name.clone(), child)),
                Step::AnyMember | Step::Items => node.others.push(child),
            }
        }
        child
    }

    /// What the body is, as far as the fields tell.
    pub(crate) fn shape(&self) -> Option<Shape> {
        let mut steps = self.node(0)?.children().filter_map(|c| self.node(c)).map(|n| &n.step);
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

/// Reads `a.b`, `items[].name`, `a.*.b`, `"a.b".c`.
///
/// `Err` holds what is wrong, for the place of the name.
pub(crate) fn steps(name: &Located<String>) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    let mut rest = name.value.as_str();
    if rest.is_empty() {
        return Err("a field needs a name".into());
    }
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix("[]") {
            steps.push(Step::Items);
            rest = after;
        } else if let Some(quoted) = rest.strip_prefix('"') {
            let Some((member, after)) = quoted.split_once('"') else { return Err("this quote is never closed".into()) };
            steps.push(Step::Member(member.to_owned()));
            rest = after;
        } else {
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            let (member, after) = rest.split_at(end);
            match member {
                "" => return Err(format!("a member's name is missing before `{after}`")),
                "*" => steps.push(Step::AnyMember),
                member => steps.push(Step::Member(member.to_owned())),
            }
            rest = after;
        }
        match rest.strip_prefix('.') {
            Some("") => return Err("a member's name is missing after the last dot".into()),
            Some(after) => rest = after,
            None if rest.is_empty() || rest.starts_with("[]") => {}
            None => return Err(format!("`{rest}` is not valid here: write a.b, items[].name or a.*.b")),
        }
    }
    Ok(steps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::SourceSpan;

    #[test]
    fn names_read_as_steps() {
        let read = |text: &str| {
            let name = Located { value: text.to_owned(), place: SourceSpan::default() };
            steps(&name).map(|s| {
                s.iter()
                    .map(|s| match s {
                        Step::Member(m) => m.clone(),
                        Step::AnyMember => "*".into(),
                        Step::Items => "[]".into(),
                    })
                    .collect::<Vec<_>>()
                    .join("/")
            })
        };
        for (text, steps) in [
            ("a", "a"),
            ("a.b", "a/b"),
            ("items[].name", "items/[]/name"),
            ("[].id", "[]/id"),
            ("a.*.b", "a/*/b"),
            ("a.*[].b", "a/*/[]/b"),
            ("\"a.b\".c", "a.b/c"),
            ("a[]", "a/[]"),
        ] {
            assert_eq!(read(text).unwrap(), steps, "{text}");
        }
        for text in ["", ".a", "a.", "a[0]", "\"a", "a..b"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
