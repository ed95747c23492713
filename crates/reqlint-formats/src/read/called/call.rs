//! Where a program is called in a text: after prompts and list marks, in pipes, behind other programs, in prose.

use super::program::Program;
use super::windows;
use crate::read::mark::Mark;
use std::borrow::Cow;
use std::ops::Range;

/// Characters that look like a space or like nothing, and that no shell takes for one: no-break spaces, and what has no width.
pub(in crate::read) const BLANKS: [&[u8]; 8] = [
    "\u{a0}".as_bytes(),
    "\u{202f}".as_bytes(),
    "\u{2007}".as_bytes(),
    "\u{3000}".as_bytes(),
    "\u{200b}".as_bytes(),
    "\u{200c}".as_bytes(),
    "\u{2060}".as_bytes(),
    "\u{feff}".as_bytes(),
];

/// A call of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) struct Call {
    /// Where the word is that names it.
    pub(in crate::read) at: usize,
    /// Where its line begins.
    pub(in crate::read) line: usize,
}

/// The next call; comments count where `comments` says so.
pub(in crate::read) fn next(text: &[u8], from: usize, program: Program, comments: bool) -> Option<Call> {
    let mut start = memchr::memrchr(b'\n', text.get(..from)?).map_or(0, |at| at + 1);
    loop {
        // lines that hold none of its letters are passed over quickly
        let near = start + program.letters().find_in_any_case(text.get(start..)?)?;
        start += memchr::memrchr(b'\n', text.get(start..near)?).map_or(0, |at| at + 1);
        let end = memchr::memchr(b'\n', text.get(near..)?).map_or(text.len(), |at| near + at + 1);
        let line = text.get(start..end)?;
        let after = from.saturating_sub(start).min(line.len());
        match in_line(line, after, program, comments) {
            Some(at) if !is_echo(text, start) => return Some(Call { at: start + at, line: start }),
            _ => start = end,
        }
    }
}

/// Whether the line that begins at `start` is what PowerShell repeats of a command that failed: below `At line:1 char:17` it
/// begins with a plus sign.
pub(in crate::read) fn is_echo(text: &[u8], start: usize) -> bool {
    let mut front = text.get(start..).unwrap_or_default().iter().skip_while(|b| matches!(b, b' ' | b'\t'));
    let is_marked = front.next() == Some(&b'+') && front.next() == Some(&b' ');
    let above = || text.get(..start.checked_sub(1)?)?.rsplit(|b| *b == b'\n').next();
    let is_place = |line: &[u8]| line.starts_with(b"At ") && Mark::new("char:", 4).is_in(line);
    is_marked && above().is_some_and(is_place)
}

/// Whether a line calls the program.
pub(in crate::read) fn is_in(line: &[u8], program: Program, comments: bool) -> bool {
    program.letters().find_in_any_case(line).is_some() && in_line(line, 0, program, comments).is_some()
}

