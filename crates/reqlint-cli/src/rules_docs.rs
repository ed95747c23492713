//! `reqlint rules docs`: the reference of the rule language.

use crate::exit::{Exit, Stop};
use crate::screen::Screen;

/// Write documentation: the reference of the rule language.
#[derive(Debug, clap::Args)]
pub(crate) struct DocsArgs {
    /// Print the reference of every key, kind of check, operator, selector and built-in name, as Markdown.
    #[arg(long, required = true)]
    reference: bool,
}

/// Runs the command.
pub(crate) fn run(_args: &DocsArgs, screen: &mut Screen) -> Result<Exit, Stop> {
    screen.print(&reqlint_docs::reference())?;
    screen.flush()?;
    Ok(Exit::Clean)
}
