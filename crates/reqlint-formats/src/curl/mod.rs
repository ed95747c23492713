//! curl commands, as people copy them from browsers, documentation and their shell's history.
//!
//! A text may hold several, for a shell (quotes, `$'…'`, lines that go on behind a backslash) or for the Windows prompt
//! (carets); lines that call something else are passed over. `--next` and several URLs make several requests.
//!
//! curl's own rules decide the method, the headers that it adds and the body. An option that curl doesn't know is an
//! error, for nobody can tell whether a value follows it. Nothing is run: variables become placeholders, and a file is
//! named in a note, not read, unless [`Reader::with_files`] says how.
//!
//! ```
//! let text = b"$ curl -sX PUT https://api.example.com/a \\\n  -H 'Authorization: TOK: '\"$TOKEN\" -d '{}'\n";
//! let record = reqlint_formats::curl::Reader::new(None, text).next().unwrap()?;
//! let request = &record.exchange.request;
//! assert_eq!((&*request.method, &*request.target), (&b"PUT"[..], &b"/a"[..]));
//! assert_eq!(request.headers.get("authorization"), Some(&b"TOK: ${TOKEN}"[..]));
//! assert_eq!(request.headers.get("content-type"), Some(&b"application/x-www-form-urlencoded"[..]));
//! # Ok::<(), reqlint_formats::ReadError>(())
//! ```

mod address;
mod arguments;
mod data;
mod escapes;
mod form;
mod options;
mod request;
mod shell;
mod transfer;
mod windows;
mod word;
mod write;

pub use write::write;

use crate::bounds::{MAX_BODY, MAX_HEADERS};
use crate::files::Files;
use crate::place::{Note, Place, ReadError, Trouble};
use crate::record::Record;
use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;
use word::{Command, Remark, Word};

/// Whether a text calls curl on its first line that is neither blank nor a comment.
pub(crate) fn is_curl(text: &[u8]) -> bool {
    let first = text.split(|b| *b == b'\n').find(|line| {
        let line = line.trim_ascii();
        !line.is_empty() && !line.starts_with(b"#")
    });
    first.is_some_and(|line| word::calls(line).next().is_some())
}

/// The requests of a text, in order.
pub struct Reader<'a> {
    text: &'a [u8],
    files: Option<&'a Files<'a>>,
    input: Option<Arc<str>>,
    index: usize,
    /// Where the next command is looked for.
    at: usize,
    is_for_windows: bool,
    /// What was assumed before: the first record says it.
    notes: Vec<Note>,
    /// What the last command gave and nobody took yet.
    ready: VecDeque<Result<Record<'static>, Trouble>>,
}

impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("input", &self.input).field("at", &self.at).finish_non_exhaustive()
    }
}

impl<'a> Reader<'a> {
    /// Reads a text; `input` is the name that messages give it.
    #[must_use]
    pub fn new(input: Option<&str>, text: &'a [u8]) -> Self {
        let is_for_windows = windows::is_for_windows(text);
        let input = input.map(Arc::from);
        Self { text, files: None, input, index: 0, at: 0, is_for_windows, notes: Vec::new(), ready: VecDeque::new() }
    }

    /// Reads the files that options name.
    #[must_use]
    pub fn with_files(mut self, files: Option<&'a Files<'a>>) -> Self {
        self.files = files;
        self
    }

    /// Adds what was assumed before; see [`crate::untangle`].
    #[must_use]
    pub fn with_notes(mut self, notes: Vec<Note>) -> Self {
        self.notes = notes;
        self
    }

    /// Reads on behind the next command; `None` at the end.
    fn next_command(&mut self) -> Option<()> {
        let behind = self.text.get(self.at..)?;
        let goes_on = self.at > 0 && self.text.get(self.at - 1) != Some(&b'\n') && !behind.is_empty();
        let start = if goes_on { self.at } else { self.at + word::calls(behind).next()? };
        let split = if self.is_for_windows { windows::command } else { shell::command };
        match split(self.text, start) {
            Ok((command, next)) => {
                self.at = next.max(start + 1);
                self.ready.extend(requests(self.text, &command, self.files));
            }
            Err(remark) => {
                self.ready.push_back(Err(trouble(self.text, remark)));
                let line = self.text.get(start..).and_then(|text| text.iter().position(|b| *b == b'\n'));
                self.at = line.map_or(self.text.len(), |line| start + line + 1);
            }
        }
        Some(())
    }
}

