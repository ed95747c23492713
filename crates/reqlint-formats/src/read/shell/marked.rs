//! Commands that prose marks as code: `` I ran `curl …` and got `` an error.

use crate::read::called::Program;
use crate::read::called::call;
use crate::record::place::{Note, Places};
use std::borrow::Cow;

/// What is said of a command whose marks end inside of its quotes.
const UNCLOSED: &str = "the marks around the command end before its quote does: the quote is taken to end here, too";

/// A change of a byte.
type Edit = (usize, u8);

/// The text without the marks around commands; everything stays where it is. Behind a command a semicolon ends it, so that the
/// prose that follows is none of its arguments. `notes` is told of quotes that the marks close.
pub(super) fn without_marks<'t>(text: Cow<'t, [u8]>, notes: &mut Vec<Note>) -> Cow<'t, [u8]> {
    if memchr::memchr3(b'`', b'*', b'"', &text).is_none() {
        return text;
    }
    let mut edits: Vec<Edit> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive(|b| *b == b'\n') {
        let rest = text.get(start..).unwrap_or_default();
        if let Some((open, close)) = bold_in(line) {
            edits.extend([open, open + 1, close, close + 1].map(|at| (start + at, b' ')));
        } else if let Some((open, close)) = marks_in(line, rest).or_else(|| quotes_in(line)) {
            let of_command = edits_of(rest, open, close);
            if of_command.iter().any(|(at, byte)| *at == close && matches!(byte, b'"' | b'\'')) {
                notes.push(Note { place: Places::new(&text).of(start + close), message: UNCLOSED.to_owned() });
            }
            edits.extend(of_command.into_iter().map(|(at, byte)| (start + at, byte)));
        }
        start += line.len();
    }
    if edits.is_empty() {
        return text;
    }
    let mut out = text.into_owned();
    for (at, byte) in edits {
        if let Some(slot) = out.get_mut(at) {
            *slot = byte;
        }
    }
    Cow::Owned(out)
}

/// What becomes of the marks around a command, and of what is behind the second one.
fn edits_of(text: &[u8], open: usize, close: usize) -> Vec<Edit> {
    let behind = text.get(close + 1..).unwrap_or_default().split(|b| *b == b'\n').next().unwrap_or_default();
    let is_last = behind.trim_ascii().is_empty();
    let end = if is_last { b' ' } else { b';' };
    let unclosed = text.get(open + 1..close).and_then(open_quote);
    // a letter behind the mark is none that may be changed
    let Some(quote) = unclosed.filter(|_| is_last || !behind.first().is_some_and(u8::is_ascii_alphanumeric)) else {
        return vec![(open, b' '), (close, end)];
    };
    let mut edits = vec![(open, b' '), (close, quote)];
    if !is_last {
        edits.push((close + 1, end));
    }
    edits
}

/// The quote that is open where a command ends.
fn open_quote(command: &[u8]) -> Option<u8> {
    let mut open = None;
    let mut bytes = command.iter();
    while let Some(byte) = bytes.next() {
        match (open, byte) {
            (None | Some(b'"'), b'\\') => {
                bytes.next();
            }
            (None, b'"' | b'\'') => open = Some(*byte),
            (Some(quote), byte) if quote == *byte => open = None,
            _ => {}
        }
    }
    open
}

/// Where the marks are of a line that is a command in bold: `**curl …**`.
fn bold_in(line: &[u8]) -> Option<(usize, usize)> {
    let open = line.iter().position(|b| !b.is_ascii_whitespace())?;
    let inside = line.get(open..)?.strip_prefix(b"**")?.trim_ascii_end().strip_suffix(b"**")?;
    calls(inside).then_some((open, open + 2 + inside.len()))
}

/// Where the marks around the first command of a line are. A command that a backslash continues may end in a line below.
fn marks_in(line: &[u8], text: &[u8]) -> Option<(usize, usize)> {
    const MAX_LINES: usize = 40;
    let open = memchr::memchr_iter(b'`', line).find(|at| calls(line.get(at + 1..).unwrap_or_default()))?;
    let front = line.get(..open)?;
    // `a=$(b `curl …`)` is a shell's own
    let is_prose = front.last().is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'$' | b'*' | b':'));
    let is_command = Program::ALL.iter().any(|program| call::is_in(front, *program, true));
    let own = memchr::memchr(b'`', line.get(open + 1..)?).map(|at| open + 1 + at);
    let is_continued = |line: &[u8]| line.trim_ascii_end().ends_with(b"\\");
    let further = || {
        let mut length = 0;
        let lines = text.split_inclusive(|b| *b == b'\n').take(MAX_LINES);
        let mut was_continued = true;
        let mut lines = lines.take_while(|line| std::mem::replace(&mut was_continued, is_continued(line)));
        lines.find_map(|line| {
            let at = memchr::memchr(b'`', line).map(|at| length + at).filter(|at| *at > open);
            length += line.len();
            at
        })
    };
    // what was printed may stand in the same marks, which then begin and end a paragraph
    let of_paragraph = || {
        let inside = text.get(open + 1..)?;
        let close = memchr::memchr(b'`', inside)?;
        let before = inside.get(..close)?;
        let lines = memchr::memchr_iter(b'\n', before).count();
        let behind = inside.get(close + 1..)?.split(|b| *b == b'\n').next().unwrap_or_default();
        let is_whole = front.trim_ascii().is_empty() && behind.trim_ascii().is_empty();
        let is_one = lines <= MAX_LINES && memchr::memmem::find(before, b"\n\n").is_none();
        (is_whole && is_one).then_some(open + 1 + close)
    };
    let close = own.or_else(|| further().filter(|_| is_continued(line))).or_else(of_paragraph)?;
    (is_prose && !is_command).then_some((open, close))
}

