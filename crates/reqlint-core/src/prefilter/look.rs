//! Looking at one request: which rules of its plan need no evaluation.

use super::rule_bits::RuleBits;
use super::segment::PathTest;
use super::skip::Skip;
use super::{Prefilter, Selection, SkipList};
use crate::api::catalogue::Endpoint;
use crate::check::want::Want;
use crate::message::body::Syntax;
use crate::message::body::is_bounded;
use crate::message::exchange::Body;
use crate::subject::fields::FieldScan;
use crate::subject::{BodyState, Host, Subject, Uses, syntax};

/// What a prefilter sees of a request whose body and fields were not read.
pub(super) struct Glimpse<'g, 's> {
    pub(super) subject: &'g Subject<'s>,
    pub(super) body: SeenBody,
    /// Nothing is wrong with any field that can be seen.
    pub(super) fields_are_well: bool,
    /// What is unknown doesn't matter.
    pub(super) only_failures: bool,
}

/// What of a request was looked at, whatever is asked of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Looked {
    body: SeenBody,
    fields_are_well: bool,
}

/// What a prefilter sees of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SeenBody {
    Absent,
    /// It can't be seen, or no rule looks at it.
    Hidden,
    /// It is JSON of the shape that the endpoint takes, and nothing is wrong with its fields.
    Well,
    Unsure,
}

/// Which rules of a plan need no evaluation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Skips {
    /// The others.
    left: RuleBits,
}

impl Skips {
    /// Where there is no prefilter.
    pub(crate) const NONE: Self = Self { left: RuleBits::ALL };

    /// The positions of those that may not be skipped.
    #[inline]
    pub(crate) fn left_bits(self) -> RuleBits {
        self.left
    }

    /// Whether every rule may be skipped.
    #[inline]
    pub(crate) fn all(self) -> bool {
        self.left.is_empty()
    }

    /// Whether the rule at a position of the plan may be skipped.
    #[inline]
    pub(crate) fn skips(self, position: usize) -> bool {
        !self.left.contains(position)
    }

    /// Of the rules of a plan, those that may not be skipped.
    pub(crate) fn left<T>(self, rules: &[T]) -> impl Iterator<Item = &T> {
        let mut from = 0;
        std::iter::from_fn(move || {
            let position = self.left.next(from)?;
            from = position + 1;
            rules.get(position)
        })
    }
}

impl SkipList {
    /// Of these rules, or of all, those that are not settled.
    #[inline(always)]
    fn left(&self, glimpse: &Glimpse<'_, '_>, of: Option<RuleBits>) -> RuleBits {
        match &self.selection {
            Some(selection) => self.left_of(selection, glimpse, of),
            None => self.left_by(&self.conditions, glimpse, of),
        }
    }

    /// The rules that the first conditions leave.
    #[inline(always)]
    fn left_by(&self, first: &[Skip], glimpse: &Glimpse<'_, '_>, of: Option<RuleBits>) -> RuleBits {
        let settles = |condition| self.of.get(condition).copied().unwrap_or(RuleBits::ALL);
        let is_asked = |condition| of.is_none_or(|of| settles(condition).meets(of));
        let mut left = RuleBits::NONE;
        for (index, condition) in first.iter().enumerate() {
            if is_asked(index) && !condition.holds(glimpse) {
                left |= settles(index);
            }
        }
        of.map_or(left, |of| left & of)
    }

    /// Where not every condition has to be looked at.
    #[inline(never)]
    fn left_of(&self, selection: &Selection, glimpse: &Glimpse<'_, '_>, of: Option<RuleBits>) -> RuleBits {
        let common = self.conditions.get(..selection.common).unwrap_or(&self.conditions);
        let mut left = self.left_by(common, glimpse, of);
        let touched = selection.index.touched(glimpse) & of.unwrap_or(RuleBits::ALL);
        let (mut rules, mut from) = (touched & selection.has_own, 0);
        while let Some((position, own)) = rules.next(from).and_then(|next| Some((next, selection.own.get(next)?))) {
            from = position + 1;
            for condition in own {
                let holds = self.conditions.get(*condition).is_some_and(|condition| condition.holds(glimpse));
                if !holds {
                    left |= self.of.get(*condition).copied().unwrap_or(RuleBits::ALL);
                }
            }
            // what others ask, too, is asked once
            if let [condition] = &**own {
                rules = rules.without(selection.by_it_alone.get(*condition).copied().unwrap_or(RuleBits::NONE));
            }
        }
        left & touched
    }
}

