//! Texts that are found without a search, once the endpoint is known.

use super::parts::Site;
use crate::api::facts::FactValue;
use crate::message::placeholder::{is_literal, is_literal_in_path};
use crate::subject::Subject;
use crate::subject::select::Selector;

/// A text that is found without a search, once the endpoint is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum KnownText {
    /// Without a placeholder.
    Text(Box<str>),
    Method,
    /// The segment of the path at this position.
    Segment(usize),
}

impl KnownText {
    /// The text that a selector finds in every request of a plan, if it can be known where.
    pub(super) fn of(selector: &Selector, site: Site<'_>) -> Option<Self> {
        let endpoint = site.endpoint()?;
        match selector {
            Selector::Method if endpoint.methods.iter().all(|m| is_literal(m.as_bytes())) => Some(Self::Method),
            Selector::PathField(name) => {
                let fixed = endpoint.fixed.iter().find(|parameter| parameter.name == *name);
                fixed.and_then(|parameter| Some(Self::Segment(parameter.position()?)))
            }
            Selector::Attribute(name) => match endpoint.attribute(name)? {
                FactValue::Text(text) => Self::text(text),
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn text(text: &str) -> Option<Self> {
        is_literal(text.as_bytes()).then(|| Self::Text(text.into()))
    }

    #[inline(always)]
    pub(super) fn find<'s>(&'s self, subject: &Subject<'s>) -> Option<&'s [u8]> {
        match self {
            Self::Text(text) => Some(text.as_bytes()),
            Self::Method => Some(&subject.exchange.request.method),
            Self::Segment(position) => {
                let text = subject.slice(&subject.route.segment(*position)?);
                is_literal_in_path(text).then_some(text)
            }
        }
    }
}
