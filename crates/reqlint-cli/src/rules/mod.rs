//! `reqlint rules …`: what a writer of rules needs. Each command has a module of its own.

mod calibrate;
mod docs;
mod import;
mod list;
mod new;
mod plan;
mod schema;
mod test;

use crate::host::exit::{Exit, Stop};
use crate::host::screen::Color;
use crate::host::screen::Screen;
use calibrate::CalibrateArgs;
use clap::Subcommand;
use docs::DocsArgs;
use import::ImportCommand;
use list::ListArgs;
use new::NewArgs;
use plan::PlanArgs;
use schema::SchemaArgs;
use test::TestArgs;

#[derive(Debug, Subcommand)]
pub(crate) enum RulesCommand {
    List(ListArgs),
    Test(TestArgs),
    Calibrate(CalibrateArgs),
    New(NewArgs),
    /// Make a pack from what is known of an API.
    #[command(subcommand)]
    Import(ImportCommand),
    Schema(SchemaArgs),
    Docs(DocsArgs),
    Plan(PlanArgs),
}

impl RulesCommand {
    pub(crate) fn color(&self) -> Color {
        match self {
            RulesCommand::Test(args) => args.color,
            RulesCommand::Calibrate(args) => args.color,
            RulesCommand::List(_)
            | RulesCommand::New(_)
            | RulesCommand::Import(_)
            | RulesCommand::Schema(_)
            | RulesCommand::Docs(_)
            | RulesCommand::Plan(_) => Color::Auto,
        }
    }
}

/// Runs the command.
pub(crate) fn run(command: &RulesCommand, screen: &mut Screen) -> Result<Exit, Stop> {
    match command {
        RulesCommand::List(args) => list::run(args, screen),
        RulesCommand::Test(args) => test::run(args, screen),
        RulesCommand::Calibrate(args) => calibrate::run(args, screen),
        RulesCommand::New(args) => new::run(args, screen),
        RulesCommand::Import(command) => import::run(command, screen),
        RulesCommand::Schema(args) => schema::run(args, screen),
        RulesCommand::Docs(args) => docs::run(args, screen),
        RulesCommand::Plan(args) => plan::run(args, screen),
    }
}
