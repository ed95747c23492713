//! `reqlint check`: checks requests.

mod args;
mod baseline;
mod fix;
mod results;
mod written;

use crate::host::exit::{Exit, Stop};
use crate::host::screen::Screen;
use crate::input::Sources;
use crate::judge::Judge;
use crate::judge::exceptions::Exceptions;
pub(crate) use args::CheckArgs;

use baseline::Known;
use reqlint_core::explain::{Explained, Masked};
use reqlint_core::rules::Excepted;
use reqlint_core::{Facts, Resolved};
use reqlint_formats::{Judged, ReadError, Record};
use results::Results;
use std::path::Path;

/// Runs the command. One bad record doesn't stop the others.
pub(crate) fn run(args: &CheckArgs, screen: &mut Screen) -> Result<Exit, Stop> {
    if args.fix {
        return fix::run(args, screen);
    }
    let judge = Judge::new(&args.common)?;
    let baseline = args.baseline.as_deref().or(judge.baseline.as_deref()).filter(|_| args.write_baseline.is_none());
    written::refuse_clashes(args, baseline)?;
    if let Some(path) = &args.write_baseline {
        return baseline::write(args, &judge, path, screen);
    }
    let mut known = Known::open(args, &judge)?;
    let mut exceptions = Exceptions::of(&judge.rules);
    let mut results = Results::open(args, &judge)?;
    let exit = each(args, &judge, screen, &mut |screen, seen| {
        let mut seen = match seen {
            Ok(seen) => seen,
            Err(error) => {
                results.add_unread(error)?;
                return Ok(Exit::Failed);
            }
        };
        exceptions.note(seen.excepted);
        if let Some(known) = &mut known {
            known.suppress(&judge, &mut seen);
        }
        let exit = judge.exit(&seen.resolved);
        results.add(screen, &seen.judged()).map_err(|stop| stop.after(exit))?;
        Ok(exit)
    })?;
    results.finish(screen).map_err(|stop| stop.after(exit))?;
    if !args.common.quiet {
        screen.say(&exceptions.switched_off(&judge.rules));
        screen.say(&known.map(|known| known.summary()).unwrap_or_default());
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

type Look<'l> = &'l mut dyn FnMut(&mut Screen, Result<Seen<'_>, &ReadError>) -> Result<Exit, Stop>;

/// Judges every record and hands it on, or why it can't be read or judged. Gives the worst exit status.
fn each(args: &CheckArgs, judge: &Judge, screen: &mut Screen, look: Look<'_>) -> Result<Exit, Stop> {
    let apart: Vec<&Path> = written::written(args).collect();
    Sources { apart: &apart, ..args.sources() }.each(screen, &mut |record, screen| {
        let mut record = match record {
            Ok(record) => record,
            Err(error) => return Ok(look(screen, Err(error))?),
        };
        let facts = judge.prepare(&mut record)?;
        let Explained { resolved, masked, excepted, .. } = judge.explain(&record, &facts);
        Ok(look(screen, Ok(Seen { record: &record, facts: &facts, masked: &masked, resolved, excepted: &excepted }))?)
    })
}
