//! `reqlint check`: evaluates requests.

mod baseline;
mod fix;
mod results;
mod writer;

use crate::command::CheckArgs;
use crate::host::exit::{Exit, Stop};
use crate::host::screen::Screen;
use crate::judge::Judge;
use crate::judge::exceptions::Exceptions;
use baseline::Known;
use reqlint_core::explain::{Explained, Masked};
use reqlint_core::rules::Excepted;
use reqlint_core::{Facts, Resolved};
use reqlint_formats::write::text::read_error;
use reqlint_formats::{Judged, ReadError, Record};
use results::Results;

/// Runs the command. One bad record doesn't stop the others.
pub(crate) fn run(args: &CheckArgs, screen: &mut Screen) -> Result<Exit, Stop> {
    if args.fix {
        return fix::run(args, screen);
    }
    let judge = Judge::new(&args.common)?;
    if let Some(path) = &args.write_baseline {
        return baseline::write(args, &judge, path, screen);
    }
    let mut known = Known::open(args, &judge)?;
    let mut exceptions = Exceptions::of(&judge.rules);
    let mut results = Results::open(args, &judge.rules)?;
    let exit = each(args, &judge, screen, &mut |screen, mut seen| {
        exceptions.note(seen.excepted);
        if let Some(known) = &mut known {
            known.suppress(&judge, &mut seen);
        }
        results.add(screen, &seen.judged())?;
        Ok(Exit::of(&seen.resolved))
    })?;
    results.finish(screen)?;
    if !args.common.quiet {
        screen.say(&exceptions.switched_off(&judge.rules));
        screen.say(&known.map(|known| known.told()).unwrap_or_default());
    }
    judge.say_hints(exceptions.unused(&judge.rules), screen);
    Ok(exit)
}

/// A record that was judged.
struct Seen<'s> {
    record: &'s Record<'s>,
    facts: &'s Facts,
    masked: &'s Masked,
    resolved: Resolved,
    excepted: &'s [Excepted],
}

impl Seen<'_> {
    fn judged(&self) -> Judged<'_> {
        let Self { record, facts, masked, resolved, .. } = self;
        Judged { record, masked, resolved, facts: facts.declared() }
    }
}

type Look<'l> = &'l mut dyn FnMut(&mut Screen, Seen<'_>) -> Result<Exit, Stop>;

/// Judges every record and hands it on. Gives the worst exit status; what can't be read is said.
fn each(args: &CheckArgs, judge: &Judge, screen: &mut Screen, look: Look<'_>) -> Result<Exit, Stop> {
    let mut exit = Exit::Clean;
    args.sources().read_all(&mut |result| {
        match result.and_then(|record| one(judge, record, screen, look)) {
            Ok(seen) => exit = exit.max(seen?),
            Err(error) => {
                screen.say(&read_error(&error));
                exit = Exit::Failed;
            }
        }
        Ok(())
    })?;
    Ok(exit)
}

/// Judges a record and hands it on. `Err` is about the record, what is inside `Ok` about the screen.
fn one(
    judge: &Judge,
    mut record: Record<'_>,
    screen: &mut Screen,
    look: Look<'_>,
) -> Result<Result<Exit, Stop>, ReadError> {
    let facts = judge.prepare(&mut record)?;
    let Explained { resolved, masked, excepted, .. } = judge.explain(&record, &facts);
    Ok(look(screen, Seen { record: &record, facts: &facts, masked: &masked, resolved, excepted: &excepted }))
}
