//! Glances: what settles at once that a check has nothing to say. Nearly every check of nearly every request has not.
//!
//! Every plan has its own, and knows its endpoint, so a glance holds what the check would look up. What several checks of
//! a plan would look at is looked at once.

mod known;
mod wording;

pub(crate) use known::Known;
pub(crate) use wording::{Wording, stands_in};

use crate::api::catalogue::{Catalogue, Endpoint, EndpointIx};
use crate::api::facts::{FactIx, FactValue};
use crate::base::bytes::same;
use crate::base::text::SmolStr;
use crate::base::time::Duration;
use crate::check::Check;
use crate::check::kinds::encoding::Encoding;
use crate::check::template::Template;
use crate::message::exchange::Body;
use crate::message::header_names::HeaderName;
use crate::message::placeholder::is_literal;
use crate::rules::pack::{Pack, Rule, RuleIx};
use crate::subject::{BodyState, Host, Subject};
use std::sync::Arc;

/// What somebody wants to hear of. Who has nothing to say of that is quiet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sought {
    /// What fails, and what can't be told. A check that passes, or finds nothing that it is about, is quiet.
    Outcomes,
    /// What fails. A check that can't be told is quiet too.
    Failures,
}

/// What surely means that a check is quiet. Where it doesn't hold, nothing is said.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Glance {
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
    /// The fact is this text.
    Equals(FactIx, Known),
    /// The fact is a list, with this text in it.
    Includes(FactIx, Known),
    Boolean(FactIx, bool),
    /// The fact is a time, no longer ago than this.
    Younger(FactIx, Duration),
    /// The fact isn't known, which matters to nobody.
    Unknown(FactIx),
    /// There is no body.
    NoBody,
    /// There is no body, or its Content-Type is one that the endpoint takes: JSON, as `json` tells, or another.
    Accepted {
        json: bool,
    },
    /// The header surely doesn't hold this text.
    Lacks(Wording),
    /// All of the header is seen, if it is there.
    Seen(HeaderName),
    /// Nobody asks for what can't be told.
    OnlyFailures,
    /// A part of the rule's check is quiet by itself.
    Part(RuleIx, usize),
    /// One of these holds.
    Any(Box<[Glance]>),
    /// Each of these holds.
    All(Box<[Glance]>),
    Never,
}

/// Where the requests of a plan go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site<'p> {
    pub(crate) catalogue: &'p Catalogue,
    /// The endpoint that they mean.
    pub(crate) endpoint: Option<EndpointIx>,
}

/// The glances of a plan, each once.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Glances {
    list: Box<[Glance]>,
    /// For each rule of the plan, the glances that settle it together, one bit each.
    of: Box<[u64]>,
}

const LAST_BIT: usize = 63;

/// The glances that settled nothing, one bit each; those behind the last bit share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Noisy(u64);

impl Glances {
    /// The glances for the rules of a plan.
    pub(crate) fn of(rules: &[RuleIx], pack: &Pack, site: Site<'_>) -> Self {
        let mut list: Vec<Glance> = Vec::new();
        let mut all = |index: RuleIx| {
            let mut bits = 0;
            let bit = |glance: Glance| {
                // those that share a bit are told together anyway
                let known = list.iter().take(LAST_BIT).position(|known| *known == glance);
                let place = known.unwrap_or_else(|| {
                    list.push(glance);
                    list.len() - 1
                });
                bits |= 1 << place.min(LAST_BIT);
            };
            if let Some(rule) = pack.rule(index) {
                rule.glances(index, site, bit);
            }
            bits
        };
        let of = rules.iter().map(|rule| all(*rule)).collect();
        Self { list: list.into(), of }
    }

    /// Looks at a subject.
    #[inline]
    pub(crate) fn look(&self, subject: &Subject<'_>, sought: Sought) -> Noisy {
        // what a rule says of hosts can't be told
        if *subject.host == Host::Unseen && sought == Sought::Outcomes {
            return Noisy(u64::MAX);
        }
        let mut noisy = 0;
        for (place, glance) in self.list.iter().enumerate() {
            noisy |= u64::from(!glance.holds(subject, sought)) << place.min(LAST_BIT);
        }
        Noisy(noisy)
    }

    /// For each rule of the plan, whether it has nothing to say.
    pub(crate) fn quiet(&self, noisy: Noisy) -> impl Iterator<Item = bool> {
        self.of.iter().map(move |bits| bits & noisy.0 == 0)
    }
}

impl Noisy {
    /// Whether every rule is quiet.
    #[inline]
    pub(crate) fn is_none(self) -> bool {
        self.0 == 0
    }
}

