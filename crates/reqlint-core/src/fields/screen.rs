//! The screen: a JSON body read and held against an endpoint's fields in one pass, without a tree.
//!
//! It can say that all is well, and nothing else. Wherever it is not sure it stops, and the body is read into a
//! [`Document`](crate::body::Document) and looked at by [`FieldScan`]. Most bodies are well.

mod pass;

use super::FieldScan;
use crate::bytes::{Beginning, Ends};
use crate::catalogue::{Field, FieldIx, FieldTree, Required, Shape, Step};
use crate::number::Number;
use crate::pattern::{Format, Pattern};
use crate::placeholder::is_literal;
use crate::scalar::Scalar;
use std::ops::Range;

/// How many fields a screen can tell apart, and how many members an object may have.
const MOST: usize = 64;

/// The fields of a body, laid out for one pass.
#[derive(Debug)]
pub(crate) struct Screen {
    /// The whole body.
    root: Place,
    branches: Vec<Branch>,
    /// Those of one branch stand together.
    places: Vec<Place>,
    /// How the names of those begin.
    names: Vec<Beginning>,
    /// What texts and whole numbers may be, those of one field together.
    texts: Vec<Ends>,
    numbers: Vec<i64>,
}

/// What may stand in an object or list.
#[derive(Clone, Debug, Default)]
struct Branch {
    /// Where its members stand among the places.
    members: Range<usize>,
    initials: Initials,
    /// The members that must be there, one bit each.
    required: u64,
    /// What each item is.
    item: Option<usize>,
}

/// The body, or a member or an item that the catalogue knows.
#[derive(Debug)]
struct Place {
    name: Vec<u8>,
    field: Option<FieldIx>,
    test: Test,
    /// What may stand in it.
    branch: Option<usize>,
}

/// What a value must be to be well.
#[derive(Clone, Debug)]
enum Test {
    Anything,
    Text,
    Boolean,
    Integer,
    List,
    Object,
    /// One of the texts there.
    Texts(Range<usize>),
    /// One of the numbers there.
    Integers(Range<usize>),
    /// A text of a pattern.
    Pattern(Pattern),
    /// What all the tests of the field say.
    Every,
}

impl Screen {
    /// Of a body about which the catalogue says nothing.
    pub(crate) const ANYTHING: Self = Self {
        root: Place { name: Vec::new(), field: None, test: Test::Anything, branch: None },
        branches: Vec::new(),
        places: Vec::new(),
        names: Vec::new(),
        texts: Vec::new(),
        numbers: Vec::new(),
    };

    /// The screen of an endpoint's body; `None` where the catalogue says what only a tree can tell.
    pub(crate) fn of(tree: &FieldTree, shape: Option<Shape>) -> Option<Self> {
        if tree.fields.len() > MOST {
            return None;
        }
        let mut screen = Self::ANYTHING;
        screen.root.test = match shape {
            None => Test::Anything,
            Some(Shape::Object) => Test::Object,
            Some(Shape::List) => Test::List,
        };
        screen.root.branch = Some(screen.branch(tree, 0)?);
        Some(screen)
    }

    /// Lays out what stands in a node of the tree; gives the branch's index.
    fn branch(&mut self, tree: &FieldTree, node: usize) -> Option<usize> {
        let index = self.branches.len();
        self.branches.push(Branch::default());
        let Some(node) = tree.node(node) else { return Some(index) };
        if node.members.len() > MOST || node.others.len() > 1 {
            return None;
        }
        let from = self.places.len();
        for (name, child) in &node.members {
            self.place(tree, *child, name)?;
        }
        let mut branch = Branch { members: from..self.places.len(), ..Branch::default() };
        for (position, (name, child)) in node.members.iter().enumerate() {
            branch.initials.add(position, name.as_bytes());
            let required = tree.node(*child)?.field.and_then(|field| tree.field(field)).map(|field| &field.required);
            if required.is_some_and(|required| !matches!(required, Required::Never)) {
                branch.required |= 1 << position;
            }
        }
        if let Some(child) = node.others.first() {
            if tree.node(*child)?.step != Step::Items {
                return None;
            }
            branch.item = Some(self.places.len());
            self.place(tree, *child, "")?;
        }
        // what stands inside is laid out behind, so that the members of one branch stand together
        for position in branch.members.clone().chain(branch.item) {
            let inside = self.places.get(position)?.branch;
            if let Some(node) = inside {
                let inside = self.branch(tree, node)?;
                self.places.get_mut(position)?.branch = Some(inside);
            }
        }
        *self.branches.get_mut(index)? = branch;
        Some(index)
    }