fn in_line(line: &[u8], from: usize, program: Program, comments: bool) -> Option<usize> {
    /// So much of a line is looked through for the program's name behind its name.
    const NEAR: usize = 4 << 10;
    let line = &*with_plain_blanks(line);
    let front = line.trim_ascii_start();
    let is_comment = front.starts_with(b"#") || front.starts_with(b"//");
    if is_comment && !(comments && front.starts_with(b"# ")) || is_talk(front) {
        return None;
    }
    // the directory in the prompt may have spaces
    let prompt = windows::prompt(line).unwrap_or(0);
    let first = first_word(line, prompt, from);
    let mut words = words_with(line.get(first..)?, program.letters()).map(|word| first + word.start..first + word.end);
    words.find_map(|word| {
        let text = line.get(word.clone())?;
        // `'curl'`, `$(curl`, `(curl`, `@curl` of a Makefile
        let is_substitution = |at: &usize| at.checked_sub(1).and_then(|at| text.get(at)) == Some(&b'$');
        let substitution = memchr::memrchr_iter(b'(', text).find(is_substitution);
        let quotes = text.iter().take_while(|b| b"(`'\"@".contains(b)).count();
        let lead = substitution.map_or(quotes, |at| at + 1);
        let is_recipe = text.get(..lead)?.contains(&b'@');
        let text = text.get(lead..)?;
        let text = text.strip_suffix(b"'").or_else(|| text.strip_suffix(b"\"")).unwrap_or(text);
        if text.starts_with(b"-") || !program.is_called_by(text) {
            return None;
        }
        let before = line.get(prompt..word.start)?;
        let rest = line.get(word.end..).unwrap_or_default().trim_ascii();
        let front = line.get(word.start..word.start + lead)?;
        let at = if front.iter().any(|b| b"'\"`".contains(b)) { word.start } else { word.start + lead };
        // `kubectl run curl --image=… -- curl …`: the first is a name
        let is_name = || {
            let near = rest.get(..rest.len().min(NEAR)).unwrap_or_default();
            let mut behind = Mark::new("-- ", 0).find_iter(near).filter_map(|at| rest.get(at + 3..));
            behind.any(|behind| behind.starts_with(text))
        };
        let begins = program.begins(!is_recipe && calls_after(before), || runs_programs(before), rest);
        (begins && !is_name()).then_some(at)
    })
}

/// The line with spaces for the blanks and the invisible characters that word processors and chats put in; it is as long as it was.
fn with_plain_blanks(line: &[u8]) -> Cow<'_, [u8]> {
    if line.is_ascii() {
        return Cow::Borrowed(line);
    }
    let mut out = Cow::Borrowed(line);
    for at in (0..line.len()).filter(|at| line.get(*at).is_some_and(|b| !b.is_ascii())) {
        let rest = line.get(at..).unwrap_or_default();
        if let Some(blank) = BLANKS.iter().find(|blank| rest.starts_with(blank)) {
            out.to_mut().get_mut(at..at + blank.len()).unwrap_or_default().fill(b' ');
        }
    }
    out
}

/// Whether a line begins with a program that runs another one, or in another place.
fn runs_programs(before: &[u8]) -> bool {
    const RUNNERS: [&str; 13] = [
        "docker",
        "podman",
        "kubectl",
        "oc",
        "ssh",
        "docker-compose",
        "nerdctl",
        "su",
        "doas",
        "sudo",
        "strace",
        "parallel",
        "RUN",
    ];
    let is_prompt = |word: &&[u8]| matches!(word.last(), Some(b'$' | b'%' | b'#' | b'>' | b'|' | b';' | b'&'));
    let mut words = before.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).skip_while(is_prompt);
    words.next().is_some_and(|first| RUNNERS.iter().any(|runner| runner.as_bytes() == first))
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

fn is_end(byte: &u8) -> bool {
    byte.is_ascii_whitespace() || b"|;&".contains(byte)
}

/// Where the first word may begin that isn't in front of `from`, nor in the prompt.
fn first_word(line: &[u8], prompt: usize, from: usize) -> usize {
    if from <= prompt {
        return prompt;
    }
    // a word that is cut there began before
    let before = line.get(from - 1..).unwrap_or_default();
    before.iter().position(is_end).map_or(line.len(), |end| from + end)
}

/// The words of a line that hold some letters.
fn words_with(line: &[u8], letters: Mark) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let near = at + letters.find_in_any_case(line.get(at..)?)?;
        let start = line.get(at..near)?.iter().rposition(is_end).map_or(at, |end| at + end + 1);
        at = line.get(near..)?.iter().position(is_end).map_or(line.len(), |end| near + end);
        Some(start..at)
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
            "C:\\>CURL.EXE x",
            "C:\\Users\\Jane Doe>curl x",
            "(base) C:\\Users\\Jane Doe>curl x",
            "curl\u{200b} -s https://x/",
            "curl\u{a0}-s https://x/",
            "\t@curl -s https://x/",
            "kubectl run curl --image=curl -- curl -s x",
            "ssh host 'curl -s https://x/'",
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
            "the default of curl --data is application/x-www-form-urlencoded, says a/b",
            "and `curl -d` does that",
            "@curl = x",
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
