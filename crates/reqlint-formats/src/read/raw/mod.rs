//! Raw HTTP/1.1 text, read leniently: what a person pastes is rarely what a parser expects.
//!
//! A text holds one request or several, separated by lines that begin with `###`, each with an optional name. A
//! response may follow its request. Before a request line, blank lines and comments (`#`, `//`) are passed over.
//!
//! It may also be a `.http` file of an editor: [`untangle`](crate::read::untangle) fills its variables in, scripts are passed
//! over, and `< file` is a body that is not read unless [`Reader::with_files`] says how.
//!
//! What the text leaves open is assumed, and each assumption is a [`Note`]: a missing version, spaces in the
//! target, a body without Content-Length. Nothing is fixed: the target, names and values are passed on as written.
//!
//! ```
//! let text = b"PUT /v2/my file\nHost: api.example.com\n\n{}\n";
//! let record = reqlint_formats::read::raw::read_one(text)?;
//! assert_eq!(&*record.exchange.request.target, b"/v2/my file");
//! assert_eq!(record.exchange.request.body.bytes(), b"{}");
//! let notes: Vec<_> = record.notes.iter().map(|note| note.message.as_str()).collect();
//! assert_eq!(notes, [
//!     "the target contains a space",
//!     "no version: taken as HTTP/1.1",
//!     "no Content-Length: the body is taken to end here",
//! ]);
//! # Ok::<(), reqlint_formats::ReadError>(())
//! ```

mod arranged;
mod below;
mod body;
mod chunked;
mod command;
mod console;
mod cursor;
mod editor;
mod extent;
mod fields;
mod layout;
mod message;
mod pseudo;
mod request_line;
mod script;
mod status_line;
mod talk;

use super::definition::{Definition, FixedAs, Literal, ReadBy, Sniff};
use crate::read::bounds::{MAX_TEXT, mebibytes};
use crate::read::files::Files;
use crate::read::origin::Origin;
use crate::read::variables::Variables;
use crate::record::Record;
use crate::record::place::{Note, Place, ReadError, Trouble};
use below::Answers;
pub(in crate::read) use below::{Below, Sends};
use command::Commands;
use cursor::{Cursor, SEPARATOR};
use message::Found;
use reqlint_core::explain::is_secret_name;
use std::collections::VecDeque;
use std::fmt;

pub(super) const FORMAT: Definition = Definition {
    name: "http",
    about: "Raw HTTP/1.1 text, several requests separated by `###`",
    endings: &[],
    is_named: false,
    sniff: |_| Sniff::Yes,
    read: ReadBy::Whole(|source, text, notes, take| {
        Reader::new(source.name, text).with_files(source.files).with_notes(notes).try_for_each(take)
    }),
    fixed_as: FixedAs::Text(Literal::Http),
};

/// The records of a text, in order.
pub struct Reader<'a> {
    cursor: Cursor<'a>,
    origin: Origin,
    done: bool,
    /// Reads commands in place of requests.
    commands: Option<Commands>,
    /// Reads what people write of an answer below a request.
    answers: Option<Answers>,
    /// What a command came to besides its first request.
    waiting: VecDeque<Result<Record<'a>, Trouble>>,
    files: Option<&'a Files<'a>>,
    dialect: Dialect,
    /// Values of the file's variables that are secret by their names.
    secrets: Vec<Box<[u8]>>,
}

impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("origin", &self.origin).finish_non_exhaustive()
    }
}

impl<'a> Reader<'a> {
    /// Reads a text; `input` is the name that messages give it.
    #[must_use]
    pub fn new(input: Option<&str>, text: &'a [u8]) -> Self {
        Self {
            cursor: Cursor::new(text),
            origin: Origin::new(input),
            done: false,
            commands: None,
            answers: None,
            waiting: VecDeque::new(),
            files: None,
            dialect: Dialect::of(text),
            secrets: secrets(text),
        }
    }

