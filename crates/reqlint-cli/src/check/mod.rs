//! `reqlint check`: evaluates requests.

mod book;
mod results;

use crate::args::CheckArgs;
use crate::clock;
use crate::exit::{Exit, Stop};
use crate::facts::KnownFacts;
use crate::inputs::Sources;
use crate::rules;
use crate::screen::Screen;
use reqlint_core::{Conclusion, RuleSet, Severity, Time};
use reqlint_formats::text::read_error;
use reqlint_formats::{Judged, ReadError, Record};
use results::Results;

/// Runs the command. One bad record doesn't stop the others.
pub(crate) fn run(args: &CheckArgs, screen: &mut Screen) -> Result<Exit, Stop> {
    let rules = rules::load(&args.common)?;
    let facts = KnownFacts::read(&args.common, &rules)?;
    let judge = Judge {
        rules: &rules,
        facts,
        now: args.common.now,
        clock: clock::now(),
        severity: args.common.severity.into(),
    };
    let mut results = Results::open(args, &rules)?;
    let mut exit = Exit::Clean;
    let sources = Sources {
        inputs: &args.inputs,
        command: &args.command,
        format: args.common.input_format.map(Into::into),
        reads_files: args.common.read_files,
    };
    sources.read_all(&mut |result| {
        let mut print = |judged: &Judged<'_>| results.add(screen, judged);
        match result.and_then(|record| judge.judge(record, &mut print)) {
            Ok(printed) => exit = exit.max(printed?),
            Err(error) => {
                screen.say(&read_error(&error));
                exit = Exit::Failed;
            }
        }
        Ok(())
    })?;
    results.finish(screen)?;
    Ok(exit)
}

/// What every record is judged with.
struct Judge<'r> {
    rules: &'r RuleSet,
    facts: KnownFacts,
    now: Option<Time>,
    clock: Time,
    severity: Severity,
}

impl Judge<'_> {
    /// Judges a record and hands it on. `Err` is about the record, what `print` gives about the screen.
    fn judge(
        &self,
        mut record: Record<'_>,
        print: &mut dyn FnMut(&Judged<'_>) -> std::io::Result<()>,
    ) -> Result<Result<Exit, Stop>, ReadError> {
        let facts = self.facts.with(&record)?;
        record.exchange.now = self.now.or(record.exchange.now).or(Some(self.clock));
        let exchange = &record.exchange;
        let report = self.rules.evaluate(exchange, &facts);
        let mut resolved = self.rules.resolve(&report, exchange, &facts);
        resolved.conclusion = resolved.conclusion_at(self.severity);
        let masked = self.rules.mask(exchange);
        let judged = Judged { record: &record, masked: &masked, resolved: &resolved, facts: facts.declared() };
        let exit = if resolved.conclusion == Conclusion::Broken { Exit::Broken } else { Exit::Clean };
        Ok(print(&judged).map(|()| exit).map_err(Stop::from))
    }
}
