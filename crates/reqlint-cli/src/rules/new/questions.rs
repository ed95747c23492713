//! Questions to a person, and the answers taken when there is no terminal.

use crate::host::exit::Stop;
use crate::host::screen::Screen;
use std::io::{self, BufRead, IsTerminal};

/// Asks one question after the other on standard error; answers come from standard input.
pub(super) struct Questions<'s> {
    screen: &'s mut Screen,
}

impl<'s> Questions<'s> {
    pub(super) fn new(screen: &'s mut Screen) -> Self {
        Self { screen }
    }

    /// A text; an empty answer takes the suggestion.
    pub(super) fn text(&mut self, question: &str, option: &str, suggestion: &str) -> Result<String, Stop> {
        self.read(question, option, suggestion, |text| Some(text.to_owned()))
    }

    /// An answer that `read` understands; asked again until it does.
    ///
    /// # Errors
    /// When there is no answer.
    pub(super) fn read<T>(
        &mut self,
        question: &str,
        option: &str,
        suggestion: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<T, Stop> {
        loop {
            self.screen.say(&format!("{question} [{suggestion}]: "));
            let mut line = String::new();
            let length = io::stdin().lock().read_line(&mut line).map_err(Stop::from)?;
            if length == 0 {
                let help = if io::stdin().is_terminal() { None } else { Some(format!("or give it as {option}")) };
                return Err(Stop::Usage { message: format!("no answer to: {question}"), help });
            }
            let answer = line.trim();
            if let Some(value) = read(if answer.is_empty() { suggestion } else { answer }) {
                return Ok(value);
            }
            self.screen.say(&format!("`{answer}` is not valid here\n"));
        }
    }
}
