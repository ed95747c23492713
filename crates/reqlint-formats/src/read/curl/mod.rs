//! curl commands, as people copy them from browsers, documentation and their shell's history.
//!
//! A text may hold several, for a shell (quotes, `$'…'`, lines continued with a backslash) or for the Windows prompt
//! (carets); lines that call something else are passed over. `--next` and several URLs make several requests.
//!
//! curl's own rules decide the method, the headers that it adds and the body. An option that curl doesn't know is an
//! error, because it isn't known whether a value follows it. Nothing is run: variables become placeholders, and a file is
//! named in a note, not read, unless [`Reader::with_files`] says how.
//!
//! ```
//! let text = b"$ curl -sX PUT https://api.example.com/a \\\n  -H 'Authorization: TOK: '\"$TOKEN\" -d '{}'\n";
//! let record = reqlint_formats::read::curl::Reader::new(None, text).next().unwrap()?;
//! let request = &record.exchange.request;
//! assert_eq!((&*request.method, &*request.target), (&b"PUT"[..], &b"/a"[..]));
//! assert_eq!(request.headers.get("authorization"), Some(&b"TOK: ${TOKEN}"[..]));
//! assert_eq!(request.headers.get("content-type"), Some(&b"application/x-www-form-urlencoded"[..]));
//! # Ok::<(), reqlint_formats::ReadError>(())
//! ```

// words as options
mod arguments;
mod config;
mod data;
mod meant;
mod options;
mod transfer;
mod variables;

// options as requests
mod added;
mod address;
mod auth;
mod body;
mod condition;
mod fields;
mod form;
mod glob;
mod handed;
mod host;
mod request;
mod requests;
mod scheme;
mod signature;

pub(crate) use address::given;
pub(super) use handed::{Content, Handed, request as handed_request};
pub(crate) use request::{NEWEST_AGENT, OWN_AGENT};

use super::definition::{Definition, FixedAs, ReadBy, Source};
use crate::read::bounds::{MAX_BODY, MAX_HEADERS};
use crate::read::called::Program;
use crate::read::files::Files;
use crate::read::origin::Origin;
use crate::read::shell::{self, Command, Commands, Pasted, Remark, Split};
use crate::read::shown;
use crate::record::place::{Note, Place, Places, ReadError, Trouble};
use crate::record::typed::Syntax;
use crate::record::{Record, Sent};
use reqlint_core::Time;
use reqlint_core::explain::Part;
use reqlint_core::message::Change;
use requests::{Made, Requests};
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

pub(super) const FORMAT: Definition = Definition {
    name: "curl",
    about: "curl commands, for a shell or the Windows prompt",
    endings: &[],
    is_named: false,
    sniff: |text| shell::sniffed(text, Program::Curl),
    read: ReadBy::Whole(|source, text, mut notes, take| {
        // a file that the text itself shows may be read whoever runs this
        let shown = |name: &str| shown::file(text, name);
        let plain = shell::unmarked(text, &mut notes);
        Reader::new(source.name, &plain)
            .with_files(source.files.or(Some(&shown)))
            .exact(source.is_exact)
            .at(source.now)
            .with_notes(notes)
            .try_for_each(take)
    }),
    fixed_as: FixedAs::Commands { all: true },
};

/// The requests of a text, in order.
pub struct Reader<'a> {
    places: Places<'a>,
    files: Option<&'a Files<'a>>,
    origin: Origin,
    commands: Commands<'a>,
    /// What is pasted below the command, and where.
    below: Pasted,
    answer_place: Range<usize>,
    /// What split the command into words.
    syntax: Syntax,
    /// Whether an editor sends what is read, which makes no lists of brackets.
    in_editor: bool,
    /// Whether only what curl sends counts.
    is_exact: bool,
    /// When the requests are sent, if that is known.
    now: Option<Time>,
    /// The command whose requests are handed on.
    requests: Option<Requests>,
}

impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("origin", &self.origin).field("at", &self.commands.at()).finish_non_exhaustive()
    }
}

impl<'a> Reader<'a> {
    /// Reads a text; `input` is the name that messages give it.
    #[must_use]
    pub fn new(input: Option<&str>, text: &'a [u8]) -> Self {
        Self {
            places: Places::new(text),
            files: None,
            origin: Origin::new(input),
            commands: Commands::new(text, Program::Curl),
            below: Pasted::default(),
            answer_place: 0..0,
            syntax: Syntax::default(),
            in_editor: false,
            is_exact: false,
            now: None,
            requests: None,
        }
    }

    /// Reads the files that options name.
    #[must_use]
    pub fn with_files(mut self, files: Option<&'a Files<'a>>) -> Self {
        self.files = files;
        self
    }

    /// Reads what curl sends, byte for byte: what it refuses is an error, and records have [`Record::sent`].
    #[must_use]
    pub fn exact(self, is_exact: bool) -> Self {
        Self { is_exact, commands: self.commands.exact(is_exact), ..self }
    }

    /// Says when the requests are sent: what a signature is made for.
    #[must_use]
    pub fn at(self, now: Option<Time>) -> Self {
        Self { now, ..self }
    }

    /// Reads commands of an editor's file, which the editor sends itself.
    #[must_use]
    fn in_editor(self) -> Self {
        Self { in_editor: true, ..self }
    }

    /// Adds what was assumed before; see [`crate::read::untangle`].
    #[must_use]
    pub fn with_notes(self, notes: Vec<Note>) -> Self {
        Self { origin: self.origin.with_notes(notes), ..self }
    }

