//! An entry as it is written: a request, its sections and its body. What is expected of the answer is passed over.

use super::body::{self, Body};
use super::lines::{self, Lines, Text};
use crate::read::shell::Remark;
use std::collections::BTreeSet;

/// A request as it is written.
#[derive(Debug, Default)]
pub(super) struct Entry<'t> {
    pub(super) method: Text<'t>,
    pub(super) url: Text<'t>,
    pub(super) headers: Vec<Pair<'t>>,
    /// What the sections hold, in the order of the text.
    pub(super) items: Vec<(Section, Pair<'t>)>,
    pub(super) body: Option<Body<'t>>,
    /// Why Hurl would send nothing.
    pub(super) refused: Vec<Remark>,
    /// What was assumed.
    pub(super) notes: Vec<Remark>,
}

/// A name and what follows its colon.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair<'t> {
    pub(super) name: Text<'t>,
    pub(super) value: Text<'t>,
}

/// What the pairs of a section are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    Query,
    Form,
    Multipart,
    Cookies,
    BasicAuth,
    Options,
}

/// What sections of requests are called.
const SECTIONS: [(&str, Section); 9] = [
    ("Query", Section::Query),
    ("QueryStringParams", Section::Query),
    ("Form", Section::Form),
    ("FormParams", Section::Form),
    ("Multipart", Section::Multipart),
    ("MultipartFormData", Section::Multipart),
    ("Cookies", Section::Cookies),
    ("BasicAuth", Section::BasicAuth),
    ("Options", Section::Options),
];

/// What sections of answers are called.
const OF_ANSWERS: [&str; 2] = ["Asserts", "Captures"];

/// Whether only Hurl's files have a line like this.
pub(super) fn is_sign(line: Text<'_>) -> bool {
    let is_known =
        |name: &[u8]| SECTIONS.iter().map(|(known, _)| *known).chain(OF_ANSWERS).any(|known| known.as_bytes() == name);
    let is_bare = line.text.trim_ascii_start().starts_with(b"HTTP ") || line.text.starts_with(b"HTTP\t");
    lines::section(line).is_some_and(|name| is_known(name.text)) || is_bare && lines::expected(line.text)
}

/// Reads the entry that begins on the next line that isn't empty; `None` at the end.
///
/// # Errors
/// Where that line is no request line: the reading goes on at the next one that is.
pub(super) fn read<'t>(lines: &mut Lines<'t>) -> Option<Result<Entry<'t>, Remark>> {
    while let Some(line) = lines.line().filter(|line| lines::is_empty(line.text)) {
        lines.pass(line);
    }
    let line = lines.line()?;
    lines.pass(line);
    let Some((method, url)) = lines::request_line(line) else {
        pass_to_next(lines);
        let message = "a request begins with a method in capitals and a URL: `GET https://…`";
        return Some(Err(Remark::new(line.trimmed().start, message)));
    };
    let url = without_comment(url);
    let mut entry = Entry { method, url, ..Entry::default() };
    if !method.text.iter().all(u8::is_ascii_uppercase) {
        entry.refused.push(Remark::new(method.start, "a method is written in capitals"));
    }
    read_head(lines, &mut entry);
    pass_to_next(lines);
    Some(Ok(entry))
}

