//! The table of input formats: what each is called, how it is recognised, and how it is read.
//!
//! A new format is a module with a [`Definition`], and a row in the table.

use super::definition::{Definition, FixedAs, ReadBy, Sniff, Source, Take};
use super::untangle::{Untangled, untangle, untangle_with};
use super::variables::Variables;
use super::{
    MAX_TEXT, below, bruno, curl, foreign, har, httpie, hurl, log, ndjson, pygithub, raw, transcript, vcr, wget,
    wiremock,
};
use crate::record::Record;
use crate::record::place::{Place, ReadError};
use crate::table::format_table;
use std::io::{self, BufRead, Cursor, Read};
use std::ops::ControlFlow;
use std::path::Path;

format_table! {
    /// A format that requests are read from. Of two that recognise the same text, the first wins.
    Format {
        /// HAR 1.2: see [`har`].
        Har = har::FORMAT,
        /// Cassettes of VCR, vcrpy, go-vcr and betamax.
        Vcr = vcr::FORMAT,
        /// Mappings of WireMock.
        Wiremock = wiremock::FORMAT,
        /// Recordings of PyGithub's tests.
        Pygithub = pygithub::FORMAT,
        /// One JSON object a line: see [`ndjson`].
        Ndjson = ndjson::FORMAT,
        /// Files of Hurl.
        Hurl = hurl::FORMAT,
        /// Files of Bruno.
        Bruno = bruno::FORMAT,
        /// curl commands: see [`curl`].
        Curl = curl::FORMAT,
        /// wget commands.
        Wget = wget::FORMAT,
        /// HTTPie commands.
        Httpie = httpie::FORMAT,
        /// What tools show of requests.
        Transcript = transcript::FORMAT,
        /// Access logs of Apache httpd and nginx: a request a line.
        Log = log::FORMAT,
        /// Raw HTTP/1.1 text, which is what any other text is taken for: see [`raw`].
        Http = HTTP,
    }
}

/// Raw HTTP, among which commands of curl may stand, as editors take them.
const HTTP: Definition = Definition {
    read: ReadBy::Whole(|source, text, notes, take| {
        let reader = raw::Reader::new(source.name, text).with_files(source.files).with_notes(notes);
        reader.with_commands(curl::among_requests).with_answers(below::told).try_for_each(take)
    }),
    ..raw::FORMAT
};