    /// Reads the files that `< file` names.
    #[must_use]
    pub fn with_files(mut self, files: Option<&'a Files<'a>>) -> Self {
        self.files = files;
        self
    }

    /// Reads commands in place of requests.
    #[must_use]
    pub(super) fn with_commands(self, commands: Commands) -> Self {
        Self { commands: Some(commands), ..self }
    }

    /// Reads what people write of an answer below a request.
    #[must_use]
    pub(super) fn with_answers(self, answers: Answers) -> Self {
        Self { answers: Some(answers), ..self }
    }

    /// Adds what was assumed before; see [`crate::read::untangle`].
    #[must_use]
    pub fn with_notes(self, notes: Vec<Note>) -> Self {
        Self { origin: self.origin.with_notes(notes), ..self }
    }

    /// Reads past the separator, if there is one here. Gives the name after it.
    fn separator(&mut self) -> Option<String> {
        let line = self.cursor.line()?;
        let name = line.text.strip_prefix(SEPARATOR)?;
        self.cursor.pass(&line);
        let name = name.trim_ascii_start().trim_ascii_end();
        let name = name.iter().position(|b| *b != b'#').and_then(|at| name.get(at..)).unwrap_or_default();
        (!name.is_empty()).then(|| String::from_utf8_lossy(name.trim_ascii()).into_owned())
    }

    /// What no reader could take for HTTP.
    fn refuse(&self) -> Option<Trouble> {
        let start = Place { line: 1, column: 1 };
        let text = self.cursor.whole();
        if text.len() > MAX_TEXT {
            let message = format!("the text is longer than {}", mebibytes(MAX_TEXT));
            return Some(Trouble::new(start, message).help("split it"));
        }
        if text.starts_with(b"\xff\xfe") || text.starts_with(b"\xfe\xff") {
            return Some(Trouble::new(start, "this is UTF-16").help("save it as UTF-8"));
        }
        None
    }
}

/// The values of lines `@name = value` whose names are those of secrets.
fn secrets(text: &[u8]) -> Vec<Box<[u8]>> {
    let starts =
        memchr::memchr_iter(b'@', text).filter(|at| at.checked_sub(1).is_none_or(|i| text.get(i) == Some(&b'\n')));
    let value = |at: usize| {
        let line = text.get(at + 1..)?;
        let line = line.get(..memchr::memchr(b'\n', line).unwrap_or(line.len()))?;
        let (name, value) = line.split_at_checked(memchr::memchr(b'=', line)?)?;
        let value = value.get(1..)?.trim_ascii();
        let value = value.strip_prefix(b"\"").and_then(|value| value.strip_suffix(b"\"")).unwrap_or(value);
        (is_secret_name(name.trim_ascii()) && !value.is_empty()).then(|| value.into())
    };
    starts.filter_map(value).take(Variables::MAX_SECRETS).collect()
}

/// What a text is by what is in it.
#[derive(Clone, Copy, Debug)]
struct Dialect {
    /// It has what only editors' files have: variables, and what they are told in comments.
    is_file: bool,
    /// It has a line between requests.
    is_divided: bool,
}

impl Dialect {
    fn of(text: &[u8]) -> Self {
        let near = text.get(..text.len().min(64 << 10)).unwrap_or_default();
        let is_mark =
            |line: &[u8]| ["@", "# @", "// @", "< {%", "> {%"].iter().any(|mark| line.starts_with(mark.as_bytes()));
        let mut lines = near.split(|b| *b == b'\n');
        Self {
            is_file: memchr::memmem::find(near, b"{{").is_some() || lines.clone().any(is_mark),
            is_divided: lines.any(|line| line.starts_with(SEPARATOR)),
        }
    }

    /// Whether a path alone is a request: in files of editors the method may be left out.
    fn takes_paths(self) -> bool {
        self.is_file || self.is_divided
    }
}

