//! Words as PowerShell splits them: backticks escape and continue lines, variables are filled in between double quotes.

use super::posix::Variables;
use crate::read::called::windows::behind_environment;
use crate::read::mark::Mark;
use crate::read::shell::word::{Command, Remark, Word};

/// What a backslash before a quote is.
const LOST_QUOTES: &str = "PowerShell knows no `\\\"` between double quotes: the text ends there, and these quotes are not sent; put single quotes around it all, and for Windows PowerShell leave the backslashes in front of the quotes inside";

/// Whether a text is for PowerShell: its prompt, a line that goes on after a backtick, or a variable of its environment.
pub(in crate::read::shell) fn is_for_powershell(text: &[u8]) -> bool {
    let has_prompt = || Mark::new("PS ", 0).is_in(text);
    if memchr::memchr2(b'`', b'$', text).is_none() && !has_prompt() {
        return false;
    }
    let mut lines = text.split(|b| *b == b'\n').map(<[u8]>::trim_ascii);
    lines.any(|line| {
        let goes_on =
            line.ends_with(b" `") && !line.contains(&b'\'') || line.ends_with(b"' `") || line.ends_with(b"\" `");
        goes_on || is_prompt(line) || is_assignment(line)
    }) || Mark::new("$env:", 0).find_iter(text).any(|at| text.get(at + 5).is_some_and(u8::is_ascii_alphabetic))
}

/// Whether a line begins with PowerShell's prompt, perhaps behind the name of an environment.
fn is_prompt(line: &[u8]) -> bool {
    behind_environment(line).starts_with(b"PS ") && line.contains(&b'>')
}

/// Whether a line is `$name = 'value'`, which no other shell takes.
fn is_assignment(line: &[u8]) -> bool {
    let Some((name, value)) =
        line.strip_prefix(b"$").and_then(|rest| rest.split_at_checked(memchr::memchr(b'=', rest)?))
    else {
        return false;
    };
    let is_name = name.trim_ascii_end().iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_');
    let value = value.get(1..).unwrap_or_default().trim_ascii();
    is_name && name.len() > 1 && !line.ends_with(b";") && matches!(value.first(), Some(b'\'' | b'"'))
}

/// What PowerShell makes of the double quotes in an argument that it hands to a program.
fn pass_on(word: &mut Word, notes: &mut Vec<Remark>) {
    let is_escaped = |at: usize| at.checked_sub(1).and_then(|before| word.text.get(before)) == Some(&b'\\');
    let quotes: Vec<usize> = memchr::memchr_iter(b'"', &word.text).collect();
    let escaped = quotes.iter().filter(|at| is_escaped(**at)).count();
    if quotes.is_empty() {
        return;
    }
    if escaped < quotes.len() {
        notes.push(Remark::change(
            word.start,
            "Windows PowerShell, and PowerShell before 7.3, take the double quotes inside an argument away: write each as `\\\"` there",
        ));
        return;
    }
    for at in quotes.iter().rev() {
        word.text.remove(at - 1);
    }
    notes.push(Remark::new(
        word.start,
        "each `\\\"` is taken for a double quote, as Windows PowerShell and PowerShell before 7.3 hand it on; later ones send the backslash",
    ));
}

/// The command that begins at `start`, and where the next one begins.
///
/// # Errors
/// When a quote is not closed.
pub(in crate::read::shell) fn command(
    text: &[u8],
    start: usize,
    variables: Option<&Variables>,
) -> Result<(Command, usize), Remark> {
    let mut command = Command::default();
    let mut word: Option<Word> = None;
    let mut at = start;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let mut push = |bytes: &[u8], length: usize| {
            let word = word.get_or_insert_with(|| Word { text: Vec::new(), start: at, end: at });
            word.text.extend_from_slice(bytes);
            at += length;
            word.end = at;
        };
        match rest {
            [b'`', b'\r', b'\n', ..] => at += 3,
            [b'`', b'\n', ..] => at += 2,
            [b'`', b' ' | b'\t', ..] if ends_line(rest) => {
                command.notes.push(Remark::change(
                    at,
                    "a space follows the backtick: PowerShell ends the command here, and what comes below is not sent",
                ));
                at += memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
            }
            [b'`', byte, ..] => push(&[escaped(*byte)], 2),
            [b'\'', ..] => {
                let (inside, length) = single(rest).ok_or_else(|| unclosed(text, rest))?;
                push(&inside, length);
            }
            [b'"', ..] => {
                let (inside, length) = double(rest, variables).ok_or_else(|| unclosed(text, rest))?;
                let is_within = |b: &u8| !b.is_ascii_whitespace() && !b"|;)".contains(b);
                let is_lost = inside.ends_with(b"\\") && rest.get(length).is_some_and(is_within);
                push(&inside, length);
                if is_lost && !command.notes.iter().any(|note| note.message == LOST_QUOTES) {
                    command.notes.push(Remark::change(at, LOST_QUOTES));
                }
            }
            [b'$', ..] => {
                let (inside, length) = variable(rest, variables);
                push(&inside, length);
            }
            [b'\n' | b'|' | b';', ..] | [b'\r', b'\n', ..] => {
                at += 1;
                break;
            }
            [b' ' | b'\t' | b'\r', ..] => {
                command.words.extend(word.take());
                at += 1;
            }
            [byte, ..] => push(&[*byte], 1),
            [] => break,
        }
    }
    command.words.extend(word);
    let Command { words, notes, .. } = &mut command;
    words.iter_mut().for_each(|word| pass_on(word, notes));
    Ok((command, at))
}