    /// Reads past the next command; `None` at the end.
    fn next_command(&mut self) -> Option<Result<Option<Requests>, Remark>> {
        Some(self.commands.next()?.and_then(|split| {
            let Split { command, below, answer_place, syntax, .. } = split;
            (self.below, self.answer_place, self.syntax) = (below, answer_place, syntax);
            let (files, now, is_exact) = (self.files, self.now, self.is_exact);
            let requests = Requests::of(command, Source { files, now, is_exact, ..Source::default() })?;
            Ok(requests.map(|requests| requests.with_lists(!self.in_editor)))
        }))
    }

    /// The next request of this command or of one that follows.
    fn next_request(&mut self) -> Option<Result<Box<Made>, Remark>> {
        loop {
            if let Some(made) = self.requests.as_mut().and_then(|requests| requests.next(self.files)) {
                return Some(made.map(|mut made| {
                    if let Some(typed) = &mut made.typed {
                        typed.answer = self.below.answer.as_ref().map(|_| self.answer_place.clone());
                        typed.syntax = self.syntax;
                    }
                    // an answer to another request says nothing of one that curl didn't send
                    let is_others =
                        self.below.asked.as_ref().is_some_and(|asked| **asked != *made.exchange.request.target)
                            && made.remarks.iter().any(|remark| remark.message.starts_with("curl sends nothing"));
                    if !is_others {
                        made.exchange.response = self.below.answer.take();
                    }
                    made
                }));
            }
            match self.next_command()? {
                Ok(requests) => self.requests = requests,
                Err(remark) => return Some(Err(remark)),
            }
        }
    }
}

impl Iterator for Reader<'_> {
    type Item = Result<Record<'static>, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        let result = match self.next_request() {
            Some(made) => {
                let unheaded = self.below.body.take();
                record(&mut self.places, made).map(|record| Record { unheaded, ..record })
            }
            None if self.origin.read() > 0 => return None,
            None => Err(Trouble::new(Place { line: 1, column: 1 }, "no curl command found")),
        };
        Some(self.origin.record(result))
    }
}

/// The requests of commands among those of an editor's file.
pub(super) fn among_requests(text: &[u8], files: Option<&Files<'_>>) -> Vec<Result<Record<'static>, ReadError>> {
    Reader::new(None, text).with_files(files).in_editor().collect()
}

/// Whether a text is read as it is: no continuation prompts are taken off.
#[must_use]
pub fn is_plain(text: &[u8]) -> bool {
    matches!(shell::unmarked(text, &mut Vec::new()), Cow::Borrowed(_))
}

/// What a piece of a command line means as one word; `None` where it isn't one.
pub(crate) fn word(text: &[u8], syntax: Syntax) -> Option<Vec<u8>> {
    syntax.word(text)
}

/// A word of a command line for a POSIX shell, its quoting undone, and for each of its bytes where it is written; `None` where it isn't one word.
pub(crate) fn traced(word: &[u8]) -> Option<(Vec<u8>, Vec<usize>)> {
    shell::traced(word)
}

/// The requests of a command whose words are already split, as on a command line.
///
/// Places are counted in the words, joined with a space each.
///
/// # Errors
/// Errors of single requests are in the list.
pub fn read_words(words: &[String], source: Source<'_>) -> Vec<Result<Record<'static>, ReadError>> {
    let text = words.join(" ").into_bytes();
    let command = Command::of_words(words);
    let mut origin = Origin::new(Some("curl"));
    let mut places = Places::new(&text);
    let mut requests = match Requests::of(command, source) {
        Ok(requests) => requests,
        Err(remark) => return vec![Err(origin.error(trouble(&mut places, remark)))],
    };
    let all = std::iter::from_fn(|| requests.as_mut()?.next(source.files));
    all.map(|made| origin.record(record(&mut places, made))).collect()
}

fn record(places: &mut Places<'_>, made: Result<Box<Made>, Remark>) -> Result<Record<'static>, Trouble> {
    let Made { mut exchange, typed, sent, start, mut remarks, variables } =
        *made.map_err(|remark| trouble(places, remark))?;
    let place = places.of(start);
    within_bounds(&exchange, place)?;
    remarks.sort_by_key(|remark| remark.at);
    let changes = remarks.iter().filter(|remark| remark.is_change).map(|remark| remark.message.clone());
    exchange.changes = changes.map(|detail| Change { part: Part::Target, detail: Cow::Owned(detail) }).collect();
    let notes = remarks.into_iter().map(|Remark { at, message, .. }| Note { place: places.of(at), message }).collect();
    Ok(Record { typed, variables, sent: sent.map(Sent), ..Record::new(place, exchange, notes) })
}

fn within_bounds(exchange: &reqlint_core::Exchange<'_>, place: Place) -> Result<(), Trouble> {
    let bytes = exchange.request.body.bytes().len();
    if bytes > MAX_BODY {
        return Err(Trouble::new(place, format!("the body has {bytes} bytes, at most {MAX_BODY} are read")));
    }
    if exchange.request.headers.iter().count() > MAX_HEADERS {
        return Err(Trouble::new(place, format!("more than {MAX_HEADERS} header lines: this request is not read")));
    }
    Ok(())
}

fn trouble(places: &mut Places<'_>, remark: Remark) -> Trouble {
    Trouble::new(places.of(remark.at), remark.message)
}
