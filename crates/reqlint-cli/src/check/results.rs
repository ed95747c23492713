//! Where results go: standard output, and the files of `--output`.

use super::args::{CheckArgs, OutputFile};
use crate::host::exit::Stop;
use crate::host::replacement::Replacement;
use crate::host::screen::Screen;
use crate::judge::Judge;
use crate::judge::args::CommonArgs;
use anstream::adapter::StripBytes;
use reqlint_formats::write::text::Detail;
use reqlint_formats::write::{Options, ReportWriter};
use reqlint_formats::{Judged, ReadError};
use std::io::{self, Write};
use std::path::Path;

/// Everything that a run writes.
pub(super) struct Results<'r> {
    screen: Box<dyn ReportWriter + 'r>,
    files: Vec<ResultFile<'r>>,
}

struct ResultFile<'r> {
    path: &'r Path,
    writer: Box<dyn ReportWriter + 'r>,
    text: Plain<Replacement>,
}

impl<'r> Results<'r> {
    /// Opens every file before the first request is judged.
    ///
    /// # Errors
    /// When a file can't be written.
    pub(super) fn open(args: &'r CheckArgs, judge: &'r Judge) -> Result<Self, Stop> {
        let CommonArgs { quiet, schema, .. } = args.common;
        let detail = Detail { checklist: args.checklist, answer_only: quiet, schema: schema.into() };
        let options = Options { rules: &judge.rules, detail, requires_judged: judge.requires_judged };
        let open = |OutputFile { format, path }: &'r OutputFile| {
            let text = Replacement::open(path).map_err(|error| Stop::unwritable(path, &error))?;
            Ok(ResultFile {
                path,
                writer: format.reports(options),
                text: Plain { inner: text, state: StripBytes::default() },
            })
        };
        let files = args.output.iter().map(open).collect::<Result<_, Stop>>()?;
        Ok(Self { screen: args.format.reports(options), files })
    }

    pub(super) fn add(&mut self, screen: &mut Screen, judged: &Judged<'_>) -> Result<(), Stop> {
        for file in &mut self.files {
            let mut text = String::new();
            let added = file.writer.add(judged, &mut text).and_then(|()| file.text.write_all(text.as_bytes()));
            added.map_err(|error| Stop::unwritable(file.path, &error))?;
        }
        let mut text = String::new();
        self.screen.add(judged, &mut text)?;
        Ok(Printed { screen, has_files: !self.files.is_empty() }.write_all(text.as_bytes())?)
    }

    /// Notes a record that can't be read or judged.
    pub(super) fn add_unread(&mut self, error: &ReadError) -> Result<(), Stop> {
        for file in &mut self.files {
            file.writer.add_unread(error).map_err(|error| Stop::unwritable(file.path, &error))?;
        }
        Ok(self.screen.add_unread(error)?)
    }

    pub(super) fn finish(self, screen: &mut Screen) -> Result<(), Stop> {
        let has_files = !self.files.is_empty();
        for ResultFile { path, writer, mut text } in self.files {
            let written = writer.finish(&mut text).and_then(|()| text.inner.finish());
            written.map_err(|error| Stop::unwritable(path, &error))?;
        }
        Ok(self.screen.finish(&mut Printed { screen, has_files })?)
    }
}

/// Text without its colours.
struct Plain<W> {
    inner: W,
    /// A colour may begin in one piece and end in the next.
    state: StripBytes,
}

impl<W: Write> Write for Plain<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.state.strip_next(bytes).try_for_each(|piece| self.inner.write_all(piece))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Standard output. A closed pipe stops the run only if no file is written as well.
struct Printed<'s> {
    screen: &'s mut Screen,
    has_files: bool,
}

impl Write for Printed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.screen.print_bytes(bytes).and_then(|()| self.screen.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe && self.has_files => Ok(bytes.len()),
            written => written.map(|()| bytes.len()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
