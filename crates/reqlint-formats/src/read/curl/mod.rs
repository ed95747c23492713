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

// a text as command lines, and these as words
mod call;
mod escapes;
mod here;
mod prompts;
mod shell;
mod syntax;
mod windows;
mod word;

// words as options
mod arguments;
mod config;
mod data;
mod options;
mod said;
mod transfer;
mod variables;

// options as requests
mod added;
mod address;
mod answer;
mod auth;
mod body;
mod condition;
mod fields;
mod form;
mod glob;
mod host;
mod request;
mod requests;

pub(crate) use address::given;
pub(crate) use request::OWN_AGENT;

use super::format::{self, Definition, FixedAs, Source};
use crate::read::bounds::{MAX_BODY, MAX_HEADERS};
use crate::read::files::Files;
use crate::read::origin::Origin;
use crate::record::place::{Note, Place, Places, ReadError, Trouble};
use crate::record::{Record, Sent};
use call::Call;
use reqlint_core::Response;
use reqlint_core::explain::Part;
use reqlint_core::message::Change;
use requests::{Made, Requests};
use shell::{Context, Variables};
use std::borrow::Cow;
use std::fmt;
use syntax::Syntax;
use word::{Command, Remark, Word};

pub(super) const FORMAT: Definition = Definition {
    name: "curl",
    about: "curl commands, for a shell or the Windows prompt",
    endings: &[],
    sniff: syntax::sniffed,
    read: |source, text, take| {
        format::whole(source, text, take, &mut |text, notes, take| {
            Reader::new(source.name, &prompts::without_continuations(text))
                .with_files(source.files)
                .exact(source.is_exact)
                .with_notes(notes)
                .try_for_each(take)
        })
    },
    fixed_as: FixedAs::Commands { all: true },
};

/// The requests of a text, in order.
pub struct Reader<'a> {
    text: &'a [u8],
    places: Places<'a>,
    files: Option<&'a Files<'a>>,
    origin: Origin,
    /// Where the next command is looked for.
    at: usize,
    syntax: Syntax,
    /// Whether curl complained of words that single quotes should have held together.
    complains: bool,
    /// Whether what looks like a comment is a root's prompt.
    is_root: bool,
    variables: Variables,
    /// The answer that is pasted below the command.
    answer: Option<Response<'static>>,
    answer_from: usize,
    end_of_answer: usize,
    /// The call that follows, once it was looked for.
    next: Option<Option<Call>>,
    /// Whether only what curl sends counts.
    is_exact: bool,
    /// The command whose requests are handed on.
    requests: Option<Requests>,
}

impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("origin", &self.origin).field("at", &self.at).finish_non_exhaustive()
    }
}

