//! What `reqlint diagnose` takes.

use crate::input::Sources;
use crate::judge::args::{CommonArgs, output_formats};
use reqlint_formats::OutputFormat;
use reqlint_formats::write::text::Detail;
use std::path::PathBuf;

/// Find the cause of an error answer: what explains it, what is ruled out, and what to do next. Without a request,
/// what the response says, and the checklist of its status as questions.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit status: 0 nothing in the requests is broken; 1 a request is broken; 2 something could not be read or run,\n\
                  or a request has no response and no --status is given."
)]
pub(crate) struct DiagnoseArgs {
    /// Files or folders with requests and their responses: raw HTTP, HAR or NDJSON exchanges, or a response alone (`curl -i`);
    /// with --status also curl commands; `-` is standard input, the default without --status.
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,

    /// A command of curl, wget or HTTPie, as it would be typed: `--status 403 -- curl https://… -H '…'`. Nothing is sent.
    #[arg(last = true, value_name = "COMMAND")]
    pub(crate) command: Vec<String>,

    /// The status of the answer, where the input doesn't hold it. Without any INPUT: that status's checklist.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(100..600))]
    pub(crate) status: Option<u16>,

    /// What the answer said: its message, its code, or its whole body.
    #[arg(long, value_name = "TEXT")]
    pub(crate) message: Option<String>,

    /// Ask the open questions one by one, on a terminal, then conclude.
    #[arg(long)]
    pub(crate) ask: bool,

    /// Show every rule of the pack; in ndjson, write the checklist.
    #[arg(long)]
    pub(crate) checklist: bool,

    /// How diagnoses are written.
    #[arg(long, value_parser = output_formats(writes_diagnoses), default_value_t)]
    pub(crate) format: OutputFormat,

    #[command(flatten)]
    pub(crate) common: CommonArgs,
}

impl DiagnoseArgs {
    pub(crate) fn sources(&self) -> Sources<'_> {
        Sources { takes_answers: true, ..self.common.sources(&self.inputs, &self.command) }
    }
}

fn writes_diagnoses(format: OutputFormat) -> bool {
    format.diagnoses(Detail::default()).is_some()
}
