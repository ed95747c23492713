//! What may be typed. Help texts are the reference; nothing is decided here.

pub(crate) mod manual;
pub(crate) mod obvious;

use crate::check::CheckArgs;
use crate::convert::ConvertArgs;
use crate::diagnose::DiagnoseArgs;
use crate::explain::ExplainArgs;
use crate::host::screen::Color;
use crate::rules::RulesCommand;
use clap::{Parser, Subcommand};
use clap_complete::Shell;

/// Which error status will this HTTP request get, why, where, and what to change.
#[derive(Debug, Parser)]
#[command(name = "reqlint", version, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check requests.
    Check(CheckArgs),
    /// Find the cause of an error answer.
    Diagnose(DiagnoseArgs),
    Convert(ConvertArgs),
    Explain(ExplainArgs),
    /// Write, test and document rules.
    #[command(subcommand)]
    Rules(RulesCommand),
    /// Run a language server for rule files on standard input and output.
    Lsp,
    /// Print a script for shell completion.
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// Print the manual page.
    Man,
}

impl Args {
    pub(crate) fn color(&self) -> Color {
        match &self.command {
            Command::Check(CheckArgs { common, .. }) | Command::Diagnose(DiagnoseArgs { common, .. }) => common.color,
            Command::Explain(explain) => explain.color,
            Command::Rules(rules) => rules.color(),
            Command::Convert(_) | Command::Lsp | Command::Completions { .. } | Command::Man => Color::Auto,
        }
    }
}