/// What is given each record, or the error in its place; it may stop the reading.
pub type TakeOrStop<'t, E> = &'t mut dyn FnMut(Result<Record<'_>, ReadError>) -> Result<(), E>;

impl Format {
    /// How fixed requests are given back.
    #[must_use]
    pub fn fixed_as(self) -> FixedAs {
        self.definition().fixed_as
    }

    /// Reads a text, and hands on each record, or the error in its place, as soon as it is read.
    ///
    /// ```
    /// use reqlint_formats::Format;
    /// use reqlint_formats::read::Source;
    /// let text = "curl https://api.example.com/a\ncurl --hedaer\n";
    /// let mut results = Vec::new();
    /// let source = Source { name: Some("notes.txt"), ..Source::default() };
    /// Format::Curl.read::<()>(source, text.as_bytes(), &mut |result| {
    ///     results.push(result.map(|record| record.exchange.request.target.to_vec()));
    ///     Ok(())
    /// })?;
    /// assert_eq!(results[0].as_deref(), Ok(&b"/a"[..]));
    /// assert_eq!(results[1].as_ref().unwrap_err().origin(), "notes.txt:2:6");
    /// # Ok::<(), ()>(())
    /// ```
    ///
    /// # Errors
    /// What `take` stops with.
    pub fn read<E>(self, source: Source<'_>, mut text: impl BufRead, take: TakeOrStop<'_, E>) -> Result<(), E> {
        if let Some((message, help)) = text.fill_buf().ok().and_then(foreign::named) {
            let input = source.name.map(str::to_owned);
            let place = Some(Place { line: 1, column: 1 });
            return take(Err(ReadError { input, place, message: message.to_owned(), help: Some(help.to_owned()) }));
        }
        let mut stopped = Ok(());
        let secrets = source.variables.map(Variables::secrets).unwrap_or_default();
        let _ = read_by(
            source,
            &mut text,
            &mut |mut result| {
                if let Ok(record) = &mut result {
                    record.exchange.secrets.extend_from_slice(secrets);
                }
                match take(result) {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(error) => {
                        stopped = Err(error);
                        ControlFlow::Break(())
                    }
                }
            },
            self.definition(),
        );
        stopped
    }
}

/// Finds out the format of a text from the first bytes that are not blank, and gives the whole text again.
///
/// Where all of it is blank, the name of the input decides: a
/// recording without a record is not a mistake.
///
/// # Errors
/// When the text can't be read.
pub fn recognise<T: BufRead>(name: Option<&str>, mut text: T) -> io::Result<(Format, impl BufRead + use<T>)> {
    let mut start = Start::default();
    let format = loop {
        let more = text.fill_buf()?;
        // what is blank for as long as any text may be is blank
        let is_whole = more.is_empty() || start.bytes.len() > MAX_TEXT;
        start.bytes.extend_from_slice(more);
        let length = more.len();
        text.consume(length);
        if let Some(format) = start.format(name, is_whole) {
            break format;
        }
    };
    Ok((format, Cursor::new(start.bytes).chain(text)))
}

/// The beginning of a text, as far as it was read.
#[derive(Default)]
struct Start {
    bytes: Vec<u8>,
    /// How many bytes in front are a mark of their order, or blank.
    blank: usize,
    /// How many bytes after those were looked at.
    looked_at: usize,
}

impl Start {
    /// The format of the text; `None` when more of it must be seen.
    fn format(&mut self, name: Option<&str>, is_whole: bool) -> Option<Format> {
        const MARK: &[u8] = b"\xef\xbb\xbf";
        if self.blank == 0 && !is_whole && self.bytes.len() < MARK.len() && MARK.starts_with(&self.bytes) {
            return None;
        }
        if self.blank == 0 && self.bytes.starts_with(MARK) {
            self.blank = MARK.len();
        }
        let rest = self.bytes.get(self.blank..).unwrap_or_default();
        let text = rest.trim_ascii_start();
        self.blank += rest.len() - text.len();
        let blank = || Format::ALL.iter().copied().find(|format| has_ending(*format, name)).unwrap_or(Format::Http);
        if text.is_empty() {
            return is_whole.then(blank);
        }
        // looked at again when it is twice as long, so that all looks together cost what the last one does
        if !is_whole && text.len() < 2 * self.looked_at {
            return None;
        }
        self.looked_at = text.len();
        if let Some(format) =
            Format::ALL.iter().find(|format| format.definition().is_named && has_ending(**format, name))
        {
            return Some(*format);
        }
        match sniff(text, is_whole) {
            // other JSON in a file that says what it is
            Some(Format::Ndjson) if has_ending(Format::Har, name) => Some(Format::Har),
            None if is_whole => Some(blank()),
            found => found,
        }
    }
}

/// Whether a text of this format holds nothing that could be a request: prose, a picture, a document of another kind. What
/// a reader recognises counts as one, be it broken. Of raw HTTP `near` is the whole text, of others its beginning.
#[must_use]
pub fn holds_no_request(name: Option<&str>, format: Format, near: &[u8]) -> bool {
    /// A line that isn't in here whole isn't looked at.
    const LEAST: usize = 4 << 10;
    /// A file of such a name is meant to hold requests.
    const MEANT: [&str; 7] = ["http", "rest", "hurl", "har", "ndjson", "jsonl", "curl"];
    let ending = name.and_then(|name| Path::new(name).extension()).unwrap_or_default();
    if MEANT.iter().any(|meant| ending.eq_ignore_ascii_case(meant)) {
        return false;
    }
    if foreign::named(near).is_some() {
        return true;
    }
    match format {
        Format::Http => {
            let Untangled { text, .. } = untangle(near);
            !raw::is_answer(&text) && raw::Reader::new(None, &text).all(|record| record.is_err())
        }
        // an object of any kind looks like NDJSON: a file of settings
        Format::Ndjson => {
            let line = near.split_inclusive(|b| *b == b'\n').next().unwrap_or_default();
            let is_whole = line.ends_with(b"\n") || near.len() < LEAST;
            is_whole && ndjson::Reader::new(None, line).all(|record| record.is_err())
        }
        // a collection has files of settings
        Format::Bruno => near.len() < LEAST && bruno::holds_no_request(near),
        _ => false,
    }
}

/// The format of a text that begins like this and isn't blank; `None` when more of it must be seen.
fn sniff(start: &[u8], is_whole: bool) -> Option<Format> {
    for format in Format::ALL {
        match (format.definition().sniff)(start) {
            Sniff::Yes => return Some(*format),
            Sniff::More if !is_whole => return None,
            Sniff::More | Sniff::No => {}
        }
    }
    None
}

fn has_ending(format: Format, name: Option<&str>) -> bool {
    let ending = name.and_then(|name| Path::new(name).extension()).unwrap_or_default();
    format.definition().endings.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// Reads a text to its end and makes it fit for a reader.
fn read_by(source: Source<'_>, text: &mut dyn BufRead, take: Take<'_>, definition: &Definition) -> ControlFlow<()> {
    let (read, variables) = match definition.read {
        ReadBy::Stream(read) => return read(source, text, take),
        ReadBy::Whole(read) => (read, source.variables),
        ReadBy::Unfilled(read) => (read, None),
    };
    let mut whole = Vec::new();
    if let Err(error) = text.take(MAX_TEXT as u64 + 1).read_to_end(&mut whole) {
        let message = format!("it can't be read: {error}");
        return take(Err(ReadError { input: source.name.map(str::to_owned), place: None, message, help: None }));
    }
    if whole.len() > MAX_TEXT {
        // the reader refuses it
        return read(source, &whole, Vec::new(), take);
    }
    let Untangled { text, notes } = untangle_with(&whole, variables);
    read(source, &text, notes, take)
}

#[cfg(test)]
mod tests;
