//! The checklist of a status, when there is no request at hand.

use super::args::DiagnoseArgs;
use super::commands::again;
use super::dialogue;
use crate::host::exit::{Exit, Stop};
use crate::host::screen::Screen;
use reqlint_core::RuleSet;
use reqlint_core::diagnose::{Observed, checklist};
use reqlint_formats::write::text;

/// Prints the checklist of every pack that has the status.
pub(super) fn run(args: &DiagnoseArgs, status: u16, rules: &RuleSet, screen: &mut Screen) -> Result<Exit, Stop> {
    let mut checklist = checklist(rules, Observed::told(status, args.message.clone()));
    if checklist.causes.is_empty() {
        return Err(unlisted(rules, status));
    }
    let message = checklist.observed.message.as_deref();
    let mut next = format!(
        "go through it with {} --ask, or have a request checked: {}",
        again(args, &[], message, &[]),
        again(args, &["FILE"], message, &[])
    );
    if args.ask {
        screen.say(&(text::dialogue::how_to_answer() + "\n"));
        checklist = dialogue::go_through(screen, checklist);
        next = "check what is still open, or contact the API's support".to_owned();
    }
    let (mut writer, mut out) = (super::writer(args)?, String::new());
    writer.add_checklist(&checklist, &next, &mut out)?;
    writer.finish(&mut out)?;
    screen.print(&out)?;
    screen.flush()?;
    Ok(Exit::Clean)
}

fn unlisted(rules: &RuleSet, status: u16) -> Stop {
    let mut known: Vec<u16> = rules.rules().filter_map(|rule| rule.status()).collect();
    known.sort_unstable();
    known.dedup();
    let known = known.iter().map(u16::to_string).collect::<Vec<_>>().join(", ");
    Stop::Usage {
        message: format!("no loaded pack has a checklist for {status}"),
        help: Some(format!("known here: {known}")),
    }
}
