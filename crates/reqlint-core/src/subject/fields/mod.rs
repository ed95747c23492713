//! The field scan: one pass over path, query and body against what the catalogue says about an endpoint's fields.
//!
//! The kinds about fields only read what was found here, so that a body is walked once however many rules look at its fields.

mod choose;
mod query;
pub(crate) mod value;
mod walk;

pub(crate) use value::FieldValue;

use crate::api::catalogue::{Empty, Endpoint, Field, FieldIx, FieldTree, Group, Parameter, Step, TreeNode};
use crate::message::body::{Document, NodeIx, NodeKind};
use crate::message::exchange::Visibility;
use crate::subject::Subject;
use std::ops::Range;
use value::Holds;

/// What was found out about the fields of one request.
#[derive(Debug, Default)]
pub(crate) struct FieldScan {
    /// Every field that is there, as often as it is there.
    pub(crate) present: Vec<Seen>,
    pub(crate) problems: Vec<Found>,
    /// Names that the catalogue lacks where it has all of them.
    pub(crate) unknown: Vec<Unknown>,
    /// Groups of fields of which too few or too many are there.
    pub(crate) ungrouped: Vec<Ungrouped>,
    /// Objects that none of their variants fits, or more than one.
    pub(crate) unfit: Vec<Unfit>,
    /// Whether something is of another shape than the catalogue knows, so that nothing of it was looked at, though a service may
    /// read it: a list where an object should be (some readers take its items for the members, in their order), an object where
    /// a list should be, or an element of XML that holds both what an item would and items.
    pub(crate) is_misshapen: bool,
    /// What the source of the request can show.
    shows: Visibility,
}

/// A name that the catalogue lacks.
#[derive(Clone, Debug)]
pub(crate) enum Unknown {
    /// A parameter of the query: its name in the target.
    Parameter(Range<usize>),
    /// A member, and the node of the tree of fields that should know it.
    Member(NodeIx, usize),
}

/// A group of fields of which too few or too many are there.
#[derive(Clone, Debug)]
pub(crate) enum Ungrouped {
    /// Of the query's groups, the one at this index.
    Query(usize),
    /// Of a node of the tree of fields, the one at this index; the object, if there is one.
    Body { branch: usize, group: usize, object: Option<NodeIx> },
}

/// An object that none of its variants fits, or more than one.
#[derive(Clone, Debug)]
pub(crate) struct Unfit {
    /// The node of the tree of fields that has the variants.
    pub(crate) branch: usize,
    /// The object, if there is one.
    pub(crate) object: Option<NodeIx>,
    pub(crate) how: Misfit,
}

/// How the variants of an object don't fit, by their indexes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Misfit {
    /// None fits; this one comes nearest.
    None(usize),
    /// These do, and only one may.
    Several(usize, usize),
    /// A placeholder takes the place of what decides it.
    Hidden,
}

/// Something that is wrong with a field.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) problem: Problem,
    pub(crate) seen: Seen,
    /// A placeholder takes the place of the value that decides it.
    pub(crate) hidden: bool,
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
    /// A single value where a list has to be written as one.
    Single,
    /// A number in quotes where a number should be.
    NumericText,
    /// A null that is a value, but none that the field may have.
    Null,
    OneOf,
    Range,
    Length,
    /// The number of items or members.
    Items,
    /// An item of a list that equals an earlier one.
    Repeated,
}

impl FieldScan {
    /// Of a request whose fields were not read.
    pub(crate) const UNREAD: Self = Self {
        present: Vec::new(),
        problems: Vec::new(),
        unknown: Vec::new(),
        ungrouped: Vec::new(),
        unfit: Vec::new(),
        is_misshapen: false,
        shows: Visibility::ALL,
    };

    /// Forgets the last request; the next comes from a source that shows this.
    pub(crate) fn clear(&mut self, shows: Visibility) {
        self.shows = shows;
        self.is_misshapen = false;
        self.present.clear();
        self.problems.clear();
        self.unknown.clear();
        self.ungrouped.clear();
        self.unfit.clear();
    }

    /// Whether nothing is wrong with what was looked at.
    pub(crate) fn is_well(&self) -> bool {
        self.problems.is_empty() && self.unknown.is_empty() && self.ungrouped.is_empty() && self.unfit.is_empty()
    }

