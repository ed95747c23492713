//! `reqlint check`: checks requests.

mod args;
mod baseline;
mod fix;
mod results;

use crate::host::exit::{Exit, Stop};
use crate::host::screen::Screen;
use crate::judge::Judge;
use crate::judge::exceptions::Exceptions;
pub(crate) use args::CheckArgs;

use baseline::Known;
use reqlint_core::explain::{Explained, Masked};
use reqlint_core::rules::Excepted;
use reqlint_core::{Facts, Resolved};
use reqlint_formats::{Judged, Record};
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
    let mut results = Results::open(args, &judge)?;
    let exit = each(args, &judge, screen, &mut |screen, mut seen| {
        exceptions.note(seen.excepted);
        if let Some(known) = &mut known {
            known.suppress(&judge, &mut seen);
        }
        results.add(screen, &seen.judged())?;
        Ok(judge.exit(&seen.resolved))
    })?;
    results.finish(screen)?;
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

type Look<'l> = &'l mut dyn FnMut(&mut Screen, Seen<'_>) -> Result<Exit, Stop>;

/// Judges every record and hands it on. Gives the worst exit status.
fn each(args: &CheckArgs, judge: &Judge, screen: &mut Screen, look: Look<'_>) -> Result<Exit, Stop> {
    args.sources().each(screen, &mut |mut record, screen| {
        let facts = judge.prepare(&mut record)?;
        let Explained { resolved, masked, excepted, .. } = judge.explain(&record, &facts);
        Ok(look(screen, Seen { record: &record, facts: &facts, masked: &masked, resolved, excepted: &excepted })?)
    })
}
