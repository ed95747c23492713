//! The body of a request as it is written.

use super::lines::{self, Lines, Text};
use crate::read::shell::Remark;

/// A body, and how its text is meant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Body<'t> {
    pub(super) kind: Kind,
    pub(super) text: Text<'t>,
}

/// How the text of a body is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Json,
    Xml,
    /// Between backticks, with escapes.
    OneLine,
    /// Between lines of three backticks, without escapes.
    Lines,
    /// The same, which is JSON, or XML.
    JsonLines,
    XmlLines,
    /// The same, in which no variables are filled in.
    Raw,
    GraphQl,
    Base64,
    Hex,
    File,
}

/// What is written in front of bytes that are no text.
const ENCODED: [(&str, Kind); 3] = [("base64,", Kind::Base64), ("hex,", Kind::Hex), ("file,", Kind::File)];

/// Whether a line begins a body rather than a pair.
pub(super) fn begins(line: Text<'_>) -> bool {
    let word = line.text.split(|b| !b.is_ascii_alphanumeric()).next().unwrap_or_default();
    let is_word = |word: &[u8]| matches!(word, b"true" | b"false" | b"null") || word.iter().all(u8::is_ascii_digit);
    match line.text {
        [b'{', b'{', rest @ ..] => {
            // a name that is filled in, or an object in an object
            let after = memchr::memmem::find(rest, b"}}").and_then(|at| rest.get(at + 2..)).unwrap_or_default();
            after.trim_ascii().is_empty() || rest.first().is_some_and(|b| b"\"{}".contains(b))
        }
        [b'{' | b'[' | b'<' | b'`' | b'"', ..] => true,
        [b'-' | b'0'..=b'9', ..] => line.text.iter().all(|b| b.is_ascii_digit() || b"+-.eE".contains(b)),
        text => ENCODED.iter().any(|(front, _)| text.starts_with(front.as_bytes())) || word == text && is_word(word),
    }
}

/// Reads the body that begins on this line.
pub(super) fn read<'t>(lines: &mut Lines<'t>, refused: &mut Vec<Remark>) -> Body<'t> {
    let front = lines.line().map_or(0, |line| line.text.len() - line.text.trim_ascii_start().len());
    let rest = lines.rest().after(front);
    if let Some(inside) = rest.strip("```") {
        return fenced(lines, inside, refused);
    }
    let (rest, end) = (rest.front(farthest(rest)), rest.start + farthest(rest));
    if let Some(inside) = rest.strip("`") {
        let length = end_of_one_line(inside.text);
        let closed = inside.text.get(length) == Some(&b'`');
        if !closed {
            refused.push(Remark::new(rest.start, "the backtick is not closed"));
        }
        lines.jump(inside.start + length + usize::from(closed));
        return Body { kind: Kind::OneLine, text: inside.front(length) };
    }
    for (name, kind) in ENCODED {
        if let Some(inside) = rest.strip(name) {
            let length = end_of_encoded(inside.text, kind);
            let closed = inside.text.get(length) == Some(&b';');
            if !closed {
                refused.push(Remark::new(rest.start, format!("`{name}` ends with a semicolon")));
            }
            lines.jump(inside.start + length + usize::from(closed));
            return Body { kind, text: inside.front(length).trimmed() };
        }
    }
    let kind = if rest.text.starts_with(b"<") { Kind::Xml } else { Kind::Json };
    let length = match kind {
        Kind::Json => end_of_json(rest.text),
        _ => memchr::memrchr(b'>', rest.text).map(|at| at + 1),
    };
    // what follows on lines of its own is a comment at most; else all of it is meant
    let is_over = |length: &usize| rest.after(*length).text.split(|b| *b == b'\n').all(lines::is_empty);
    let text = rest.front(length.filter(is_over).unwrap_or(rest.text.len())).trimmed();
    lines.jump(end);
    Body { kind, text }
}

/// Where at most a body ends: before what is expected of the answer, or another entry.
fn farthest(rest: Text<'_>) -> usize {
    let mut at = 0;
    for line in rest.text.split_inclusive(|b| *b == b'\n') {
        let text = Text { text: line, start: 0 };
        if at > 0 && (lines::expected(line) || lines::begins_entry(text)) {
            break;
        }
        at += line.len();
    }
    at
}

/// What follows three backticks.
fn fenced<'t>(lines: &mut Lines<'t>, inside: Text<'t>, refused: &mut Vec<Remark>) -> Body<'t> {
    let length = memchr::memmem::find(inside.text, b"```");
    let end = length.unwrap_or_else(|| farthest(inside));
    if length.is_none() {
        refused.push(Remark::new(inside.start - 3, "the text that ``` begins is not closed"));
    }
    lines.jump(inside.start + end + 3 * usize::from(length.is_some()));
    let inside = inside.front(end);
    let first = memchr::memchr(b'\n', inside.text);
    let Some(first) = first else {
        refused.push(Remark::new(inside.start - 3, "the text begins on the line after ```"));
        return Body { kind: Kind::Lines, text: inside };
    };
    let text = inside.after(first + 1);
    let kind = match inside.front(first).trimmed().text {
        b"json" => Kind::JsonLines,
        b"xml" => Kind::XmlLines,
        b"graphql" => Kind::GraphQl,
        b"raw" => Kind::Raw,
        b"" => Kind::Lines,
        _ => {
            let message = "only json, xml, graphql and raw may follow ```";
            refused.push(Remark::new(inside.start, message));
            Kind::Lines
        }
    };
    Body { kind, text }
}

fn end_of_one_line(text: &[u8]) -> usize {
    let mut at = 0;
    loop {
        match text.get(at..) {
            Some([b'\\', _, ..]) => at += 2,
            Some([b'`' | b'\n', ..] | []) | None => return at,
            _ => at += 1,
        }
    }
}

/// Where `;` ends what is encoded: base64 and digits may be on several lines, a file's name is on one.
fn end_of_encoded(text: &[u8], kind: Kind) -> usize {
    let mut at = 0;
    loop {
        match text.get(at..) {
            Some([b'\\', _, ..]) => at += 2,
            Some([b';', ..] | []) | None => return at,
            Some([b'\n', ..]) if kind == Kind::File => return at,
            _ => at += 1,
        }
    }
}

/// Where an object or a list ends; `None` where it isn't closed, or where it is a single value.
fn end_of_json(text: &[u8]) -> Option<usize> {
    let (mut depth, mut in_string, mut at) = (0_usize, false, 0);
    loop {
        match text.get(at)? {
            b'\\' if in_string => at += 1,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => depth = depth.checked_sub(1)?,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return matches!(text.first(), Some(b'{' | b'[')).then_some(at);
        }
    }
}
