//! `reqlint convert`: prints requests as they were read, in another form.

use crate::host::clock;
use crate::host::exit::{Exit, Failure, Stop};
use crate::host::screen::Screen;
use crate::input::Sources;
use crate::input::environment::EnvironmentArgs;
use crate::input::unreadable;
use crate::judge::args::{input_formats, time};
use crate::project::Home;
use crate::project::load as rules;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use reqlint_core::{RuleSet, Time};
use reqlint_formats::convert::{Converter, Target, masked};
use reqlint_formats::{Format, ReadError, Record};
use std::path::PathBuf;

/// Print requests as they were read, whole: a command of curl 8.23, wget 1.21 or HTTPie 3.2 as the bytes that it sends.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit status: 0 everything was written; 2 something could not be read, or curl would refuse it."
)]
pub(crate) struct ConvertArgs {
    /// Files or folders with requests; `-` is standard input, which is also the default.
    #[arg(value_name = "INPUT")]
    inputs: Vec<PathBuf>,

    /// A command of curl, wget or HTTPie, as it would be typed: `-- curl https://… -H '…'`. Nothing is sent.
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<String>,

    /// What requests are written as.
    #[arg(long, value_parser = targets(), default_value_t = Target::Http)]
    to: Target,

    /// Mask secrets, and leave answers out: for a ticket or a chat.
    #[arg(long)]
    mask: bool,

    /// The format of the inputs; detected if not given.
    #[arg(long, value_parser = input_formats())]
    input_format: Option<Format>,

    /// Read the files that curl commands and `.http` files refer to.
    #[arg(long)]
    read_files: bool,

    /// When the requests are sent, which a signature is made for: RFC 3339, or seconds since 1970. Default: the clock.
    #[arg(long, value_name = "TIME", value_parser = time, allow_hyphen_values = true)]
    now: Option<Time>,

    #[command(flatten)]
    environment: EnvironmentArgs,

    /// Print nothing but requests and errors.
    #[arg(long, short)]
    quiet: bool,
}

/// Runs the command. One bad record doesn't stop the others.
pub(crate) fn run(args: &ConvertArgs, screen: &mut Screen) -> Result<Exit, Stop> {
    let rules = if args.mask { Some(rules::load(Home::find(clock::now())?, None, None)?.rules) } else { None };
    let sources = Sources {
        inputs: &args.inputs,
        command: &args.command,
        format: args.input_format,
        reads_files: args.read_files,
        now: Some(args.now.unwrap_or_else(clock::now)),
        environment: &args.environment,
        takes_answers: false,
        is_exact: true,
        apart: &[],
    };
    let mut converter = Converter::new(args.to);
    let exit = sources.each(screen, &mut |record, screen| {
        let Ok(record) = record else { return Ok(Exit::Failed) };
        one(args, rules.as_ref(), &mut converter, record, screen).map(|()| Exit::Clean)
    })?;
    screen.write(&converter.finish())?;
    Ok(exit)
}

fn one(
    args: &ConvertArgs,
    rules: Option<&RuleSet>,
    converter: &mut Converter,
    record: Record<'_>,
    screen: &mut Screen,
) -> Result<(), Failure> {
    let record = match rules {
        Some(rules) => masked(&record, &rules.mask(&record.exchange)),
        None => record,
    };
    if !args.quiet {
        for note in &record.notes {
            screen.say(&format!("assumed {}: {}\n", note.place, note.message));
        }
    }
    let written = converter.add(&record).map_err(|message| {
        let error = unreadable(record.input.as_deref(), format!("the request can't be written: {message}"));
        Failure::Record(ReadError { place: Some(record.place), ..error })
    })?;
    screen.write(&written).map_err(|error| Failure::Run(error.into()))
}

/// The forms, with their help texts.
fn targets() -> impl TypedValueParser<Value = Target> {
    let values = Target::ALL.iter().map(|target| PossibleValue::new(target.name()).help(target.about()));
    PossibleValuesParser::new(values).try_map(|name| Target::named(&name).ok_or("unknown form"))
}
