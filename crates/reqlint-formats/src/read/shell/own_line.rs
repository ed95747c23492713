//! An answer, or the next command, that is pasted on a command's own line: its line break got lost.

use super::posix::{self, Context};
use super::word::Word;
use crate::read::{raw, told};
use std::borrow::Cow;

/// What is said of an answer on the command's line.
pub(super) const ANSWER: &str =
    "what follows on the command's line is taken for the answer: in a shell it would be more URLs";

/// What is said of a command on another one's line.
pub(super) const COMMAND: &str = "another command follows on this one's line: in a shell it would be more URLs";

/// What follows a command on its own line.
#[derive(Clone, Copy)]
pub(super) struct Behind {
    /// Where it begins.
    pub(super) at: usize,
    pub(super) is_answer: bool,
}

/// Where something else begins on the line of the command that begins at `start`, or on the last of several that it goes on in.
/// `next` is where a shell would read on.
pub(super) fn behind(text: &[u8], start: usize, next: Option<usize>) -> Option<Behind> {
    /// So many beginnings are tried; each reads the command up to it.
    const TRIED: usize = 4;
    let line = whole_line(text.get(start..next.unwrap_or(text.len()))?);
    let may_begin = |at: &usize| {
        let rest = text.get(start + at + 1..).unwrap_or_default();
        matches!(rest, [b'H', b'T', ..] | [b'4' | b'5', b'0'..=b'9', ..] | [b'{', b'"', ..] | [b'[', b'{', ..])
            || begins_command(rest)
            || rest.starts_with(b"curl: ")
    };
    let begins = |at: &usize| {
        let rest = text.get(start + at + 1..).unwrap_or_default();
        (begins_command(rest) || begins_answer(rest)) && is_outside(text.get(..start + at).unwrap_or_default(), start)
    };
    let at = start + blanks(line).filter(may_begin).take(TRIED).find(begins)?;
    Some(Behind { at: at + 1, is_answer: !begins_command(text.get(at + 1..)?) })
}

/// The spaces of a line that no quotes are around.
fn blanks(line: &[u8]) -> impl Iterator<Item = usize> {
    let mut next = 0;
    std::iter::from_fn(move || {
        loop {
            let at = next + memchr::memchr3(b' ', b'\'', b'"', line.get(next..)?)?;
            next = at + 1;
            let before = at.checked_sub(1).and_then(|before| line.get(before));
            match line.get(at)? {
                b' ' => return Some(at),
                _ if before == Some(&b'\\') => {}
                b'\'' if before != Some(&b'$') => next += memchr::memchr(b'\'', line.get(next..)?)? + 1,
                quote => {
                    while line.get(next)? != quote {
                        next += if line.get(next) == Some(&b'\\') { 2 } else { 1 };
                    }
                    next += 1;
                }
            }
        }
    })
}