/// Reads headers, sections and the body.
fn read_head<'t>(lines: &mut Lines<'t>, entry: &mut Entry<'t>) {
    /// Where the pairs of a line belong.
    enum In {
        Headers,
        Section(Section),
        Unknown,
    }
    let mut place = In::Headers;
    let mut seen: BTreeSet<&[u8]> = BTreeSet::new();
    while let Some(line) = lines.line() {
        let text = line.trimmed();
        if lines::is_empty(line.text) {
            lines.pass(line);
        } else if lines::expected(line.text) {
            let message = "what is expected of the answer: it is no answer";
            entry.notes.push(Remark::new(text.start, message));
            return;
        } else if lines::begins_entry(line) {
            return;
        } else if let Some(name) = lines::section(line) {
            lines.pass(line);
            let known = SECTIONS.iter().find(|(known, _)| known.as_bytes() == name.text);
            let is_again = !seen.insert(name.text);
            place = match known {
                Some((_, section)) => In::Section(*section),
                None => In::Unknown,
            };
            if known.is_none() {
                entry.refused.push(Remark::new(name.start, unknown_section(name.text)));
            } else if is_again {
                entry.refused.push(Remark::new(name.start, "a section is there once in a request"));
            }
        } else if matches!(place, In::Unknown) && !body::begins(text) {
            lines.pass(line);
        } else if let Some(pair) = pair(text).filter(|_| !body::begins(text)) {
            lines.pass(line);
            if !is_name(pair.name.text) {
                let message = "a name holds letters, digits and `_-.[]@$`: others are written with a backslash";
                entry.refused.push(Remark::new(pair.name.start, message));
            }
            match place {
                In::Section(section) => entry.items.push((section, pair)),
                In::Headers | In::Unknown => entry.headers.push(pair),
            }
        } else if body::begins(text) {
            entry.body = Some(body::read(lines, &mut entry.refused));
        } else {
            lines.pass(line);
            let message = "this line is neither `name: value` nor a body: write text between lines of ```";
            entry.refused.push(Remark::new(text.start, message));
        }
        if entry.body.is_some() {
            break;
        }
    }
    if let Some(line) = rest_of_head(lines) {
        let message = "what is expected of the answer: it is no answer";
        entry.notes.push(Remark::new(line.trimmed().start, message));
    }
}

/// The line after a body that begins what is expected, if it is the next one.
fn rest_of_head<'t>(lines: &mut Lines<'t>) -> Option<Text<'t>> {
    while let Some(line) = lines.line().filter(|line| lines::is_empty(line.text)) {
        lines.pass(line);
    }
    lines.line().filter(|line| lines::expected(line.text))
}

fn unknown_section(name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name);
    let near = reqlint_core::base::near::suggest(&name, SECTIONS.map(|(known, _)| known));
    if OF_ANSWERS.contains(&&*name) {
        return format!("`[{name}]` belongs below a line like `HTTP 200`");
    }
    let near = near.map_or_else(String::new, |near| format!("; {near}"));
    format!("a request has no section `[{name}]`{near}")
}

/// `name: value # a comment`
fn pair(line: Text<'_>) -> Option<Pair<'_>> {
    let colon = end_of_name(line.text)?;
    let value = without_comment(line.after(colon + 1));
    Some(Pair { name: line.front(colon).trimmed(), value })
}

/// Whether Hurl takes a text for a name.
fn is_name(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    // what is between braces or behind a backslash may be anything
    let is_plain = !text.contains(['{', '\\']);
    !is_plain || text.chars().all(|c| c.is_alphanumeric() || "_-.[]@$".contains(c))
}

/// Where the colon is that ends a name: not one in a template or behind a backslash.
fn end_of_name(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        match text.get(at..)? {
            [b'{', b'{', inside @ ..] => at += 2 + memchr::memmem::find(inside, b"}}")? + 2,
            [b'\\', _, ..] => at += 2,
            [b':', ..] => return (at > 0).then_some(at),
            [b'#', ..] | [] => return None,
            _ => at += 1,
        }
    }
}

/// A text up to `#`, and without white space around it.
fn without_comment(text: Text<'_>) -> Text<'_> {
    let mut at = 0;
    let length = loop {
        match text.text.get(at..) {
            Some([b'\\', _, ..]) => at += 2,
            Some([b'#', ..] | []) | None => break at,
            _ => at += 1,
        }
    };
    text.front(length).trimmed()
}

/// Reads past what is expected of the answer. A line between fences begins no entry.
fn pass_to_next(lines: &mut Lines<'_>) {
    let mut is_fenced = false;
    while let Some(line) = lines.line() {
        if !is_fenced && lines::begins_entry(line) {
            return;
        }
        is_fenced ^= memchr::memmem::find_iter(line.text, b"```").count() % 2 == 1;
        lines.pass(line);
    }
}
