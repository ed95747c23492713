//! The screen: a JSON body read and held against an endpoint's fields in one pass, without a tree.
//!
//! It can say that all is well, and nothing else. Wherever it is not sure it stops, and the body is read into a
//! [`Document`](crate::body::Document) and looked at by [`FieldScan`]. Most bodies are well.

use super::value::FieldValue;
use super::{FieldPart, FieldScan, Seen, Spot};
use crate::body::Key;
use crate::body::NodeKind;
use crate::body::json::{Leaf, Sink, read_into};
use crate::bytes::{self, Ends};
use crate::catalogue::{Field, FieldIx, FieldTree, Required, Shape, Step};
use crate::number::Number;
use crate::pattern::{Format, Pattern};
use crate::placeholder::placeholder;
use crate::scalar::Scalar;
use std::borrow::Cow;

/// How many members in a row may be left out until the next one is looked for among all.
const LEFT_OUT: usize = 2;

/// The fields of a body, laid out for one pass.
#[derive(Debug, Default)]
pub(crate) struct Screen {
    shape: Option<Shape>,
    /// The first stands for the whole body.
    branches: Vec<Branch>,
    /// Those of one branch stand together.
    places: Vec<Place>,
}

/// What may stand in an object or list.
#[derive(Debug, Default)]
struct Branch {
    /// Where its members stand among the places.
    members: (usize, usize),
    /// The members that must be there, one bit each.
    required: u64,
    /// What each item is.
    item: Option<usize>,
}

/// A member or an item that the catalogue knows.
#[derive(Debug)]
struct Place {
    ends: Ends,
    name: Box<[u8]>,
    /// Whether JSON writes the name without escapes.
    is_plain: bool,
    field: Option<(FieldIx, Test)>,
    /// What may stand in it.
    branch: Option<usize>,
}

/// What a value must be to be well.
#[derive(Clone, Copy, Debug)]
enum Test {
    Anything,
    Text,
    Boolean,
    Integer,
    List,
    Object,
    /// A text that is one of those that the field may be.
    Texts,
    /// A whole number that is one of those that the field may be.
    Integers,
    /// What all the tests of the field say.
    Every,
}

impl Screen {
    /// Of a body about which the catalogue says nothing.
    pub(crate) const ANYTHING: Self = Self { shape: None, branches: Vec::new(), places: Vec::new() };

    /// The screen of an endpoint's body; `None` where the catalogue says what only a tree can tell.
    pub(crate) fn of(tree: &FieldTree, shape: Option<Shape>) -> Option<Self> {
        let mut screen = Self { shape, ..Self::default() };
        screen.branch(tree, 0)?;
        Some(screen)
    }

    /// Lays out what stands in a node of the tree; gives the branch's index.
    fn branch(&mut self, tree: &FieldTree, node: usize) -> Option<usize> {
        let index = self.branches.len();
        self.branches.push(Branch::default());
        let Some(node) = tree.node(node) else { return Some(index) };
        if node.members.len() > 64 || node.others.len() > 1 {
            return None;
        }
        let from = self.places.len();
        for (name, child) in &node.members {
            let place = self.place(tree, *child, name)?;
            self.places.push(place);
        }
        let mut branch = Branch { members: (from, self.places.len()), ..Branch::default() };
        for (position, (_, child)) in node.members.iter().enumerate() {
            let required = tree.node(*child)?.field.and_then(|field| tree.field(field)).map(|field| &field.required);
            if required.is_some_and(|required| !matches!(required, Required::Never)) {
                branch.required |= 1 << position;
            }
        }
        if let Some(child) = node.others.first() {
            if tree.node(*child)?.step != Step::Items {
                return None;
            }
            let place = self.place(tree, *child, "")?;
            branch.item = Some(self.places.len());
            self.places.push(place);
        }
        // what stands inside is laid out behind, so that the members of one branch stand together
        for position in (branch.members.0..branch.members.1).chain(branch.item) {
            let inside = self.places.get(position)?.branch;
            if let Some(node) = inside {
                let inside = self.branch(tree, node)?;
                self.places.get_mut(position)?.branch = Some(inside);
            }
        }
        *self.branches.get_mut(index)? = branch;
        Some(index)
    }

    /// A place, with its node in the tree for the branch inside.
    fn place(&self, tree: &FieldTree, node: usize, name: &str) -> Option<Place> {
        let child = tree.node(node)?;
        let field = match child.field {
            Some(index) => Some((index, Test::of(tree.field(index)?))),
            None => None,
        };
        let name: Box<[u8]> = name.as_bytes().into();
        let is_plain = !name.iter().any(|b| *b < b' ' || matches!(b, b'"' | b'\\'));
        Some(Place { ends: Ends::of(&name), name, is_plain, field, branch: child.children().next().map(|_| node) })
    }

