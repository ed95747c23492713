//! Glances: what settles at once that a check has nothing to say. Nearly every check of nearly every request has not.
//!
//! Every plan has its own, and knows its endpoint, so a glance holds what the check would look up. What several checks of
//! a plan would look at is looked at once.

use super::Check;
use super::encoding::Encoding;
use crate::bytes::{self, same};
use crate::catalogue::{Attribute, Catalogue, Endpoint, EndpointIx};
use crate::facts::{FactIx, FactValue};
use crate::header_lines::HeaderName;
use crate::pack::{Pack, Rule, RuleIx};
use crate::placeholder::{OPENINGS, is_literal};
use crate::select::Selector;
use crate::subject::{BodyState, Host, Subject};
use crate::time::Span;

/// What surely means that a check passes, or finds nothing that it is about. Where it doesn't hold, nothing is said.
#[derive(Clone, Debug, PartialEq)]
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
    Encoding(Encoding),
    /// The fact is this text.
    Equals(FactIx, Known),
    /// The fact is a list, with this text in it.
    Includes(FactIx, Known),
    Boolean(FactIx, bool),
    /// The fact is a time, no longer ago than this.
    Younger(FactIx, Span),
    /// A part of the rule's check is quiet by itself.
    Part(RuleIx, usize),
    Never,
}

/// A text that the rules of one endpoint know where to find.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Known {
    /// Without a placeholder.
    Text(Box<str>),
    Method,
    /// The segment of the path at this position.
    Segment(usize),
}

/// Where the requests of a plan go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site<'p> {
    pub(crate) catalogue: &'p Catalogue,
    /// The endpoint that they mean.
    pub(crate) endpoint: Option<EndpointIx>,
}

/// The glances of a plan, each once.
#[derive(Debug, Default)]
pub(crate) struct Glances {
    list: Box<[Glance]>,
    /// For each rule of the plan, the glances that settle it together, one bit each.
    of: Box<[u64]>,
}

/// The glances that settled nothing, one bit each; those behind the last bit share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Noisy(u64);

impl Glances {
    /// The glances for the rules of a plan.
    pub(crate) fn of(rules: &[RuleIx], pack: &Pack, site: Site<'_>) -> Self {
        let mut list: Vec<Glance> = Vec::new();
        let mut bit = |glance: Glance| {
            let place = list.iter().position(|known| *known == glance).unwrap_or_else(|| {
                list.push(glance);
                list.len() - 1
            });
            1 << place.min(63)
        };
        let mut all = |index: RuleIx| {
            let glances = pack.rule(index).map(|rule| rule.glances(index, site)).unwrap_or_default();
            glances.into_iter().map(&mut bit).fold(0, |bits, bit| bits | bit)
        };
        let of = rules.iter().map(|rule| all(*rule)).collect();
        Self { list: list.into(), of }
    }

    /// Looks at a subject.
    #[inline]
    pub(crate) fn look(&self, subject: &Subject<'_>) -> Noisy {
        // what a rule says of hosts can't be told
        if subject.host == Host::Unseen {
            return Noisy(u64::MAX);
        }
        let noisy = self.list.iter().enumerate().filter(|(_, glance)| !glance.holds(subject));
        Noisy(noisy.fold(0, |bits, (place, _)| bits | 1 << place.min(63)))
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
    /// What settles the rule where it stands.
    fn glances(&self, index: RuleIx, site: Site<'_>) -> Vec<Glance> {
        let takes_method =
            |endpoint: &Endpoint| endpoint.methods.iter().all(|m| self.applies_to.takes_method(m.as_bytes()));
        let takes_all = self.applies_to.methods.is_empty() || site.endpoint().is_some_and(takes_method);
        if self.when.is_some() || !takes_all {
            return vec![Glance::Never];
        }
        let glance = |(part, check): (usize, &Check)| check.glance(site).unwrap_or(Glance::Part(index, part));
        self.check.parts().iter().enumerate().map(glance).collect()
    }
}

impl Glance {
    #[inline]
    fn holds(&self, subject: &Subject<'_>) -> bool {
        match self {
            Glance::Route => subject.route.is_as_documented(),
            Glance::Fields => {
                subject.fields.problems.is_empty() && !matches!(subject.body, BodyState::NotVisible | BodyState::Unused)
            }
            Glance::Body => matches!(subject.body, BodyState::Absent | BodyState::Fine),
            Glance::HeaderForm => subject.headers.are_plain,
            Glance::Filled(name) => subject.only_line(name).is_some_and(|value| !value.trim_ascii().is_empty()),
            Glance::Encoding(encoding) => encoding.is_plain(subject),
            Glance::Equals(fact, known) => match subject.facts.get(*fact) {
                Some(FactValue::Text(text)) => known.find(subject).is_some_and(|other| same(text.as_bytes(), other)),
                _ => false,
            },
            Glance::Includes(fact, known) => match subject.facts.get(*fact) {
                Some(FactValue::List(items)) => {
                    known.find(subject).is_some_and(|text| items.iter().any(|item| same(item.as_bytes(), text)))
                }
                _ => false,
            },
            Glance::Boolean(fact, wanted) => {
                matches!(subject.facts.get(*fact), Some(FactValue::Boolean(known)) if known == wanted)
            }
            Glance::Younger(fact, limit) => match (subject.facts.get(*fact), subject.exchange.now) {
                (Some(FactValue::Time(time)), Some(now)) => now.since(*time) < *limit,
                _ => false,
            },
            Glance::Part(rule, part) => {
                let check = subject.pack.rule(*rule).and_then(|rule| rule.check.parts().get(*part));
                check.is_some_and(|check| check.is_quiet(subject))
            }
            Glance::Never => false,
        }
    }
}

impl Known {
    /// The text that a selector finds in every request of a plan, if it can be known where.
    pub(super) fn of(selector: &Selector, site: Site<'_>) -> Option<Self> {
        let endpoint = site.endpoint()?;
        match selector {
            Selector::Method if endpoint.methods.iter().all(|m| is_literal(m.as_bytes())) => Some(Self::Method),
            Selector::PathField(name) => {
                let fixed = endpoint.fixed.iter().find(|(_, known)| known == name);
                fixed.map(|(position, _)| Self::Segment(*position))
            }
            Selector::Attribute(name) => match endpoint.attribute(name)? {
                Attribute::Text(text) => Self::text(text),
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn text(text: &str) -> Option<Self> {
        is_literal(text.as_bytes()).then(|| Self::Text(text.into()))
    }

    #[inline]
    fn find<'s>(&'s self, subject: &Subject<'s>) -> Option<&'s [u8]> {
        match self {
            Self::Text(text) => Some(text.as_bytes()),
            Self::Method => Some(&subject.exchange.request.method),
            Self::Segment(position) => {
                let text = subject.slice(&subject.route.segment(*position)?);
                let [a, b, c, d] = OPENINGS;
                (!bytes::any(text, |block| block.one_of([a, b, c, d, b'%']))).then_some(text)
            }
        }
    }
}

impl<'p> Site<'p> {
    pub(super) fn endpoint(self) -> Option<&'p Endpoint> {
        self.catalogue.endpoint(self.endpoint?)
    }
}