impl<'a> Reader<'a> {
    /// Reads a text; `input` is the name that messages give it.
    #[must_use]
    pub fn new(input: Option<&str>, text: &'a [u8]) -> Self {
        Self {
            text,
            places: Places::new(text),
            files: None,
            origin: Origin::new(input),
            at: 0,
            syntax: Syntax::of(text),
            complains: windows::complains(text),
            is_root: call::next(text, 0, false).is_none(),
            variables: Variables::new(),
            answer: None,
            answer_from: 0,
            end_of_answer: 0,
            next: None,
            is_exact: false,
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
        Self { is_exact, ..self }
    }

    /// Adds what was assumed before; see [`crate::read::untangle`].
    #[must_use]
    pub fn with_notes(self, notes: Vec<Note>) -> Self {
        Self { origin: self.origin.with_notes(notes), ..self }
    }

    /// Reads past the next command; `None` at the end.
    fn next_command(&mut self) -> Option<Result<Option<Requests>, Remark>> {
        let call = self.next_call()?;
        let before = self.text.get(self.at..call.at).unwrap_or_default();
        shell::assign::take_over(before, self.is_exact, &mut self.variables);
        let start = call.at;
        let command = self.split(&call);
        self.at = match &command {
            Ok((_, next)) => (*next).max(start + 1),
            // what is opened and not closed may hold good commands, all before it doesn't
            Err(remark) => {
                let from = remark.at.max(start);
                let line = self.text.get(from..).and_then(|text| memchr::memchr(b'\n', text));
                line.map_or(self.text.len(), |line| from + line + 1)
            }
        };
        self.next = None;
        let end = self.peek_call().map_or(self.text.len(), |call| call.line.max(self.at));
        // the rest of the line is what the command is piped into
        let is_mid_line = self.at > 0 && self.text.get(self.at - 1) != Some(&b'\n');
        let rest = self.text.get(self.at..).unwrap_or_default();
        let rest_of_line = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        self.answer_from = if is_mid_line { self.at + rest_of_line } else { self.at };
        self.answer = self.text.get(self.answer_from..end).and_then(answer::read);
        self.end_of_answer = end;
        Some(command.and_then(|(command, _)| Requests::of(command, self.files, self.is_exact)))
    }

    fn peek_call(&mut self) -> Option<Call> {
        let (text, at, is_root) = (self.text, self.at, self.is_root);
        self.next.get_or_insert_with(|| call::next(text, at, is_root)).clone()
    }

    fn next_call(&mut self) -> Option<Call> {
        let call = self.peek_call();
        self.next = None;
        call
    }

    /// The words of the command that is called.
    fn split(&self, call: &Call) -> Result<(Command, usize), Remark> {
        let context = Context { is_exact: self.is_exact, variables: Some(&self.variables) };
        let start = call.at;
        let line = self.text.get(call.line..).unwrap_or_default().split(|b| *b == b'\n').next().unwrap_or_default();
        let is_prompt = windows::is_prompt(self.text.get(call.line..start).unwrap_or_default());
        let has_single_quotes = (is_prompt || self.complains) && line.contains(&b'\'');
        match self.syntax {
            Syntax::PowerShell => shell::powershell::command(self.text, start),
            Syntax::Prompt => windows::command(self.text, start),
            Syntax::Posix if has_single_quotes && self.is_exact => windows::command(self.text, start),
            Syntax::Posix if has_single_quotes => {
                let (mut command, next) = shell::command(self.text, start, context)?;
                command.notes.push(Remark::change(start, windows::SINGLE_QUOTES));
                Ok((command, next))
            }
            Syntax::Posix if is_prompt => windows::command(self.text, start),
            Syntax::Posix => shell::command(self.text, start, context),
        }
    }

    /// The next request of this command or of one that follows.
    fn next_request(&mut self) -> Option<Result<Made, Remark>> {
        loop {
            if let Some(made) = self.requests.as_mut().and_then(|requests| requests.next(self.files)) {
                return Some(made.map(|mut made| {
                    if let Some(typed) = &mut made.typed {
                        typed.answer = self.answer.as_ref().map(|_| self.answer_from..self.end_of_answer);
                        if self.syntax != Syntax::Posix {
                            made.typed = None;
                        }
                    }
                    made.exchange.response = self.answer.take();
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
            Some(made) => record(&mut self.places, made),
            None if self.origin.read() > 0 => return None,
            None => Err(Trouble::new(Place { line: 1, column: 1 }, "no curl command found")),
        };
        Some(self.origin.record(result))
    }
}

/// Whether a text is read as it is: no continuation prompts are taken off.
#[must_use]
pub fn is_plain(text: &[u8]) -> bool {
    matches!(prompts::without_continuations(text), Cow::Borrowed(_))
}

/// A word of a command line, its quoting undone, and for each of its bytes where it is written; `None` where it isn't one word.
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
    let mut start = 0;
    let mut command = Command::default();
    for word in words {
        command.words.push(Word { text: word.clone().into_bytes(), start, end: start + word.len() });
        start += word.len() + 1;
    }
    let mut origin = Origin::new(Some("curl"));
    let mut places = Places::new(&text);
    let mut requests = match Requests::of(command, source.files, source.is_exact) {
        Ok(requests) => requests,
        Err(remark) => return vec![Err(origin.error(trouble(&mut places, remark)))],
    };
    let all = std::iter::from_fn(|| requests.as_mut()?.next(source.files));
    all.map(|made| origin.record(record(&mut places, made))).collect()
}

fn record(places: &mut Places<'_>, made: Result<Made, Remark>) -> Result<Record<'static>, Trouble> {
    let Made { mut exchange, typed, sent, start, mut remarks } = made.map_err(|remark| trouble(places, remark))?;
    let place = places.of(start);
    within_bounds(&exchange, place)?;
    remarks.sort_by_key(|remark| remark.at);
    let changes = remarks.iter().filter(|remark| remark.is_change).map(|remark| remark.message.clone());
    exchange.changes = changes.map(|detail| Change { part: Part::Target, detail: Cow::Owned(detail) }).collect();
    let notes = remarks.into_iter().map(|Remark { at, message, .. }| Note { place: places.of(at), message }).collect();
    Ok(Record { typed, sent: sent.map(Sent), ..Record::new(place, exchange, notes) })
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
