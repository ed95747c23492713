//! `reqlint completions` and `reqlint man`: made from the same definitions as the command.

use crate::command::Args;
use crate::host::exit::{Exit, Stop};
use clap::CommandFactory;
use clap_complete::Shell;
use std::io::{self, Write};

/// Prints a script that completes the command's words.
pub(crate) fn completions(shell: Shell) -> Result<Exit, Stop> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "reqlint", &mut script);
    io::stdout().write_all(&script)?;
    Ok(Exit::Clean)
}

/// Prints the manual page, one section for each command.
pub(crate) fn man() -> Result<Exit, Stop> {
    let mut command = Args::command();
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for command in command.get_subcommands().filter(|command| command.get_name() != "help") {
        let man = clap_mangen::Man::new(command.clone());
        man.render_name_section(&mut page)?;
        man.render_synopsis_section(&mut page)?;
        man.render_description_section(&mut page)?;
        man.render_options_section(&mut page)?;
    }
    io::stdout().write_all(&page)?;
    Ok(Exit::Clean)
}
