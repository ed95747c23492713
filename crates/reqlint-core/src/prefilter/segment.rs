//! Path parameters that are right, recognised by their bytes.

use crate::api::catalogue::Field;
use crate::base::pattern::{Format, Test};
use crate::message::placeholder::is_literal_in_path;

/// What a segment must be so that nothing is wrong with its field.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum SegmentTest {
    /// The field has several tests; this says nothing.
    Unsure,
    Anything,
    Test(Test),
}

impl SegmentTest {
    pub(super) fn of(field: &Field) -> Self {
        if !field.has_only_pattern() {
            return Self::Unsure;
        }
        match field.is.as_ref().map(|pattern| &pattern.test) {
            None | Some(Test::Format(Format::Text)) => Self::Anything,
            Some(Test::Any(_)) => Self::Unsure,
            Some(test) => Self::Test(test.clone()),
        }
    }

    /// Whether nothing is wrong with a segment as it was sent, and it holds neither an escape nor a placeholder.
    pub(super) fn takes(&self, sent: &[u8]) -> bool {
        let takes = match self {
            Self::Unsure => false,
            Self::Anything => true,
            Self::Test(test) => test.holds(sent),
        };
        takes && sent.first().is_some_and(u8::is_ascii_graphic) && is_literal_in_path(sent)
    }
}
