//! Calibrating: recordings held against the rules, counted by rule, with a masked example of each.
//!
//! What is right, wrong and missed is said by [`reqlint_core::calibrate`]; what is kept grows with the rules and not with the
//! recordings.

use crate::record::Record;
use crate::record::judged::{Judged, clipped};
use crate::record::place::Place;
use reqlint_core::calibrate::{Agreement, Comparison, Incomparable, compare};
use reqlint_core::explain::Explained;
use reqlint_core::inspect::RuleView;
use reqlint_core::{Facts, RuleSet};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How the rules did over recordings.
#[derive(Debug)]
pub struct Calibration<'r> {
    rules: &'r RuleSet,
    /// How many requests were read.
    pub requests: Requests,
    by_rule: BTreeMap<&'r str, Calibrated<'r>>,
}

/// How many requests went how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Requests {
    /// Those without a recorded answer.
    pub unanswered: usize,
    /// Those that no pack judges.
    pub unjudged: usize,
    /// Those that the API took.
    pub accepted: usize,
    /// Those of them on which a rule of severity error failed.
    pub wrong: usize,
    /// Those that the API answered with an error.
    pub refused: usize,
    /// Those of them that a failed rule explains.
    pub foretold: usize,
    /// Those of them that a rule was to foretell.
    pub missed: usize,
    /// Those of them that have a cause.
    pub explained: usize,
}

/// How one rule did.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Calibrated<'r> {
    /// The rule.
    pub rule: RuleView<'r>,
    /// What it was right about.
    pub right: Cases,
    /// What it was wrong about.
    pub wrong: Cases,
    /// What it missed.
    pub missed: Cases,
    /// Where it failed, and the API answered with another error.
    pub open: Cases,
}

/// So many requests, and the first of them.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Cases {
    /// How many.
    pub count: usize,
    /// The first.
    pub example: Option<Case>,
}

/// A recorded request, as it may be shown.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Case {
    /// The name of the input; `None` for standard input.
    pub input: Option<Arc<str>>,
    /// Which record of the input it is, from 0.
    pub index: usize,
    /// Its id or name.
    pub id: Option<String>,
    /// Where it begins.
    pub place: Place,
    /// The method.
    pub method: String,
    /// The host.
    pub host: String,
    /// The target, masked.
    pub target: String,
    /// What the rule saw; `None` where it saw nothing.
    pub detail: Option<String>,
    /// The status that the API answered.
    pub status: u16,
    /// What it wrote, masked.
    pub message: Option<String>,
}

/// How much of a target or a message is kept.
const MOST: usize = 1_000;

impl<'r> Calibration<'r> {
    /// Nothing was read yet.
    #[must_use]
    pub fn new(rules: &'r RuleSet) -> Self {
        Self { rules, requests: Requests::default(), by_rule: BTreeMap::new() }
    }

    /// Holds a record against the rules.
    pub fn add(&mut self, record: &Record<'_>, facts: &Facts) {
        let comparison = match compare(self.rules, &record.exchange, facts) {
            Ok(comparison) => comparison,
            Err(Incomparable::Unanswered) => return self.requests.unanswered += 1,
            Err(Incomparable::Unjudged) => return self.requests.unjudged += 1,
        };
        self.requests.count(&comparison);
        let Comparison { rules, explained: Some(explained), observed, .. } = &comparison else { return };
        for compared in rules {
            let calibrated = self.by_rule.entry(compared.rule.id()).or_insert_with(|| Calibrated::new(compared.rule));
            let cases = calibrated.cases(compared.agreement);
            cases.count += 1;
            if cases.example.is_none() {
                let mut case = Case::of(record, facts, explained, compared.rule.id());
                case.status = observed.status;
                case.message = observed.message.clone().map(|message| clipped(message, MOST));
                cases.example = Some(case);
            }
        }
    }

    /// The rules that were right, wrong or missed something, the worst first.
    #[must_use]
    pub fn by_rule(&self) -> Vec<&Calibrated<'r>> {
        let mut rows: Vec<_> = self.by_rule.values().collect();
        rows.sort_by_key(|row| (Reverse(row.wrong.count), Reverse(row.missed.count)));
        rows
    }

    /// How many rules there are about which the recordings say nothing.
    #[must_use]
    pub fn untried(&self) -> usize {
        self.rules.rules().filter(|rule| !self.by_rule.contains_key(rule.id())).count()
    }
}

impl Requests {
    fn count(&mut self, comparison: &Comparison<'_>) {
        let one = |is: bool| usize::from(is);
        if comparison.observed.is_error {
            self.refused += 1;
            self.foretold += one(comparison.agreement == Agreement::Right);
            self.missed += one(comparison.agreement == Agreement::Missed);
            self.explained += one(comparison.is_explained);
        } else {
            self.accepted += 1;
            self.wrong += one(comparison.agreement == Agreement::Wrong);
        }
    }

    /// How many were read.
    #[must_use]
    pub fn all(&self) -> usize {
        self.unanswered + self.unjudged + self.accepted + self.refused
    }

    /// On how many rules and API agree: the API took them and no error was foretold, or it answered with one that was.
    #[must_use]
    pub fn right(&self) -> usize {
        self.accepted - self.wrong + self.foretold
    }

    /// How many count for agreement: not those whose error the request alone doesn't show.
    #[must_use]
    pub fn compared(&self) -> usize {
        self.accepted + self.foretold + self.missed
    }

    /// Whether they agree on this share of a hundred or more.
    #[must_use]
    pub fn agrees_on(&self, percent: f64) -> bool {
        let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
        count(self.right()) * 100.0 >= percent * count(self.compared())
    }

    /// In how many of a hundred rules and API agree; `None` where nothing could be compared.
    #[must_use]
    pub fn agreement(&self) -> Option<f64> {
        percent(self.right(), self.compared())
    }
}

impl<'r> Calibrated<'r> {
    fn new(rule: RuleView<'r>) -> Self {
        let none = Cases::default;
        Self { rule, right: none(), wrong: none(), missed: none(), open: none() }
    }

    fn cases(&mut self, agreement: Agreement) -> &mut Cases {
        match agreement {
            Agreement::Right => &mut self.right,
            Agreement::Wrong => &mut self.wrong,
            Agreement::Missed => &mut self.missed,
            Agreement::Open => &mut self.open,
        }
    }
}

impl Case {
    fn of(record: &Record<'_>, facts: &Facts, explained: &Explained, rule: &str) -> Self {
        let Explained { resolved, masked, .. } = explained;
        let judged = Judged { record, masked, resolved, facts: facts.declared() };
        let finding = resolved.findings.iter().find(|finding| finding.rule == rule);
        Self {
            input: record.input.clone(),
            index: record.index,
            id: record.shown_id(),
            place: record.place,
            method: judged.method(),
            host: clipped(judged.host(), MOST),
            target: judged.target(MOST),
            detail: finding.map(|finding| finding.detail.to_string()),
            status: 0,
            message: None,
        }
    }
}

/// So many of a hundred, cut after one digit: what isn't all of them is never written as 100.
#[must_use]
pub(crate) fn percent(part: usize, whole: usize) -> Option<f64> {
    let thousandths = (part as u64).saturating_mul(1_000).checked_div(whole as u64)?;
    u32::try_from(thousandths).ok().map(|thousandths| f64::from(thousandths) / 10.0)
}
