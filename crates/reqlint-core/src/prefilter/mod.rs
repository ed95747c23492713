//! The prefilter: tells for nearly every rule of nearly every request, from little work, that evaluating it would report
//! nothing.
//!
//! The contract: a prefilter may only say *skip*, and says it only of rules that pass, or that find nothing they are about.
//! Where it isn't sure it says nothing, and the rule is evaluated. Without prefilters
//! ([`RuleSet::without_prefilter`](crate::RuleSet::without_prefilter)) all reports are the same, and take longer; the
//! conformance suite and the reference tests run both ways and compare. So nothing outside of this folder may depend on
//! what a prefilter has looked at.
//!
//! Where a plan has many rules, an [`Index`] finds those whose [triggers](trigger::Trigger) a request has; conditions decide about
//! these.
//!
//! Each plan has its own. A plan knows its endpoint, so its [`Skip`]s hold what the checks would look up, and what several
//! checks ask is asked once. A rule set has one [`BodyValidator`] for each description of a body: it reads JSON in one pass,
//! without a tree. Plans hold prefilters, `compile` builds them, and `evaluate` asks them; no other layer knows them.

mod body;
mod build;
mod direct;
mod goal;
mod index;
mod kinds;
mod known;
mod look;
mod parts;
mod passes;
mod plain;
mod rule_bits;
mod segment;
mod skip;
mod specimen;
mod text;
mod trigger;
mod value;
mod wording;

pub(crate) use build::Builder;
pub(crate) use look::Skips;
pub(crate) use parts::{Parts, Site};
pub(crate) use rule_bits::RuleBits;

use body::BodyValidator;
use index::Index;
use segment::PathTest;
use skip::Skip;
use std::sync::Arc;

/// What decides, for the rules of one plan, that they need not be evaluated. Plans that ask the same share the parts.
#[derive(Clone, Debug)]
pub(crate) struct Prefilter {
    list: Arc<SkipList>,
    /// `None` for requests that mean no endpoint.
    fields: Option<FieldTests>,
    /// `None` where only a tree can show whether a body is valid.
    body: Option<Arc<BodyValidator>>,
}

/// What shows, without a look at the endpoint, that nothing is wrong with its fields.
#[derive(Clone, Debug)]
struct FieldTests {
    path: Arc<PathTest>,
    /// Whether any query is right.
    is_query_free: bool,
    /// Whether no field has to be in the body.
    is_body_free: bool,
}

/// The conditions that settle the rules of a plan, each once.
#[derive(Debug, PartialEq, Eq, Hash)]
struct SkipList {
    conditions: Vec<Skip>,
    /// For each condition, the rules that it settles, together with the others that have the rule.
    of: Vec<RuleBits>,
    /// Where there are many rules. Few plans have it, and it is large.
    selection: Option<Box<Selection>>,
}

/// Which conditions have to be looked at.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Selection {
    index: Index,
    /// So many conditions, from the first, are looked at for every request.
    common: usize,
    /// For each rule, its other conditions.
    own: Box<[Box<[usize]>]>,
    /// The rules that have such.
    has_own: RuleBits,
    /// For each condition, the rules that have no other such.
    by_it_alone: Box<[RuleBits]>,
}
