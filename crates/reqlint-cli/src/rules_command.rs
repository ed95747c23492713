//! `reqlint rules …`: what a writer of rules needs. Each command has a module of its own.

use crate::exit::{Exit, Stop};
use crate::rules_docs::{self, DocsArgs};
use crate::rules_schema::{self, SchemaArgs};
use crate::screen::Screen;
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum RulesCommand {
    Schema(SchemaArgs),
    Docs(DocsArgs),
}

/// Runs the command.
pub(crate) fn run(command: &RulesCommand, screen: &mut Screen) -> Result<Exit, Stop> {
    match command {
        RulesCommand::Schema(args) => rules_schema::run(args, screen),
        RulesCommand::Docs(args) => rules_docs::run(args, screen),
    }
}
