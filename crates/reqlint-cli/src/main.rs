//! The `reqlint` command.
//!
//! `args` says what may be typed. Each command has a module of its own; what several share stands beside them. A command
//! prints its results on standard output and all else on standard error, and gives the [`exit::Exit`] of the run.
//!
//! This is the only crate that reads the clock, and files of rules.

// what is typed
mod args;

// what is shared
mod clock;
mod exceptions;
mod exit;
mod facts;
mod inputs;
mod judge;
mod manual;
mod project;
mod rules;
mod screen;
mod shell;

// commands
mod check;
mod diagnose;
mod explain;
mod lsp;
mod rules_command;
mod rules_docs;
mod rules_list;
mod rules_new;
mod rules_plan;
mod rules_schema;
mod rules_test;

use args::{Args, Command};
use clap::Parser;
use screen::Screen;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = Args::parse();
    let mut screen = Screen::new(args.color());
    let outcome = match &args.command {
        Command::Check(check) => check::run(check, &mut screen),
        Command::Diagnose(diagnose) => diagnose::run(diagnose, &mut screen),
        Command::Explain(explain) => explain::run(explain, &mut screen),
        Command::Lsp => lsp::run(),
        Command::Rules(rules) => rules_command::run(rules, &mut screen),
        Command::Completions { shell } => manual::completions(*shell),
        Command::Man => manual::man(),
    };
    outcome.unwrap_or_else(|stop| stop.exit(&mut screen)).into()
}
