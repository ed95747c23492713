//! What `reqlint check` takes.

use crate::input::Sources;
use crate::judge::args::{CommonArgs, output_formats};
use reqlint_formats::OutputFormat;
use std::path::PathBuf;

/// Check requests: which error the API will answer with, where in the request, why, and what to change.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit status: 0 nothing is broken; 1 a request is broken (with --require-judged: or not judged); 2 something could not be read or run."
)]
pub(crate) struct CheckArgs {
    /// Files or folders with requests: raw HTTP, curl commands, HAR, NDJSON exchanges or access logs; `-` is standard
    /// input, which is also the default.
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,

    /// A command of curl, wget or HTTPie, as it would be typed: `-- curl https://… -H '…'`. Nothing is sent.
    #[arg(last = true, value_name = "COMMAND")]
    pub(crate) command: Vec<String>,

    /// How results are written.
    #[arg(long, value_parser = output_formats(|_| true), default_value_t)]
    pub(crate) format: OutputFormat,

    /// Also write results to a file, in the format of its ending or of the prefix: `report.sarif`,
    /// `gitlab:quality.json`. May be given several times.
    #[arg(long, short, value_name = "[FORMAT:]FILE", value_parser = output)]
    pub(crate) output: Vec<OutputFile>,

    /// Show every rule of the pack, not only what failed and what is open; in ndjson, write the checklist.
    #[arg(long)]
    pub(crate) checklist: bool,

    /// Write the findings of this run to a file as known: by rule, endpoint and place. Nothing else is printed.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["format", "output", "checklist", "fix", "baseline"])]
    pub(crate) write_baseline: Option<PathBuf>,

    /// Leave out the findings in a file written by --write-baseline: only new ones count. Default: the file that
    /// `reqlint.toml` names.
    #[arg(long, value_name = "FILE", conflicts_with = "fix")]
    pub(crate) baseline: Option<PathBuf>,

    /// Print the request with all safe fixes applied; report the rest on standard error.
    #[arg(long, conflicts_with_all = ["format", "output", "checklist", "env", "env_file"])]
    pub(crate) fix: bool,

    /// With --fix: write the files instead. Only the edited bytes change.
    #[arg(long, requires = "fix")]
    pub(crate) in_place: bool,

    #[command(flatten)]
    pub(crate) common: CommonArgs,
}

/// A file that results are written to.
#[derive(Clone, Debug)]
pub(crate) struct OutputFile {
    pub(crate) format: OutputFormat,
    pub(crate) path: PathBuf,
}

impl CheckArgs {
    pub(crate) fn sources(&self) -> Sources<'_> {
        self.common.sources(&self.inputs, &self.command)
    }
}

fn output(text: &str) -> Result<OutputFile, &'static str> {
    let named = text.split_once(':').and_then(|(name, path)| Some((OutputFormat::named(name)?, path)));
    if let Some((format, path)) = named.filter(|(_, path)| !path.is_empty()) {
        return Ok(OutputFile { format, path: path.into() });
    }
    let format = OutputFormat::of_file(text);
    let format = format.ok_or("its name doesn't tell the format: put it in front, such as sarif:FILE")?;
    Ok(OutputFile { format, path: text.into() })
}
