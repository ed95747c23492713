//! `reqlint rules …`: what a writer of rules needs. Each command has a module of its own.

use crate::args::Color;
use crate::exit::{Exit, Stop};
use crate::rules_list::{self, ListArgs};
use crate::rules_new::{self, NewArgs};
use crate::rules_test::{self, TestArgs};
use crate::screen::Screen;
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum RulesCommand {
    List(ListArgs),
    Test(TestArgs),
    New(NewArgs),
}

impl RulesCommand {
    pub(crate) fn color(&self) -> Color {
        match self {
            RulesCommand::List(_) | RulesCommand::New(_) => Color::Auto,
            RulesCommand::Test(test) => test.color,
        }
    }
}

/// Runs the command.
pub(crate) fn run(command: &RulesCommand, screen: &mut Screen) -> Result<Exit, Stop> {
    match command {
        RulesCommand::List(args) => rules_list::run(args, screen),
        RulesCommand::Test(args) => rules_test::run(args, screen),
        RulesCommand::New(args) => rules_new::run(args, screen),
    }
}
