//! Standard output and standard error, coloured on a terminal.

use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;
use std::io::{self, BufWriter, Stderr, Stdout, Write};

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal.
    #[default]
    Auto,
    Always,
    Never,
}

impl From<Color> for ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        }
    }
}

/// Where results and everything else are written.
pub(crate) struct Screen {
    results: BufWriter<AutoStream<Stdout>>,
    talk: AutoStream<Stderr>,
}

impl Screen {
    pub(crate) fn new(color: Color) -> Self {
        let color = ColorChoice::from(color);
        Self {
            results: BufWriter::new(AutoStream::new(io::stdout(), color)),
            talk: AutoStream::new(io::stderr(), color),
        }
    }

    /// Writes results; [`Screen::flush`] hands them on.
    pub(crate) fn print(&mut self, text: &str) -> io::Result<()> {
        self.results.write_all(text.as_bytes())
    }

    /// Like [`Screen::print`], in pieces that may end within a character.
    pub(crate) fn print_bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.results.write_all(bytes)
    }

    /// Writes a person's own request, byte for byte.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.results.flush()?;
        let mut results = io::stdout().lock();
        results.write_all(bytes)?;
        results.flush()
    }

    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.results.flush()
    }

    /// Prints something that is not a result on standard error, after the results so far.
    pub(crate) fn say(&mut self, text: &str) {
        // an error about standard error can't be reported
        let _ = self.results.flush();
        let _ = self.talk.write_all(text.as_bytes());
    }
}
