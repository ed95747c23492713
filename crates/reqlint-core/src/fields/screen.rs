//! The screen: a JSON body read and held against an endpoint's fields in one pass, without a tree.
//!
//! It can say that all is well, and nothing else. Wherever it is not sure it stops, and the body is read into a
//! [`Document`](crate::body::Document) and looked at by [`FieldScan`]. Most bodies are well.

use super::FieldScan;
use super::value::FieldValue;
use crate::body::NodeKind;
use crate::body::json::{Enter, Leaf, Sink, read_into};
use crate::bytes::{self, Beginning, Ends};
use crate::catalogue::{Field, FieldIx, FieldTree, Required, Shape, Step};
use crate::number::{self, Number};
use crate::pattern::{Format, Pattern};
use crate::placeholder::{is_literal, placeholder};
use crate::scalar::Scalar;
use std::borrow::Cow;
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
        let mut pass = Pass { screen: self, text, fields, present: 0 };
        let passes = read_into(text, &mut pass, Some(&self.root)).is_ok();
        if passes {
            scan.fine = pass.present;
        }
        passes
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

    fn takes_blank(&self) -> bool {
        self.may_be_blank || matches!(self.required, Required::Never)
    }
}

/// One pass over one body.
struct Pass<'p> {
    screen: &'p Screen,
    text: &'p [u8],
    fields: &'p [Field],
    /// The fields that are there, one bit each.
    present: u64,
}

/// An object or list that is open.
struct Open<'p> {
    place: &'p Place,
    is_object: bool,
    initials: &'p Initials,
    names: &'p [Beginning],
    members: &'p [Place],
    item: Option<&'p Place>,
    /// The members that must be there and were not found yet.
    missing: u64,
}

impl<'p> Pass<'p> {
    fn field(&self, place: &Place) -> Option<&'p Field> {
        self.fields.get(usize::from(place.field?))
    }

    #[inline]
    fn note(&mut self, place: &Place) {
        if let Some(field) = place.field {
            self.present |= 1 << (field % 64);
        }
    }

    #[inline]
    fn inside(&self, place: &'p Place, is_object: bool) -> Enter<Open<'p>> {
        let mut open =
            Open { place, is_object, names: &[], members: &[], item: None, missing: 0, initials: &NO_INITIALS };
        match place.branch.and_then(|branch| self.screen.branches.get(branch)) {
            Some(branch) if is_object => {
                open.names = self.screen.names.get(branch.members.clone()).unwrap_or_default();
                open.members = self.screen.places.get(branch.members.clone()).unwrap_or_default();
                open.initials = &branch.initials;
                open.missing = branch.required;
            }
            Some(branch) => open.item = branch.item.and_then(|item| self.screen.places.get(item)),
            None if is_object => return Enter::Around,
            None => {}
        }
        Enter::Inside(open)
    }
}

impl Open<'_> {
    /// The member whose name, and a quote, a text holds at `start`.
    #[inline]
    fn find(&self, text: &[u8], start: usize) -> Option<usize> {
        let first = bytes::word_at(text, start);
        let mut candidates = self.initials.candidates(first);
        while candidates != 0 {
            let position = candidates.trailing_zeros() as usize;
            let name = self.names.get(position)?;
            if name.fits(first, text, start) && (name.is_whole() || self.is_rest(position, text, start)) {
                return Some(position);
            }
            candidates &= candidates - 1;
        }
        None
    }

    /// Whether all of a long name stands there.
    #[inline(never)]
    fn is_rest(&self, position: usize, text: &[u8], start: usize) -> bool {
        let Some(Place { name, .. }) = self.members.get(position) else { return false };
        text.get(start..start + name.len()) == Some(name)
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

impl<'p> Sink for Pass<'p> {
    const TAKES_BYTES: bool = true;

    type Open = Open<'p>;

    /// Where a value stands; `None` for what the catalogue doesn't know.
    type Key = Option<&'p Place>;

    #[inline]
    fn known(&mut self, inside: &mut Open<'p>, start: usize) -> Option<(Option<&'p Place>, usize)> {
        let position = inside.find(self.text, start)?;
        let place = inside.members.get(position)?;
        inside.missing &= !(1 << position);
        Some((Some(place), start + place.name.len()))
    }

    #[inline]
    fn member(&mut self, inside: &mut Open<'p>, _: Range<usize>, escaped: bool) -> Option<Option<&'p Place>> {
        // a name with escapes may be any
        (!escaped || inside.members.is_empty()).then_some(None)
    }

    #[inline]
    fn item(&mut self, inside: &mut Open<'p>) -> Option<&'p Place> {
        inside.item
    }

    #[inline]
    fn leaf(&mut self, key: Option<&'p Place>, leaf: Leaf) -> Option<()> {
        let Some(place) = key else { return Some(()) };
        self.note(place);
        let raw = self.text.get(leaf.value.clone())?;
        // what begins so isn't blank, whatever its escapes stand for
        let is_filled = || raw.first().is_some_and(|b| b.is_ascii_graphic() && *b != b'\\');
        let is_well = match (&place.test, leaf.kind, leaf.is_plain) {
            (Test::Text | Test::Anything, NodeKind::Text, _) if is_filled() => true,
            (Test::Boolean, NodeKind::Boolean, _) | (Test::Integer, NodeKind::Number, true) => true,
            (Test::Texts(range), NodeKind::Text, true) => {
                let ends = Ends::within(self.text, &leaf.value);
                self.screen.texts.get(range.clone())?.contains(&ends)
            }
            (Test::Integers(range), NodeKind::Number, true) => {
                self.screen.numbers.get(range.clone())?.contains(&number::whole(raw)?)
            }
            (Test::Pattern(pattern), NodeKind::Text, true) if is_filled() && is_literal(raw) => pattern.holds(raw),
            _ => match self.field(place) {
                Some(field) => (leaf.kind != NodeKind::Text || leaf.is_plain) && field.is_well(leaf.kind, raw),
                None => matches!(place.test, Test::Anything),
            },
        };
        is_well.then_some(())
    }

    #[inline]
    fn open(&mut self, key: Option<&'p Place>, kind: NodeKind, _: usize) -> Option<Enter<Open<'p>>> {
        let Some(place) = key else { return Some(Enter::Around) };
        let is_object = kind == NodeKind::Object;
        self.note(place);
        let is_well = match place.test {
            Test::Anything => true,
            Test::List => !is_object,
            Test::Object => is_object,
            _ => false,
        };
        is_well.then(|| self.inside(place, is_object))
    }

    #[inline]
    fn close(&mut self, open: Open<'p>, _: usize, is_empty: bool) -> Option<()> {
        let is_blank = is_empty && !open.is_object;
        let takes_blank = || self.field(open.place).is_none_or(Field::takes_blank);
        (open.missing == 0 && (!is_blank || takes_blank())).then_some(())
    }
}
