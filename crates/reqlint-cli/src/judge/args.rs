//! What every command that reads requests takes.

use crate::host::screen::Color;
use crate::input::Sources;
use crate::input::environment::EnvironmentArgs;
use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use reqlint_core::base::Number;
use reqlint_core::{Severity, Time};
use reqlint_formats::write::json::Schema;
use reqlint_formats::{Format, OutputFormat};
use std::path::PathBuf;

/// What every command that reads requests takes.
#[derive(Debug, clap::Args)]
pub(crate) struct CommonArgs {
    /// A pack's folder, or a folder above several; replaces the packs of `reqlint.toml`, or the embedded ones.
    #[arg(long, value_name = "DIR")]
    pub(crate) rules: Option<PathBuf>,

    /// Judge every request by this pack, whatever its host.
    #[arg(long, value_name = "NAME")]
    pub(crate) pack: Option<String>,

    /// A fact that the requests alone don't show; lists as A,B. May be given several times.
    #[arg(long = "fact", value_name = "NAME=VALUE", value_parser = fact)]
    pub(crate) facts: Vec<(String, String)>,

    /// A file of facts, in TOML or JSON.
    #[arg(long = "facts", value_name = "FILE")]
    pub(crate) facts_file: Option<PathBuf>,

    /// When the requests are sent: RFC 3339, or seconds since 1970. Default: the record's own time, or the clock's.
    #[arg(long, value_name = "TIME", value_parser = time, allow_hyphen_values = true)]
    pub(crate) now: Option<Time>,

    /// The format of the inputs; detected if not given.
    #[arg(long, value_parser = input_formats())]
    pub(crate) input_format: Option<Format>,

    /// Read the files that curl commands and `.http` files refer to; by default they are only mentioned.
    #[arg(long)]
    pub(crate) read_files: bool,

    #[command(flatten)]
    pub(crate) environment: EnvironmentArgs,

    /// The server that answers, as far as it was measured: NAME or NAME@VERSION, such as nginx@1.22; HOST=NAME at one host.
    /// May be given several times.
    #[arg(long = "server", value_name = "[HOST=]NAME")]
    pub(crate) servers: Vec<String>,

    /// Evaluate rules of severity note, too; they never count.
    #[arg(long)]
    pub(crate) notes: bool,

    /// What counts for the conclusion and the exit status.
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t)]
    pub(crate) severity: Level,

    /// Exit with 1 if no loaded pack judges a request. Default: what `reqlint.toml` says.
    #[arg(long)]
    pub(crate) require_judged: bool,

    /// The version of the JSON contract, in json and ndjson.
    #[arg(long, value_enum, value_name = "VERSION", default_value_t)]
    pub(crate) schema: Version,

    /// When to use colour.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    pub(crate) color: Color,

    /// In text, print only the answers, and nothing for clean requests.
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Level {
    /// Errors only.
    #[default]
    Error,
    /// Errors and warnings.
    Warning,
}

/// A version of the JSON contract.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Version {
    /// `reqlint/report/1`, for programs written for it
    #[value(name = "1")]
    One,
    /// `reqlint/report/2`
    #[default]
    #[value(name = "2")]
    Two,
}

impl CommonArgs {
    pub(crate) fn sources<'a>(&'a self, inputs: &'a [PathBuf], command: &'a [String]) -> Sources<'a> {
        Sources {
            inputs,
            command,
            format: self.input_format,
            reads_files: self.read_files,
            now: self.now,
            environment: &self.environment,
            takes_answers: false,
            is_exact: false,
            apart: &[],
        }
    }
}

impl From<Version> for Schema {
    fn from(version: Version) -> Self {
        match version {
            Version::One => Schema::One,
            Version::Two => Schema::Two,
        }
    }
}

impl From<Level> for Severity {
    fn from(level: Level) -> Self {
        match level {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
        }
    }
}

pub(crate) fn fact(text: &str) -> Result<(String, String), &'static str> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE, such as account-status=active")?;
    Ok((name.to_owned(), value.to_owned()))
}

pub(crate) fn time(text: &str) -> Result<Time, &'static str> {
    let seconds = Number::read(text.as_bytes()).map(Time::from);
    let time = seconds.or_else(|| Time::read(text.as_bytes()));
    time.ok_or("write a time such as 2024-05-01T12:00:00Z, or seconds since 1970")
}

/// The formats of inputs, with their help texts.
pub(crate) fn input_formats() -> impl TypedValueParser<Value = Format> {
    let values = Format::ALL.iter().map(|format| PossibleValue::new(format.name()).help(format.about()));
    PossibleValuesParser::new(values).try_map(|name| Format::named(&name).ok_or("unknown format"))
}

/// Some formats of results, with their help texts.
pub(crate) fn output_formats(which: fn(OutputFormat) -> bool) -> impl TypedValueParser<Value = OutputFormat> {
    let formats = OutputFormat::ALL.iter().filter(|format| which(**format));
    let values = formats.map(|format| PossibleValue::new(format.name()).help(format.about()));
    PossibleValuesParser::new(values).try_map(|name| OutputFormat::named(&name).ok_or("unknown format"))
}