/// Where the quotes around a command are that a sentence calls: `I run "curl …" and get`.
fn quotes_in(line: &[u8]) -> Option<(usize, usize)> {
    let open = memchr::memchr(b'"', line).filter(|at| calls(line.get(at + 1..).unwrap_or_default()))?;
    let front = line.get(..open)?;
    // code has an operator, an option or a bracket there
    let is_prose = front.is_empty()
        || front.ends_with(b" ")
            && front.trim_ascii_end().last().is_some_and(|b| b.is_ascii_alphanumeric() || *b == b':');
    let is_word = |word: &[u8]| word.len() > 1 && !word.starts_with(b"-");
    let is_prose = is_prose && front.split(|b| *b == b' ').rev().nth(1).is_none_or(is_word);
    let inside = line.get(open + 1..)?;
    // a string of a program escapes its quotes
    if !is_prose || memchr::memmem::find(inside, b"\\\"").is_some() {
        return None;
    }
    let ends = |at: &usize| {
        let after = inside.get(at + 1..).unwrap_or_default();
        let quotes = memchr::memchr_iter(b'"', inside.get(..*at).unwrap_or_default()).count();
        quotes.is_multiple_of(2) && after.first().is_none_or(|b| b.is_ascii_whitespace() || b".,;:!?)".contains(b))
    };
    // of quotes inside, one may be followed by a space
    let close = memchr::memrchr_iter(b'"', inside).find(ends)?;
    Some((open, open + 1 + close))
}

/// Whether a text begins with a call of a program.
fn calls(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"$ ").unwrap_or(text);
    let end = text.iter().position(u8::is_ascii_whitespace).unwrap_or(text.len());
    let word = text.get(..end).unwrap_or_default();
    Program::ALL.iter().any(|program| program.is_called_by(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_prose_and_of_shells() {
        let table = [
            ("`curl -X POST http://x/`\n", " curl -X POST http://x/ \n"),
            ("$`curl http://x/`\n", "$ curl http://x/ \n"),
            ("4. Ran `curl http://x/ -d 'a'` and got 404\n", "4. Ran  curl http://x/ -d 'a'; and got 404\n"),
            ("`$ curl -d \"{'a'}\" x` cause an error\n", " $ curl -d \"{'a'}\" x; cause an error\n"),
            ("`$ curl http://x/ \\\n  -d 'a'`\n\nno\n", " $ curl http://x/ \\\n  -d 'a' \n\nno\n"),
            ("**curl -X POST http://x/ -i**\n", "  curl -X POST http://x/ -i  \n"),
            ("`curl -d '{}' http://x/\n{\"a\": 1}`\n", " curl -d '{}' http://x/\n{\"a\": 1} \n"),
            ("`curl http://x/ -d '{}'\n`\nerror :\n", " curl http://x/ -d '{}'\n \nerror :\n"),
            ("`curl http://x/ -d 'a=b` and got 404\n", " curl http://x/ -d 'a=b';and got 404\n"),
            ("`curl http://x/ -d \"a=b`\n", " curl http://x/ -d \"a=b\"\n"),
            ("`curl http://x/ -d 'a=b`s\n", " curl http://x/ -d 'a=b;s\n"),
            ("run \"curl http://x/ -d 'a=b\" command\n", "run  curl http://x/ -d 'a=b';command\n"),
            ("I ran \"curl -H \"A: b\" http://x/\".\n", "I ran  curl -H \"A: b\" http://x/;.\n"),
            // nothing of these is marked
            ("sh -c \"curl http://x/\" \n", "sh -c \"curl http://x/\" \n"),
            ("x = \"curl http://x/\"\n", "x = \"curl http://x/\"\n"),
            ("run \"curl -d \\\"a\\\" http://x/\"\n", "run \"curl -d \\\"a\\\" http://x/\"\n"),
            ("T=`curl http://x/`\n", "T=`curl http://x/`\n"),
            ("curl -H \"T: `curl http://x/`\" http://y/\n", "curl -H \"T: `curl http://x/`\" http://y/\n"),
            ("curl http://x/ `\n  -d a\n", "curl http://x/ `\n  -d a\n"),
            ("the `id` of it\n", "the `id` of it\n"),
            ("`curl http://x/\n", "`curl http://x/\n"),
        ];
        for (text, expected) in table {
            let plain = without_marks(Cow::Borrowed(text.as_bytes()), &mut Vec::new());
            assert_eq!(String::from_utf8_lossy(&plain), expected, "{text}");
        }
    }
}
