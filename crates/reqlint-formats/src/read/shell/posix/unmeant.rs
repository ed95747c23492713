//! What a shell takes otherwise than it was meant: parentheses, blanks that are none, double quotes that get lost.

use super::Shell;
use crate::read::called::call::BLANKS;
use crate::read::shell::word::{Remark, Word};

impl Shell<'_> {
    /// Reads past what looks like a space, or like nothing, and is a letter to a shell; `false` where there is none here.
    pub(super) fn blank(&mut self) -> bool {
        let rest = self.rest();
        let Some(blank) = BLANKS.iter().find(|blank| rest.starts_with(blank)).filter(|_| !self.context.is_exact) else {
            return false;
        };
        self.change(
            self.at,
            "this is no plain space, though it looks like one or like nothing (a no-break space, or one without width): a shell takes it for a letter; type a space",
        );
        self.end_word();
        self.at += blank.len();
        true
    }

    /// Says where JSON loses its double quotes: outside quotes, and between others of the same kind.
    pub(super) fn say_lost_quotes(&mut self, word: &Word) {
        if self.context.is_exact || !matches!(word.text.first(), Some(b'{' | b'[')) || word.text.contains(&b'"') {
            return;
        }
        let written = self.text.get(word.start..word.end).unwrap_or_default();
        let quotes = memchr::memchr_iter(b'"', written).count();
        match written.first() {
            Some(b'"') if quotes > 2 => self.change(
                word.start,
                "the double quotes inside end the outer ones, so that none of them is sent: write each as `\\\"`, or put single quotes around it all",
            ),
            Some(b'{' | b'[') if quotes > 1 => self.change(
                word.start,
                "outside quotes the shell takes the double quotes away, and spaces end the word: put it in single quotes",
            ),
            _ => {}
        }
    }

    /// Behind words the shell takes no `(`, and a `)` only where one was opened before the command.
    pub(super) fn refuse_parenthesis(&mut self) -> Result<(), Remark> {
        let rest = self.rest();
        let front = rest.iter().take_while(|b| matches!(b, b';' | b'|' | b'&' | b' ' | b'\t')).count();
        let why = match rest.get(front) {
            // `>(…)` and `<(…)` are files
            Some(b'(') if front == 0 && self.redirected.is_none() => {
                "the shell runs nothing: outside quotes it takes no `(` here (put the word in quotes)"
            }
            Some(b')') if !self.is_in_parentheses() => {
                "the shell runs nothing: no `(` belongs to this `)` (leave it out, or put the word in quotes)"
            }
            _ => return Ok(()),
        };
        if self.context.is_exact {
            return Err(Remark::new(self.at + front, why));
        }
        self.change(self.at + front, why);
        Ok(())
    }

    /// Whether a parenthesis is open where the command begins.
    fn is_in_parentheses(&self) -> bool {
        let start = self.command.words.first().or(self.word.as_ref()).map_or(self.at, |word| word.start);
        let before = self.text.get(..start).unwrap_or_default();
        let depth = |depth: usize, byte: &u8| match byte {
            b'(' => depth + 1,
            b')' => depth.saturating_sub(1),
            _ => depth,
        };
        before.iter().fold(0, depth) > 0
    }
}
