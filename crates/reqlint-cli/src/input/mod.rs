//! The inputs of a run: files, folders and standard input, opened one after the other.

pub(crate) mod environment;
mod inherited;
mod unfilled;

use crate::host::exit::{Exit, Failure, Stop};
use crate::host::paths::is_same;
use crate::host::screen::Screen;
use environment::EnvironmentArgs;
use reqlint_core::Time;
use reqlint_folder::{entries, said};
use reqlint_formats::read::{
    Files, MAX_BODY, MAX_TEXT, Source, Variables, holds_no_request, raw, read_words, recognise, told_answer,
};
use reqlint_formats::write::text::read_error;
use reqlint_formats::{Format, ReadError, Record};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor, IsTerminal, Read};
use std::path::{Path, PathBuf};

/// What a record or an error is handed to.
pub(crate) type Take<'t> = dyn FnMut(Result<Record<'_>, ReadError>) -> Result<(), Stop> + 't;

/// What an input or an error is handed to.
pub(crate) type TakeInput<'t> = dyn FnMut(Result<Input<'_>, ReadError>) -> Result<(), Stop> + 't;

/// What becomes of one record, or of one that can't be read or judged, after it was reported.
pub(crate) type One<'o> = &'o mut dyn FnMut(Result<Record<'_>, &ReadError>, &mut Screen) -> Result<Exit, Failure>;

/// An input that was opened.
pub(crate) struct Input<'a> {
    /// Its path, as it is shown; `None` for standard input.
    pub(crate) name: Option<&'a str>,
    /// Where it is; the name of one that is not UTF-8 can't be opened.
    pub(crate) path: Option<&'a Path>,
    pub(crate) text: Box<dyn BufRead>,
    /// Whether it is an entry of a folder, which may be no input at all.
    pub(crate) is_found: bool,
}

/// Where the requests of a run come from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sources<'a> {
    /// Files and folders; `-` is standard input.
    pub(crate) inputs: &'a [PathBuf],
    /// The words of a command.
    pub(crate) command: &'a [String],
    /// The format of the inputs; detected if not given.
    pub(crate) format: Option<Format>,
    /// Whether files that requests name are read.
    pub(crate) reads_files: bool,
    /// When requests are sent that are still to be.
    pub(crate) now: Option<Time>,
    /// Which values their variables get.
    pub(crate) environment: &'a EnvironmentArgs,
    /// Whether a response without a request is a record, whose request is empty.
    pub(crate) takes_answers: bool,
    /// Whether commands are read as what their programs send, byte for byte.
    pub(crate) is_exact: bool,
    /// Files in folders that hold no requests.
    pub(crate) apart: &'a [&'a Path],
}

