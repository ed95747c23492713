//! The inputs of a run: files, folders and standard input, opened one after the other.

use crate::host::exit::Stop;
use reqlint_folder::{entries, said};
use reqlint_formats::read::{Files, MAX_BODY, MAX_TEXT, Untangled, curl, har, ndjson, raw, recognise, untangle};
use reqlint_formats::{Format, ReadError, Record};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, IsTerminal, Read};
use std::path::{Path, PathBuf};

/// What a record or an error is handed to.
pub(crate) type Take<'t> = dyn FnMut(Result<Record<'_>, ReadError>) -> Result<(), Stop> + 't;

/// What an input or an error is handed to.
pub(crate) type TakeInput<'t> = dyn FnMut(Result<Input<'_>, ReadError>) -> Result<(), Stop> + 't;

/// An input that was opened.
pub(crate) struct Input<'a> {
    /// Its path; `None` for standard input.
    pub(crate) name: Option<&'a str>,
    pub(crate) text: Box<dyn BufRead>,
}

/// Where the requests of a run come from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sources<'a> {
    /// Files and folders; `-` is standard input.
    pub(crate) inputs: &'a [PathBuf],
    /// The words of a curl command.
    pub(crate) command: &'a [String],
    /// What the inputs are; recognised if not given.
    pub(crate) format: Option<Format>,
    /// Whether files that requests name are read.
    pub(crate) reads_files: bool,
}

impl Sources<'_> {
    /// Reads every input and hands on every record, or the error that stands for it.
    ///
    /// # Errors
    /// What `take` stops with, or when nothing was named and nobody writes to standard input.
    pub(crate) fn read_all(&self, take: &mut Take<'_>) -> Result<(), Stop> {
        if !self.command.is_empty() {
            self.read_command(take)?;
        }
        self.each_input(&mut |input| match input {
            Ok(Input { name, text }) => self.read_text(name, text, take),
            Err(error) => take(Err(error)),
        })
    }

    /// Reads the requests of the curl command that was typed.
    ///
    /// # Errors
    /// What `take` stops with, or when it calls something else.
    pub(crate) fn read_command(&self, take: &mut Take<'_>) -> Result<(), Stop> {
        let results = curl::read_words(self.command, self.files());
        if results.is_empty() {
            let help = Some("only curl commands are read: `-- curl https://…`".to_owned());
            return Err(Stop::Usage { message: "what stands behind `--` is no curl command".to_owned(), help });
        }
        results.into_iter().try_for_each(take)
    }

    /// Opens every input that is named, or standard input.
    ///
    /// # Errors
    /// What `take` stops with, or when nothing was named and nobody writes to standard input.
    pub(crate) fn each_input(&self, take: &mut TakeInput<'_>) -> Result<(), Stop> {
        let stdin = || Input { name: None, text: Box::new(io::stdin().lock()) };
        if self.inputs.is_empty() && self.command.is_empty() {
            if io::stdin().is_terminal() {
                let help = "name files or folders with requests, or write one to standard input".to_owned();
                return Err(Stop::Usage { message: "no requests are named".to_owned(), help: Some(help) });
            }
            return take(Ok(stdin()));
        }
        self.inputs.iter().try_for_each(|input| match input.as_os_str().to_str() {
            Some("-") => take(Ok(stdin())),
            _ => open_path(input, take),
        })
    }

    /// Reads the records of a text.
    ///
    /// # Errors
    /// What `take` stops with.
    pub(crate) fn read_text(&self, name: Option<&str>, text: impl BufRead, take: &mut Take<'_>) -> Result<(), Stop> {
        let (format, text) = match open(name, text, self.format) {
            Ok(opened) => opened,
            Err(error) => return take(Err(unreadable(name, said(&error)))),
        };
        match format {
            Format::Ndjson => return ndjson::Reader::new(name, text).try_for_each(take),
            Format::Har => return har::read(name, text, &mut |result| take(result)),
            Format::Curl | Format::Http => {}
        }
        let mut whole = Vec::new();
        if let Err(error) = text.take(MAX_TEXT as u64 + 1).read_to_end(&mut whole) {
            return take(Err(unreadable(name, said(&error))));
        }
        let Untangled { text, notes } = untangle(&whole);
        match format {
            Format::Curl => {
                curl::Reader::new(name, &text).with_files(self.files()).with_notes(notes).try_for_each(take)
            }
            Format::Har | Format::Http | Format::Ndjson => {
                raw::Reader::new(name, &text).with_files(self.files()).with_notes(notes).try_for_each(take)
            }
        }
    }

    /// How files that requests name are read, if they may be. Nobody needs more of one than the largest body.
    fn files(&self) -> Option<&'static Files<'static>> {
        self.reads_files.then_some(&|name| {
            let mut bytes = Vec::new();
            File::open(name)?.take(MAX_BODY as u64 + 1).read_to_end(&mut bytes)?;
            Ok(bytes)
        })
    }
}

/// Opens a file, or every file of a folder.
fn open_path(path: &Path, take: &mut TakeInput<'_>) -> Result<(), Stop> {
    let name = path.to_string_lossy();
    if path.is_dir() {
        return match entries(path) {
            Ok(entries) if entries.is_empty() => take(Err(unreadable(Some(&name), "the folder is empty".to_owned()))),
            Ok(entries) => entries.iter().try_for_each(|entry| open_path(entry, take)),
            Err(error) => take(Err(unreadable(Some(&name), said(&error)))),
        };
    }
    match File::open(path) {
        Ok(file) => take(Ok(Input { name: Some(&name), text: Box::new(BufReader::new(file)) })),
        Err(error) => take(Err(unreadable(Some(&name), said(&error)))),
    }
}

/// Finds out the format from the first bytes that are not blank, and gives the whole text again. Where all is blank the
/// name decides: a recording without a record is no mistake.
pub(crate) fn open(
    name: Option<&str>,
    mut text: impl BufRead,
    format: Option<Format>,
) -> io::Result<(Format, impl BufRead)> {
    let mut start = Vec::new();
    let format = loop {
        if let Some(format) = format.or_else(|| recognise(&start)) {
            break format;
        }
        let more = text.fill_buf()?;
        if more.is_empty() {
            let is_recording = start.trim_ascii().is_empty() && name.is_some_and(is_named_ndjson);
            let is_json = start.trim_ascii_start().starts_with(b"{");
            break if is_json || is_recording { Format::Ndjson } else { Format::Http };
        }
        start.extend_from_slice(more);
        let length = more.len();
        text.consume(length);
    };
    Ok((format, Cursor::new(start).chain(text)))
}

fn is_named_ndjson(name: &str) -> bool {
    let ending = Path::new(name).extension().unwrap_or_default();
    ["ndjson", "jsonl"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}

pub(crate) fn unreadable(name: Option<&str>, message: String) -> ReadError {
    ReadError { input: name.map(str::to_owned), place: None, message, help: None }
}
