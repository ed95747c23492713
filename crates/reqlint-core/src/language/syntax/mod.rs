//! What isn't TOML, in the words of somebody who writes rules.
//!
//! The parser says what it expected; a writer wants to know which slip it was. So the text at the place decides, and what
//! the parser says only where it names the slip. Where one slip makes all that follows unreadable, only the slip is said.
//!
//! `left_open` knows what spoils the lines behind it, `line` the slips of one line, `bare` values without quotes.

mod bare;
mod left_open;
mod line;

use crate::language::Sink;
use std::ops::Range;

/// A slip: the bytes to mark, the bytes that it spoils, what is wrong, and what to do.
struct Slip {
    mark: Range<usize>,
    spoils: Range<usize>,
    message: String,
    help: String,
}

/// A place at which the parser stumbled.
struct Stumble<'t> {
    text: &'t str,
    at: Range<usize>,
    /// What the parser says.
    error: &'t str,
    /// The bytes of the line.
    line: Range<usize>,
}

/// Says what an error of the parser is about.
pub(crate) fn say(text: &str, at: Range<usize>, error: &str, sink: &mut Sink) {
    let at = boundary(text, at.start.min(text.len()))..boundary(text, at.end.min(text.len()));
    let span = sink.span(at.clone());
    if sink.suppression.is_unparsed(span) {
        return;
    }
    let line = line_around(text, at.start);
    let stumble = Stumble { text, at, error, line };
    let top: Vec<&str> = sink.sources.keys(span).iter().map(|key| key.name).collect();
    let slip = left_open::slip(&stumble).unwrap_or_else(|| line::slip(&stumble, &top));
    let (mark, spoils) = (sink.span(slip.mark), sink.span(slip.spoils));
    sink.syntax_error(mark, spoils, slip.message, Some(slip.help));
}

impl<'t> Stumble<'t> {
    /// What stands on the line.
    fn written(&self) -> &'t str {
        self.text.get(self.line.clone()).unwrap_or_default()
    }

    /// What stands on the line before the place, and from there on.
    fn around(&self) -> (&'t str, &'t str) {
        self.written().split_at_checked(self.at.start - self.line.start).unwrap_or((self.written(), ""))
    }

    /// Whether the parser speaks of something.
    fn is_about(&self, word: &str) -> bool {
        self.error.contains(word)
    }

    /// A slip that spoils its line only.
    fn slip(&self, mark: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Slip {
        Slip { mark, spoils: self.line.clone(), message: message.into(), help: help.into() }
    }

    /// The bytes of a part of the line.
    fn part(&self, part: &str) -> Range<usize> {
        let start = self.written().find(part).map_or(self.at.start, |found| self.line.start + found);
        start..start + part.len()
    }
}

/// The line that a byte stands on, without its end.
fn line_around(text: &str, at: usize) -> Range<usize> {
    let before = text.get(..at).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |found| found + 1);
    let behind = text.get(start..).unwrap_or_default();
    let length = behind.lines().next().unwrap_or_default().len();
    start..start + length
}

/// The nearest boundary of a character, at or before a byte.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
