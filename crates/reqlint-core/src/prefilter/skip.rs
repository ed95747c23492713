//! Conditions under which a check may be skipped.

use super::goal::Goal;
use super::known::KnownText;
use super::look::{Glimpse, SeenBody};
use super::wording::{self, Wording};
use super::{direct, passes};
use crate::api::catalogue::Endpoint;
use crate::api::facts::{FactIx, FactValue};
use crate::base::bytes::same;
use crate::base::text::SmolStr;
use crate::base::time::Duration;
use crate::check::Check;
use crate::check::kinds::encoding::Encoding;
use crate::check::kinds::size::Size;
use crate::check::template::Template;
use crate::message::exchange::Body;
use crate::message::header_names::HeaderName;
use crate::message::placeholder::is_literal;
use std::hash::{Hash, Hasher};
use std::mem;
use std::sync::Arc;

/// A condition under which a check may be skipped. Where it doesn't hold, nothing follows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Skip {
    /// The path is as documented, and the endpoint takes the method.
    Route,
    /// Nothing is wrong with any field, and the body is seen.
    Fields,
    /// There is no body, or nothing is wrong with it.
    Body,
    /// Every header line is plain.
    HeaderForm,
    /// The header is there, and not blank.
    Filled(HeaderName),
    /// The header follows one of these templates, or isn't there.
    Follows(HeaderName, Arc<[Template]>),
    Encoding(Encoding),
    /// What is measured is surely within its limit.
    Size(Size),
    /// The fact is this text.
    Equals(FactIx, KnownText),
    /// The fact is a list, with this text in it.
    Includes(FactIx, KnownText),
    Boolean(FactIx, bool),
    /// The fact is a time, no longer ago than this.
    Younger(FactIx, Duration),
    /// The fact isn't known, and what is unknown doesn't matter.
    Unknown(FactIx),
    /// There is no body.
    NoBody,
    /// There is no body, or its Content-Type is one that the endpoint takes: JSON if `json` is set, or another.
    Accepted {
        json: bool,
    },
    /// The header doesn't contain this text.
    Lacks(Wording),
    /// All of the header is seen, if it is there.
    Seen(HeaderName),
    /// What is unknown doesn't matter.
    OnlyFailures,
    /// The check passes by its own fast test.
    Passes(Own),
    /// The check surely reaches a goal, as the text shows that it looks at.
    Reaches(Own, Goal),
    /// One of these holds.
    Any(Box<[Skip]>),
    /// Each of these holds.
    All(Box<[Skip]>),
}

impl Skip {
    /// Makes it hold only where the other does as well, if one condition can say so.
    #[inline]
    pub(super) fn merge(&mut self, other: &Self) -> bool {
        if mem::discriminant(self) != mem::discriminant(other) {
            return false;
        }
        match (self, other) {
            (Skip::Size(size), Skip::Size(other)) => size.with(*other).map(|both| *size = both).is_some(),
            (own, other) => own == other,
        }
    }

