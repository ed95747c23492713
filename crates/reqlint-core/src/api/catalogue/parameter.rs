//! Parameters: the segments of a path that stand for a value.

use super::{Endpoint, FieldIx};
use crate::base::pattern::{Format, Test};
use crate::message::placeholder::is_literal_in_path;
use crate::message::secrets::names::is_secret;

/// A parameter of a path.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Parameter {
    /// The position of its segment.
    pub(crate) position: usize,
    pub(crate) name: String,
    /// What the catalogue says of it, among the endpoint's path fields.
    pub(crate) field: Option<FieldIx>,
    /// Whether its values may not be shown, by its name or because the catalogue says so.
    pub(crate) is_secret: bool,
    sure: Sure,
}

/// What surely takes a segment, so that its field need not be looked at.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Sure {
    Nothing,
    Anything,
    Test(Test),
}

impl Parameter {
    pub(crate) fn new(position: usize, name: String) -> Self {
        Self { position, name, field: None, is_secret: false, sure: Sure::Nothing }
    }

    /// Finds its field.
    pub(crate) fn look_up(&mut self, endpoint: &Endpoint) {
        let field = (0..).zip(&endpoint.path_fields).find(|(_, field)| field.name == self.name);
        self.field = field.map(|(index, _)| index);
        self.is_secret = is_secret(self.name.as_bytes()) || field.is_some_and(|(_, field)| field.secret);
        self.sure = match field {
            Some((_, field)) if field.has_only_pattern() => match field.is.as_ref().map(|pattern| &pattern.test) {
                None | Some(Test::Format(Format::Text)) => Sure::Anything,
                Some(test) => Sure::Test(test.clone()),
            },
            _ => Sure::Nothing,
        };
    }

    /// Whether nothing is wrong with a segment as it was sent, and it holds neither an escape nor a placeholder.
    pub(crate) fn surely_takes(&self, sent: &[u8]) -> bool {
        let takes = match &self.sure {
            Sure::Nothing => false,
            Sure::Anything => true,
            Sure::Test(test) => test.holds(sent),
        };
        takes && sent.first().is_some_and(u8::is_ascii_graphic) && is_literal_in_path(sent)
    }
}