    /// Whether a text, which is UTF-8, is JSON of this shape and all of its fields are well. Notes those that are there.
    pub(crate) fn passes(&self, text: &[u8], fields: &[Field], scan: &mut FieldScan) -> bool {
        let from = scan.present.len();
        let mut pass = Pass { screen: self, text, fields, scan };
        let passes = read_into(text, &mut pass, Open::new(Within::Nothing, None, false)).is_ok();
        if !passes {
            scan.present.truncate(from);
        }
        passes
    }
}

impl Place {
    /// Whether a text begins with the name and a quote.
    #[inline]
    fn begins(&self, text: &[u8]) -> bool {
        let length = self.name.len();
        text.get(length) == Some(&b'"') && self.is_plain && {
            let name = text.get(..length).unwrap_or_default();
            Ends::of(name) == self.ends && (length <= Ends::WHOLE || *name == *self.name)
        }
    }
}

impl Test {
    fn of(field: &Field) -> Self {
        let has_length = field.min_length.is_some() || field.max_length.is_some();
        let has_more = !field.one_of.is_empty() || field.has_range() || has_length;
        let Some(pattern) = &field.is else { return if has_more { Test::Every } else { Test::Anything } };
        if has_more {
            return Self::of_values(field, pattern);
        }
        match pattern.format() {
            Some(Format::Text) => Test::Text,
            Some(Format::Boolean) => Test::Boolean,
            Some(Format::Integer) => Test::Integer,
            Some(Format::List) => Test::List,
            Some(Format::Object) => Test::Object,
            _ => Test::Every,
        }
    }

    /// Of a field with more tests than a pattern.
    fn of_values(field: &Field, pattern: &Pattern) -> Self {
        let only_values = !field.has_range() && field.min_length.is_none() && field.max_length.is_none();
        let is_plain = |scalar: &Scalar| matches!(scalar, Scalar::Text(text) if !text.trim_ascii().is_empty() && placeholder(text.as_bytes()).is_none());
        let is_whole = |scalar: &Scalar| matches!(scalar, Scalar::Number(Number::Whole(_)));
        match pattern.format() {
            Some(Format::Text) if only_values && field.one_of.iter().all(is_plain) => Test::Texts,
            Some(Format::Integer) if only_values && field.one_of.iter().all(is_whole) => Test::Integers,
            _ => Test::Every,
        }
    }
}

impl Field {
    /// Whether nothing is wrong with a value without escapes, and no placeholder stands for it.
    fn is_well(&self, kind: NodeKind, text: &[u8]) -> bool {
        let value = FieldValue { kind, text: Cow::Borrowed(text), items: 0, typed: true };
        if value.is_blank() {
            return self.takes_blank();
        }
        let mut is_well = kind != NodeKind::Text || !self.has_tests() || placeholder(text).is_none();
        if is_well {
            self.problems(&value, &mut |_| is_well = false);
        }
        is_well
    }

    /// Whether a text or number is one of those that the field may be.
    fn is_one_of(&self, text: &[u8]) -> bool {
        let number = Number::read(text);
        self.one_of.iter().any(|scalar| match (scalar, number) {
            (Scalar::Text(other), _) => bytes::same(text, other.as_bytes()),
            (Scalar::Number(Number::Whole(other)), Some(Number::Whole(number))) => *other == number,
            _ => false,
        })
    }

    fn takes_blank(&self) -> bool {
        self.may_be_blank || matches!(self.required, Required::Never)
    }
}

/// One pass over one body.
struct Pass<'p> {
    screen: &'p Screen,
    text: &'p [u8],
    fields: &'p [Field],
    scan: &'p mut FieldScan,
}

/// An object or list that is open.
struct Open {
    within: Within,
    /// The field that it is.
    field: Option<FieldIx>,
    /// The members that were found, one bit each.
    found: u64,
    /// The member that should come next: mostly they come in the documented order.
    next: usize,
    /// The member whose name was just recognised, among those of the branch.
    named: Option<usize>,
    is_object: bool,
    is_empty: bool,
}

/// What a value stands in.
#[derive(Clone, Copy)]
enum Within {
    /// It is the whole body.
    Nothing,
    Branch(usize),
    /// In what the catalogue doesn't know.
    Unknown,
}

impl Open {
    fn new(within: Within, field: Option<FieldIx>, is_object: bool) -> Self {
        Self { within, field, found: 0, next: 0, named: None, is_object, is_empty: true }
    }
}