impl Prefilter {
    /// Looks at a request whose body and fields were not read; `uses` is what the rules of the plan look at. It uses `memory`
    /// for the fields that it reads, and leaves nothing of use there.
    #[inline]
    pub(crate) fn look(&self, subject: &Subject<'_>, uses: Uses, memory: &mut FieldScan) -> Looked {
        let body = self.see_body(subject, uses);
        let fields_are_well = uses.fields && self.are_fields_well(subject, body, memory);
        Looked { body, fields_are_well }
    }

    /// The rules that need no evaluation for what is wanted.
    #[inline]
    pub(crate) fn skips(&self, subject: &Subject<'_>, looked: Looked, want: Want) -> Skips {
        let only_failures = want == Want::Failures;
        // a rule for certain hosts is unknown
        if *subject.host == Host::Unseen && !only_failures {
            return Skips::NONE;
        }
        let Looked { body, fields_are_well } = looked;
        let glimpse = Glimpse { subject, body, fields_are_well, only_failures };
        Skips { left: self.list.left(&glimpse, None) }
    }

    /// The rules that need no evaluation for their outcomes; `None` unless those that are left surely don't fail.
    pub(crate) fn skips_unless_any_fails(&self, subject: &Subject<'_>, looked: Looked) -> Option<Skips> {
        let skips = self.skips(subject, looked, Want::Outcomes);
        let Looked { body, fields_are_well } = looked;
        let glimpse = Glimpse { subject, body, fields_are_well, only_failures: true };
        (skips.all() || self.list.left(&glimpse, Some(skips.left)).is_empty()).then_some(skips)
    }

    /// Whether it can find a body valid without a tree.
    pub(crate) fn validates_bodies(&self) -> bool {
        self.body.is_some()
    }

    fn see_body(&self, subject: &Subject<'_>, uses: Uses) -> SeenBody {
        let body = &subject.exchange.request.body;
        match (BodyState::before_reading(body, subject.exchange.shows, uses.body), body) {
            (Some(BodyState::Absent), _) => SeenBody::Absent,
            (Some(_), _) => SeenBody::Hidden,
            // members are looked at in a tree, so the body is read anyway
            (None, Body::Whole(text)) if !uses.members && is_bounded(text) && self.is_body_well(subject, text) => {
                SeenBody::Well
            }
            (None, _) => SeenBody::Unsure,
        }
    }

    fn is_body_well(&self, subject: &Subject<'_>, text: &[u8]) -> bool {
        let Some(validator) = &self.body else { return false };
        let content_type = subject.content_type().map(|(_, value)| value);
        let tree = subject.endpoint().map(|endpoint| &endpoint.body_fields);
        syntax(content_type, text, subject.exchange.shows) == Some(Syntax::Json) && validator.passes(text, tree)
    }

    fn are_fields_well(&self, subject: &Subject<'_>, body: SeenBody, memory: &mut FieldScan) -> bool {
        let Some((tests, endpoint)) = self.fields.as_ref().zip(subject.endpoint()) else { return true };
        let is_body_well = match body {
            SeenBody::Hidden | SeenBody::Well => true,
            SeenBody::Absent => tests.is_body_free || is_absence_well(endpoint, subject, memory),
            SeenBody::Unsure => false,
        };
        is_body_well
            && is_path_well(&tests.path, subject)
            && (tests.is_query_free || is_query_well(endpoint, subject, memory))
    }
}

fn is_path_well(path: &PathTest, subject: &Subject<'_>) -> bool {
    match path {
        PathTest::Segments(tests) => tests.iter().all(|(position, test)| {
            let sent = subject.route.segment(*position).map(|range| subject.slice(&range));
            sent.is_some_and(|sent| test.takes(sent))
        }),
        PathTest::Fields(tests) => {
            let mut parameters = subject.api.catalogue.parameters(subject.route, subject.sent_target());
            parameters.all(|(parameter, range)| match parameter.field {
                Some(field) => tests.get(usize::from(field)).is_some_and(|test| test.takes(subject.slice(&range))),
                None => true,
            })
        }
    }
}

fn is_query_well(endpoint: &Endpoint, subject: &Subject<'_>, memory: &mut FieldScan) -> bool {
    memory.clear(subject.exchange.shows);
    memory.scan_query(endpoint, subject.sent_target(), subject.target.query.as_ref());
    memory.is_well()
}

/// Whether no field of a body is missing where there is no body.
fn is_absence_well(endpoint: &Endpoint, subject: &Subject<'_>, memory: &mut FieldScan) -> bool {
    memory.clear(subject.exchange.shows);
    memory.scan_absent_body(endpoint);
    memory.is_well()
}
