//! Results as they are printed, one after the other.

use crate::host::screen::Screen;
use std::io;

/// Prints results one after the other.
#[derive(Debug, Default)]
pub(super) struct Results {
    /// How many were printed, or kept back.
    number: usize,
    /// The first one in JSON, until it is known whether another follows.
    first: Option<String>,
}

impl Results {
    /// A text, apart from the one above it.
    pub(super) fn add_text(&mut self, screen: &mut Screen, text: &str) -> io::Result<()> {
        if self.number > 0 {
            screen.print("\n")?;
        }
        self.number += 1;
        screen.print(text)?;
        screen.flush()
    }

    /// One line of many.
    pub(super) fn add_line(&mut self, screen: &mut Screen, line: &str) -> io::Result<()> {
        self.number += 1;
        screen.print(line)?;
        screen.print("\n")?;
        screen.flush()
    }

    /// One object of JSON. The first is kept back until the second comes: alone it stands by itself, with others in a list.
    pub(super) fn add_json(&mut self, screen: &mut Screen, object: String) -> io::Result<()> {
        self.number += 1;
        if self.number == 1 {
            self.first = Some(object);
            return Ok(());
        }
        if let Some(first) = self.first.take() {
            screen.print(&format!("[\n{first}"))?;
        }
        screen.print(&format!(",\n{object}"))?;
        screen.flush()
    }

    /// Closes the list of JSON, also that of nothing.
    pub(super) fn finish_json(self, screen: &mut Screen) -> io::Result<()> {
        match self.first {
            Some(only) => screen.print(&(only + "\n"))?,
            None if self.number == 0 => screen.print("[]\n")?,
            None => screen.print("\n]\n")?,
        }
        screen.flush()
    }
}