    #[inline(always)]
    pub(super) fn holds(&self, glimpse: &Glimpse<'_, '_>) -> bool {
        let Glimpse { subject, body, fields_are_well, only_failures } = *glimpse;
        match self {
            Skip::Route => subject.route.is_as_documented(),
            Skip::Fields => fields_are_well && (body != SeenBody::Hidden || only_failures),
            Skip::Body => match body {
                SeenBody::Absent | SeenBody::Well => true,
                SeenBody::Hidden => only_failures,
                SeenBody::Unsure => false,
            },
            Skip::HeaderForm => subject.headers.are_plain,
            Skip::Filled(name) => subject.only_line(name).is_some_and(|value| !value.trim_ascii().is_empty()),
            Skip::Follows(name, templates) => match subject.only_line(name) {
                Some(value) => templates.iter().any(|template| template.fits_literally(value)),
                None => wording::is_absent(name, subject),
            },
            Skip::Encoding(encoding) => {
                (only_failures || subject.exchange.shows.raw_target) && encoding.is_plain(subject)
            }
            Skip::Size(size) => (only_failures || size.is_shown(subject)) && size.is_surely_met(subject),
            Skip::Equals(fact, known) => match subject.facts.get(*fact) {
                Some(FactValue::Text(text)) => known.find(subject).is_some_and(|other| same(text.as_bytes(), other)),
                known => known.is_none() && only_failures,
            },
            Skip::Includes(fact, known) => match subject.facts.get(*fact) {
                Some(FactValue::List(items)) => known.find(subject).is_some_and(|text| contains(items, text)),
                known => known.is_none() && only_failures,
            },
            Skip::Boolean(fact, wanted) => match subject.facts.get(*fact) {
                Some(FactValue::Boolean(known)) => known == wanted,
                known => known.is_none() && only_failures,
            },
            Skip::Younger(fact, limit) => match (subject.facts.get(*fact), subject.exchange.now) {
                (Some(FactValue::Time(time)), Some(now)) => now.since(*time) < *limit,
                (known, _) => known.is_none() && only_failures,
            },
            Skip::Unknown(fact) => only_failures && subject.facts.get(*fact).is_none(),
            Skip::NoBody => match body {
                SeenBody::Absent => true,
                SeenBody::Hidden => only_failures,
                SeenBody::Well | SeenBody::Unsure => false,
            },
            Skip::Accepted { json } => is_accepted(glimpse, *json),
            Skip::Lacks(wording) => wording.is_missing(subject),
            Skip::Seen(header) => {
                let is_literal = |value| is_literal(value);
                only_failures
                    || subject.only_line(header).map_or_else(|| wording::is_absent(header, subject), is_literal)
            }
            Skip::OnlyFailures => only_failures,
            Skip::Any(conditions) => any_holds(conditions, glimpse),
            Skip::All(conditions) => all_hold(conditions, glimpse),
            Skip::Passes(own) => own.part().is_some_and(|check| passes::passes(check, subject, only_failures)),
            Skip::Reaches(own, goal) => own.part().is_some_and(|check| direct::reaches(check, *goal, subject)),
        }
    }

    /// Whether no header has to be looked up for it.
    pub(super) fn is_quick(&self) -> bool {
        matches!(
            self,
            Skip::Route
                | Skip::Fields
                | Skip::Body
                | Skip::NoBody
                | Skip::HeaderForm
                | Skip::Encoding(_)
                | Skip::Size(_)
                | Skip::OnlyFailures
        )
    }
}

/// Whether one of these is this text.
#[inline(always)]
fn contains(items: &[SmolStr], text: &[u8]) -> bool {
    items.iter().any(|item| item.len() == text.len() && item.as_bytes() == text)
}

// kept apart, so that a condition without others inside is looked at without a call

#[inline(never)]
fn any_holds(conditions: &[Skip], glimpse: &Glimpse<'_, '_>) -> bool {
    conditions.iter().any(|condition| condition.holds(glimpse))
}

#[inline(never)]
fn all_hold(conditions: &[Skip], glimpse: &Glimpse<'_, '_>) -> bool {
    conditions.iter().all(|condition| condition.holds(glimpse))
}

/// Whether the body is of a media type that its endpoint takes.
fn is_accepted(glimpse: &Glimpse<'_, '_>, json: bool) -> bool {
    let subject = glimpse.subject;
    let request = &subject.exchange.request;
    let takes = || {
        subject.content_type().is_some_and(|(_, value)| {
            let accepts = |endpoint: &Endpoint| endpoint.accepts.iter().any(|accepts| accepts.takes(value));
            // fast path: the most common label
            json && same(value, b"application/json") || subject.endpoint().is_some_and(accepts)
        })
    };
    match (glimpse.body, &request.body) {
        (SeenBody::Absent, _) => true,
        (_, Body::Unread) => glimpse.only_failures && (takes() || !request.declares_body()),
        _ => takes(),
    }
}

/// A part of a rule's check.
#[derive(Clone, Debug)]
pub(super) struct Own {
    check: Arc<Check>,
    /// `None`: the whole check.
    part: Option<usize>,
}

impl Own {
    pub(super) fn whole(check: &Arc<Check>) -> Self {
        Self { check: Arc::clone(check), part: None }
    }

    pub(super) fn new(check: &Arc<Check>, part: usize) -> Self {
        Self { check: Arc::clone(check), part: Some(part) }
    }

    fn part(&self) -> Option<&Check> {
        self.part.map_or(Some(&self.check), |part| self.check.parts().get(part))
    }

    /// Checks can't be compared by what they test; two rules never share one.
    fn identity(&self) -> (*const Check, Option<usize>) {
        (Arc::as_ptr(&self.check), self.part)
    }
}

impl PartialEq for Own {
    fn eq(&self, other: &Self) -> bool {
        self.identity() == other.identity()
    }
}

impl Eq for Own {}

impl Hash for Own {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.identity().hash(state);
    }
}