impl Iterator for Reader<'_> {
    type Item = Result<Record<'static>, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() {
            if self.next_command().is_none() {
                if self.index > 0 {
                    return None;
                }
                let nothing = Trouble::new(Place { line: 1, column: 1 }, "there is no curl command in it");
                self.ready.push_back(Err(nothing));
            }
        }
        let result = self.ready.pop_front()?;
        let (input, index) = (self.input.clone(), self.index);
        self.index += 1;
        let mut before = std::mem::take(&mut self.notes);
        let result = result.map(|record| {
            before.extend(record.notes);
            Record { input, index, notes: before, ..record }
        });
        Some(result.map_err(|trouble| trouble.of(self.input.as_deref())))
    }
}

/// The requests of a command whose words somebody else has split: what stands behind `curl` on a command line.
///
/// Places are counted in the words, joined with a space each.
///
/// # Errors
/// Those of single requests stand in the list.
pub fn read_words(words: &[String], files: Option<&Files<'_>>) -> Vec<Result<Record<'static>, ReadError>> {
    let text = words.join(" ").into_bytes();
    let mut start = 0;
    let mut command = Command::default();
    for word in words {
        command.words.push(Word { text: word.clone().into_bytes(), start });
        start += word.len() + 1;
    }
    let input: Arc<str> = Arc::from("curl");
    let results = requests(&text, &command, files).into_iter().enumerate();
    results
        .map(|(index, result)| match result {
            Ok(record) => Ok(Record { input: Some(Arc::clone(&input)), index, ..record }),
            Err(trouble) => Err(trouble.of(Some(&input))),
        })
        .collect()
}

/// The requests of one command; none when it calls something else.
fn requests(text: &[u8], command: &Command, files: Option<&Files<'_>>) -> Vec<Result<Record<'static>, Trouble>> {
    let Some(words) = command.behind_curl() else { return Vec::new() };
    let transfers = match arguments::read(words) {
        Ok(transfers) => transfers,
        Err(mut remark) => {
            remark.at = remark.at.max(command.start());
            return vec![Err(trouble(text, remark))];
        }
    };
    let mut results = Vec::new();
    for transfer in &transfers {
        for (index, url) in transfer.urls.iter().enumerate() {
            let made = request::make(transfer, index, url, files).map_err(|remark| trouble(text, remark));
            results.push(made.and_then(|(exchange, mut remarks)| {
                remarks.extend(command.notes.iter().cloned());
                remarks.sort_by_key(|remark| remark.at);
                let note = |Remark { at, message }| Note { place: Place::of(text, at), message };
                let notes = remarks.into_iter().map(note).collect();
                let place = Place::of(text, command.start());
                within_bounds(&exchange, place)?;
                Ok(Record { input: None, index: 0, id: None, place, exchange, facts: Vec::new(), notes, map: None })
            }));
        }
    }
    results
}

fn within_bounds(exchange: &reqlint_core::Exchange<'_>, place: Place) -> Result<(), Trouble> {
    let bytes = exchange.request.body.bytes().len();
    if bytes > MAX_BODY {
        return Err(Trouble::new(place, format!("the body has {bytes} bytes, and up to {MAX_BODY} are read")));
    }
    if exchange.request.headers.iter().count() > MAX_HEADERS {
        return Err(Trouble::new(place, format!("more than {MAX_HEADERS} header lines: this request is not read")));
    }
    Ok(())
}

fn trouble(text: &[u8], remark: Remark) -> Trouble {
    Trouble::new(Place::of(text, remark.at), remark.message)
}
