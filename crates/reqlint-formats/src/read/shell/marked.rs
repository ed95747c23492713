//! Commands that prose marks as code: `` I ran `curl …` and got `` an error.

use crate::read::called::Program;
use crate::read::called::call;
use std::borrow::Cow;

/// The text without the marks around commands; everything stays where it is. Behind a command a semicolon ends it, so that the
/// prose that follows is none of its arguments.
pub(super) fn without_marks(text: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    if memchr::memchr2(b'`', b'*', &text).is_none() {
        return text;
    }
    let mut marks = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive(|b| *b == b'\n') {
        if let Some((open, close)) = bold_in(line) {
            marks.extend([open, open + 1, close, close + 1].map(|at| (start + at, b' ')));
            start += line.len();
            continue;
        }
        if let Some((open, close)) = marks_in(line, text.get(start..).unwrap_or_default()) {
            let behind = text.get(start + close + 1..).unwrap_or_default().split(|b| *b == b'\n').next();
            let is_last = behind.unwrap_or_default().trim_ascii().is_empty();
            marks.extend([(start + open, b' '), (start + close, if is_last { b' ' } else { b';' })]);
        }
        start += line.len();
    }
    if marks.is_empty() {
        return text;
    }
    let mut out = text.into_owned();
    for (at, byte) in marks {
        if let Some(slot) = out.get_mut(at) {
            *slot = byte;
        }
    }
    Cow::Owned(out)
}

/// Where the marks are of a line that is a command in bold: `**curl …**`.
fn bold_in(line: &[u8]) -> Option<(usize, usize)> {
    let open = line.iter().position(|b| !b.is_ascii_whitespace())?;
    let inside = line.get(open..)?.strip_prefix(b"**")?.trim_ascii_end().strip_suffix(b"**")?;
    let word = inside.split(u8::is_ascii_whitespace).next()?;
    Program::ALL.iter().any(|program| program.is_called_by(word)).then_some((open, open + 2 + inside.len()))
}

/// Where the marks around the first command of a line are. A command that a backslash continues may end in a line below.
fn marks_in(line: &[u8], text: &[u8]) -> Option<(usize, usize)> {
    const MAX_LINES: usize = 40;
    let open = memchr::memchr_iter(b'`', line).find(|at| {
        let rest = line.get(at + 1..).unwrap_or_default();
        let rest = rest.strip_prefix(b"$ ").unwrap_or(rest);
        let end = rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len());
        let word = rest.get(..end).unwrap_or_default();
        Program::ALL.iter().any(|program| program.is_called_by(word))
    })?;
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
        let is_whole = front.trim_ascii().is_empty() && behind.trim_ascii().is_empty() && before.last() != Some(&b'\n');
        let is_one = lines <= MAX_LINES && memchr::memmem::find(before, b"\n\n").is_none();
        (is_whole && is_one).then_some(open + 1 + close)
    };
    let close = own.or_else(|| further().filter(|_| is_continued(line))).or_else(of_paragraph)?;
    (is_prose && !is_command).then_some((open, close))
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
            // nothing of these is marked
            ("T=`curl http://x/`\n", "T=`curl http://x/`\n"),
            ("curl -H \"T: `curl http://x/`\" http://y/\n", "curl -H \"T: `curl http://x/`\" http://y/\n"),
            ("curl http://x/ `\n  -d a\n", "curl http://x/ `\n  -d a\n"),
            ("the `id` of it\n", "the `id` of it\n"),
            ("`curl http://x/\n", "`curl http://x/\n"),
        ];
        for (text, expected) in table {
            let plain = without_marks(Cow::Borrowed(text.as_bytes()));
            assert_eq!(String::from_utf8_lossy(&plain), expected, "{text}");
        }
    }
}
