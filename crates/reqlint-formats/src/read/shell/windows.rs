//! Words as the Windows command prompt splits them: carets first, then the quotes that the program itself undoes.

use super::lost;
use super::posix::{Context, Variables};
use super::word::{Command, Remark, Word};
use crate::read::called;
use crate::read::mark::Mark;

/// What single quotes are at the prompt.
pub(super) const SINGLE_QUOTES: &str = "single quotes quote nothing at the Windows command prompt: headers and body are cut at \
    their spaces and sent with the quotes; write double quotes, and `\\\"` inside them";

/// Whether curl complained of words that single quotes should have held together.
pub(super) fn complains(text: &[u8]) -> bool {
    Mark::new("Could not resolve host", 0).is_in(text) && Mark::new("close brace", 6).is_in(text)
}

/// Whether a text is for the Windows prompt: its first quote, which is a double one, follows a caret, or a line
/// is continued with one.
pub(super) fn is_for_windows(text: &[u8]) -> bool {
    let carets = || memchr::memchr_iter(b'^', text);
    let ends_line = |at: usize| matches!(text.get(at + 1..), Some([b'\n', ..] | [b'\r', b'\n', ..]));
    let goes_on = || carets().any(ends_line) || has_variable(text);
    match memchr::memchr2(b'"', b'\'', text) {
        Some(at) if text.get(at) == Some(&b'\'') => false,
        Some(at) => at.checked_sub(1).is_some_and(|before| text.get(before) == Some(&b'^')) || goes_on(),
        None => goes_on(),
    }
}

/// Whether a text has a variable of the prompt, `%TOKEN%`, that can be no bytes of a URL.
fn has_variable(text: &[u8]) -> bool {
    let is_sure = |name: &[u8]| is_sure(name) && name.len() > 2 && !name.iter().any(u8::is_ascii_lowercase);
    memchr::memchr_iter(b'%', text).any(|at| text.get(at + 1..).and_then(variable).is_some_and(is_sure))
}

/// Whether what is between two `%` can be no bytes of a URL.
fn is_sure(name: &[u8]) -> bool {
    let is_hex = name.get(..2).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
    !is_hex || name.contains(&b'_')
}

/// The command that begins at `start`, and where the next one begins.
///
/// # Errors
/// When a quote is not closed.
pub(super) fn command(text: &[u8], start: usize, context: Context<'_>) -> Result<(Command, usize), Remark> {
    let (mut bytes, mut next) = carets(text, start, context.variables);
    let mut notes = Vec::new();
    if !context.is_exact {
        while let Some(more) = broken_line(text, next, &bytes, notes.len()) {
            notes.push(Remark::change(
                next,
                "the line break before this ends the command at the prompt: what comes below is not sent; end the line with `^`, or write it all on one line",
            ));
            bytes.push((b' ', next));
            let (line, after) = carets(text, more, context.variables);
            bytes.extend(line);
            next = after;
        }
    }
    if ends_inside(text, next) {
        notes.push(Remark::change(
            next - 1,
            "the prompt ends the command at this `&`, and what follows it is never sent: put the URL or the data in double quotes",
        ));
    }
    let words = words(&bytes)?;
    for word in &words {
        let is_json = matches!(word.text.first(), Some(b'{' | b'[')) && !word.text.contains(&b'"');
        let written = text.get(word.start..word.end).unwrap_or_default();
        if is_json && written.starts_with(b"\"") && memchr::memchr_iter(b'"', written).count() > 2 {
            notes.push(Remark::change(
                word.start,
                "the double quotes inside end the outer ones, so that none of them is sent: write each as `\\\"`",
            ));
        }
    }
    Ok((Command { words, notes, ..Command::default() }, next))
}

/// Whether the `&` before a place ended the command inside of what was meant for a word: `a=1&b=2`.
fn ends_inside(text: &[u8], next: usize) -> bool {
    let before = next.checked_sub(2).and_then(|at| text.get(at..next));
    let after = text.get(next);
    matches!(before, Some([byte, b'&']) if !byte.is_ascii_whitespace() && *byte != b'&')
        && after.is_some_and(u8::is_ascii_alphanumeric)
}

/// Where the next line goes on, if mail or a chat broke the command there: within a quoted text, or before what is missing.
fn broken_line(text: &[u8], next: usize, bytes: &[Placed], broken: usize) -> Option<usize> {
    /// So many lines are put together.
    const MOST: usize = 8;
    let line = text.get(next..)?.split(|b| *b == b'\n').next()?;
    let ended = next.checked_sub(1).and_then(|before| text.get(before)) == Some(&b'\n');
    if broken == MOST || !ended || line.trim_ascii().is_empty() || called::windows::prompt(line).is_some() {
        return None;
    }
    let goes_on = match words(bytes) {
        Ok(words) => lost::goes_on(&words, line.trim_ascii_start()),
        Err(_) => line.contains(&b'"'),
    };
    goes_on.then_some(next)
}

/// A byte as the prompt passes it on, and where it was.
type Placed = (u8, usize);