/// The first line, with those that it goes on in.
fn whole_line(text: &[u8]) -> &[u8] {
    let is_end = |at: &usize| {
        let line = text.get(..*at).unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        !matches!(line.last(), Some(b'\\' | b'^' | b'`'))
    };
    let end = memchr::memchr_iter(b'\n', text).find(is_end).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// Whether a text ends outside quotes, in a command that has all that it needs.
fn is_outside(text: &[u8], start: usize) -> bool {
    // the shell ends the command there itself
    if matches!(text.trim_ascii_end().last(), Some(b'|' | b'&' | b';' | b'(')) {
        return false;
    }
    let Ok((command, next)) = posix::command(text, start, Context::default()) else { return false };
    let is_url = |word: &Word| !word.text.starts_with(b"-") && word.text.iter().any(|b| b".:$/".contains(b));
    let wants_value = |word: &Word| word.text.starts_with(b"-");
    next == text.len() && command.words.iter().skip(1).any(is_url) && !command.words.last().is_some_and(wants_value)
}

/// `curl …`, perhaps behind a prompt.
fn begins_command(text: &[u8]) -> bool {
    let prompt = ["$ ", "% ", "❯ "].iter().find_map(|prompt| text.strip_prefix(prompt.as_bytes()));
    prompt.unwrap_or(text).starts_with(b"curl ")
}

/// A status line, the name of a status behind its number, what curl says of an error, or JSON up to the end.
fn begins_answer(text: &[u8]) -> bool {
    match text {
        [b'H', b'T', ..] => raw::begins_with_status(text),
        [b'4' | b'5', b'0'..=b'9', b'0'..=b'9', b' ', ..] => told::begins_with_status(text),
        [b'c', b'u', b'r', b'l', b':', b' ', b'(', digit, ..] => digit.is_ascii_digit(),
        [b'{', b'"', ..] | [b'[', b'{', b'"', ..] => is_whole_json(text),
        _ => false,
    }
}

/// Whether a line is JSON, with nothing behind it but a prompt.
fn is_whole_json(text: &[u8]) -> bool {
    /// A prompt is no longer.
    const LONGEST: usize = 60;
    let mut values = serde_json::Deserializer::from_slice(text).into_iter::<serde::de::IgnoredAny>();
    if values.next().is_none_or(|value| value.is_err()) {
        return false;
    }
    let rest = text.get(values.byte_offset()..).unwrap_or_default();
    let rest = rest.split(|b| *b == b'\n').next().unwrap_or_default().trim_ascii();
    rest.is_empty() || rest.len() <= LONGEST && matches!(rest.last(), Some(b'$' | b'#' | b'%' | b'>'))
}

/// An answer whose head and body are on one line, taken apart at the names of its headers and where its body begins.
pub(super) fn unfolded(text: &[u8]) -> Cow<'_, [u8]> {
    let length = memchr::memchr(b'\n', text).unwrap_or(text.len());
    let (line, rest) = text.split_at_checked(length).unwrap_or((text, &[]));
    if !line.starts_with(b"HTTP/") {
        return Cow::Borrowed(text);
    }
    let body = memchr::memchr3_iter(b'{', b'[', b'<', line).find(|at| {
        let is_begun = line.get(at - 1) == Some(&b' ');
        is_begun && line.get(*at..).is_some_and(|text| text.starts_with(b"<") || is_whole_json(text))
    });
    let (head, body) = line.split_at_checked(body.unwrap_or(line.len())).unwrap_or((line, &[]));
    let is_name = |word: &[u8]| {
        word.strip_suffix(b":").is_some_and(|name| {
            let is_token = name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-');
            name.first().is_some_and(u8::is_ascii_alphabetic) && is_token
        })
    };
    let mut out = Vec::with_capacity(text.len() + 16);
    for word in head.split(|b| *b == b' ').filter(|word| !word.is_empty()) {
        out.extend((!out.is_empty()).then_some(if is_name(word) { b'\n' } else { b' ' }));
        out.extend_from_slice(word);
    }
    // without a body it goes on below
    let parts: [&[u8]; 2] = if body.is_empty() { [rest, b""] } else { [b"\n\n", body] };
    parts.iter().for_each(|part| out.extend_from_slice(part));
    out.extend_from_slice(if body.is_empty() { b"" } else { rest });
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_on_the_line() {
        let table = [
            ("curl https://x.example/y HTTP/1.1 401 Unauthorized\n", Some(("HTTP/1.1", true))),
            ("curl -d a \\\n  https://x.example/y HTTP/2 403\n", Some(("HTTP/2", true))),
            ("curl https://x.example/y -H 'A: b' 403 Forbidden\n", Some(("403", true))),
            (
                "curl x.example -d '[{\"a\": {\"b\": {\"c\": {\"d\": {\"e\": 1}}}}}]' 403 Forbidden\n",
                Some(("403", true)),
            ),
            ("curl x.example -d $'it\\'s {\"a\"' -H \"A: \\\"b\" 404 Not Found\n", Some(("404", true))),
            ("curl https://x.example/y curl: (22) The requested URL\n", Some(("curl:", true))),
            ("curl https://x.example/y {\"a\": [1]}me@host:~$\n", Some(("{\"a\":", true))),
            ("curl https://x.example/y $ curl https://x.example/z\n", Some(("$", false))),
            ("curl https://x.example/y curl https://x.example/z\n", Some(("curl", false))),
            // nothing of these is an answer
            ("curl https://x.example/y -H 'A: HTTP/1.1 401 Unauthorized'\n", None),
            ("curl https://x.example/y -d {\"a\": 1}\n", None),
            ("curl https://x.example/y https://x.example/z 401\n", None),
            ("curl https://x.example/y -m 403 Forbidden\n", None),
            ("curl https://x.example/y | grep HTTP/1.1 401\n", None),
            ("curl https://x.example/y\nHTTP/1.1 401 Unauthorized\n", None),
            ("curl https://x.example/y && curl https://x.example/z\n", None),
            ("curl HTTP/1.1 401\n", None),
        ];
        for (text, expected) in table {
            let found = behind(text.as_bytes(), 0, None);
            let found = found.map(|behind| (text[behind.at..].split(' ').next().unwrap(), behind.is_answer));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn answers_in_one_line() {
        let table = [
            ("HTTP/1.1 401 Unauthorized\n", "HTTP/1.1 401 Unauthorized\n"),
            (
                "HTTP/1.1 401 Unauthorized Date: Mon, 1 Jan 2024 10:00:00 GMT Content-Type: a/b {\"a\": 1}\nmore\n",
                "HTTP/1.1 401 Unauthorized\nDate: Mon, 1 Jan 2024 10:00:00 GMT\nContent-Type: a/b\n\n{\"a\": 1}\nmore\n",
            ),
            ("HTTP/2 403 <html> no\n", "HTTP/2 403\n\n<html> no\n"),
            ("HTTP/1.1 403 Forbidden\nA: b\n\nno\n", "HTTP/1.1 403 Forbidden\nA: b\n\nno\n"),
            ("{\"a\": 1}\n", "{\"a\": 1}\n"),
        ];
        for (text, expected) in table {
            assert_eq!(String::from_utf8_lossy(&unfolded(text.as_bytes())), expected, "{text}");
        }
    }
}
