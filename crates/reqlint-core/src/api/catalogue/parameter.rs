//! Parameters: the segments of a path that take a value.

use super::{Endpoint, FieldIx};
use crate::message::secrets::names::is_secret;

/// A parameter of a path.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Parameter {
    /// The position of its segment.
    pub(crate) position: usize,
    pub(crate) name: String,
    /// What the catalogue says about it, among the endpoint's path fields.
    pub(crate) field: Option<FieldIx>,
    /// Whether its values may not be shown, by its name or because the catalogue says so.
    pub(crate) is_secret: bool,
}

impl Parameter {
    pub(crate) fn new(position: usize, name: String) -> Self {
        Self { position, name, field: None, is_secret: false }
    }

    /// Finds its field.
    pub(crate) fn look_up(&mut self, endpoint: &Endpoint) {
        let field = (0..).zip(&endpoint.path_fields).find(|(_, field)| field.name == self.name);
        self.field = field.map(|(index, _)| index);
        self.is_secret = is_secret(self.name.as_bytes()) || field.is_some_and(|(_, field)| field.secret);
    }
}
