//! Here-documents: `curl -d @- … <<END`, and what a shell gives the command to read.

use super::{Context, Shell};
use crate::read::shell::word::Remark;

/// A here-document whose first line follows.
pub(super) struct Here {
    /// The line that ends it.
    pub(super) end: Vec<u8>,
    /// Whether its text is taken literally; otherwise variables are replaced.
    pub(super) is_quoted: bool,
    /// Whether tabs in front of its lines are taken off.
    pub(super) strips_tabs: bool,
}

impl Here {
    /// The text that begins at an offset, and where the next command may begin.
    ///
    /// # Errors
    /// When the line that ends it is missing, or a quote in it is not closed. Where only what the shell does counts
    /// (`context.is_exact`), it goes on to the end of the text then; else an indented line ends it, too.
    pub(super) fn read(&self, text: &[u8], start: usize, context: Context<'_>) -> Result<(Vec<u8>, usize), Remark> {
        let mut inside = Vec::new();
        let mut at = start;
        for line in text.get(start..).unwrap_or_default().split_inclusive(|b| *b == b'\n') {
            at += line.len();
            let tabs = if self.strips_tabs { line.iter().take_while(|b| **b == b'\t').count() } else { 0 };
            let line = line.get(tabs..).unwrap_or_default();
            let last = if context.is_exact { line.trim_ascii_end() } else { line.trim_ascii() };
            if last == self.end {
                return Ok((if self.is_quoted { inside } else { filled_in(&inside, start, context)? }, at));
            }
            inside.extend_from_slice(line);
        }
        if context.is_exact {
            if !inside.is_empty() && !inside.ends_with(b"\n") {
                inside.push(b'\n');
            }
            return Ok((if self.is_quoted { inside } else { filled_in(&inside, start, context)? }, at));
        }
        Err(Remark::new(start, "the here-document that begins here has no end"))
    }
}

/// The text with the variables that are set, and placeholders for what else the shell fills in.
fn filled_in(text: &[u8], start: usize, context: Context<'_>) -> Result<Vec<u8>, Remark> {
    let mut shell = Shell::at(text, 0);
    shell.context = context;
    loop {
        match shell.rest() {
            [] => return Ok(shell.word.unwrap_or_default().text),
            [b'\\', b'\n', ..] => shell.at += 2,
            [b'\\', byte @ (b'\\' | b'$' | b'`'), ..] => shell.push(&[*byte], 2),
            [b'$' | b'`', ..] => shell.expansion().map_err(|remark| Remark { at: start, ..remark })?,
            [byte, ..] => shell.push(&[*byte], 1),
        }
    }
}
