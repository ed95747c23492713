//! Where a program is called in a text: after prompts and list marks, in pipes, behind other programs, in prose.

use super::program::Program;
use std::ops::Range;

/// A call of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Call {
    /// Where the word is that names it.
    pub(super) at: usize,
    /// Where its line begins.
    pub(super) line: usize,
}

/// The next call; comments count where `comments` says so.
pub(super) fn next(text: &[u8], from: usize, program: Program, comments: bool) -> Option<Call> {
    let start = text.get(..from)?.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    lines(text, start).find_map(|range| {
        let line = text.get(range.clone()).unwrap_or_default();
        let after = from.saturating_sub(range.start).min(line.len());
        // a line that holds none of its letters is passed over quickly
        memchr::memmem::find(line, program.letters())?;
        in_line(line, after, program, comments).map(|at| Call { at: range.start + at, line: range.start })
    })
}

/// Whether a line calls the program.
pub(super) fn is_in(line: &[u8], program: Program, comments: bool) -> bool {
    memchr::memmem::find(line, program.letters()).is_some() && in_line(line, 0, program, comments).is_some()
}

fn in_line(line: &[u8], from: usize, program: Program, comments: bool) -> Option<usize> {
    let front = line.trim_ascii_start();
    let is_comment = front.starts_with(b"#") || front.starts_with(b"//");
    if is_comment && !(comments && front.starts_with(b"# ")) || is_talk(front) {
        return None;
    }
    words(line).filter(|word| word.start >= from).find_map(|word| {
        let text = line.get(word.clone())?;
        // `'curl'`, `$(curl`, `(curl`
        // `C:\dir>curl`
        let prompt = text.iter().rposition(|b| *b == b'>').filter(|_| matches!(text, [_, b':', b'\\', ..]));
        let substitution = memchr::memmem::rfind(text, b"$(").map(|at| at + 1);
        let quotes = text.iter().take_while(|b| b"(`'\"".contains(b)).count();
        let lead = prompt.or(substitution).map_or(quotes, |at| at + 1);
        let text = text.get(lead..)?;
        let text = text.strip_suffix(b"'").or_else(|| text.strip_suffix(b"\"")).unwrap_or(text);
        if !program.is_called_by(text) {
            return None;
        }
        let before = line.get(..word.start)?;
        let rest = line.get(word.end..).unwrap_or_default().trim_ascii();
        let front = line.get(word.start..word.start + lead)?;
        let at = if front.iter().any(|b| b"'\"`".contains(b)) { word.start } else { word.start + lead };
        program.begins(calls_after(before), rest).then_some(at)
    })
}

/// What curl and the prompt say of a call, in which its name comes up: `curl: (6) …`, `* Connected`, `> User-Agent: curl/8`.
fn is_talk(line: &[u8]) -> bool {
    ["* ", "< ", "curl: "].iter().any(|front| line.starts_with(front.as_bytes())) || line.starts_with(b"> User-Agent")
}

/// Whether all before a word is what comes before a command.
fn calls_after(before: &[u8]) -> bool {
    let separator = before.iter().rposition(|b| b"|&;(`".contains(b)).map_or(0, |at| at + 1);
    let after = before.get(separator..).unwrap_or_default();
    let is_front = |text: &[u8]| text.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).all(is_in_front);
    is_front(after) || is_front(before)
}