    pub(crate) fn scan_path<'c>(
        &mut self,
        endpoint: &Endpoint,
        parameters: impl Iterator<Item = (&'c Parameter, Range<usize>)>,
        target: &[u8],
    ) {
        for (parameter, range) in parameters {
            let Some(index) = parameter.field else { continue };
            let raw = target.get(range.clone()).unwrap_or_default();
            let seen = Seen { part: FieldPart::Path, field: index, spot: Spot::Range(range) };
            let Some(field) = endpoint.path_fields.get(usize::from(index)) else { continue };
            let value = FieldValue::text(crate::message::body::form::percent_decode(raw, false));
            // without it there would be no such path
            self.note(seen, field, &value, || Holds::Yes);
        }
    }

    /// Where there is no body, every required field that isn't inside another is missing.
    pub(crate) fn scan_absent_body(&mut self, endpoint: &Endpoint) {
        if endpoint.body_optional {
            return;
        }
        self.scan_absent(&endpoint.body_fields, 0);
    }

    /// Looks at what a node of the tree needs, where there is nothing.
    fn scan_absent(&mut self, tree: &FieldTree, branch: usize) {
        let shows = self.shows;
        for index in tree.outermost(branch) {
            let holds = tree.field(index).map_or(Holds::No, |f| f.required.holds(shows, |_, _| {}));
            self.lacks(FieldPart::Body, index, None, holds);
        }
        let Some(node) = tree.node(branch) else { return };
        for (group, Group { how, members }) in node.groups.iter().enumerate() {
            if !how.takes(0, members.len()) {
                self.ungrouped.push(Ungrouped::Body { branch, group, object: None });
            }
        }
        if let Some(choice) = &node.choice {
            self.choose_absent(tree, branch, choice);
        }
    }

    /// Walks through the body below its root.
    pub(crate) fn scan_body(&mut self, endpoint: &Endpoint, document: &Document, root: NodeIx, text: &[u8]) {
        walk::body(self, &endpoint.body_fields, document, (0, root), text);
    }

    /// What keeps an object from being one of its variants.
    pub(crate) fn of_variant(
        subject: &Subject<'_>,
        endpoint: &Endpoint,
        variant: usize,
        object: Option<NodeIx>,
    ) -> Self {
        let mut scan = Self { shows: subject.exchange.shows, ..Self::UNREAD };
        match object {
            Some(object) => {
                let (document, text) = (subject.document, subject.body_text());
                walk::body(&mut scan, &endpoint.body_fields, document, (variant, object), text);
            }
            None => scan.scan_absent(&endpoint.body_fields, variant),
        }
        scan
    }

    /// Notes a field that isn't there.
    fn lacks(&mut self, part: FieldPart, field: FieldIx, parent: Option<NodeIx>, required: Holds) {
        if required != Holds::No {
            let seen = Seen { part, field, spot: Spot::Missing(parent) };
            self.problems.push(Found { problem: Problem::Missing, seen, hidden: required == Holds::Hidden });
        }
    }

    /// Notes a field that is there, and what is wrong with it.
    fn note(&mut self, seen: Seen, field: &Field, value: &FieldValue<'_>, required: impl FnOnce() -> Holds) {
        self.present.push(seen.clone());
        if let Some(empty) = field.empty(value) {
            let required = match empty {
                Empty::Accepted => Holds::No,
                Empty::Refused => Holds::Yes,
                Empty::Blank | Empty::Value => required(),
            };
            if required != Holds::No {
                self.problems.push(Found { problem: Problem::Blank, seen, hidden: required == Holds::Hidden });
            }
            return;
        }
        // a placeholder says nothing of the value that it replaces
        let hidden = value.kind == NodeKind::Text && field.has_tests() && self.shows.hides(&value.text);
        let mut push = |problem| self.problems.push(Found { problem, seen: seen.clone(), hidden });
        if hidden { field.tests(value, &mut push) } else { field.problems(value, &mut push) }
    }
}

impl FieldTree {
    /// The fields of a node that are inside no other: members of the body, or of its items.
    fn outermost(&self, branch: usize) -> Vec<FieldIx> {
        let mut fields = Vec::new();
        for child in self.node(branch).into_iter().flat_map(TreeNode::children).filter_map(|c| self.node(c)) {
            match child.step {
                Step::Member(_) => fields.extend(child.field),
                Step::Items => fields.extend(child.children().filter_map(|c| self.node(c)?.field)),
                Step::AnyMember => {}
            }
        }
        fields
    }
}
