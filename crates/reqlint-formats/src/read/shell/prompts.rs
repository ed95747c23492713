//! Continuation prompts: the `> ` that a shell writes in front of the second line of a command and of all that follow.

use super::call;
use super::program::Program;
use std::borrow::Cow;

/// The text without them. Lines stay where they are.
pub(in crate::read) fn without_continuations(text: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memmem::find(text, b"\n>").is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = Vec::with_capacity(text.len());
    let mut in_command = false;
    let mut is_changed = false;
    for line in text.split_inclusive(|b| *b == b'\n') {
        let inside =
            line.strip_prefix(b">").filter(|inside| matches!(inside.first(), Some(b' ' | b'\n' | b'\r') | None));
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
    }
}