/// Whether nothing but blanks follows the first byte in its line.
fn ends_line(text: &[u8]) -> bool {
    let line = text.get(1..).unwrap_or_default().split(|b| *b == b'\n').next().unwrap_or_default();
    line.trim_ascii().is_empty()
}

fn unclosed(text: &[u8], rest: &[u8]) -> Remark {
    Remark::new(text.len() - rest.len(), "the quote opened here is not closed")
}

fn escaped(byte: u8) -> u8 {
    match byte {
        b'n' => b'\n',
        b't' => b'\t',
        b'r' => b'\r',
        b'0' => 0,
        byte => byte,
    }
}

/// `'…'`, in which two quotes are one.
fn single(text: &[u8]) -> Option<(Vec<u8>, usize)> {
    let mut inside = Vec::new();
    let mut at = 1;
    loop {
        match text.get(at..)? {
            [b'\'', b'\'', ..] => {
                inside.push(b'\'');
                at += 2;
            }
            [b'\'', ..] => return Some((inside, at + 1)),
            [byte, ..] => {
                inside.push(*byte);
                at += 1;
            }
            [] => return None,
        }
    }
}

/// `"…"`, with backticks, doubled quotes and variables. A backslash before a quote is the program's own escape.
fn double(text: &[u8], variables: Option<&Variables>) -> Option<(Vec<u8>, usize)> {
    let mut inside = Vec::new();
    let mut at = 1;
    loop {
        match text.get(at..)? {
            [b'`', byte, ..] => {
                inside.push(escaped(*byte));
                at += 2;
            }
            [b'\\', b'"', b'"', ..] => {
                inside.extend(b"\\\"");
                at += 3;
            }
            [b'\\', b'`', b'"', ..] => {
                inside.extend(b"\\\"");
                at += 3;
            }
            [b'"', b'"', ..] => {
                inside.push(b'"');
                at += 2;
            }
            [b'"', ..] => return Some((inside, at + 1)),
            rest @ [b'$', ..] => {
                let (value, length) = variable(rest, variables);
                inside.extend(value);
                at += length;
            }
            [byte, ..] => {
                inside.push(*byte);
                at += 1;
            }
            [] => return None,
        }
    }
}

/// `$name`, `${name}`, `$env:NAME` or `$(…)` as its value, else as a placeholder, and its length.
fn variable(text: &[u8], variables: Option<&Variables>) -> (Vec<u8>, usize) {
    let inside = text.get(1..).unwrap_or_default();
    if inside.starts_with(b"(") {
        let length = inside.iter().position(|b| *b == b')').map_or(inside.len(), |end| end + 1);
        return (b"<command>".to_vec(), length + 1);
    }
    let is_braced = inside.starts_with(b"{");
    let from = usize::from(is_braced);
    let is_name = |b: &&u8| b.is_ascii_alphanumeric() || **b == b'_' || **b == b':';
    let length = inside.iter().skip(from).take_while(is_name).count();
    let name = inside.get(from..from + length).unwrap_or_default();
    let name = name.rsplit(|b| *b == b':').next().unwrap_or_default();
    if name.is_empty() {
        return (b"$".to_vec(), 1);
    }
    let set = variables.and_then(|variables| variables.get(name)).cloned();
    (set.unwrap_or_else(|| [b"${", name, b"}"].concat()), 1 + length + 2 * from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_powershell() {
        let table: [(&str, &[&str]); 5] = [
            (r#"curl.exe -d '{\"a\": 1}' "{\`"b\`"}""#, &["curl.exe", "-d", "{\"a\": 1}", "{\"b\"}"]),
            (
                "curl.exe -X POST \"u\" `\n  -H \"X: y\" `\r\n  -d 'it''s'\nnext",
                &["curl.exe", "-X", "POST", "u", "-H", "X: y", "-d", "it's"],
            ),
            ("curl.exe \"a`\"b\" \"c\"\"d\" `$x", &["curl.exe", "a\"b", "c\"d", "$x"]),
            ("curl.exe -H \"T: $env:TOKEN\" $url ${a}b", &["curl.exe", "-H", "T: ${TOKEN}", "${url}", "${a}b"]),
            ("curl.exe '{\"a\":1}' | more", &["curl.exe", "{\"a\":1}"]),
        ];
        for (text, expected) in table {
            let (command, _) = command(text.as_bytes(), 0, None).unwrap();
            let words: Vec<_> = command.words.iter().map(|word| String::from_utf8_lossy(&word.text)).collect();
            assert_eq!(words, expected, "{text}");
        }
        let variables = Variables::from([(b"T".to_vec(), b"abc".to_vec())]);
        let (command, _) = command(b"curl.exe \"a $env:T\" $T", 0, Some(&variables)).unwrap();
        assert_eq!((&command.words[1].text[..], &command.words[2].text[..]), (&b"a abc"[..], &b"abc"[..]));
        assert!(is_for_powershell(b"$u = 'a'\ncurl.exe $u") && is_for_powershell(b"(base) PS C:\\> curl.exe x"));
        assert!(!is_for_powershell(b"$u='a';\n") && !is_for_powershell(b"$ curl a='b'\n"));
        assert!(is_for_powershell(b"curl.exe \"u\" `\n -s") && is_for_powershell(b"PS C:\\> curl.exe x"));
        assert!(!is_for_powershell(b"curl 'a `b` c'\n") && !is_for_powershell(b"curl \"`date`\"\n"));
    }
}
