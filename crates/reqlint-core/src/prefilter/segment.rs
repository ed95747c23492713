//! Path parameters that are right, recognised by their bytes.

use crate::api::catalogue::{Endpoint, Extent, Field, Parameter};
use crate::base::pattern::{Format, Test};
use crate::message::placeholder::is_literal_in_path;

/// What the parameters of a path must be. Most endpoints of an API share the first ones, so that they share this.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum PathTest {
    /// At these positions, however the path is spelled.
    Segments(Box<[(usize, SegmentTest)]>),
    /// For each of the endpoint's path fields, whose place depends on the spelling.
    Fields(Box<[SegmentTest]>),
}

impl PathTest {
    pub(super) fn of(endpoint: &Endpoint) -> Self {
        let tests: Box<[_]> = endpoint.path_fields.iter().map(SegmentTest::of).collect();
        let segments = tests.iter().enumerate().map(|(index, test)| {
            let is_own = |parameter: &&Parameter| parameter.field.is_some_and(|field| usize::from(field) == index);
            match endpoint.fixed.iter().find(is_own)?.extent {
                Extent::Segment(position) => Some((position, test.clone())),
                _ => None,
            }
        });
        segments.collect::<Option<_>>().map_or(Self::Fields(tests), Self::Segments)
    }
}

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
