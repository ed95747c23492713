//! `reqlint check`: evaluates requests.

mod book;
mod fix;
mod results;

use crate::args::CheckArgs;
use crate::exit::{Exit, Stop};
use crate::judge::Judge;
use crate::screen::Screen;
use reqlint_formats::text::read_error;
use reqlint_formats::{Judged, ReadError, Record};
use results::Results;
use std::io;

/// Runs the command. One bad record doesn't stop the others.
pub(crate) fn run(args: &CheckArgs, screen: &mut Screen) -> Result<Exit, Stop> {
    if args.fix {
        return fix::run(args, screen);
    }
    let judge = Judge::new(&args.common)?;
    let mut results = Results::open(args, &judge.rules)?;
    let mut exit = Exit::Clean;
    args.sources().read_all(&mut |result| {
        let mut print = |judged: &Judged<'_>| results.add(screen, judged);
        match result.and_then(|record| one(&judge, record, &mut print)) {
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

type Print<'p> = &'p mut dyn FnMut(&Judged<'_>) -> io::Result<()>;

/// Judges a record and hands it on. `Err` is about the record, what `print` gives about the screen.
fn one(judge: &Judge, mut record: Record<'_>, print: Print<'_>) -> Result<Result<Exit, Stop>, ReadError> {
    let facts = judge.prepare(&mut record)?;
    let resolved = judge.resolve(&record, &facts);
    let masked = judge.rules.mask(&record.exchange);
    let judged = Judged { record: &record, masked: &masked, resolved: &resolved, facts: facts.declared() };
    Ok(print(&judged).map(|()| Exit::of(&resolved)).map_err(Stop::from))
}