/// A word that may come before a command: a prompt, an assignment, a program that runs another, a word of the shell.
fn is_in_front(word: &[u8]) -> bool {
    const IN_FRONT: [&str; 37] = [
        "$", "%", "!", "#", ">", ">>", ">>>", "❯", "➜", "~", "λ", "»", "-", "*", "•", "PS", "sudo", "time", "-p",
        "exec", "command", "env", "nohup", "builtin", "if", "then", "else", "elif", "while", "until", "do", "xargs",
        "timeout", "watch", "&", "export", "set",
    ];
    let name = word.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
    let is_assignment = name > 0 && word.get(name) == Some(&b'=');
    // `user@host:~$`, `[user@host ~]$`, `(venv)`, `C:\>`, `~/dir`, `1.`, `5s`
    let ends_prompt =
        word.len() > 1 && matches!(word.last(), Some(b'$' | b'%' | b'#' | b'>')) && !word.starts_with(b"-");
    let is_environment = word.starts_with(b"(") && word.ends_with(b")");
    let is_prompt =
        ends_prompt || is_environment || word.starts_with(b"[") && word.contains(&b'@') || word.starts_with(b"~/");
    let digits = word.iter().take_while(|b| b.is_ascii_digit()).count();
    let is_number = digits > 0 && matches!(word.get(digits..), Some(b"." | b")" | b"" | b"s" | b"m"));
    let is_mark =
        std::str::from_utf8(word).is_ok_and(|word| word.chars().all(|c| !c.is_ascii() && !c.is_alphanumeric()));
    is_assignment || is_prompt || is_number || is_mark || IN_FRONT.iter().any(|known| known.as_bytes() == word)
}

fn words(line: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let is_end = |b: &u8| b.is_ascii_whitespace() || b"|;&".contains(b);
    let mut at = 0;
    std::iter::from_fn(move || {
        at += line.get(at..)?.iter().position(|b| !is_end(b))?;
        let start = at;
        at += line.get(at..)?.iter().position(is_end).unwrap_or(line.len() - start);
        Some(start..at)
    })
}

fn lines(text: &[u8], from: usize) -> impl Iterator<Item = Range<usize>> {
    let mut start = from;
    text.get(from..).unwrap_or_default().split_inclusive(|b| *b == b'\n').map(move |line| {
        let range = start..start + line.len();
        start = range.end;
        range
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_and_mentions() {
        let calls = [
            "curl x",
            "$ curl x",
            "user@host:~$ curl x",
            "[me@host ~]$ curl x",
            "(venv) me@host:~$ curl x",
            "C:\\> curl x",
            "c:\\>curl.exe x",
            "PS C:\\> curl.exe x",
            "➜ ~ curl x",
            "❯ curl x",
            "1. curl x",
            "- curl x",
            "> curl x",
            "sudo curl x",
            "T=a curl x",
            "timeout 5 curl x",
            "nohup curl x",
            "time -p curl x",
            "docker exec x curl -s x",
            "xargs curl x",
            "if curl x; then",
            "for i in a b; do curl x; done",
            "echo {} | curl x",
            "T=$(curl x)",
            "(curl x)",
            "echo x; curl x",
            "/usr/bin/curl x",
            "'curl' x",
            "so I run curl -X POST http://x/",
        ];
        for line in calls {
            assert!(is_in(line.as_bytes(), Program::Curl, false), "{line}");
        }
        let mentions = [
            "we use curl and wget",
            "# curl x",
            "* Connected to curl",
            "curl: (6) Could not resolve",
            "> User-Agent: curl/8",
            "the curl command",
            "libcurl x",
            "{\"run\": \"a curl b\"}",
        ];
        for line in mentions {
            assert!(!is_in(line.as_bytes(), Program::Curl, false), "{line}");
        }
        let others = [
            ("wget -qO- https://x/", Program::Wget),
            ("$ wget x.example/a", Program::Wget),
            ("wget \\", Program::Wget),
            ("http POST :3000/a b=c", Program::Httpie),
            ("$ https -v api.example.com", Program::Httpie),
            ("echo '{}' | http PUT localhost/a", Program::Httpie),
            ("http $URL a=b", Program::Httpie),
            ("so I run http GET https://x/", Program::Httpie),
        ];
        for (line, program) in others {
            assert!(is_in(line.as_bytes(), program, false), "{line}");
        }
        let others = [
            ("wget is a program", Program::Wget),
            ("http is a protocol", Program::Httpie),
            ("https://x/ is a URL", Program::Httpie),
            ("the http POST was refused", Program::Httpie),
            ("http: error", Program::Httpie),
        ];
        for (line, program) in others {
            assert!(!is_in(line.as_bytes(), program, false), "{line}");
        }
        assert!(is_in(b"# curl x", Program::Curl, true));
    }
}
