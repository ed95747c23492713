//! The `reqlint` command.
//!
//! `command` says what may be typed. Each command has a module of its own; what several share is in the folders before them.
//! A command prints its results on standard output and all else on standard error, and gives the [`host::exit::Exit`] of the
//! run. A new command is a module, a variant of [`command::Command`], and an arm in `main`.
//!
//! Like the server and the client, the command is a host: it reads the clock and files, which the engine must not.

// each uses only those above it
mod host;
mod input;
mod judge;
mod project;

// commands: each on its own
mod check;
mod convert;
mod diagnose;
mod explain;
mod lsp;
mod rules;

// what may be typed
mod command;

use clap::Parser;
use command::{Args, Command};
use host::screen::Screen;
use std::process::ExitCode;

fn main() -> ExitCode {
    host::unfinished::fail_writes();
    let args = Args::parse_from(command::obvious::completed(std::env::args_os().collect()));
    let mut screen = Screen::new(args.color());
    let outcome = match &args.command {
        Command::Check(check) => check::run(check, &mut screen),
        Command::Diagnose(diagnose) => diagnose::run(diagnose, &mut screen),
        Command::Convert(convert) => convert::run(convert, &mut screen),
        Command::Explain(explain) => explain::run(explain, &mut screen),
        Command::Lsp => lsp::run(),
        Command::Rules(rules) => rules::run(rules, &mut screen),
        Command::Completions { shell } => command::manual::completions(*shell),
        Command::Man => command::manual::man(),
    };
    outcome.unwrap_or_else(|stop| stop.exit(&mut screen)).into()
}
