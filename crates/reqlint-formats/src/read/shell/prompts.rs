//! Continuation prompts: the `> ` that a shell writes in front of the second line of a command and of all that follow; zsh says
//! what is still open in front of it, `quote> `.

use crate::read::called::Program;
use crate::read::called::call;
use crate::read::mark::Mark;
use std::borrow::Cow;

/// How long what zsh says of an open quote is.
const LONGEST: usize = 40;

/// The text without them. Lines stay where they are.
pub(in crate::read) fn without_continuations(text: &[u8]) -> Cow<'_, [u8]> {
    let has_named = || {
        Mark::new("> ", 0).find_iter(text).any(|at| {
            let near = text.get(at.saturating_sub(LONGEST + 1)..at).unwrap_or_default();
            memchr::memrchr(b'\n', near).and_then(|line| near.get(line + 1..)).is_some_and(is_named)
        })
    };
    let has_windows = || Mark::new("\nMore? ", 1).is_in(text);
    if !Mark::new("\n>", 1).is_in(text) && !has_windows() && !has_named() {
        return Cow::Borrowed(text);
    }
    let mut out = Vec::with_capacity(text.len());
    let mut in_command = false;
    let mut is_changed = false;
    for line in text.split_inclusive(|b| *b == b'\n') {
        let named = memchr::memchr(b'>', line).filter(|at| line.get(..*at).is_some_and(is_named)).unwrap_or(0);
        // PowerShell's is `>> `, that of the Windows prompt `More? `
        let front = line.get(named..).unwrap_or_default();
        let marked = [&b">>"[..], b">", b"More?"].into_iter().find_map(|prompt| front.strip_prefix(prompt));
        let inside = marked.filter(|inside| matches!(inside.first(), Some(b' ' | b'\n' | b'\r') | None));
        match inside {
            Some(inside) if in_command && !is_verbose(inside) => {
                out.extend_from_slice(inside.strip_prefix(b" ").unwrap_or(inside));
                is_changed = true;
            }
            _ => {
                in_command = Program::ALL.iter().any(|program| call::is_in(line, *program, true));
                out.extend_from_slice(line);
            }
        }
    }
    if is_changed { Cow::Owned(out) } else { Cow::Borrowed(text) }
}

/// Whether zsh writes this in front of the `>`: what is still open, such as `quote`, `dquote` or `cmdsubst quote`.
fn is_named(front: &[u8]) -> bool {
    const OPEN: [&str; 12] = [
        "quote",
        "dquote",
        "bquote",
        "heredoc",
        "heredocd",
        "cmdsubst",
        "pipe",
        "for",
        "then",
        "while",
        "cmdand",
        "braceparam",
    ];
    let words = || front.split(|b| *b == b' ');
    !front.is_empty() && front.len() <= LONGEST && words().all(|word| OPEN.iter().any(|open| open.as_bytes() == word))
}

/// Whether what `curl -v` says of the request begins here.
fn is_verbose(line: &[u8]) -> bool {
    memchr::memmem::find(line, b" HTTP/").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn continuations_and_what_curl_says() {
        let text = b"$ curl -d '{ \\\n>  \"a\": 1\n> }' x\n* Connected\n> POST / HTTP/1.1\n> Host: x\n";
        let plain = b"$ curl -d '{ \\\n \"a\": 1\n}' x\n* Connected\n> POST / HTTP/1.1\n> Host: x\n";
        assert_eq!(String::from_utf8_lossy(&without_continuations(text)), String::from_utf8_lossy(plain));
        let text = b"% curl -d '{\nquote> \"a\": 1\nquote> }' x \\\n>  -s\nquote> is no more\n";
        let plain = b"% curl -d '{\n\"a\": 1\n}' x \\\n -s\nis no more\n";
        assert_eq!(String::from_utf8_lossy(&without_continuations(text)), String::from_utf8_lossy(plain));
        let text = b"curl x\nsome quote> here\n";
        assert_eq!(without_continuations(text), Cow::Borrowed(&text[..]));
    }
}
