//! Where results go: standard output, and the files of `--output`.

use super::args::{CheckArgs, OutputFile};
use crate::host::exit::Stop;
use crate::host::screen::Screen;
use crate::judge::Judge;
use crate::judge::args::CommonArgs;
use reqlint_formats::Judged;
use reqlint_formats::write::text::Detail;
use reqlint_formats::write::{Options, ReportWriter};
use std::fs::File;
use std::io::{self, BufWriter, Write};

/// Everything that a run writes.
pub(super) struct Results<'r> {
    screen: Box<dyn ReportWriter + 'r>,
    files: Vec<(Box<dyn ReportWriter + 'r>, BufWriter<File>)>,
}

impl<'r> Results<'r> {
    /// Opens every file before the first request is judged.
    ///
    /// # Errors
    /// When a file can't be written.
    pub(super) fn open(args: &CheckArgs, judge: &'r Judge) -> Result<Self, Stop> {
        let CommonArgs { quiet, schema, .. } = args.common;
        let detail = Detail { checklist: args.checklist, answer_only: quiet, schema: schema.into() };
        let options = Options { rules: &judge.rules, detail, requires_judged: judge.requires_judged };
        let open = |OutputFile { format, path }: &OutputFile| {
            let file = File::create(path).map_err(|error| Stop::unwritable(path, &error))?;
            Ok((format.reports(options), BufWriter::new(file)))
        };
        let files = args.output.iter().map(open).collect::<Result<_, Stop>>()?;
        Ok(Self { screen: args.format.reports(options), files })
    }

    pub(super) fn add(&mut self, screen: &mut Screen, judged: &Judged<'_>) -> io::Result<()> {
        let mut text = String::new();
        self.screen.add(judged, &mut text)?;
        print(screen, &text, !self.files.is_empty())?;
        for (writer, file) in &mut self.files {
            let mut text = String::new();
            writer.add(judged, &mut text)?;
            file.write_all(plain(&text).as_bytes())?;
        }
        Ok(())
    }

    pub(super) fn finish(self, screen: &mut Screen) -> io::Result<()> {
        let mut text = String::new();
        self.screen.finish(&mut text)?;
        print(screen, &text, !self.files.is_empty())?;
        for (writer, mut file) in self.files {
            let mut text = String::new();
            writer.finish(&mut text)?;
            file.write_all(plain(&text).as_bytes())?;
            file.flush()?;
        }
        Ok(())
    }
}

/// Writes on the screen. A closed pipe stops the run only if no file is being written as well.
fn print(screen: &mut Screen, text: &str, has_files: bool) -> io::Result<()> {
    match screen.print(text).and_then(|()| screen.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe && has_files => Ok(()),
        written => written,
    }
}

/// A file holds no colours.
fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}
