//! What isn't TOML, in the words of a person who writes rules.
//!
//! The parser says what it expected; the writer wants to know what to fix. So the cause is taken from the text at the
//! failure, and from the parser's message only where that names it. Where one error makes everything after it unreadable,
//! only that error is reported.
//!
//! `unclosed` knows errors that affect the following lines, `line` those of a single line, `bare` values without quotes, `grouped` numbers with
//! separators.

mod bare;
mod grouped;
mod line;
mod unclosed;

use crate::language::{Code, Sink};
use std::ops::Range;

/// Why a text can't be parsed: the bytes to mark, the bytes that can't be read because of it, and what to report.
struct Cause {
    code: Code,
    mark: Range<usize>,
    unparsed: Range<usize>,
    message: String,
    help: String,
}

/// A place at which the parser failed.
struct Failure<'t> {
    text: &'t str,
    at: Range<usize>,
    /// What the parser says.
    error: &'t str,
    /// The bytes of the line.
    line: Range<usize>,
}

/// Reports the cause of a parser error.
pub(crate) fn report(text: &str, at: Range<usize>, error: &str, sink: &mut Sink) {
    let at = boundary(text, at.start.min(text.len()))..boundary(text, at.end.min(text.len()));
    let span = sink.span(at.clone());
    if sink.suppression.is_unparsed(span) {
        return;
    }
    let line = line_around(text, at.start);
    let failure = Failure { text, at, error, line };
    let top: Vec<&str> = sink.sources.keys(span).iter().map(|key| key.name).collect();
    let cause = unclosed::cause(&failure).unwrap_or_else(|| line::cause(&failure, &top));
    let (mark, unparsed) = (sink.span(cause.mark), sink.span(cause.unparsed));
    sink.syntax_error(cause.code, mark, unparsed, cause.message, Some(cause.help));
}

impl<'t> Failure<'t> {
    /// The line as written.
    fn written(&self) -> &'t str {
        self.text.get(self.line.clone()).unwrap_or_default()
    }

    /// The line before the failure, and from there on.
    fn around(&self) -> (&'t str, &'t str) {
        self.written().split_at_checked(self.at.start - self.line.start).unwrap_or((self.written(), ""))
    }

    /// Whether the parser's message mentions something.
    fn is_about(&self, word: &str) -> bool {
        self.error.contains(word)
    }

    /// A cause that makes only its line unreadable.
    fn cause(&self, code: Code, mark: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Cause {
        Cause { code, mark, unparsed: self.line.clone(), message: message.into(), help: help.into() }
    }

    /// The bytes of a part of the line.
    fn part(&self, part: &str) -> Range<usize> {
        let start = self.written().find(part).map_or(self.at.start, |found| self.line.start + found);
        start..start + part.len()
    }
}

/// The line that contains a byte, without its line break.
fn line_around(text: &str, at: usize) -> Range<usize> {
    let before = text.get(..at).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |found| found + 1);
    let after = text.get(start..).unwrap_or_default();
    let length = after.lines().next().unwrap_or_default().len();
    start..start + length
}

/// The nearest character boundary at or before a byte.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
