//! Text as people paste it, made fit for a reader: the marks of e-mails and of `curl -v` taken off, the variables of
//! `.http` files filled in.
//!
//! Line numbers stay what they were; columns are those of the text as it is read.

use crate::place::{Note, Place};
use std::borrow::Cow;

/// A text that readers understand, and what was assumed to get there.
#[derive(Clone, Debug)]
pub struct Untangled<'a> {
    /// The text.
    pub text: Cow<'a, [u8]>,
    /// What was assumed.
    pub notes: Vec<Note>,
}

/// Takes marks off and fills variables in. A text that has neither is handed back as it is.
#[must_use]
pub fn untangle(text: &[u8]) -> Untangled<'_> {
    let mut notes = Vec::new();
    let text = match unquoted(text) {
        Some(unquoted) => {
            let message = "the `>` in front of the lines are taken off; columns are counted without them".to_owned();
            notes.push(Note { place: Place { line: 1, column: 1 }, message });
            Cow::Owned(unquoted)
        }
        None => Cow::Borrowed(text),
    };
    let text = match filled_in(&text, &mut notes) {
        Some(filled) => Cow::Owned(filled),
        None => text,
    };
    Untangled { text, notes }
}

/// The text without `>` in front of its lines; of `curl -v` also without `<` and what it says about the connection.
fn unquoted(text: &[u8]) -> Option<Vec<u8>> {
    let is_talk = |line: &[u8]| line.starts_with(b"* ") || line.starts_with(b"{ [") || line.starts_with(b"} [");
    let mut lines = text.split(|b| *b == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    let is_verbose =
        lines.clone().next().is_some_and(is_talk) || lines.clone().any(|line| line.starts_with(b"< HTTP/"));
    let first = lines.find(|line| !is_talk(line))?;
    if !first.starts_with(b">") || !(is_verbose || lines.all(|line| line.starts_with(b">"))) {
        return None;
    }
    let mut out = Vec::with_capacity(text.len());
    for line in text.split_inclusive(|b| *b == b'\n') {
        let start = line.trim_ascii_start();
        let end: &[u8] = if line.ends_with(b"\r\n") {
            b"\r\n"
        } else if line.ends_with(b"\n") {
            b"\n"
        } else {
            b""
        };
        if is_verbose && is_talk(start) {
            out.extend_from_slice(end);
        } else if let Some(inside) =
            start.strip_prefix(b">").or_else(|| start.strip_prefix(b"<").filter(|_| is_verbose))
        {
            let inside = if is_verbose { inside } else { without_marks(inside) };
            out.extend_from_slice(inside.strip_prefix(b" ").unwrap_or(inside));
        } else {
            out.extend_from_slice(line);
        }
    }
    Some(out)
}

/// Takes the marks of an answer to an answer off.
fn without_marks(line: &[u8]) -> &[u8] {
    match line.strip_prefix(b" ").unwrap_or(line).strip_prefix(b">") {
        Some(inside) => without_marks(inside),
        None => line,
    }
}

/// The text with `{{name}}` replaced where a line `@name = value` says by what; `None` when there is nothing to replace.
///
/// What an editor makes up (`{{$guid}}`) stays a placeholder.
fn filled_in(text: &[u8], notes: &mut Vec<Note>) -> Option<Vec<u8>> {
    let variables = variables(text);
    let marks = text.windows(2).any(|pair| pair == b"{{");
    if !marks || variables.is_empty() && !text.windows(3).any(|triple| triple == b"{{$") {
        return None;
    }
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    let mut used: Vec<&str> = Vec::new();
    while let Some(at) = rest.windows(2).position(|pair| pair == b"{{") {
        let (before, behind) = rest.split_at_checked(at)?;
        out.extend_from_slice(before);
        let inside = behind.get(2..).unwrap_or_default();
        let length = inside.windows(2).position(|pair| pair == b"}}").filter(|length| *length < 80);
        let Some(name) = length.and_then(|length| inside.get(..length)) else {
            out.extend_from_slice(b"{{");
            rest = inside;
            continue;
        };
        let trimmed = name.trim_ascii();
        let found = variables.iter().rev().find(|(known, _)| known.as_bytes() == trimmed);
        if let Some((known, value)) = found {
            out.extend_from_slice(value);
            if !used.contains(&known.as_str()) {
                used.push(known);
            }
        } else if let Some(made_up) = trimmed.strip_prefix(b"$") {
            let word = made_up.split(|b| !b.is_ascii_alphanumeric()).find(|word| !word.is_empty()).unwrap_or(b"value");
            out.extend([b"{{", word, b"}}"].concat());
        } else {
            out.extend([b"{{", name, b"}}"].concat());
        }
        rest = inside.get(name.len() + 2..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
    if !used.is_empty() {
        let message = format!("variables of the file are filled in: {}", used.join(", "));
        notes.push(Note { place: Place { line: 1, column: 1 }, message });
    }
    Some(out)
}

/// The variables that lines before a request define. A value may use those above it.
fn variables(text: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut variables: Vec<(String, Vec<u8>)> = Vec::new();
    let mut is_before_request = true;
    for line in text.split(|b| *b == b'\n').map(<[u8]>::trim_ascii) {
        if line.starts_with(b"###") {
            is_before_request = true;
        } else if let Some((name, value)) = line.strip_prefix(b"@").filter(|_| is_before_request).and_then(definition) {
            let mut value = value.to_vec();
            for (known, content) in &variables {
                value = replaced(&value, format!("{{{{{known}}}}}").as_bytes(), content);
            }
            variables.push((name, value));
        } else if !(line.is_empty() || line.starts_with(b"#") || line.starts_with(b"//") || line.starts_with(b"@")) {
            is_before_request = false;
        }
    }
    variables
}

fn definition(line: &[u8]) -> Option<(String, &[u8])> {
    let sign = line.iter().position(|b| *b == b'=')?;
    let name = std::str::from_utf8(line.get(..sign)?.trim_ascii()).ok()?;
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b));
    is_name.then_some((name.to_owned(), line.get(sign + 1..)?.trim_ascii()))
}

/// At most one replacement of each occurrence that was there before, and no more than a line's worth of text.
fn replaced(text: &[u8], what: &[u8], by: &[u8]) -> Vec<u8> {
    const MAX_VALUE: usize = 8 << 10;
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = memchr::memmem::find(rest, what).filter(|_| out.len() < MAX_VALUE) {
        out.extend_from_slice(rest.get(..at).unwrap_or_default());
        out.extend_from_slice(by);
        rest = rest.get(at + what.len()..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_variables() {
        let table = [
            ("> GET / HTTP/1.1\n> Host: x\n>\n", "GET / HTTP/1.1\nHost: x\n\n"),
            (">> GET / HTTP/1.1\n> > Host: x\n", "GET / HTTP/1.1\nHost: x\n"),
            ("> GET /\nHost: x\n", "> GET /\nHost: x\n"),
            (
                "* Trying\n> GET / HTTP/1.1\n>\n* done\n< HTTP/1.1 200 OK\n<\n{}",
                "\nGET / HTTP/1.1\n\n\nHTTP/1.1 200 OK\n\n{}",
            ),
            (
                "@h = x\n@u=https://{{h}}\nGET {{u}}/{{ h }}/{{t}}\n\n@h=y",
                "@h = x\n@u=https://x\nGET https://x/x/{{t}}\n\n@h=y",
            ),
            ("GET /{{$guid}}/{{$randomInt 1 5}}", "GET /{{guid}}/{{randomInt}}"),
            ("GET /{{open", "GET /{{open"),
        ];
        for (text, expected) in table {
            assert_eq!(String::from_utf8_lossy(&untangle(text.as_bytes()).text), expected, "{text}");
        }
    }
}
