//! `reqlint rules calibrate`: recordings held against the rules.

use crate::host::clock;
use crate::host::exit::{Exit, Stop};
use crate::host::screen::{Color, Screen};
use crate::input::Sources;
use crate::input::environment::EnvironmentArgs;
use crate::judge::args::{fact, input_formats, time};
use crate::judge::facts::KnownFacts;
use crate::project::Home;
use crate::project::load as rules;
use clap::ValueEnum;
use reqlint_core::{Loaded, Time};
use reqlint_formats::Format;
use reqlint_formats::calibrate::Calibration;
use reqlint_formats::write::{json, text};
use std::path::PathBuf;

/// Hold rules against recordings: judge each recorded request without its answer, and count for each rule how often the
/// API's answer proves it right or wrong, with a masked example.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "A rule is right if it failed and explains the error that was answered, wrong if it failed with severity \
error and the API took the request, and missed if the answer is the error that it foretells, it passed, and nothing explains \
the answer.\n\nExit status: 0 everything was read; 1 rules and API agree on less than --fail-under; 2 something could not be \
read or run."
)]
pub(crate) struct CalibrateArgs {
    /// Files or folders with requests and their answers, such as HAR, NDJSON, cassettes of VCR or betamax, mappings of
    /// WireMock; `-` is standard input.
    #[arg(value_name = "RECORDING", required = true)]
    recordings: Vec<PathBuf>,

    /// A pack's folder, or a folder above several; replaces the packs of `reqlint.toml`, or the embedded ones.
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,

    /// Judge every request by this pack, whatever its host.
    #[arg(long, value_name = "NAME")]
    pack: Option<String>,

    /// A fact that the requests alone don't show; lists as A,B. May be given several times.
    #[arg(long = "fact", value_name = "NAME=VALUE", value_parser = fact)]
    facts: Vec<(String, String)>,

    /// A file of facts, in TOML or JSON.
    #[arg(long = "facts", value_name = "FILE")]
    facts_file: Option<PathBuf>,

    /// When requests were sent of which the recording doesn't say it: RFC 3339, or seconds since 1970.
    #[arg(long, value_name = "TIME", value_parser = time, allow_hyphen_values = true)]
    now: Option<Time>,

    /// The format of the recordings; detected if not given.
    #[arg(long, value_parser = input_formats())]
    input_format: Option<Format>,

    /// Exit with 1 if rules and API agree on a smaller share of the requests that count.
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    fail_under: Option<f64>,

    /// How the counts are written.
    #[arg(long, value_enum, default_value_t)]
    format: CalibrationFormat,

    /// When to use colour.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    pub(crate) color: Color,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum CalibrationFormat {
    /// For people.
    #[default]
    Text,
    /// One object.
    Json,
}

/// Runs the command. One bad record doesn't stop the others.
pub(crate) fn run(args: &CalibrateArgs, screen: &mut Screen) -> Result<Exit, Stop> {
    let home = Home::find(args.now.unwrap_or_else(clock::now))?;
    let Loaded { rules, known, .. } = rules::load(home, args.rules.as_deref(), args.pack.as_deref())?;
    let facts = KnownFacts::read(args.facts_file.as_deref(), &args.facts, known)?;
    let mut calibration = Calibration::new(&rules);
    let environment = EnvironmentArgs::default();
    let read = sources(args, &environment).each(screen, &mut |record, _| {
        let Ok(mut record) = record else { return Ok(Exit::Failed) };
        // a token that has expired by now was valid when the request was recorded
        record.exchange.now = record.exchange.now.or(args.now);
        calibration.add(&record, &facts.with(&record)?);
        Ok(Exit::Clean)
    })?;
    screen.print(&match args.format {
        CalibrationFormat::Text => text::calibration(&calibration),
        CalibrationFormat::Json => json::calibration(&calibration).map_err(std::io::Error::from)?,
    })?;
    screen.flush()?;
    Ok(read.max(exit(args, &calibration)))
}

fn sources<'a>(args: &'a CalibrateArgs, environment: &'a EnvironmentArgs) -> Sources<'a> {
    Sources {
        inputs: &args.recordings,
        command: &[],
        format: args.input_format,
        reads_files: false,
        now: args.now,
        environment,
        takes_answers: false,
        is_exact: false,
        apart: &[],
    }
}

/// Where nothing shows whether the rules are right, no share is reached.
fn exit(args: &CalibrateArgs, calibration: &Calibration<'_>) -> Exit {
    let requests = &calibration.requests;
    match args.fail_under {
        Some(least) if requests.compared() == 0 || !requests.agrees_on(least) => Exit::Broken,
        _ => Exit::Clean,
    }
}

fn percent(text: &str) -> Result<f64, &'static str> {
    let percent =
        text.trim_end_matches('%').trim().parse::<f64>().ok().filter(|percent| (0.0..=100.0).contains(percent));
    percent.ok_or("write a percentage from 0 to 100, such as 99 or 97.5")
}