    /// Lays out a place, with its node in the tree for the branch inside.
    fn place(&mut self, tree: &FieldTree, node: usize, name: &str) -> Option<()> {
        let child = tree.node(node)?;
        let test = match child.field {
            Some(index) => self.test(tree.field(index)?),
            None => Test::Anything,
        };
        let name = name.as_bytes();
        let branch = child.children().next().map(|_| node);
        self.places.push(Place { name: name.into(), field: child.field, test, branch });
        // a name that JSON writes with escapes is never recognised
        let is_plain = !name.iter().any(|b| *b < b' ' || matches!(b, b'"' | b'\\'));
        let quoted = [name, b"\""].concat();
        self.names.push(if is_plain { Beginning::of(&quoted) } else { Beginning::NONE });
        Some(())
    }

    fn test(&mut self, field: &Field) -> Test {
        let has_limits = field.has_range() || field.min_length.is_some() || field.max_length.is_some();
        match (&field.is, has_limits) {
            (_, true) => Test::Every,
            (None, false) if field.one_of.is_empty() => Test::Anything,
            (None, false) => Test::Every,
            (Some(pattern), false) if field.one_of.is_empty() => Test::of(pattern),
            (Some(pattern), false) => self.one_of(field, pattern.format()).unwrap_or(Test::Every),
        }
    }

    /// The test for values by themselves.
    fn one_of(&mut self, field: &Field, format: Option<Format>) -> Option<Test> {
        let (texts, numbers) = (self.texts.len(), self.numbers.len());
        for scalar in &field.one_of {
            match (format?, scalar) {
                (Format::Text, Scalar::Text(text)) => {
                    let ends = Ends::of(text.as_bytes());
                    let is_plain = !text.trim_ascii().is_empty() && is_literal(text.as_bytes());
                    self.texts.push(Some(ends).filter(|ends| is_plain && ends.are_whole())?);
                }
                (Format::Integer, Scalar::Number(Number::Whole(number))) => self.numbers.push(*number),
                _ => return None,
            }
        }
        if format == Some(Format::Text) {
            return Some(Test::Texts(texts..self.texts.len()));
        }
        Some(Test::Integers(numbers..self.numbers.len()))
    }

    /// Whether a text is UTF-8 and JSON of this shape and all of its fields are well. Notes those that are there.
    pub(crate) fn passes(&self, text: &[u8], fields: &[Field], scan: &mut FieldScan) -> bool {
        let Some(present) = pass::fine_fields(self, text, fields) else { return false };
        scan.fine = present;
        true
    }
}

impl Test {
    /// Of a field that has no other.
    fn of(pattern: &Pattern) -> Self {
        match pattern.format() {
            Some(Format::Text) => Test::Text,
            Some(Format::Boolean) => Test::Boolean,
            Some(Format::Integer) => Test::Integer,
            Some(Format::List) => Test::List,
            Some(Format::Object) => Test::Object,
            Some(Format::Number) => Test::Every,
            _ => Test::Pattern(pattern.clone()),
        }
    }
}

/// For each last five bits of a first byte, the members whose name begins so, one bit each.
#[derive(Clone, Debug, Default)]
struct Initials([u64; 32]);

static NO_INITIALS: Initials = Initials([0; 32]);

impl Initials {
    fn add(&mut self, position: usize, name: &[u8]) {
        // one that is not there is looked for where no quote is
        let first = name.first().copied().unwrap_or(b'"');
        if let Some(bits) = self.0.get_mut(usize::from(first % 32)) {
            *bits |= 1 << position;
        }
    }

    /// The members that may begin with a word.
    #[inline]
    fn candidates(&self, word: u64) -> u64 {
        let [first, ..] = word.to_le_bytes();
        self.0.get(usize::from(first % 32)).copied().unwrap_or_default()
    }
}
