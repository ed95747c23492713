//! Parameters: what of a path takes a value.

use super::template::Mixed;
use super::{Endpoint, FieldIx};
use crate::message::secrets::names::is_secret;

/// A parameter of a path.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Parameter {
    pub(crate) extent: Extent,
    pub(crate) name: String,
    /// What the catalogue says about it, among the endpoint's path fields.
    pub(crate) field: Option<FieldIx>,
    /// Whether its values may not be shown, by its name or because the catalogue says so.
    pub(crate) is_secret: bool,
}

/// What of a path a parameter is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Extent {
    /// The segment at this position.
    Segment(usize),
    /// One or more segments: from a position, up to so many before the end.
    Rest {
        from: usize,
        after: usize,
    },
    /// The segment that so many follow, where several come before it.
    FromEnd(usize),
    Part(Box<Part>),
}

/// A part of a segment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Part {
    pub(crate) segment: Extent,
    pub(crate) of: Mixed,
    /// Which of its parameters.
    pub(crate) number: usize,
}

impl Parameter {
    pub(crate) fn new(extent: Extent, name: String) -> Self {
        Self { extent, name, field: None, is_secret: false }
    }

    /// Finds its field.
    pub(crate) fn look_up(&mut self, endpoint: &Endpoint) {
        let field = (0..).zip(&endpoint.path_fields).find(|(_, field)| field.name == self.name);
        self.field = field.map(|(index, _)| index);
        self.is_secret = is_secret(self.name.as_bytes()) || field.is_some_and(|(_, field)| field.secret);
    }

    /// The position of its segment, where it is a whole one that has the same position in every path.
    pub(crate) fn position(&self) -> Option<usize> {
        match self.extent {
            Extent::Segment(position) => Some(position),
            _ => None,
        }
    }
}