impl<'a> Iterator for Reader<'a> {
    type Item = Result<Record<'a>, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(result) = self.waiting.pop_front() {
            return Some(self.origin.record(result));
        }
        if self.done {
            return None;
        }
        if let Some(trouble) = self.refuse() {
            self.done = true;
            return Some(Err(self.origin.error(trouble)));
        }
        loop {
            let name = self.separator();
            self.cursor.open_section();
            let result = match message::record(
                &mut self.cursor,
                name,
                self.dialect,
                self.files,
                (self.commands, self.answers),
            ) {
                Ok(Some(Found::Commands(commands))) => {
                    self.waiting.extend(commands);
                    self.waiting.pop_front()
                }
                Ok(Some(Found::Request(record))) => Some(Ok(*record)),
                Ok(None) => None,
                Err(trouble) => Some(Err(trouble)),
            };
            self.cursor.close_section();
            if let Some(mut result) = result {
                if let Ok(record) = &mut result {
                    record.exchange.secrets.clone_from(&self.secrets);
                }
                return Some(self.origin.record(result));
            }
            if self.cursor.at_end() {
                self.done = true;
                return (self.origin.read() == 0).then(|| Err(self.origin.error(nothing())));
            }
        }
    }
}

/// Reads a text that holds exactly one request, such as a rule's example.
///
/// # Errors
/// When it can't be understood, or a second request follows.
pub fn read_one(text: &[u8]) -> Result<Record<'_>, ReadError> {
    let mut records = Reader::new(None, text);
    let record = records.next().unwrap_or_else(|| Err(nothing().of(None)))?;
    match records.next() {
        None => Ok(record),
        Some(Ok(second)) => Err(Trouble::new(second.place, "a second request begins here").of(None)),
        Some(Err(error)) => Err(error),
    }
}

/// Whether a text begins with the status line of a response, so that there is no request before it.
#[must_use]
pub fn is_answer(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    status_line::begins(text.trim_ascii_start().split(|byte| *byte == b'\n').next().unwrap_or_default())
}

/// Whether a text begins with a status line that has its status.
pub(in crate::read) fn begins_with_status(text: &[u8]) -> bool {
    status_line::status(text).is_some()
}

/// Whether a line begins a request, or what an editor or a tool writes in front of one.
pub(in crate::read) fn begins_request(line: &[u8]) -> bool {
    const BEGINNINGS: [&str; 14] = [
        "###",
        "@",
        ":authority:",
        ":method:",
        ":path:",
        ":scheme:",
        "< {%",
        "> {%",
        "* ",
        "{",
        "[",
        "<!",
        "<?",
        "HTTP/",
    ];
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let quoted = line.strip_prefix(b"> ").unwrap_or(line);
    BEGINNINGS.iter().any(|beginning| line.starts_with(beginning.as_bytes())) && !line.starts_with(b"* curl")
        || request_line::begins(quoted)
}

/// Whether a line is surely a request line: a URL, or a method and a target.
pub(in crate::read) fn is_request_line(line: &[u8]) -> bool {
    request_line::begins(line)
}

/// Whether a line is a request line with everything that belongs to one: a known method, a target, a version.
pub(in crate::read) fn is_whole_request_line(line: &[u8]) -> bool {
    request_line::is_whole(line)
}

/// Reads a text that holds a response alone, such as what `curl -i` prints; of several, the last. Its record has an empty
/// request.
///
/// # Errors
/// When it can't be understood.
pub fn read_answer<'a>(input: Option<&str>, text: &'a [u8]) -> Result<Record<'a>, ReadError> {
    let mut reader = Reader::new(input, text);
    if let Some(trouble) = reader.refuse() {
        return Err(reader.origin.error(trouble));
    }
    reader.cursor.open_section();
    let answer = message::answer(&mut reader.cursor).and_then(|answer| answer.ok_or_else(nothing));
    reader.origin.record(answer)
}

fn nothing() -> Trouble {
    Trouble::new(Place { line: 1, column: 1 }, "no request found")
        .help("a request begins with a method and a target: `GET /path HTTP/1.1`")
}
