//! `reqlint rules …`: what a writer of rules needs. Each command has a module of its own.

use crate::args::Color;
use crate::exit::{Exit, Stop};
use crate::rules_docs::{self, DocsArgs};
use crate::rules_list::{self, ListArgs};
use crate::rules_new::{self, NewArgs};
use crate::rules_plan::{self, PlanArgs};
use crate::rules_schema::{self, SchemaArgs};
use crate::rules_test::{self, TestArgs};
use crate::screen::Screen;
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum RulesCommand {
    List(ListArgs),
    Test(TestArgs),
    New(NewArgs),
    Schema(SchemaArgs),
    Docs(DocsArgs),
    Plan(PlanArgs),
}

impl RulesCommand {
    pub(crate) fn color(&self) -> Color {
        match self {
            RulesCommand::Test(test) => test.color,
            RulesCommand::List(_)
            | RulesCommand::New(_)
            | RulesCommand::Schema(_)
            | RulesCommand::Docs(_)
            | RulesCommand::Plan(_) => Color::Auto,
        }
    }
}

/// Runs the command.
pub(crate) fn run(command: &RulesCommand, screen: &mut Screen) -> Result<Exit, Stop> {
    match command {
        RulesCommand::List(args) => rules_list::run(args, screen),
        RulesCommand::Test(args) => rules_test::run(args, screen),
        RulesCommand::New(args) => rules_new::run(args, screen),
        RulesCommand::Schema(args) => rules_schema::run(args, screen),
        RulesCommand::Docs(args) => rules_docs::run(args, screen),
        RulesCommand::Plan(args) => rules_plan::run(args, screen),
    }
}