impl Sources<'_> {
    /// Reads every input and hands on every record, or the error in its place. Gives what was passed over.
    ///
    /// # Errors
    /// What `take` stops with, or when nothing was named and standard input is a terminal.
    pub(crate) fn read_all(&self, take: &mut Take<'_>) -> Result<PassedOver, Stop> {
        if !self.command.is_empty() {
            self.read_command(take)?;
        }
        let mut passed_over = PassedOver::default();
        self.each_input(&mut |input| match input {
            Ok(Input { name, text, is_found: true, .. }) if self.format.is_none() => match found(name, text) {
                Ok(Some(text)) => self.read_text(name, text, take),
                Ok(None) => {
                    passed_over.add(name);
                    Ok(())
                }
                Err(error) => take(Err(unreadable(name, said(&error)))),
            },
            Ok(Input { name, text, .. }) => self.read_text(name, text, take),
            Err(error) => take(Err(error)),
        })?;
        Ok(passed_over)
    }

    /// Hands on every record, and prints which can't be read: one bad record doesn't stop the others. Gives the worst exit
    /// status.
    ///
    /// # Errors
    /// What `one` or [`Sources::read_all`] stops with.
    pub(crate) fn each(&self, screen: &mut Screen, one: One<'_>) -> Result<Exit, Stop> {
        let mut exit = Exit::Clean;
        let passed_over = self.read_all(&mut |result| {
            let seen = result.map_err(Failure::Record).and_then(|record| one(Ok(record), screen));
            let seen = match seen {
                Err(Failure::Record(error)) => {
                    screen.say(&read_error(&error));
                    one(Err(&error), screen)
                }
                seen => seen,
            };
            match seen {
                Ok(this) => exit = exit.max(this),
                Err(Failure::Record(_)) => exit = Exit::Failed,
                Err(Failure::Run(stop)) => return Err(stop.after(exit)),
            }
            Ok(())
        })?;
        screen.say(&passed_over.said());
        screen.say(&self.environment.said());
        Ok(exit)
    }

    /// Reads the requests of the command that was typed.
    ///
    /// # Errors
    /// What `take` stops with, or when it calls something else.
    pub(crate) fn read_command(&self, take: &mut Take<'_>) -> Result<(), Stop> {
        let variables = self.environment.variables(None)?;
        let results = read_words(self.command, self.source(None, variables.as_deref()));
        if results.is_empty() {
            let help = Some("`-- curl https://…`, `-- wget https://…` or `-- http POST https://…`".to_owned());
            return Err(Stop::Usage {
                message: "expected a command of curl, wget or HTTPie after `--`".to_owned(),
                help,
            });
        }
        results.into_iter().try_for_each(take)
    }

    /// Opens every input that is named, or standard input.
    ///
    /// # Errors
    /// What `take` stops with, or when nothing was named and standard input is a terminal.
    pub(crate) fn each_input(&self, take: &mut TakeInput<'_>) -> Result<(), Stop> {
        let stdin = || Input { name: None, path: None, text: Box::new(io::stdin().lock()), is_found: false };
        if self.inputs.is_empty() && self.command.is_empty() {
            if io::stdin().is_terminal() {
                let help = "name files or folders with requests, or pipe one to standard input".to_owned();
                return Err(Stop::Usage { message: "no requests given".to_owned(), help: Some(help) });
            }
            return take(Ok(stdin()));
        }
        self.inputs.iter().try_for_each(|input| match input.as_os_str().to_str() {
            Some("-") => take(Ok(stdin())),
            _ => open_path(input, false, self.apart, take),
        })
    }

    /// Reads the records of a text.
    ///
    /// # Errors
    /// What `take` stops with.
    pub(crate) fn read_text(
        &self,
        name: Option<&str>,
        mut text: impl BufRead,
        take: &mut Take<'_>,
    ) -> Result<(), Stop> {
        if self.takes_answers && text.fill_buf().is_ok_and(raw::is_answer) {
            let mut whole = Vec::new();
            return match text.take(MAX_TEXT as u64 + 1).read_to_end(&mut whole) {
                Ok(_) => take(raw::read_answer(name, &whole)),
                Err(error) => take(Err(unreadable(name, said(&error)))),
            };
        }
        if self.takes_answers && self.format.is_none() {
            let told = text.fill_buf().ok().and_then(|near| told_answer(name, near));
            if let Some(record) = told {
                return take(Ok(record));
            }
        }
        let path = name.map(Path::new);
        let variables = self.environment.variables(path)?;
        match open(name, text, self.format) {
            Ok((format, text)) => {
                let inherited = inherited::of(path, &mut |message| self.environment.note(message));
                let source = Source { inherited: &inherited, ..self.source(name, variables.as_deref()) };
                self.environment.watch(path, |take| format.read(source, text, take), take)
            }
            Err(error) => take(Err(unreadable(name, said(&error)))),
        }
    }

    fn source<'s>(&self, name: Option<&'s str>, variables: Option<&'s Variables>) -> Source<'s> {
        Source { name, files: self.files(), variables, now: self.now, is_exact: self.is_exact, ..Source::default() }
    }

    /// How files that requests name are read, if they may be. No more of one is needed than the largest body.
    fn files(&self) -> Option<&'static Files<'static>> {
        self.reads_files.then_some(&|name| {
            let mut bytes = Vec::new();
            File::open(name)?.take(MAX_BODY as u64 + 1).read_to_end(&mut bytes)?;
            Ok(bytes)
        })
    }
}

