//! Where templates end: which of them a request means that came to a node.

use crate::api::catalogue::EndpointIx;
use crate::api::catalogue::asked::Spelling;
use crate::api::catalogue::asked::{Asked, Mark};
use crate::base::bytes;

/// A template that ends at a node.
#[derive(Debug)]
pub(super) struct Arrival {
    pub(super) method: MethodKey,
    pub(super) endpoint: EndpointIx,
    pub(super) spelling: u32,
    /// How many parameters of the query tell it from others.
    pub(super) marks: u32,
}

/// The first eight bytes of a method and its length: all of nearly every one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MethodKey {
    first: u64,
    length: u32,
}

impl MethodKey {
    #[inline]
    pub(super) fn of(method: &[u8]) -> Self {
        Self { first: bytes::word_at(method, 0), length: u32::try_from(method.len()).unwrap_or(u32::MAX) }
    }

    fn is_whole(self) -> bool {
        self.length <= 8
    }
}

impl Arrival {
    /// Whether it is of a method, which has this key, and the query has what tells it from others.
    #[inline]
    pub(super) fn is_of(&self, key: MethodKey, method: &[u8], asked: &Asked<'_>) -> bool {
        let whole = || self.spelled(asked).is_some_and(|spelling| spelling.method.as_bytes() == method);
        self.method == key && (key.is_whole() || whole()) && self.is_marked(asked)
    }

    fn spelled<'s>(&self, asked: &Asked<'s>) -> Option<&'s Spelling> {
        asked.spelling(self.spelling as usize)
    }

    /// Whether the query has what tells it from others.
    #[inline]
    pub(super) fn is_marked(&self, asked: &Asked<'_>) -> bool {
        self.marks == 0 || self.spelled(asked).is_some_and(|spelling| asked.has_all(&spelling.marks))
    }

    /// Whether the query has a parameter that tells it from others with another value, too.
    pub(super) fn is_contradicted(&self, asked: &Asked<'_>) -> bool {
        let marks = self.spelled(asked).into_iter().flat_map(|spelling| &spelling.marks);
        marks.into_iter().any(|mark| mark.is_contradicted(asked.query()))
    }

    pub(super) fn is_rival(&self, found: &Arrival, asked: &Asked<'_>) -> bool {
        let (Some(own), Some(other)) = (self.spelled(asked), found.spelled(asked)) else {
            return false;
        };
        let implies =
            |marks: &[Mark], others: &[Mark]| others.iter().all(|other| marks.iter().any(|mark| mark.implies(other)));
        self.endpoint != found.endpoint
            && own.method == other.method
            && self.is_marked(asked)
            && !implies(&own.marks, &other.marks)
            && !implies(&other.marks, &own.marks)
    }
}
