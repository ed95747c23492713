//! `reqlint diagnose`: from an error answer back to its cause.

mod checklist;
mod commands;
mod dialogue;
mod results;

use crate::command::{DiagnoseArgs, DiagnosisFormat};
use crate::host::exit::{Exit, Stop};
use crate::host::screen::Screen;
use crate::judge::Judge;
use commands::commands;
use reqlint_core::RuleSet;
use reqlint_core::diagnose::Diagnosis;
use reqlint_core::diagnose::Observed;
use reqlint_formats::write::text::{self, Detail, read_error};
use reqlint_formats::write::{json, ticket};
use reqlint_formats::{Diagnosed, Judged, ReadError, Record};
use results::Results;
use std::io;

/// Runs the command. One bad record doesn't stop the others.
pub(crate) fn run(args: &DiagnoseArgs, screen: &mut Screen) -> Result<Exit, Stop> {
    if args.ask {
        dialogue::needs_a_terminal(&args.inputs)?;
    }
    let judge = Judge::new(&args.common)?;
    if let (true, true, Some(status)) = (args.inputs.is_empty(), args.command.is_empty(), args.status) {
        return checklist::run(args, status, &judge.rules, screen);
    }
    let mut results = Results::default();
    let mut exit = Exit::Clean;
    args.sources().read_all(&mut |result| {
        match result.and_then(|record| one(args, &judge, record, screen, &mut results)) {
            Ok(printed) => exit = exit.max(printed?),
            Err(error) => {
                screen.say(&read_error(&error));
                exit = Exit::Failed;
            }
        }
        Ok(())
    })?;
    if let DiagnosisFormat::Json = args.format {
        results.finish_json(screen)?;
    }
    judge.say_hints(Vec::new(), screen);
    Ok(exit)
}

/// Diagnoses a record and prints what was found. `Err` is about the record, what is inside `Ok` about the screen.
fn one(
    args: &DiagnoseArgs,
    judge: &Judge,
    mut record: Record<'_>,
    screen: &mut Screen,
    results: &mut Results,
) -> Result<Result<Exit, Stop>, ReadError> {
    let facts = judge.prepare(&mut record)?;
    let observed = observed(args, &judge.rules, &record)?;
    let mut diagnosis = Diagnosis::of(&judge.rules, &record.exchange, &facts, observed);
    let mut told = Vec::new();
    if args.ask {
        let judged = Judged {
            record: &record,
            masked: &diagnosis.masked,
            resolved: &diagnosis.resolved,
            facts: facts.declared(),
        };
        screen.say(&text::dialogue::opening(&judged, &diagnosis));
        (diagnosis, told) = dialogue::ask(screen, diagnosis);
    }
    let exit = judge.conclude(&mut diagnosis.resolved);
    let judged =
        Judged { record: &record, masked: &diagnosis.masked, resolved: &diagnosis.resolved, facts: facts.declared() };
    let commands = commands(args, &record, &diagnosis, &told);
    let diagnosed = Diagnosed { judged, diagnosis: &diagnosis, commands: &commands };
    Ok(print(args, screen, results, &diagnosed).map(|()| exit).map_err(Stop::from))
}

/// The answer of a record. What was typed wins; a message belongs to the status that it came with.
fn observed(args: &DiagnoseArgs, rules: &RuleSet, record: &Record<'_>) -> Result<Observed, ReadError> {
    let came = Observed::read(rules, &record.exchange);
    let came = came.filter(|came| args.status.is_none_or(|status| came.status == status));
    match (came, args.status, &args.message) {
        (Some(came), _, None) => Ok(came),
        (Some(came), _, Some(message)) => Ok(Observed::told(came.status, Some(message.clone()))),
        (None, Some(status), message) => Ok(Observed::told(status, message.clone())),
        (None, None, _) => Err(ReadError {
            input: record.input.as_deref().map(str::to_owned),
            place: Some(record.place),
            message: "no response is behind this request: there is nothing to diagnose".to_owned(),
            help: Some(
                "a response begins with a line such as `HTTP/1.1 403 Forbidden`; or say --status 403".to_owned(),
            ),
        }),
    }
}

fn print(args: &DiagnoseArgs, screen: &mut Screen, results: &mut Results, diagnosed: &Diagnosed<'_>) -> io::Result<()> {
    let detail = Detail { checklist: false, answer_only: args.common.quiet };
    match args.format {
        DiagnosisFormat::Markdown => results.add_text(screen, &ticket::diagnosis(diagnosed)),
        DiagnosisFormat::Json => results.add_json(screen, json::pretty_diagnosis(diagnosed)?),
        DiagnosisFormat::Ndjson => results.add_line(screen, &json::diagnosis_line(diagnosed)?),
        DiagnosisFormat::Text => results.add_text(screen, &text::diagnosis(diagnosed, detail)),
    }
}
