//! What may be typed. Help texts are the reference; nothing is decided here.

pub(crate) mod manual;

use crate::explain::ExplainArgs;
use crate::input::Sources;
use crate::rules::RulesCommand;
use anstream::ColorChoice;
use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use reqlint_core::base::Number;
use reqlint_core::{Severity, Time};
use reqlint_formats::Format;
use std::path::PathBuf;

/// Which error status will this HTTP request get, why, where, and what to change.
#[derive(Debug, Parser)]
#[command(name = "reqlint", version, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Evaluate requests.
    Check(CheckArgs),
    /// Find the cause of an error answer.
    Diagnose(DiagnoseArgs),
    Explain(ExplainArgs),
    /// What a writer of rules needs.
    #[command(subcommand)]
    Rules(RulesCommand),
    /// Speak with an editor about rule files: a language server on standard input and output.
    Lsp,
    /// Print a script that completes this command's words in a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// Print the manual page.
    Man,
}

/// Evaluate requests: say which error the API will answer with, where in the request, why, and what to change.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit status: 0 nothing is broken; 1 a request is broken; 2 something could not be read or run."
)]
pub(crate) struct CheckArgs {
    /// Files or folders with requests: raw HTTP, curl commands, HAR, NDJSON exchanges or access logs; `-` is standard
    /// input, as is nothing at all.
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,

    /// A curl command, as it would be typed: `-- curl https://… -H '…'`. Nothing is sent.
    #[arg(last = true, value_name = "CURL")]
    pub(crate) command: Vec<String>,

    /// How results are written.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: OutputFormat,

    /// Also write results to a file, in the format that its name ends with or that stands in front: `report.sarif`,
    /// `gitlab:quality.json`. May be given several times.
    #[arg(long, short, value_name = "[FORMAT:]FILE", value_parser = output)]
    pub(crate) output: Vec<OutputFile>,

    /// Show every rule of the pack, not only what failed and what is open.
    #[arg(long)]
    pub(crate) checklist: bool,

    /// Hold the findings of this run in a file, as known: by rule, endpoint and place. Nothing else is printed.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["format", "output", "checklist", "fix", "baseline"])]
    pub(crate) write_baseline: Option<PathBuf>,

    /// Leave out the findings that a file of --write-baseline holds: only new ones count. Without it, the file that
    /// `reqlint.toml` names.
    #[arg(long, value_name = "FILE", conflicts_with = "fix")]
    pub(crate) baseline: Option<PathBuf>,

    /// Print the request with what can safely be mended mended, and say on standard error what remains.
    #[arg(long, conflicts_with_all = ["format", "output", "checklist"])]
    pub(crate) fix: bool,

    /// With --fix: write the files instead. Only the edited bytes change.
    #[arg(long, requires = "fix")]
    pub(crate) in_place: bool,

    #[command(flatten)]
    pub(crate) common: CommonArgs,
}

/// Find the cause of an error answer: say what explains it, what is ruled out, and what to do next. Without a request, the
/// checklist of a status as questions.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit status: 0 nothing in the requests is broken; 1 a request is broken; 2 something could not be read or run,\n\
                  or a request has no response and no --status is given."
)]
pub(crate) struct DiagnoseArgs {
    /// Files or folders with requests and their responses: raw HTTP, HAR or NDJSON exchanges; with --status also curl
    /// commands; `-` is standard input, as is nothing at all without --status.
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,

    /// A curl command, as it would be typed: `--status 403 -- curl https://… -H '…'`. Nothing is sent.
    #[arg(last = true, value_name = "CURL")]
    pub(crate) command: Vec<String>,

    /// The status of the answer, where the input doesn't hold it. Without any INPUT: that status's checklist.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(100..600))]
    pub(crate) status: Option<u16>,

    /// What the answer said: its message, its code, or its whole body.
    #[arg(long, value_name = "TEXT")]
    pub(crate) message: Option<String>,

    /// Ask the open questions one by one, on a terminal, and conclude.
    #[arg(long)]
    pub(crate) ask: bool,

    /// How diagnoses are written.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: DiagnosisFormat,

    #[command(flatten)]
    pub(crate) common: CommonArgs,
}

/// What every command that reads requests takes.
#[derive(Debug, clap::Args)]
pub(crate) struct CommonArgs {
    /// A pack's folder, or a folder above several; stands in for the packs of `reqlint.toml`, or the embedded ones.
    #[arg(long, value_name = "DIR")]
    pub(crate) rules: Option<PathBuf>,

    /// Judge every request by this pack, whatever its host.
    #[arg(long, value_name = "NAME")]
    pub(crate) pack: Option<String>,

    /// Something that the requests alone cannot tell; lists as A,B. May be given several times.
    #[arg(long = "fact", value_name = "NAME=VALUE", value_parser = fact)]
    pub(crate) facts: Vec<(String, String)>,

