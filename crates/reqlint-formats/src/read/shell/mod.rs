//! Command lines: where a program is called in a text, what a shell makes of its words, and the answer below.
//!
//! A text may be for a POSIX shell (quotes, `$'…'`, lines continued with a backslash), the Windows prompt (carets) or
//! PowerShell (backticks). Nothing is run: variables become placeholders unless the text sets them.

// a text as command lines
mod answer;
mod commands;
mod marked;
mod own_line;
mod prompts;
mod syntax;
mod works;

// these as words
mod escapes;
mod lost;
mod nested;
pub(in crate::read) mod options;
mod posix;
mod powershell;
mod windows;
mod word;
mod xargs;

mod reader;
mod said;

pub(in crate::read) use answer::{Pasted, read as answer};
pub(in crate::read) use commands::{Commands, Split};
pub(in crate::read) use posix::traced;
pub(in crate::read) use reader::{Call, Made, read, read_words, record};
pub(in crate::read) use said::Said;
pub(in crate::read) use syntax::sniffed;
pub(in crate::read) use word::{Command, Remark, Word, names};

use crate::record::place::Note;
use std::borrow::Cow;

/// The text without what prose and prompts put around commands; `notes` is told of what that assumes.
pub(in crate::read) fn unmarked<'t>(text: &'t [u8], notes: &mut Vec<Note>) -> Cow<'t, [u8]> {
    marked::without_marks(prompts::without_continuations(text), notes)
}
