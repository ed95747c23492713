//! What every record of a run is judged with.

pub(crate) mod args;
pub(crate) mod exceptions;
pub(crate) mod facts;

use crate::host::clock;
use crate::host::exit::{Exit, Stop};
use crate::host::screen::Screen;
use crate::judge::facts::KnownFacts;
use crate::project::Home;
use crate::project::load as rules;
use args::CommonArgs;
use reqlint_core::explain::Explained;
use reqlint_core::language::Diagnostic;
use reqlint_core::{Conclusion, Facts, Loaded, Resolved, RuleSet, Severity, SourceFile, Time};
use reqlint_formats::write::text;
use reqlint_formats::{ReadError, Record};
use std::mem::ManuallyDrop;
use std::path::PathBuf;

/// The rules, the facts and the time of a run.
pub(crate) struct Judge {
    /// Given back with the process: to take a large pack apart, piece by piece, takes a tenth of a run.
    pub(crate) rules: ManuallyDrop<RuleSet>,
    facts: KnownFacts,
    now: Option<Time>,
    clock: Time,
    severity: Severity,
    /// The files that were read: that of the project first.
    files: Vec<SourceFile>,
    /// Diagnostics of the project's file.
    hints: Vec<Diagnostic>,
    /// The file of known findings that the project names.
    pub(crate) baseline: Option<PathBuf>,
    /// Whether a request that no pack judges fails the run.
    pub(crate) requires_judged: bool,
}

impl Judge {
    /// Finds the project, loads the rules and reads the facts.
    ///
    /// # Errors
    /// When one of them can't be.
    pub(crate) fn new(common: &CommonArgs) -> Result<Self, Stop> {
        let clock = clock::now();
        let mut home = Home::find(common.now.unwrap_or(clock))?;
        let (baseline, has_file) = (home.baseline(), home.has_file());
        if common.notes {
            home.project.run_notes();
        }
        for server in &common.servers {
            home.project.assume_server("--server", server);
        }
        let requires_judged = common.require_judged || home.project.requires_judged();
        let loaded = rules::load(home, common.rules.as_deref(), common.pack.as_deref())?;
        let Loaded { rules, errors, mut hints, known, .. } = loaded;
        let mut files = errors.files;
        files.truncate(usize::from(has_file));
        hints.retain(|hint| hint.file < files.len());
        let facts = KnownFacts::read(common.facts_file.as_deref(), &common.facts, known)?;
        let severity = common.severity.into();
        let rules = ManuallyDrop::new(rules);
        Ok(Self { rules, facts, now: common.now, clock, severity, files, hints, baseline, requires_judged })
    }

    /// Prints the diagnostics of the project's file, and more about it.
    pub(crate) fn say_hints(&self, more: Vec<Diagnostic>, screen: &mut Screen) {
        let hints: Vec<Diagnostic> = self.hints.iter().cloned().chain(more).collect();
        screen.say(&text::hints(&self.files, &hints));
    }

    /// Gives a record its time, and the facts that hold for it.
    ///
    /// # Errors
    /// When the record brings a fact that isn't declared or is of another type.
    pub(crate) fn prepare(&self, record: &mut Record<'_>) -> Result<Facts, ReadError> {
        record.exchange.now = self.now.or(record.exchange.now).or(Some(self.clock));
        self.facts.with(record)
    }

    /// What the rules say about a record that was prepared.
    pub(crate) fn explain(&self, record: &Record<'_>, facts: &Facts) -> Explained {
        let mut explained = self.rules.explain(&record.exchange, facts);
        self.conclude(&mut explained.resolved);
        explained
    }

    /// Counts warnings where that was asked for, and gives the exit status.
    pub(crate) fn conclude(&self, resolved: &mut Resolved) -> Exit {
        resolved.conclusion = resolved.conclusion_at(self.severity);
        self.exit(resolved)
    }

    /// The exit status that one report leads to.
    pub(crate) fn exit(&self, resolved: &Resolved) -> Exit {
        match resolved.conclusion {
            Conclusion::Broken => Exit::Broken,
            Conclusion::Unjudged if self.requires_judged => Exit::Broken,
            _ => Exit::Clean,
        }
    }
}
