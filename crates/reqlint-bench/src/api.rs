//! One API with its rules, its limit and its requests.

use crate::corpus::{self, Endpoint, Request};
use crate::engine::{self, Case};
use crate::limit::Limit;
use crate::pack;
use reqlint_core::{Evaluator, PackSource, RuleSet};
use std::error::Error;
use std::hint::black_box;

/// The number of groups in the large API: its 2,000 rules are 14 common ones, and 6 for each group.
const MANY: (usize, usize) = (4_000, 331);

/// One API.
#[expect(missing_debug_implementations, reason = "it is large")]
pub struct Api {
    /// The number of its endpoints and rules.
    pub name: &'static str,
    /// The checks as rules.
    pub rules: RuleSet,
    /// The checks as code.
    pub limit: Limit,
    /// Every request.
    pub cases: Vec<Case>,
    /// The requests without a mistake.
    pub clean: Vec<Case>,
}

impl Api {
    /// 40 endpoints and 20 rules.
    ///
    /// # Errors
    /// When the pack is wrong.
    pub fn small(requests: usize) -> Result<Self, Box<dyn Error>> {
        let endpoints = corpus::endpoints(40);
        Self::new("40 endpoints, 20 rules", &endpoints, pack::pack(&endpoints), requests)
    }

    /// 4,000 endpoints and 2,000 rules.
    ///
    /// # Errors
    /// When the pack is wrong.
    pub fn large(requests: usize) -> Result<Self, Box<dyn Error>> {
        let (count, groups) = MANY;
        let endpoints = corpus::endpoints(count);
        Self::new("4,000 endpoints, 2,000 rules", &endpoints, pack::grouped_pack(&endpoints, groups), requests)
    }

    fn new(
        name: &'static str,
        endpoints: &[Endpoint],
        pack: PackSource,
        requests: usize,
    ) -> Result<Self, Box<dyn Error>> {
        let rules = RuleSet::load(vec![pack])?;
        let requests = corpus::requests(endpoints, requests);
        let clean: Vec<Request> = requests.iter().filter(|r| r.mistakes.is_empty()).copied().collect();
        let (cases, clean) = (Case::all(&rules, &requests)?, Case::all(&rules, &clean)?);
        Ok(Self { name, limit: Limit::new(endpoints), rules, cases, clean })
    }

    /// Runs the limit.
    pub fn by_limit(&self) -> impl FnMut(&Case) {
        |case| {
            black_box(self.limit.check(&case.request));
        }
    }

    /// Evaluates, and gets the expected status.
    pub fn status(&self) -> impl FnMut(&Case) {
        let mut evaluator = Evaluator::new(&self.rules);
        move |case| {
            let report = evaluator.evaluate(&case.exchange, &case.facts);
            black_box(report.expected_status(&self.rules));
        }
    }

    /// Evaluates, and keeps the report, from which the checklist can be derived.
    pub fn report(&self) -> impl FnMut(&Case) {
        let mut evaluator = Evaluator::new(&self.rules);
        move |case| {
            black_box(evaluator.evaluate(&case.exchange, &case.facts));
        }
    }

    /// Evaluates, and gets what failed and where.
    pub fn findings(&self) -> impl FnMut(&Case) {
        let mut evaluator = Evaluator::new(&self.rules);
        move |case| {
            black_box(evaluator.findings(&case.exchange, &case.facts));
        }
    }

    /// Compares both sides with the mistakes in each request: the number of wrong answers of the limit and of the engine.
    #[must_use]
    pub fn wrong(&self) -> (usize, usize) {
        let mut evaluator = Evaluator::new(&self.rules);
        let (mut by_limit, mut by_engine) = (0, 0);
        for case in &self.cases {
            let (report, findings) = evaluator.findings(&case.exchange, &case.facts);
            let found = findings.iter().filter_map(|finding| pack::mistake_of(&finding.rule)).collect();
            by_limit += usize::from(self.limit.check(&case.request) != case.request.mistakes);
            let failed = engine::mistakes(&report, &self.rules);
            by_engine += usize::from(failed != case.request.mistakes || failed != found);
        }
        (by_limit, by_engine)
    }
}