/// Undoes the carets of one command. A caret in quotes is literal; a line break after a caret is removed.
fn carets(text: &[u8], start: usize, variables: Option<&Variables>) -> (Vec<Placed>, usize) {
    let mut bytes: Vec<Placed> = Vec::new();
    let mut at = start;
    let mut is_quoted = false;
    while let Some(byte) = text.get(at) {
        match byte {
            b'^' if !is_quoted => {
                at += 1;
                if let Some(length) = line_break(text, at) {
                    at += length;
                    // what follows the line break is taken literally, even another line break
                    if let Some(length) = line_break(text, at) {
                        bytes.push((b'\n', at));
                        at += length;
                    }
                } else if let Some(escaped) = text.get(at) {
                    bytes.push((*escaped, at));
                    at += 1;
                }
                continue;
            }
            b'"' => is_quoted = !is_quoted,
            b'\r' | b'\n' if line_break(text, at).is_some() => {
                return (bytes, at + line_break(text, at).unwrap_or(1));
            }
            b'&' | b'|' if !is_quoted => return (bytes, at + 1),
            b'%' => {
                let name = variable(text.get(at + 1..).unwrap_or_default());
                let set = name.and_then(|name| variables?.get(name)).cloned();
                // a variable that isn't set stays as it is written: bytes of a URL
                if let Some(name) = name.filter(|name| set.is_some() || is_sure(name)) {
                    let filled = set.unwrap_or_else(|| [b"${", name, b"}"].concat());
                    bytes.extend(filled.into_iter().map(|byte| (byte, at)));
                    at += name.len() + 2;
                    continue;
                }
            }
            _ => {}
        }
        bytes.push((*byte, at));
        at += 1;
    }
    (bytes, at)
}

fn line_break(text: &[u8], at: usize) -> Option<usize> {
    match text.get(at..)? {
        [b'\n', ..] => Some(1),
        [b'\r', b'\n', ..] => Some(2),
        _ => None,
    }
}

/// The name of `%NAME%`; a percent-encoded byte is not one.
fn variable(text: &[u8]) -> Option<&[u8]> {
    let length = text.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
    let name = text.get(..length).filter(|name| name.first().is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_'))?;
    (text.get(length) == Some(&b'%')).then_some(name)
}

/// Splits as a C program does: `"` quotes, `\"` is a quote, backslashes before one are halved.
fn words(bytes: &[Placed]) -> Result<Vec<Word>, Remark> {
    let mut words = Vec::new();
    let mut word: Option<Word> = None;
    let mut open = None;
    let mut at = 0;
    while let Some((byte, start)) = bytes.get(at).copied() {
        at += 1;
        if open.is_none() && matches!(byte, b' ' | b'\t') {
            words.extend(word.take());
            continue;
        }
        let current = word.get_or_insert_with(|| Word { text: Vec::new(), start, end: start });
        current.end = start + 1;
        match byte {
            b'"' if open.is_some() && bytes.get(at).is_some_and(|(next, _)| *next == b'"') => {
                current.text.push(b'"');
                at += 1;
            }
            b'"' => open = if open.is_some() { None } else { Some(start) },
            b'\\' => {
                let count = 1 + bytes.iter().skip(at).take_while(|(byte, _)| *byte == b'\\').count();
                at += count - 1;
                let before_quote = bytes.get(at).is_some_and(|(byte, _)| *byte == b'"');
                let kept = if before_quote { count / 2 } else { count };
                current.text.extend(std::iter::repeat_n(b'\\', kept));
                if before_quote && count % 2 == 1 {
                    current.text.push(b'"');
                    at += 1;
                }
            }
            byte => current.text.push(byte),
        }
    }
    if let Some(at) = open {
        return Err(Remark::new(at, "the quote opened here is not closed"));
    }
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_prompt() {
        let table: [(&str, &[&str]); 7] = [
            ("curl \"https://x/\" ^\r\n  -H \"a: b\" ^\r\n  -s\r\ncurl y", &["curl", "https://x/", "-H", "a: b", "-s"]),
            ("curl ^\"https://x/?a=1^&b=^%^20^\" ^\n  -H ^\"a: b^\"", &["curl", "https://x/?a=1&b=%20", "-H", "a: b"]),
            ("curl --data-raw ^\"^{^\\^\"a^\\^\": 1^}^\"", &["curl", "--data-raw", "{\"a\": 1}"]),
            ("curl -d \"{\\\"a\\\": \\\"c:\\\\\\\\d\\\"}\"", &["curl", "-d", "{\"a\": \"c:\\\\\\\\d\"}"]),
            ("curl -H \"T: %TOKEN%\" %%", &["curl", "-H", "T: ${TOKEN}", "%%"]),
            ("curl -d ^\"a^\n\nb^\" x", &["curl", "-d", "a\nb", "x"]),
            ("curl -d \"a\"\"b\" c\\d", &["curl", "-d", "a\"b", "c\\d"]),
        ];
        for (text, expected) in table {
            let (command, _) = command(text.as_bytes(), 0, Context::default()).unwrap();
            let words: Vec<_> = command.words.iter().map(|word| String::from_utf8_lossy(&word.text)).collect();
            assert_eq!(words, expected, "{text}");
        }
        assert!(command(b"curl ^\"x", 0, Context::default()).is_err());
        assert!(
            is_for_windows(b"curl ^\"x'^\"") && is_for_windows(b"curl \"x\" ^\n -s") && is_for_windows(b"curl x ^\r\n")
        );
        assert!(is_for_windows(b"curl -H \"T: %API_KEY%\" x") && is_for_windows(b"curl %BASE_URL%/a"));
        assert!(
            !is_for_windows(b"curl \"x/%E4%B8%AD\"")
                && !is_for_windows(b"curl x/%ABC%20")
                && !is_for_windows(b"date +%Y%m%d")
        );
        let set = Variables::from([(b"T".to_vec(), b"abc".to_vec())]);
        let (command, _) =
            command(b"curl -H \"T: %T%\"", 0, Context { variables: Some(&set), ..Context::default() }).unwrap();
        assert_eq!(command.words[2].text, b"T: abc");
        assert!(
            !is_for_windows(b"curl 'x^\"y'") && !is_for_windows(b"curl $'x^\n\"'") && !is_for_windows(b"curl \"x^2\"")
        );
    }
}
