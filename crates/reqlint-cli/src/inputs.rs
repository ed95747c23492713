//! The inputs of a run: files, folders and standard input, opened one after the other.

use crate::exit::Stop;
use reqlint_formats::{Format, MAX_TEXT, ReadError, Record, http, ndjson, recognise};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor, IsTerminal, Read};
use std::path::{Path, PathBuf};

/// What a record or an error is handed to.
pub(crate) type Take<'t> = dyn FnMut(Result<Record<'_>, ReadError>) -> Result<(), Stop> + 't;

/// Reads every input and hands on every record, or the error that stands for it.
///
/// # Errors
/// What `take` stops with, or when nothing was named and nobody writes to standard input.
pub(crate) fn read_all(inputs: &[PathBuf], format: Option<Format>, take: &mut Take<'_>) -> Result<(), Stop> {
    if inputs.is_empty() {
        if io::stdin().is_terminal() {
            return Err(Stop::Usage {
                message: "no requests are named".to_owned(),
                help: Some("name files or folders with requests, or write one to standard input".to_owned()),
            });
        }
        return read_stdin(format, take);
    }
    inputs.iter().try_for_each(|input| match input.as_os_str().to_str() {
        Some("-") => read_stdin(format, take),
        _ => read_path(input, format, take),
    })
}

fn read_stdin(format: Option<Format>, take: &mut Take<'_>) -> Result<(), Stop> {
    read_text(None, io::stdin().lock(), format, take)
}

fn read_path(path: &Path, format: Option<Format>, take: &mut Take<'_>) -> Result<(), Stop> {
    let name = path.to_string_lossy();
    if path.is_dir() {
        return match entries(path) {
            Ok(entries) if entries.is_empty() => take(Err(unreadable(Some(&name), "the folder is empty".to_owned()))),
            Ok(entries) => entries.iter().try_for_each(|entry| read_path(entry, format, take)),
            Err(error) => take(Err(unreadable(Some(&name), said(&error)))),
        };
    }
    match File::open(path) {
        Ok(file) => read_text(Some(&name), BufReader::new(file), format, take),
        Err(error) => take(Err(unreadable(Some(&name), said(&error)))),
    }
}

fn read_text(name: Option<&str>, text: impl BufRead, format: Option<Format>, take: &mut Take<'_>) -> Result<(), Stop> {
    match open(text, format) {
        Ok((Format::Ndjson, lines)) => ndjson::Reader::new(name, lines).try_for_each(take),
        Ok((Format::Http, text)) => {
            let mut whole = Vec::new();
            match text.take(MAX_TEXT as u64 + 1).read_to_end(&mut whole) {
                Ok(_) => http::Reader::new(name, &whole).try_for_each(take),
                Err(error) => take(Err(unreadable(name, said(&error)))),
            }
        }
        Err(error) => take(Err(unreadable(name, said(&error)))),
    }
}

/// Finds out the format from the first bytes that are not blank, and gives the whole text again.
fn open(mut text: impl BufRead, format: Option<Format>) -> io::Result<(Format, impl BufRead)> {
    let mut start = Vec::new();
    let format = loop {
        if let Some(format) = format.or_else(|| recognise(&start)) {
            break format;
        }
        let more = text.fill_buf()?;
        if more.is_empty() {
            break Format::Http;
        }
        start.extend_from_slice(more);
        let length = more.len();
        text.consume(length);
    };
    Ok((format, Cursor::new(start).chain(text)))
}

/// What is in a folder and not hidden, by name. Links to folders are not followed: they may lead in a circle.
pub(crate) fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        let leads_away = entry.file_type()?.is_symlink() && path.is_dir();
        if !is_hidden && !leads_away {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// What an operating system says about a file, in a person's words.
pub(crate) fn said(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "it may not be read".to_owned(),
        io::ErrorKind::InvalidData => "it is not UTF-8 text".to_owned(),
        _ => format!("it can't be read: {error}"),
    }
}

fn unreadable(name: Option<&str>, message: String) -> ReadError {
    ReadError { input: name.map(str::to_owned), place: None, message, help: None }
}
