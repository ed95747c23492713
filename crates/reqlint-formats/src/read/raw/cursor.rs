//! A place to read on from, which hands out lines and knows their numbers.

use super::status_line;
use crate::record::place::Place;
use memchr::{memchr, memchr_iter, memmem, memrchr};
use std::ops::Range;

/// How a line between two requests begins.
pub(super) const SEPARATOR: &[u8] = b"###";

/// Reads a text section by section (a section is the text between two separators), and in it line by line.
#[derive(Clone, Debug)]
pub(super) struct Cursor<'a> {
    text: &'a [u8],
    /// Where the text begins, after a byte-order mark.
    start: usize,
    at: usize,
    /// The number of the line that `at` is on.
    line: usize,
    /// The end of the section.
    end: usize,
    /// Where the next separator begins, as far as it was looked for: a section may hold any number of requests.
    separator: Option<usize>,
}

/// One line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// Its text, without the line break.
    pub(super) text: &'a [u8],
    /// Where it begins in the whole text.
    pub(super) start: usize,
    /// Where the next line begins.
    pub(super) next: usize,
}

impl Line<'_> {
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim_ascii().is_empty()
    }

    /// Where it ends, the line break not counted.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a [u8]) -> Self {
        let start = if text.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        Self { text, start, at: start, line: 1, end: text.len(), separator: None }
    }

    pub(super) fn whole(&self) -> &'a [u8] {
        self.text
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn end_of_section(&self) -> usize {
        self.end
    }

    pub(super) fn at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// Bytes of the whole text; none where the range does not fit.
    pub(super) fn slice(&self, range: Range<usize>) -> &'a [u8] {
        self.text.get(range).unwrap_or_default()
    }

    /// The line that begins here; `None` at the end of the section.
    pub(super) fn line(&self) -> Option<Line<'a>> {
        let rest = self.text.get(self.at..self.end).filter(|rest| !rest.is_empty())?;
        let length = memchr(b'\n', rest).unwrap_or(rest.len());
        let text = rest.get(..length).unwrap_or_default();
        let text = text.strip_suffix(b"\r").filter(|_| length < rest.len()).unwrap_or(text);
        Some(Line { text, start: self.at, next: self.at + rest.len().min(length + 1) })
    }

    /// Reads past a line.
    pub(super) fn pass(&mut self, line: &Line<'_>) {
        self.jump(line.next);
    }

    /// Reads on at `to`, which does not lie before this place. A section that ends sooner is extended.
    pub(super) fn jump(&mut self, to: usize) {
        self.line += memchr_iter(b'\n', self.slice(self.at..to)).count();
        self.at = to;
        if to > self.end {
            self.open_section();
        }
    }

    pub(super) fn pass_blank_lines(&mut self) {
        while let Some(line) = self.line().filter(Line::is_blank) {
            self.pass(&line);
        }
    }

    /// Begins a section here; it ends before the next separator.
    pub(super) fn open_section(&mut self) {
        self.end = match self.separator.filter(|separator| *separator >= self.at) {
            Some(separator) => separator,
            None => {
                let from = self.at.saturating_sub(1);
                let found = memmem::find(self.slice(from..self.text.len()), b"\n###");
                found.map_or(self.text.len(), |found| from + found + 1)
            }
        };
        self.separator = Some(self.end);
    }

    /// Ends the section at a place that is not before this one.
    pub(super) fn end_section(&mut self, at: usize) {
        self.end = at.clamp(self.at, self.end);
    }

    /// Leaves the rest of the section unread.
    pub(super) fn close_section(&mut self) {
        let end = self.end.max(self.at);
        self.jump(end);
        self.end = self.text.len();
    }

    /// Whether a message can end at `at`: only line breaks precede the end, a separator or a response.
    pub(super) fn is_boundary(&self, at: usize) -> bool {
        let rest = self.slice(at..self.text.len());
        let breaks = rest.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let after = rest.get(breaks..).unwrap_or_default();
        let begins_line = breaks > 0 || at.checked_sub(1).is_some_and(|before| self.text.get(before) == Some(&b'\n'));
        after.is_empty() || begins_line && (after.starts_with(SEPARATOR) || status_line::begins(after))
    }

    /// The place of an offset in the text.
    pub(super) fn place(&self, offset: usize) -> Place {
        let breaks = |range| memchr_iter(b'\n', self.slice(range)).count();
        let line = if offset >= self.at {
            self.line + breaks(self.at..offset)
        } else {
            self.line.saturating_sub(breaks(offset..self.at))
        };
        let begin = memrchr(b'\n', self.slice(0..offset)).map_or(self.start, |found| found + 1);
        Place { line, column: 1 + columns(self.slice(begin..offset)) }
    }
}

/// How many columns some bytes take: one for each character, and for each byte that belongs to none.
fn columns(bytes: &[u8]) -> usize {
    bytes.utf8_chunks().map(|chunk| chunk.valid().chars().count() + chunk.invalid().len()).sum()
}