impl<'p> Pass<'p> {
    /// The place of a value in a branch. `Err` when that can't be told.
    #[inline]
    fn place(&self, branch: usize, inside: &mut Open, key: Key) -> Result<Option<&'p Place>, ()> {
        let Some(branch) = self.screen.branches.get(branch) else { return Ok(None) };
        if !inside.is_object {
            return Ok(branch.item.and_then(|item| self.screen.places.get(item)));
        }
        let members = self.screen.places.get(branch.members.0..branch.members.1).unwrap_or_default();
        if let Some(position) = inside.named.take() {
            inside.next = position + 1;
            inside.found |= 1 << position;
            return Ok(members.get(position));
        }
        let name = key.plain(self.text).ok_or(())?;
        let ends = Ends::of(name);
        let is = |place: &Place| place.ends == ends && (ends.are_whole() || *place.name == *name);
        let Some(position) = members.iter().position(is) else { return Ok(None) };
        inside.next = position + 1;
        inside.found |= 1 << position;
        Ok(members.get(position))
    }

    fn note(&mut self, field: FieldIx) {
        self.scan.present.push(Seen { part: FieldPart::Body, field, spot: Spot::Node(0) });
    }
}

impl Sink for Pass<'_> {
    type Open = Open;

    #[inline]
    fn known_name(&mut self, inside: &mut Open, text: &[u8]) -> Option<usize> {
        let Within::Branch(branch) = inside.within else { return None };
        let (from, to) = self.screen.branches.get(branch)?.members;
        let next = self.screen.places.get(from + inside.next..to)?.iter().take(LEFT_OUT + 1);
        let position = next.clone().position(|place| place.begins(text))?;
        inside.named = Some(inside.next + position);
        next.clone().nth(position).map(|place| place.name.len())
    }

    #[inline]
    fn leaf(&mut self, inside: &mut Open, leaf: Leaf) -> Option<()> {
        inside.is_empty = false;
        let place = match inside.within {
            Within::Unknown => return Some(()),
            Within::Nothing => return self.screen.shape.is_none().then_some(()),
            Within::Branch(branch) => self.place(branch, inside, leaf.key).ok()?,
        };
        let Some((index, test)) = place.and_then(|place| place.field) else { return Some(()) };
        self.note(index);
        let raw = self.text.get(leaf.value)?;
        let is_well = match (test, leaf.kind) {
            // what begins so isn't blank, whatever its escapes stand for
            (Test::Text | Test::Anything, NodeKind::Text)
                if raw.first().is_some_and(|b| b.is_ascii_graphic() && *b != b'\\') =>
            {
                true
            }
            (Test::Boolean, NodeKind::Boolean) => true,
            (Test::Integer, NodeKind::Number) => Format::Integer.holds(raw),
            (Test::Texts, NodeKind::Text) | (Test::Integers, NodeKind::Number) if !leaf.escaped => {
                self.fields.get(usize::from(index))?.is_one_of(raw)
            }
            _ => !leaf.escaped && self.fields.get(usize::from(index))?.is_well(leaf.kind, raw),
        };
        is_well.then_some(())
    }

    #[inline]
    fn open(&mut self, inside: &mut Open, kind: NodeKind, key: Key, _: usize) -> Option<Open> {
        inside.is_empty = false;
        let is_object = kind == NodeKind::Object;
        let place = match inside.within {
            Within::Unknown => return Some(Open::new(Within::Unknown, None, is_object)),
            Within::Nothing => {
                let fits = self.screen.shape.is_none_or(|shape| (shape == Shape::Object) == is_object);
                return fits.then(|| Open::new(Within::Branch(0), None, is_object));
            }
            Within::Branch(branch) => self.place(branch, inside, key).ok()?,
        };
        let Some(place) = place else { return Some(Open::new(Within::Unknown, None, is_object)) };
        let within = place.branch.map_or(Within::Unknown, Within::Branch);
        let Some((index, test)) = place.field else { return Some(Open::new(within, None, is_object)) };
        self.note(index);
        let is_well = match test {
            Test::Anything => true,
            Test::List => !is_object,
            Test::Object => is_object,
            _ => false,
        };
        is_well.then(|| Open::new(within, Some(index), is_object))
    }

    #[inline]
    fn close(&mut self, open: Open, _: usize) -> Option<()> {
        if let Some(field) = open.field
            && open.is_empty
            && !open.is_object
            && !self.fields.get(usize::from(field))?.takes_blank()
        {
            return None;
        }
        let Within::Branch(branch) = open.within else { return Some(()) };
        let required = self.screen.branches.get(branch).map_or(0, |branch| branch.required);
        (!open.is_object || required & !open.found == 0).then_some(())
    }
}
