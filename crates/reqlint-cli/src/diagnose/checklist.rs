//! The checklist of a status, when there is no request at hand.

use super::args::DiagnoseArgs;
use super::commands::again;
use super::dialogue;
use crate::host::exit::{Exit, Failure, Stop};
use crate::host::screen::Screen;
use reqlint_core::diagnose::{CauseOrigin, Checklist, Observed, checklist, checklist_of};
use reqlint_core::{Response, RuleSet};
use reqlint_formats::Record;
use reqlint_formats::write::{DiagnosisWriter, text};

/// Prints the checklist of a status.
pub(super) fn run(args: &DiagnoseArgs, status: u16, rules: &RuleSet, screen: &mut Screen) -> Result<Exit, Stop> {
    let checklist = checklist(rules, Observed::told(status, args.message.clone()));
    if checklist.causes.is_empty() {
        return Err(unlisted(rules, status));
    }
    let message = checklist.observed.message.as_deref();
    let again = again(args, &[], message, &[]);
    let next = match checklist.causes.iter().any(|cause| cause.origin == CauseOrigin::Rule) {
        true => {
            format!("name a file with the request, to have it checked; or go through the list:\n{again} --ask")
        }
        false => "name a file with the request, to have it checked".to_owned(),
    };
    let mut writer = super::writer(args)?;
    let mut out = String::new();
    add(args, checklist, next, screen, &mut *writer, &mut out)?;
    writer.finish(&mut out)?;
    screen.print(&out)?;
    screen.flush()?;
    Ok(Exit::Clean)
}

/// Prints what a response that was given alone says, and the checklist of its status.
pub(super) fn of_answer(
    args: &DiagnoseArgs,
    rules: &RuleSet,
    response: &Response<'_>,
    record: &Record<'_>,
    screen: &mut Screen,
    writer: &mut dyn DiagnosisWriter,
) -> Result<Exit, Failure> {
    let told = args.status.map_or(response.status, |status| status);
    let list = match checklist_of(rules, response).filter(|list| list.observed.status == told) {
        Some(list) if args.message.is_none() => list,
        _ => checklist(rules, Observed::told(told, args.message.clone())),
    };
    if list.causes.is_empty() && told >= 400 {
        return Err(unlisted(rules, told).into());
    }
    let name = record.input.as_deref().unwrap_or("the file");
    let next = match told {
        400.. => format!("put the request that was sent in front of the response in {name}, to have both compared"),
        _ => "nothing: the answer is not an error".to_owned(),
    };
    let mut out = String::new();
    add(args, list, next, screen, writer, &mut out)?;
    screen.print(&out)?;
    screen.flush()?;
    Ok(Exit::Clean)
}

fn add(
    args: &DiagnoseArgs,
    mut checklist: Checklist,
    mut next: String,
    screen: &mut Screen,
    writer: &mut dyn DiagnosisWriter,
    out: &mut String,
) -> Result<(), Stop> {
    if args.ask && !checklist.causes.iter().any(|cause| cause.origin == CauseOrigin::Rule) {
        let help = checklist.elsewhere.first().map(|pack| format!("name the pack of the API: --pack {pack}"));
        let message = format!("the checklist of {} has nothing to ask", checklist.observed.status);
        return Err(Stop::Usage { message, help });
    }
    if args.ask {
        screen.say(&(text::dialogue::how_to_answer() + "\n"));
        checklist = dialogue::go_through(screen, checklist);
        next = "check what is still open, or contact the API's support".to_owned();
    }
    Ok(writer.add_checklist(&checklist, &next, out)?)
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
