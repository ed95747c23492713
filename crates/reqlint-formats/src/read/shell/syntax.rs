//! Whether a text calls a program, and what splits them into words.

use super::{marked, powershell, windows};
use crate::read::called::Program;
use crate::read::called::call;
use crate::read::definition::Sniff;
use std::borrow::Cow;

/// Whether a text calls a program before a request in another form begins.
pub(in crate::read) fn sniffed(text: &[u8], program: Program) -> Sniff {
    /// So much of prose is looked through.
    const FARTHEST: usize = 64 << 10;
    let mut is_root = false;
    let mut is_first = true;
    let mut start = 0;
    for line in text.get(..text.len().min(FARTHEST)).unwrap_or_default().split(|b| *b == b'\n') {
        let is_echo = call::is_echo(text, start);
        start += line.len() + 1;
        if is_echo {
            continue;
        }
        let line = &*marked::without_marks(Cow::Borrowed(line.trim_ascii()));
        if call::is_in(line, program, false) {
            return Sniff::Yes;
        }
        // below prose, JSON is what a file holds that the command sends
        let is_shown = !is_first && line.starts_with(b"{") | line.starts_with(b"[");
        is_first &= line.is_empty();
        // an address alone may be what a person says of something else
        let is_address =
            line.split(u8::is_ascii_whitespace).count() == 1 && memchr::memmem::find(line, b"://").is_some();
        if !is_shown && !is_address && crate::read::raw::begins_request(line) {
            return if is_root { Sniff::Yes } else { Sniff::No };
        }
        // `# curl …` is a root's prompt where no request follows
        is_root |= call::is_in(line, program, true);
    }
    if is_root {
        Sniff::Yes
    } else if text.len() < FARTHEST {
        Sniff::More
    } else {
        Sniff::No
    }
}

/// What splits command lines into words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    Posix,
    /// The Windows command prompt.
    Prompt,
    PowerShell,
}

impl Syntax {
    pub(super) fn of(text: &[u8]) -> Self {
        if powershell::is_for_powershell(text) {
            Self::PowerShell
        } else if windows::is_for_windows(text) {
            Self::Prompt
        } else {
            Self::Posix
        }
    }
}