    /// A file of facts, in TOML or JSON.
    #[arg(long = "facts", value_name = "FILE")]
    pub(crate) facts_file: Option<PathBuf>,

    /// When the requests are sent: RFC 3339, or seconds since 1970. Else the record's own time, else the clock.
    #[arg(long, value_name = "TIME", value_parser = time, allow_hyphen_values = true)]
    pub(crate) now: Option<Time>,

    /// What the inputs are; recognised if not given.
    #[arg(long, value_enum)]
    pub(crate) input_format: Option<InputFormat>,

    /// Read the files that curl commands and `.http` files name; without it they are only named.
    #[arg(long)]
    pub(crate) read_files: bool,

    /// What counts for the conclusion and the exit status.
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t)]
    pub(crate) severity: Level,

    /// When to use colour.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    pub(crate) color: Color,

    /// Of text, only the answers, and none for clean requests.
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum OutputFormat {
    /// For people.
    #[default]
    Text,
    /// One object if exactly one request was read, else a list.
    Json,
    /// One object a line.
    Ndjson,
    /// Code scanning: SARIF 2.1.0.
    Sarif,
    /// Test reports: JUnit XML.
    Junit,
    /// Workflow commands of GitHub Actions.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// Tickets and job summaries.
    Markdown,
    /// One self-contained page.
    Html,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum DiagnosisFormat {
    /// For people.
    #[default]
    Text,
    /// One object if exactly one request was read, else a list.
    Json,
    /// One object a line.
    Ndjson,
    /// For tickets: the checklist with ticks.
    Markdown,
}

/// A file that results are written to.
#[derive(Clone, Debug)]
pub(crate) struct OutputFile {
    pub(crate) format: OutputFormat,
    pub(crate) path: PathBuf,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum InputFormat {
    /// curl commands, for a shell or the Windows prompt.
    Curl,
    /// What browsers and proxies record.
    Har,
    /// Raw HTTP/1.1 text, several requests separated by `###`.
    Http,
    /// One JSON object a line: an exchange, or the line of an access log.
    Ndjson,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Level {
    /// Errors only.
    #[default]
    Error,
    /// Errors and warnings.
    Warning,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal.
    #[default]
    Auto,
    Always,
    Never,
}

impl CheckArgs {
    pub(crate) fn sources(&self) -> Sources<'_> {
        self.common.sources(&self.inputs, &self.command)
    }
}

impl DiagnoseArgs {
    pub(crate) fn sources(&self) -> Sources<'_> {
        self.common.sources(&self.inputs, &self.command)
    }
}

impl CommonArgs {
    fn sources<'a>(&self, inputs: &'a [PathBuf], command: &'a [String]) -> Sources<'a> {
        Sources { inputs, command, format: self.input_format.map(Into::into), reads_files: self.read_files }
    }
}

impl Args {
    pub(crate) fn color(&self) -> ColorChoice {
        let color = match &self.command {
            Command::Check(CheckArgs { common, .. }) | Command::Diagnose(DiagnoseArgs { common, .. }) => common.color,
            Command::Explain(explain) => explain.color,
            Command::Rules(rules) => rules.color(),
            Command::Lsp => Color::Auto,
            Command::Completions { .. } | Command::Man => Color::Auto,
        };
        match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        }
    }
}

impl From<InputFormat> for Format {
    fn from(format: InputFormat) -> Self {
        match format {
            InputFormat::Curl => Format::Curl,
            InputFormat::Har => Format::Har,
            InputFormat::Http => Format::Http,
            InputFormat::Ndjson => Format::Ndjson,
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

fn fact(text: &str) -> Result<(String, String), &'static str> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE, such as account-status=active")?;
    Ok((name.to_owned(), value.to_owned()))
}

fn output(text: &str) -> Result<OutputFile, &'static str> {
    let named = text.split_once(':').and_then(|(name, path)| Some((OutputFormat::from_str(name, false).ok()?, path)));
    if let Some((format, path)) = named.filter(|(_, path)| !path.is_empty()) {
        return Ok(OutputFile { format, path: path.into() });
    }
    let format = match text.rsplit('.').next().unwrap_or_default() {
        "txt" => OutputFormat::Text,
        "json" => OutputFormat::Json,
        "ndjson" | "jsonl" => OutputFormat::Ndjson,
        "sarif" => OutputFormat::Sarif,
        "xml" => OutputFormat::Junit,
        "md" => OutputFormat::Markdown,
        "html" => OutputFormat::Html,
        _ => return Err("its name doesn't say which format: write one in front, such as sarif:FILE"),
    };
    Ok(OutputFile { format, path: text.into() })
}

fn time(text: &str) -> Result<Time, &'static str> {
    let seconds = Number::read(text.as_bytes()).map(Time::from);
    let time = seconds.or_else(|| Time::read(text.as_bytes()));
    time.ok_or("write a time such as 2024-05-01T12:00:00Z, or seconds since 1970")
}
