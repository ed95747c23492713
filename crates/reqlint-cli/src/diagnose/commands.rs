//! Commands that a person may copy: the same run again, and the one that fixes the request.

use super::args::DiagnoseArgs;
use super::dialogue::Given;
use crate::host::shell::line;
use crate::judge::args::CommonArgs;
use reqlint_core::diagnose::Diagnosis;
use reqlint_formats::{Commands, Record};
use std::path::Path;

/// The commands for a record; `given` are facts that were asked for.
pub(super) fn commands(
    args: &DiagnoseArgs,
    record: &Record<'_>,
    diagnosis: &Diagnosis<'_>,
    given: &[Given],
) -> Commands {
    let input = record.input.as_deref().unwrap_or("-");
    // a command that was typed holds secrets
    let (input, command): (&[&str], _) = if args.command.is_empty() { (&[input], "") } else { (&[], " -- curl …") };
    let mut fix = words(&["reqlint", "check"], input);
    fix.push("--fix".to_owned());
    fix.extend(of_rules(&args.common, given));
    let again = again(args, input, diagnosis.observed.message.as_deref(), given);
    Commands { again, fix: line(&fix), command: command.to_owned() }
}

/// The same run again. The message is the one that may be shown: without the secrets that an answer repeats.
pub(super) fn again(args: &DiagnoseArgs, input: &[&str], message: Option<&str>, given: &[Given]) -> String {
    let mut again = words(&["reqlint", "diagnose"], input);
    let mut add = |option: &str, value: String| again.extend([option.to_owned(), value]);
    args.status.iter().for_each(|status| add("--status", status.to_string()));
    args.message.as_ref().and(message).into_iter().for_each(|message| add("--message", message.to_owned()));
    again.extend(of_rules(&args.common, given));
    line(&again)
}

/// What was typed for rules and facts.
fn of_rules(args: &CommonArgs, given: &[Given]) -> Vec<String> {
    let CommonArgs { rules, pack, facts, facts_file, .. } = args;
    let path = |path: &Path| path.to_string_lossy().into_owned();
    let mut words = Vec::new();
    let mut add = |option: &str, value: String| words.extend([option.to_owned(), value]);
    rules.iter().for_each(|folder| add("--rules", path(folder)));
    pack.iter().for_each(|pack| add("--pack", pack.clone()));
    facts_file.iter().for_each(|file| add("--facts", path(file)));
    facts.iter().chain(given).for_each(|(name, value)| add("--fact", format!("{name}={value}")));
    words
}

fn words(first: &[&str], then: &[&str]) -> Vec<String> {
    first.iter().chain(then).map(|word| (*word).to_owned()).collect()
}
