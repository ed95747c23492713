//! `reqlint diagnose`: from an error answer back to its cause.

mod args;
mod checklist;
mod commands;
mod dialogue;

pub(crate) use args::DiagnoseArgs;

use crate::host::exit::{Exit, Failure, Stop};
use crate::host::screen::Screen;
use crate::judge::Judge;
use commands::commands;
use reqlint_core::RuleSet;
use reqlint_core::diagnose::{Diagnosis, Observed};
use reqlint_formats::write::DiagnosisWriter;
use reqlint_formats::write::text::Detail;
use reqlint_formats::write::text::dialogue::opening;
use reqlint_formats::{Diagnosed, Judged, ReadError, Record};

/// Runs the command. One bad record doesn't stop the others.
pub(crate) fn run(args: &DiagnoseArgs, screen: &mut Screen) -> Result<Exit, Stop> {
    if args.ask {
        dialogue::needs_a_terminal(&args.inputs)?;
    }
    let judge = Judge::new(&args.common)?;
    if let (true, true, Some(status)) = (args.inputs.is_empty(), args.command.is_empty(), args.status) {
        return checklist::run(args, status, &judge.rules, screen);
    }
    let mut writer = writer(args)?;
    let mut answered = None;
    let exit = args.sources().each(screen, &mut |record, screen| match record {
        // a command with several URLs: the answer below it belongs to the one that was diagnosed
        Ok(record) if !has_answer(args, &record) && answered == Some(command_of(&record)) => Ok(Exit::Clean),
        Ok(record) => {
            answered = has_answer(args, &record).then(|| command_of(&record));
            one(args, &judge, record, screen, &mut *writer)
        }
        Err(_) => Ok(Exit::Failed),
    })?;
    let mut out = String::new();
    writer.finish(&mut out)?;
    screen.print(&out)?;
    screen.flush()?;
    judge.say_hints(Vec::new(), screen);
    Ok(exit)
}

/// Where the text has the command or the message that a record comes from.
fn command_of(record: &Record<'_>) -> (Option<String>, usize) {
    (record.input.as_deref().map(str::to_owned), record.place.line)
}

/// Whether anything is known of the answer to a record.
fn has_answer(args: &DiagnoseArgs, record: &Record<'_>) -> bool {
    record.exchange.response.is_some() || record.unheaded.is_some() || args.status.is_some()
}

/// What writes the diagnoses of a run.
fn writer(args: &DiagnoseArgs) -> Result<Box<dyn DiagnosisWriter>, Stop> {
    let detail =
        Detail { checklist: args.checklist, answer_only: args.common.quiet, schema: args.common.schema.into() };
    let writer = args.format.diagnoses(detail);
    writer.ok_or_else(|| Stop::usage(format!("diagnoses can't be written as `{}`", args.format)))
}

/// Diagnoses a record and prints what was found.
fn one(
    args: &DiagnoseArgs,
    judge: &Judge,
    mut record: Record<'_>,
    screen: &mut Screen,
    writer: &mut dyn DiagnosisWriter,
) -> Result<Exit, Failure> {
    if let (Some(response), []) = (&record.exchange.response, &*record.exchange.request.target) {
        return checklist::of_answer(args, &judge.rules, response, &record, screen, writer);
    }
    let facts = judge.prepare(&mut record)?;
    let observed = observed(args, &judge.rules, &record)?;
    let mut diagnosis = Diagnosis::of(&judge.rules, &record.exchange, &facts, observed);
    let mut given = Vec::new();
    if args.ask {
        let judged = Judged {
            record: &record,
            masked: &diagnosis.masked,
            resolved: &diagnosis.resolved,
            facts: facts.declared(),
        };
        screen.say(&opening(&judged, &diagnosis));
        (diagnosis, given) = dialogue::ask(screen, diagnosis);
    }
    let exit = judge.conclude(&mut diagnosis.resolved);
    let judged =
        Judged { record: &record, masked: &diagnosis.masked, resolved: &diagnosis.resolved, facts: facts.declared() };
    let commands = commands(args, &record, &diagnosis, &given);
    let mut out = String::new();
    writer.add(&Diagnosed { judged, diagnosis: &diagnosis, commands: &commands }, &mut out)?;
    screen.print(&out)?;
    screen.flush()?;
    Ok(exit)
}

/// The answer of a record. What was typed wins; a message belongs to the status that it came with.
fn observed(args: &DiagnoseArgs, rules: &RuleSet, record: &Record<'_>) -> Result<Observed, ReadError> {
    let came = Observed::read(rules, &record.exchange);
    let came = came.filter(|came| args.status.is_none_or(|status| came.status == status));
    let pasted = || record.unheaded.as_ref().map(|body| String::from_utf8_lossy(body).into_owned());
    match (came, args.status, &args.message) {
        (Some(came), _, None) => Ok(came),
        (Some(came), _, Some(message)) => Ok(Observed::told(came.status, Some(message.clone()))),
        (None, Some(status), message) => {
            Ok(Observed::told(status, message.clone().or_else(pasted)))
        }
        (None, None, None) if let Some(observed) = pasted().and_then(Observed::without_status) => Ok(observed),
        (None, None, _) if record.unheaded.is_some() => Err(ReadError {
            input: record.input.as_deref().map(str::to_owned),
            place: Some(record.place),
            message: "nothing below this request says the status of its answer".to_owned(),
            help: Some("pass the one that came, such as --status 400, or paste what `curl -i` prints; `reqlint check` looks at the request alone".to_owned()),
        }),
        (None, None, _) => Err(ReadError {
            input: record.input.as_deref().map(str::to_owned),
            place: Some(record.place),
            message: "this request has no response: there is nothing to diagnose".to_owned(),
            help: Some(
                "a response begins with a line such as `HTTP/1.1 403 Forbidden`; or pass --status 403".to_owned(),
            ),
        }),
    }
}
