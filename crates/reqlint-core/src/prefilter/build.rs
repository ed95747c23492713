//! Building prefilters: for each plan the conditions that settle its rules.

use super::body::BodyValidator;
use super::goal::Goal;
use super::index::Index;
use super::parts::{Parts, Site};
use super::rule_bits::RuleBits;
use super::segment::PathTest;
use super::skip::{Own, Skip};
use super::{FieldTests, Prefilter, Selection, SkipList, kinds, trigger, value};
use crate::base::interner::Interner;
use crate::check::Check;
use crate::message::body::Syntax;
use std::fmt;

/// With fewer rules a look at each condition takes less than to find those that matter.
const INDEXED_FROM: usize = 64;

/// Builds the prefilters of many plans. What they have in common is kept once, so that many endpoints are looked at in few
/// places of memory.
#[derive(Default)]
pub(crate) struct Builder {
    lists: Interner<SkipList>,
    paths: Interner<PathTest>,
    bodies: Interner<BodyValidator>,
}

/// What it keeps is shown by the plans that share it.
impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder").finish_non_exhaustive()
    }
}

impl Builder {
    /// The prefilter of a plan with these rules.
    pub(crate) fn build(&mut self, rules: &[Parts<'_>], site: Site<'_>) -> Prefilter {
        let mut list = Conditions::with_capacity(rules.len());
        rules.iter().enumerate().for_each(|(position, rule)| list.add(position, *rule, site));
        let triggers = rules.iter().map(trigger::of_rule);
        let index = (rules.len() >= INDEXED_FROM).then(|| Index::of(triggers));
        let selection = index.map(|index| Box::new(list.select(index, rules.len())));
        let fields = site.endpoint().map(|endpoint| FieldTests {
            path: self.paths.keep(PathTest::of(endpoint)),
            is_query_free: endpoint.query_fields.is_empty()
                && !endpoint.query_closed
                && endpoint.query_groups.is_empty(),
            is_body_free: endpoint.body_fields.fields.is_empty(),
        });
        let body = match site.endpoint() {
            // of JSON only the whole is known where the fields are those of another format
            Some(endpoint) if !endpoint.describes(Syntax::Json) => None,
            Some(endpoint) => BodyValidator::of(&endpoint.body_fields, endpoint.body),
            None => Some(BodyValidator::ANYTHING),
        };
        let is_strict = rules.iter().flat_map(|rule| rule.check.parts()).any(looks_beyond_syntax);
        let body = body.map(|body| if is_strict { body.strict() } else { body });
        Prefilter {
            list: self.lists.keep(SkipList { conditions: list.skips, of: list.of, selection }),
            fields,
            body: body.map(|body| self.bodies.keep(body)),
        }
    }
}

fn looks_beyond_syntax(check: &Check) -> bool {
    matches!(check, Check::BodyFormat(check) if check.looks_beyond_syntax())
}

/// Whether a check finds something to look at in every request: where its condition holds it passes, so that nothing is reported
/// even if it isn't known whether the rule applies.
fn always_finds(check: &Check) -> bool {
    matches!(check, Check::Encoding(check) if !check.is_of_query())
}

/// Different conditions, and the rules that each settles with the others.
struct Conditions {
    skips: Vec<Skip>,
    of: Vec<RuleBits>,
}

impl Conditions {
    fn with_capacity(rules: usize) -> Self {
        Self { skips: Vec::with_capacity(rules), of: Vec::with_capacity(rules) }
    }

    /// Adds the conditions that settle a rule together.
    fn add(&mut self, position: usize, rule: Parts<'_>, site: Site<'_>) {
        let Parts { when, check, .. } = rule;
        let own = |(index, part): (usize, &Check)| kinds::condition(part, Own::new(check, index), site);
        let parts = check.parts().iter().enumerate().map(own);
        let always_finds = || check.parts().iter().all(always_finds);
        let Some(when) = when.filter(|_| !always_finds()) else {
            return parts.for_each(|skip| self.put(skip, position));
        };
        // a check that passes reports nothing; one that finds nothing is unknown where it isn't known whether the rule applies
        let parts: Vec<_> = parts.collect();
        let comes_first = parts.iter().all(Skip::is_quick);
        let quiet = Skip::All(parts.into_iter().chain(value::known(when)).collect());
        let unmet = value::unmet(when).unwrap_or(Skip::Reaches(Own::whole(when), Goal::Unmet));
        let passes = Skip::Reaches(Own::whole(check), Goal::Passes);
        let any = if comes_first { vec![quiet, unmet] } else { vec![unmet, quiet, passes] };
        self.put(Skip::Any(any.into()), position);
    }

    /// Puts those first that every request has to be looked at for.
    fn select(&mut self, index: Index, rules: usize) -> Selection {
        let all: Vec<_> = std::mem::take(&mut self.skips).into_iter().zip(std::mem::take(&mut self.of)).collect();
        let (first, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, of)| index.leaves_out_none(*of));
        let common = first.len();
        (self.skips, self.of) = first.into_iter().chain(rest).unzip();
        let own = |position| {
            let others = self.of.iter().enumerate().skip(common);
            others.filter(|(_, of)| of.contains(position)).map(|(condition, _)| condition).collect()
        };
        let own: Box<[Box<[usize]>]> = (0..rules).map(own).collect();
        let mut has_own = RuleBits::NONE;
        let mut by_it_alone = vec![RuleBits::NONE; self.of.len()];
        for (position, own) in own.iter().enumerate().filter(|(_, own)| !own.is_empty()) {
            has_own.insert(position);
            if let [condition] = &**own
                && let Some(rules) = by_it_alone.get_mut(*condition)
            {
                rules.insert(position);
            }
        }
        Selection { index, common, own, has_own, by_it_alone: by_it_alone.into() }
    }

    fn put(&mut self, skip: Skip, position: usize) {
        let known = self.skips.iter_mut().position(|known| known.merge(&skip));
        let at = known.unwrap_or(self.skips.len());
        if known.is_none() {
            self.skips.push(skip);
            self.of.push(RuleBits::NONE);
        }
        if let Some(rules) = self.of.get_mut(at) {
            rules.insert(position);
        }
    }
}
