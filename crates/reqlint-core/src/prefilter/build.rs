//! Building prefilters: for each plan the conditions that settle its rules.

use super::body::BodyValidator;
use super::segment::SegmentTest;
use super::skip::{Own, Skip};
use super::{LAST_BIT, Prefilter, SkipList, kinds, value};
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

/// Builds the prefilters of many plans. What they have in common is kept once, so that many endpoints are looked at in few
/// places of memory.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    lists: Interner<SkipList>,
    paths: Interner<[SegmentTest]>,
    bodies: Interner<BodyValidator>,
}

impl Builder {
    /// The prefilter of a plan with these rules, each its `when` and its check.
    pub(crate) fn build<'r>(
        &mut self,
        rules: impl Iterator<Item = (Option<&'r Check>, &'r Arc<Check>)>,
        site: Site<'_>,
    ) -> Prefilter {
        let mut list = Conditions::default();
        let of = rules.map(|(when, check)| list.of_rule(when, check, site)).collect();
        let path = site.endpoint().map(|endpoint| endpoint.path_fields.iter().map(SegmentTest::of).collect());
        let body = match site.endpoint() {
            Some(endpoint) => BodyValidator::of(&endpoint.body_fields, endpoint.body),
            None => Some(BodyValidator::ANYTHING),
        };
        Prefilter {
            list: self.lists.keep(SkipList { conditions: list.0.into(), of }),
            path: self.paths.keep::<Vec<SegmentTest>>(path.unwrap_or_default()),
            body: body.map(|body| self.bodies.keep(body)),
        }
    }
}

/// Different conditions.
#[derive(Default)]
struct Conditions(Vec<Skip>);

impl Conditions {
    /// The conditions that settle a rule together, one bit each.
    fn of_rule(&mut self, when: Option<&Check>, check: &Arc<Check>, site: Site<'_>) -> u64 {
        let own = |(index, part): (usize, &Check)| kinds::condition(part, Own::new(check, index), site);
        let parts = check.parts().iter().enumerate().map(own);
        let Some(when) = when else { return parts.fold(0, |bits, skip| bits | self.bit(skip)) };
        // a check that passes reports nothing; one that finds nothing is unknown where it isn't known whether the rule applies
        let parts = parts.chain(value::known(when)).collect();
        let unmet = value::unmet(when).unwrap_or(Skip::Never);
        self.bit(Skip::Any([unmet, Skip::All(parts)].into()))
    }

    fn bit(&mut self, skip: Skip) -> u64 {
        // those that share the last bit are looked at together anyway
        let known = self.0.iter().take(LAST_BIT).position(|known| *known == skip);
        let position = known.unwrap_or_else(|| {
            self.0.push(skip);
            self.0.len() - 1
        });
        1 << position.min(LAST_BIT)
    }
}