/// Opens a file, or every regular file of a folder but those `apart`.
fn open_path(path: &Path, is_found: bool, apart: &[&Path], take: &mut TakeInput<'_>) -> Result<(), Stop> {
    let name = path.to_string_lossy();
    if path.is_dir() {
        return match entries(path) {
            Ok(entries) if entries.is_empty() => take(Err(unreadable(Some(&name), "the folder is empty".to_owned()))),
            Ok(entries) => {
                let mut entries = entries.iter().filter(|entry| may_hold_requests(entry, apart));
                entries.try_for_each(|entry| open_path(entry, true, apart, take))
            }
            Err(error) => take(Err(unreadable(Some(&name), said(&error)))),
        };
    }
    match File::open(path) {
        Ok(file) => {
            let text = Box::new(BufReader::new(file));
            take(Ok(Input { name: Some(&name), path: Some(path), text, is_found }))
        }
        Err(error) => take(Err(unreadable(Some(&name), said(&error)))),
    }
}

/// Whether an entry of a folder is opened: a pipe may wait for ever, and what this run writes is no input of it.
fn may_hold_requests(path: &Path, apart: &[&Path]) -> bool {
    let may_be_read = fs::metadata(path).is_ok_and(|found| found.is_file() || found.is_dir());
    let is_written = || apart.iter().any(|other| other.file_name() == path.file_name() && is_same(other, path));
    may_be_read && !is_written()
}

/// The format of a text, recognised if it isn't given, and the whole text.
pub(crate) fn open<'t>(
    name: Option<&str>,
    text: impl BufRead + 't,
    format: Option<Format>,
) -> io::Result<(Format, Box<dyn BufRead + 't>)> {
    match format {
        Some(format) => Ok((format, Box::new(text))),
        None => recognise(name, text).map(|(format, text)| (format, Box::new(text) as Box<dyn BufRead>)),
    }
}

/// What of a folder holds no request.
#[derive(Debug, Default)]
pub(crate) struct PassedOver {
    count: usize,
    /// The first names.
    names: Vec<String>,
}

impl PassedOver {
    const NAMED: usize = 3;

    fn add(&mut self, name: Option<&str>) {
        self.count += 1;
        if self.names.len() < Self::NAMED {
            self.names.extend(name.map(str::to_owned));
        }
    }

    /// A line that counts them; empty where there are none.
    fn said(&self) -> String {
        let names = self.names.join(", ");
        match self.count {
            0 => String::new(),
            1 => format!("passed over: 1 file that holds no request ({names})\n"),
            count if count > Self::NAMED => format!("passed over: {count} files that hold no request ({names} …)\n"),
            count => format!("passed over: {count} files that hold no request ({names})\n"),
        }
    }
}

/// An entry of a folder; `None` where it holds no request.
fn found<'t>(name: Option<&str>, text: impl BufRead + 't) -> io::Result<Option<Box<dyn BufRead + 't>>> {
    let (format, mut text) = recognise(name, text)?;
    if format != Format::Http {
        let is_none = holds_no_request(name, format, text.fill_buf()?);
        return Ok((!is_none).then(|| Box::new(text) as Box<dyn BufRead>));
    }
    // its reader takes all of a text at once
    let mut whole = Vec::new();
    (&mut text).take(MAX_TEXT as u64).read_to_end(&mut whole)?;
    let is_none = holds_no_request(name, format, &whole);
    Ok((!is_none).then(|| Box::new(Cursor::new(whole).chain(text)) as Box<dyn BufRead>))
}

pub(crate) fn unreadable(name: Option<&str>, message: String) -> ReadError {
    ReadError { input: name.map(str::to_owned), place: None, message, help: None }
}