impl Rule {
    /// What settles the rule where it stands, all of it together.
    fn glances(&self, index: RuleIx, site: Site<'_>, mut each: impl FnMut(Glance)) {
        let glance = |(part, check): (usize, &Check)| check.glance(site).unwrap_or(Glance::Part(index, part));
        let parts = self.check.parts().iter().enumerate().map(glance);
        let Some(when) = &self.when else { return parts.for_each(each) };
        // a check that passes says nothing, and one that finds nothing does where it isn't known whether the rule applies
        let parts = parts.chain(when.told()).collect();
        let unmet = when.unmet().unwrap_or(Glance::Never);
        each(Glance::Any([unmet, Glance::All(parts)].into()));
    }
}

impl Glance {
    #[inline(always)]
    fn holds(&self, subject: &Subject<'_>, sought: Sought) -> bool {
        let only_failures = sought == Sought::Failures;
        match self {
            Glance::Route => subject.route.is_as_documented(),
            Glance::Fields => {
                let is_seen = !matches!(subject.body, BodyState::NotVisible | BodyState::Unused);
                subject.fields.problems.is_empty() && (is_seen || only_failures)
            }
            Glance::Body => match subject.body {
                BodyState::Absent | BodyState::Fine => true,
                BodyState::NotVisible | BodyState::Unused => only_failures,
                BodyState::Read | BodyState::Unreadable => false,
            },
            Glance::HeaderForm => subject.headers.are_plain,
            Glance::Filled(name) => subject.only_line(name).is_some_and(|value| !value.trim_ascii().is_empty()),
            Glance::Follows(name, templates) => match subject.only_line(name) {
                Some(value) => templates.iter().any(|template| template.surely_fits(value)),
                None => wording::is_absent(name, subject),
            },
            Glance::Encoding(encoding) => encoding.is_plain(subject),
            Glance::Equals(fact, known) => match subject.facts.get(*fact) {
                Some(FactValue::Text(text)) => known.find(subject).is_some_and(|other| same(text.as_bytes(), other)),
                known => known.is_none() && only_failures,
            },
            Glance::Includes(fact, known) => match subject.facts.get(*fact) {
                Some(FactValue::List(items)) => known.find(subject).is_some_and(|text| contains(items, text)),
                known => known.is_none() && only_failures,
            },
            Glance::Boolean(fact, wanted) => match subject.facts.get(*fact) {
                Some(FactValue::Boolean(known)) => known == wanted,
                known => known.is_none() && only_failures,
            },
            Glance::Younger(fact, limit) => match (subject.facts.get(*fact), subject.exchange.now) {
                (Some(FactValue::Time(time)), Some(now)) => now.since(*time) < *limit,
                (known, _) => known.is_none() && only_failures,
            },
            Glance::Unknown(fact) => only_failures && subject.facts.get(*fact).is_none(),
            Glance::NoBody => match subject.body {
                BodyState::Absent => true,
                BodyState::NotVisible | BodyState::Unused => only_failures,
                BodyState::Read | BodyState::Fine | BodyState::Unreadable => false,
            },
            Glance::Accepted { json } => is_accepted(subject, *json, only_failures),
            Glance::Lacks(wording) => wording.is_missing(subject),
            Glance::Seen(header) => {
                let is_literal = |value| is_literal(value);
                only_failures
                    || subject.only_line(header).map_or_else(|| wording::is_absent(header, subject), is_literal)
            }
            Glance::OnlyFailures => only_failures,
            Glance::Any(glances) => any_holds(glances, subject, sought),
            Glance::All(glances) => all_hold(glances, subject, sought),
            Glance::Part(rule, part) => {
                let check = subject.pack.rule(*rule).and_then(|rule| rule.check.parts().get(*part));
                check.is_some_and(|check| check.is_quiet(subject, sought))
            }
            Glance::Never => false,
        }
    }
}

/// Whether one of these is this text.
#[inline(always)]
fn contains(items: &[SmolStr], text: &[u8]) -> bool {
    items.iter().any(|item| item.len() == text.len() && item.as_bytes() == text)
}

// kept apart, so that what holds no other is told without a call

#[inline(never)]
fn any_holds(glances: &[Glance], subject: &Subject<'_>, sought: Sought) -> bool {
    glances.iter().any(|glance| glance.holds(subject, sought))
}

#[inline(never)]
fn all_hold(glances: &[Glance], subject: &Subject<'_>, sought: Sought) -> bool {
    glances.iter().all(|glance| glance.holds(subject, sought))
}

/// Whether the body surely is of a media type that its endpoint takes.
fn is_accepted(subject: &Subject<'_>, json: bool, only_failures: bool) -> bool {
    match (subject.body, &subject.exchange.request.body) {
        (BodyState::Absent, _) => true,
        (_, Body::Unread) => only_failures,
        _ => subject.content_type().is_some_and(|(_, value)| {
            let accepts = |endpoint: &Endpoint| endpoint.accepts.iter().any(|accepts| accepts.takes(value));
            // as nearly always
            json && same(value, b"application/json") || subject.endpoint().is_some_and(accepts)
        }),
    }
}

impl<'p> Site<'p> {
    pub(crate) fn endpoint(self) -> Option<&'p Endpoint> {
        self.catalogue.endpoint(self.endpoint?)
    }
}
