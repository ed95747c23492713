//! Whether a text calls a program, and what splits them into words.

use super::posix::{self, Context};
use super::{marked, powershell, windows};
use crate::read::called::Program;
use crate::read::called::call;
use crate::read::definition::Sniff;
use crate::read::mark::Mark;
use crate::record::typed::Syntax;
use std::borrow::Cow;

/// Whether a text calls a program before a request in another form begins.
pub(in crate::read) fn sniffed(text: &[u8], program: Program) -> Sniff {
    /// So much of prose is looked through.
    const FARTHEST: usize = 64 << 10;
    let mut is_root = false;
    let mut is_first = true;
    // whether nothing but comments came since a line `###`, which divides requests and is a heading in Markdown
    let mut is_headed = false;
    let mut start = 0;
    for line in text.get(..text.len().min(FARTHEST)).unwrap_or_default().split(|b| *b == b'\n') {
        let is_echo = call::is_echo(text, start);
        start += line.len() + 1;
        if is_echo {
            continue;
        }
        let line = &*marked::without_marks(Cow::Borrowed(line.trim_ascii()), &mut Vec::new());
        if line.starts_with(b"###") {
            (is_headed, is_first) = (true, false);
            continue;
        }
        if call::is_in(line, program, false) {
            return if is_headed && holds_requests(text.get(start..).unwrap_or_default()) {
                Sniff::No
            } else {
                Sniff::Yes
            };
        }
        is_headed &= line.is_empty() || line.starts_with(b"#") || line.starts_with(b"//");
        // below prose, JSON is what a file holds that the command sends
        let is_shown = !is_first && line.starts_with(b"{") | line.starts_with(b"[");
        is_first &= line.is_empty();
        // an address alone may be what a person says of something else
        let is_address = line.split(u8::is_ascii_whitespace).count() == 1 && Mark::new("://", 0).is_in(line);
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

/// Whether a request line follows one of the lines `###` of a text, as in an editor's file.
fn holds_requests(text: &[u8]) -> bool {
    let mut is_headed = false;
    let mut lines = text.split(|b| *b == b'\n').map(<[u8]>::trim_ascii);
    lines.any(|line| {
        let is_request = is_headed && crate::read::raw::is_request_line(line);
        is_headed = line.starts_with(b"###")
            || is_headed && (line.is_empty() || line.starts_with(b"#") || line.starts_with(b"//"));
        is_request
    })
}

impl Syntax {
    pub(in crate::read) fn of(text: &[u8]) -> Self {
        if powershell::is_for_powershell(text) {
            Self::PowerShell
        } else if windows::is_for_windows(text) {
            Self::Prompt
        } else {
            Self::Posix
        }
    }

    /// What a piece of a text means to it as one word; `None` where it isn't one.
    pub(in crate::read) fn word(self, text: &[u8]) -> Option<Vec<u8>> {
        let (command, _) = match self {
            Self::Written => return Some(text.to_vec()),
            Self::Posix => posix::command(text, 0, Context::default()),
            Self::Prompt => windows::command(text, 0, Context { is_exact: true, ..Context::default() }),
            Self::PowerShell => powershell::command(text, 0, None),
        }
        .ok()?;
        let mut words = command.words.into_iter();
        words.next().filter(|_| words.next().is_none()).map(|word| word.text)
    }
}
