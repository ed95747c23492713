//! Building prefilters: for each plan the conditions that settle its rules.

use super::body::BodyValidator;
use super::index::Index;
use super::rule_bits::RuleBits;
use super::segment::SegmentTest;
use super::skip::{Own, Skip};
use super::{Prefilter, SkipList, kinds, trigger, value};
use crate::api::catalogue::{Catalogue, Endpoint, EndpointIx};
use crate::base::interner::Interner;
use crate::check::Check;
use std::sync::Arc;

/// Where the requests of a plan go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site<'p> {
    pub(crate) catalogue: &'p Catalogue,
    /// The endpoint that they mean.
    pub(crate) endpoint: Option<EndpointIx>,
}

impl<'p> Site<'p> {
    pub(super) fn endpoint(self) -> Option<&'p Endpoint> {
        self.catalogue.endpoint(self.endpoint?)
    }
}

/// What of a rule a prefilter is built from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parts<'r> {
    /// The methods that it is about; empty for all.
    pub(crate) methods: &'r [String],
    pub(crate) when: Option<&'r Check>,
    pub(crate) check: &'r Arc<Check>,
}

/// With fewer rules a look at each condition takes less than to find those that matter.
const INDEXED_FROM: usize = 64;

/// Builds the prefilters of many plans. What they have in common is kept once, so that many endpoints are looked at in few
/// places of memory.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    lists: Interner<SkipList>,
    paths: Interner<[SegmentTest]>,
    bodies: Interner<BodyValidator>,
}

impl Builder {
    /// The prefilter of a plan with these rules.
    pub(crate) fn build<'r>(&mut self, rules: impl Iterator<Item = Parts<'r>>, site: Site<'_>) -> Prefilter {
        let rules: Vec<_> = rules.collect();
        let mut list = Conditions::default();
        rules.iter().enumerate().for_each(|(position, rule)| list.add(position, *rule, site));
        let triggers = rules.iter().map(|rule| trigger::of_rule(rule.methods, rule.when, rule.check));
        let index = (rules.len() >= INDEXED_FROM).then(|| Index::of(triggers));
        let path = site.endpoint().map(|endpoint| endpoint.path_fields.iter().map(SegmentTest::of).collect());
        let body = match site.endpoint() {
            Some(endpoint) => BodyValidator::of(&endpoint.body_fields, endpoint.body),
            None => Some(BodyValidator::ANYTHING),
        };
        Prefilter {
            list: self.lists.keep(SkipList { index, conditions: list.skips.into(), of: list.of.into() }),
            path: self.paths.keep::<Vec<SegmentTest>>(path.unwrap_or_default()),
            body: body.map(|body| self.bodies.keep(body)),
        }
    }
}

/// Different conditions, and the rules that each settles with the others.
#[derive(Default)]
struct Conditions {
    skips: Vec<Skip>,
    of: Vec<RuleBits>,
}

impl Conditions {
    /// Adds the conditions that settle a rule together.
    fn add(&mut self, position: usize, rule: Parts<'_>, site: Site<'_>) {
        let Parts { when, check, .. } = rule;
        let own = |(index, part): (usize, &Check)| kinds::condition(part, Own::new(check, index), site);
        let parts = check.parts().iter().enumerate().map(own);
        let Some(when) = when else { return parts.for_each(|skip| self.put(skip, position)) };
        // a check that passes reports nothing; one that finds nothing is unknown where it isn't known whether the rule applies
        let parts = parts.chain(value::known(when)).collect();
        let unmet = value::unmet(when).unwrap_or(Skip::Never);
        self.put(Skip::Any([unmet, Skip::All(parts)].into()), position);
    }

    fn put(&mut self, skip: Skip, position: usize) {
        let merged = self.skips.iter().enumerate().find_map(|(at, known)| Some((at, known.with(&skip)?)));
        let (at, skip) = merged.unwrap_or((self.skips.len(), skip));
        if at == self.skips.len() {
            self.skips.push(skip);
            self.of.push(RuleBits::NONE);
        } else {
            self.skips[at] = skip;
        }
        self.of[at].insert(position);
    }
}
