//! What every record of a run is judged with.

use crate::args::CommonArgs;
use crate::clock;
use crate::exit::{Exit, Stop};
use crate::facts::KnownFacts;
use crate::rules;
use reqlint_core::{Facts, Resolved, RuleSet, Severity, Time};
use reqlint_formats::{ReadError, Record};

/// The rules, the facts and the time of a run.
pub(crate) struct Judge {
    pub(crate) rules: RuleSet,
    facts: KnownFacts,
    now: Option<Time>,
    clock: Time,
    severity: Severity,
}

impl Judge {
    /// Loads the rules and reads the facts.
    ///
    /// # Errors
    /// When one of them can't be.
    pub(crate) fn new(common: &CommonArgs) -> Result<Self, Stop> {
        let rules = rules::load(common)?;
        let facts = KnownFacts::read(common, &rules)?;
        Ok(Self { rules, facts, now: common.now, clock: clock::now(), severity: common.severity.into() })
    }

    /// Gives a record its time, and the facts that hold for it.
    ///
    /// # Errors
    /// When the record brings a fact that isn't declared or is of another type.
    pub(crate) fn prepare(&self, record: &mut Record<'_>) -> Result<Facts, ReadError> {
        record.exchange.now = self.now.or(record.exchange.now).or(Some(self.clock));
        self.facts.with(record)
    }

    /// What the rules say of a record that was prepared.
    pub(crate) fn resolve(&self, record: &Record<'_>, facts: &Facts) -> Resolved {
        let report = self.rules.evaluate(&record.exchange, facts);
        let mut resolved = self.rules.resolve(&report, &record.exchange, facts);
        self.conclude(&mut resolved);
        resolved
    }

    /// Counts warnings where that was asked for, and gives the exit status.
    pub(crate) fn conclude(&self, resolved: &mut Resolved) -> Exit {
        resolved.conclusion = resolved.conclusion_at(self.severity);
        Exit::of(resolved)
    }
}
