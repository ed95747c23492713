//! Where results go: standard output, and the files of `--output`.

use super::writer::Book;
use crate::command::{CheckArgs, OutputFile};
use crate::host::exit::Stop;
use crate::host::screen::Screen;
use reqlint_core::RuleSet;
use reqlint_formats::Judged;
use reqlint_formats::write::text::Detail;
use std::fs::File;
use std::io::{self, BufWriter, Write};

/// Everything that a run writes.
pub(super) struct Results<'r> {
    screen: Book<'r>,
    files: Vec<(Book<'r>, BufWriter<File>)>,
}

impl<'r> Results<'r> {
    /// Opens every file before the first request is judged.
    ///
    /// # Errors
    /// When a file can't be written.
    pub(super) fn open(args: &CheckArgs, rules: &'r RuleSet) -> Result<Self, Stop> {
        let detail = Detail { checklist: args.checklist, answer_only: args.common.quiet };
        let open = |OutputFile { format, path }: &OutputFile| {
            let file = File::create(path).map_err(|error| Stop::unwritable(path, &error))?;
            Ok((Book::new(*format, detail, rules), BufWriter::new(file)))
        };
        let files = args.output.iter().map(open).collect::<Result<_, Stop>>()?;
        Ok(Self { screen: Book::new(args.format, detail, rules), files })
    }

    pub(super) fn add(&mut self, screen: &mut Screen, judged: &Judged<'_>) -> io::Result<()> {
        self.on_screen(screen, |book| book.add(judged))?;
        for (book, file) in &mut self.files {
            file.write_all(plain(&book.add(judged)?).as_bytes())?;
        }
        Ok(())
    }

    /// Writes on the screen. That nobody reads on is told only if there is no file to go on for.
    fn on_screen(
        &mut self,
        screen: &mut Screen,
        write: impl FnOnce(&mut Book<'r>) -> io::Result<String>,
    ) -> io::Result<()> {
        let text = write(&mut self.screen)?;
        match screen.print(&text).and_then(|()| screen.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe && !self.files.is_empty() => Ok(()),
            written => written,
        }
    }

    pub(super) fn finish(mut self, screen: &mut Screen) -> io::Result<()> {
        self.on_screen(screen, |book| std::mem::replace(book, Book::Ndjson).finish())?;
        for (book, mut file) in self.files {
            file.write_all(plain(&book.finish()?).as_bytes())?;
            file.flush()?;
        }
        Ok(())
    }
}

/// Nobody sees colours in a file.
fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}
