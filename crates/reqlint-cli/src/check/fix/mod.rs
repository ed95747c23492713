//! `reqlint check --fix`: prints requests with all safe fixes applied, or writes them back.
//!
//! What was fixed and what remains is reported on standard error. The exit status is that of what remains.

mod commands;
mod texts;
mod write;

use crate::check::CheckArgs;
use crate::host::exit::{Exit, Stop};
use crate::host::screen::Screen;
use crate::input::{self as inputs, Input, Sources, unreadable};
use crate::judge::Judge;
use reqlint_core::{Conclusion, Finding};
use reqlint_folder::said;
use reqlint_formats::read::{FixedAs, MAX_TEXT};
use reqlint_formats::write::text::{self, Detail, read_error};
use reqlint_formats::{Format, Judged, ReadError, Record};
use std::io::Read;
use std::path::Path;

/// How often a request is fixed: an edit may reveal what another finding hid.
const MAX_ROUNDS: usize = 8;

/// Runs the command. One bad record doesn't stop the others.
pub(super) fn run(args: &CheckArgs, screen: &mut Screen) -> Result<Exit, Stop> {
    let reads_stdin = args.inputs.is_empty() || args.inputs.iter().any(|input| input == Path::new("-"));
    if args.in_place && reads_stdin {
        let help = Some("without --in-place the fixed request is printed".to_owned());
        return Err(Stop::Usage { message: "--in-place writes files, but none is named".to_owned(), help });
    }
    let judge = Judge::new(&args.common)?;
    let mut fix = Fix { args, sources: args.sources(), judge: &judge, screen, exit: Exit::Clean, printed: 0 };
    if !args.command.is_empty() {
        commands::typed(&mut fix)?;
    }
    if args.command.is_empty() || !args.inputs.is_empty() {
        args.sources().each_input(&mut |input| match input {
            Ok(input) => fix.input(input),
            Err(error) => {
                fix.refuse(&error);
                Ok(())
            }
        })?;
    }
    Ok(fix.exit)
}

/// A run that fixes.
struct Fix<'r> {
    args: &'r CheckArgs,
    sources: Sources<'r>,
    judge: &'r Judge,
    screen: &'r mut Screen,
    exit: Exit,
    /// How many inputs were printed.
    printed: usize,
}

impl Fix<'_> {
    fn input(&mut self, Input { name, path, text, .. }: Input<'_>) -> Result<(), Stop> {
        let mut bytes = Vec::new();
        let opened = inputs::open(name, text, self.sources.format);
        let read = opened.and_then(|(format, text)| {
            text.take(MAX_TEXT as u64 + 1).read_to_end(&mut bytes)?;
            Ok(format)
        });
        let format = match read {
            Ok(_) if bytes.len() > MAX_TEXT => Err("it is too large to be fixed".to_owned()),
            Ok(format) => Ok(format),
            Err(error) => Err(said(&error)),
        };
        match format {
            Err(message) => {
                self.refuse(&unreadable(name, message));
                Ok(())
            }
            Ok(format) => match format.fixed_as() {
                FixedAs::Text(literal) => texts::run(self, texts::Input { name, path, format, literal }, &bytes),
                FixedAs::Commands { all } => commands::run(self, commands::Input { name, path, format, all }, &bytes),
            },
        }
    }

    /// Judges a record and hands it on.
    fn judged<T>(&self, record: &mut Record<'_>, look: impl FnOnce(&Judged<'_>) -> T) -> Result<T, ReadError> {
        let facts = self.judge.prepare(record)?;
        let explained = self.judge.explain(record, &facts);
        let (masked, resolved) = (&explained.masked, &explained.resolved);
        Ok(look(&Judged { record, masked, resolved, facts: facts.declared() }))
    }

    /// Prints a fixed text after those that were printed before.
    fn print(&mut self, format: Format, text: &[u8]) -> Result<(), Stop> {
        if self.printed > 0 {
            let separator = match format.fixed_as() {
                FixedAs::Text(literal) => literal.separator(),
                FixedAs::Commands { .. } => "\n",
            };
            self.screen.write(separator.as_bytes())?;
        }
        self.printed += 1;
        Ok(self.screen.write(text)?)
    }

    /// Reports what was fixed.
    fn say_fixed(&mut self, judged: &[String]) {
        if !self.args.common.quiet {
            self.screen.say(&judged.concat());
        }
    }

    /// Shows what remains of a record, if anything does.
    fn say_rest(&mut self, record: &mut Record<'_>) {
        let detail = Detail { answer_only: self.args.common.quiet, ..Detail::default() };
        let shown = self.judged(record, |judged| {
            let is_clean = judged.resolved.findings.is_empty() && judged.resolved.conclusion == Conclusion::Clean;
            let shown = if is_clean { String::new() } else { format!("\n{}", text::report(judged, detail)) };
            (shown, self.judge.exit(judged.resolved))
        });
        match shown {
            Ok((shown, exit)) => {
                self.screen.say(&shown);
                self.exit = self.exit.max(exit);
            }
            Err(error) => self.refuse(&error),
        }
    }

    fn refuse(&mut self, error: &ReadError) {
        self.screen.say(&read_error(error));
        self.exit = Exit::Failed;
    }
}

/// `fixed  the value is in quotes`, one for each finding.
fn report_lines(judged: &Judged<'_>, findings: &[&Finding]) -> Vec<String> {
    findings.iter().map(|finding| text::fixed(judged, finding)).collect()
}

/// Reads every record of a text.
fn each(
    sources: Sources<'_>,
    name: Option<&str>,
    format: Format,
    text: &[u8],
    look: &mut dyn FnMut(Result<Record<'_>, ReadError>),
) -> Result<(), Stop> {
    Sources { format: Some(format), ..sources }.read_text(name, text, &mut |result| {
        look(result);
        Ok(())
    })
}
