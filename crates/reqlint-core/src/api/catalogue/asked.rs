//! What a request asks for, beside its path.

use super::EndpointIx;
use crate::message::body::form::{decode, pairs};
use crate::message::exchange::Request;
use crate::message::target::Target;

/// What a request asks for.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'s> {
    spellings: &'s [Spelling],
    /// Whether an endpoint of the catalogue has the method HEAD.
    knows_head: bool,
    pub(super) method: &'s [u8],
    /// The target as sent.
    pub(super) text: &'s [u8],
    pub(super) target: &'s Target,
}

/// One way to write an endpoint's path.
#[derive(Debug)]
pub(crate) struct Spelling {
    pub(crate) endpoint: EndpointIx,
    pub(crate) method: String,
    /// The template as the catalogue writes it, without its query.
    pub(crate) path: String,
    /// What its query must have.
    pub(crate) marks: Vec<Mark>,
}

/// A parameter of the query that a template has: `beta=true`, or `acl` with any value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) name: String,
    pub(crate) value: Option<String>,
}

impl<'s> Asked<'s> {
    pub(super) fn new(
        spellings: &'s [Spelling],
        knows_head: bool,
        request: &'s Request<'_>,
        target: &'s Target,
    ) -> Self {
        Self { spellings, knows_head, method: &request.method, text: &request.target, target }
    }

    pub(super) fn spelling(self, index: usize) -> Option<&'s Spelling> {
        self.spellings.get(index)
    }

    /// Whether it is a HEAD that means what GET means (RFC 9110 section 9.3.2).
    pub(super) fn means_get(self) -> bool {
        self.method == b"HEAD" && !self.knows_head
    }

    /// Whether the query has all of these.
    pub(super) fn has_all(self, marks: &[Mark]) -> bool {
        marks.iter().all(|mark| mark.is_in(self.query()))
    }

    /// The query as sent.
    pub(super) fn query(self) -> &'s [u8] {
        self.target.query.clone().and_then(|query| self.text.get(query)).unwrap_or_default()
    }
}

impl Mark {
    pub(super) fn is_in(&self, query: &[u8]) -> bool {
        let is = |place: std::ops::Range<usize>, text: &str| {
            query.get(place).is_some_and(|sent| *decode(sent) == *text.as_bytes())
        };
        pairs(query)
            .any(|(name, value)| is(name, &self.name) && self.value.as_ref().is_none_or(|wanted| is(value, wanted)))
    }

    /// Whether a query has the parameter with another value, so that it may be the one that is read.
    pub(super) fn is_contradicted(&self, query: &[u8]) -> bool {
        let Some(wanted) = &self.value else { return false };
        let text = |place: std::ops::Range<usize>| decode(query.get(place).unwrap_or_default());
        pairs(query).any(|(name, value)| *text(name) == *self.name.as_bytes() && *text(value) != *wanted.as_bytes())
    }

    /// Whether a query that has this has the other, too.
    pub(super) fn implies(&self, other: &Self) -> bool {
        self.name == other.name && (other.value.is_none() || self.value == other.value)
    }

    /// As it is written in a query.
    pub(crate) fn written(&self) -> String {
        match &self.value {
            Some(value) => format!("{}={value}", self.name),
            None => self.name.clone(),
        }
    }
}
