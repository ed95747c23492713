//! The body of a request: a form, a form of several parts, or what is written below.

use super::body::{Body, Kind};
use super::entry::{Entry, Pair, Section};
use super::request::{Filled, encoded, fill, is_open, items, list, word};
use super::template::{Syntax, filled};
use crate::read::curl::{Content, Handed};
use crate::read::shell::{Remark, Said, Word};
use crate::read::variables::Variables;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use quick_xml::events::Event;
use serde::de::IgnoredAny;

/// Sets the body, and says what Hurl takes it for.
pub(super) fn set(
    entry: &Entry<'_>,
    handed: &mut Handed,
    variables: &Variables,
    said: &mut Said,
) -> Result<Option<&'static str>, Remark> {
    let form = list(entry, Section::Form, variables, said)?;
    let parts: Vec<&Pair<'_>> = items(entry, Section::Multipart).collect();
    let count =
        [!form.is_empty(), !parts.is_empty(), entry.body.is_some()].iter().filter(|is_there| **is_there).count();
    if count > 1 {
        let at = entry.body.map_or(entry.url.start, |body| body.text.start);
        said.note(at, "more than one body: Hurl sends the last of a form, a multipart form and a body");
    }
    let mut media_type = None;
    if let Some(body) = &entry.body {
        (handed.content, media_type) = written(body, variables, said)?;
    }
    if count > 0 && entry.body.is_none() && !parts.is_empty() {
        let mut read = Vec::new();
        for part in &parts {
            read.push(part_of(part, variables, said)?);
        }
        handed.content = Content::Form(read);
    } else if !form.is_empty() && entry.body.is_none() {
        let start = form.first().map_or(0, |pair| pair.start);
        handed.content = Content::Bytes(Word { text: encoded(&form), start, end: start });
    }
    Ok(if !form.is_empty() {
        Some("application/x-www-form-urlencoded")
    } else if !parts.is_empty() {
        Some("multipart/form-data")
    } else {
        media_type
    })
}

/// A body, and what Hurl takes it for.
fn written(body: &Body<'_>, variables: &Variables, said: &mut Said) -> Result<(Content, Option<&'static str>), Remark> {
    const JSON: Option<&str> = Some("application/json");
    const XML: Option<&str> = Some("application/xml");
    let mut fill = |syntax| filled(body.text, syntax, variables, &mut *said);
    let (bytes, media_type) = match body.kind {
        Kind::Json => (fill(Syntax::Json)?, JSON),
        Kind::JsonLines => (fill(Syntax::Plain)?, JSON),
        Kind::Xml => (body.text.text.to_vec(), XML),
        Kind::XmlLines => (fill(Syntax::Plain)?, XML),
        Kind::Lines => (fill(Syntax::Plain)?, None),
        Kind::OneLine => (fill(Syntax::Escaped)?, None),
        Kind::Raw => (body.text.text.to_vec(), None),
        Kind::GraphQl => (query(&fill(Syntax::Plain)?), JSON),
        Kind::File => {
            let name = filled(body.text, Syntax::File, variables, said)?;
            return Ok((Content::File(word(name, body.text)), None));
        }
        Kind::Base64 => {
            let text: Vec<u8> = body.text.text.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
            match STANDARD.decode(text) {
                Ok(bytes) => (bytes, None),
                Err(_) => return unread(body, "this isn't base64", said),
            }
        }
        Kind::Hex => match from_hex(body.text.text) {
            Some(bytes) => (bytes, None),
            None => return unread(body, "an even number of hexadecimal digits follows `hex,`", said),
        },
    };
    if body.kind == Kind::Json && !is_open(&bytes) && serde_json::from_slice::<IgnoredAny>(&bytes).is_err() {
        said.refuse(body.text.start, "the body is not JSON: write other text between lines of ```")?;
    }
    if body.kind == Kind::Xml && !is_xml(&bytes) {
        said.refuse(body.text.start, "the body is not XML: write other text between lines of ```")?;
    }
    let content = if bytes.is_empty() { Content::Nothing } else { Content::Bytes(word(bytes, body.text)) };
    Ok((content, media_type))
}

fn unread(body: &Body<'_>, reason: &str, said: &mut Said) -> Result<(Content, Option<&'static str>), Remark> {
    said.refuse(body.text.start, reason)?;
    Ok((Content::Nothing, None))
}

/// The JSON of a GraphQL query and, from a line that begins with `variables`, its variables.
fn query(text: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(text);
    let at = text.find("\nvariables").filter(|at| text[*at + 10..].trim_start().starts_with('{'));
    let (query, variables) = at.map_or((&*text, ""), |at| (&text[..at], text[at + 10..].trim()));
    let query = serde_json::Value::from(query.trim());
    let variables =
        if variables.is_empty() { String::new() } else { format!(",\"variables\":{}", without_blanks(variables)) };
    format!("{{\"query\":{query}{variables}}}").into_bytes()
}

/// Whether every element of a text is closed.
fn is_xml(text: &[u8]) -> bool {
    let mut reader = quick_xml::Reader::from_reader(text);
    let mut depth = 0_usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(_)) => depth += 1,
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(Event::Eof) => return depth == 0,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

/// JSON without the white space between its tokens.
fn without_blanks(json: &str) -> String {
    let (mut in_string, mut is_escaped) = (false, false);
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if in_string || !c.is_ascii_whitespace() {
            out.push(c);
        }
        in_string ^= c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
    }
    out
}

fn from_hex(text: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pair = |pair: &[u8]| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    };
    text.chunks(2).map(pair).collect()
}

/// A part of a form: a value, or `file,NAME; TYPE`.
fn part_of(pair: &Pair<'_>, variables: &Variables, said: &mut Said) -> Result<(bool, Word), Remark> {
    let Some(file) = pair.value.strip("file,") else {
        let Filled { name, value, start } = fill(pair, variables, said)?;
        let text = [&name[..], b"=", &value].concat();
        return Ok((true, Word { text, start, end: start }));
    };
    let name = filled(pair.name, Syntax::Escaped, variables, said)?;
    let mut at = 0;
    let length = loop {
        match file.text.get(at..) {
            Some([b'\\', _, ..]) => at += 2,
            Some([b';', ..] | []) | None => break at,
            _ => at += 1,
        }
    };
    if file.text.get(length) != Some(&b';') {
        said.refuse(file.start, "the name of a file ends with a semicolon: `file,data.json;`")?;
    }
    let path = filled(file.front(length).trimmed(), Syntax::File, variables, said)?;
    let given = filled(file.after(length + 1).trimmed(), Syntax::Escaped, variables, said)?;
    let media_type = if given.is_empty() { media_type_of(&path).as_bytes().to_vec() } else { given };
    let quoted = [b"\"", &escaped(&path)[..], b"\""].concat();
    let text = [&name[..], b"=@", &quoted, b";filename=", &quoted, b";type=", &media_type].concat();
    Ok((false, word(text, pair.value)))
}

/// What the end of a file's name says of it to Hurl.
fn media_type_of(path: &[u8]) -> &'static str {
    match path.rsplit(|b| *b == b'.').next().unwrap_or_default() {
        b"gif" => "image/gif",
        b"jpg" | b"jpeg" => "image/jpeg",
        b"png" => "image/png",
        b"svg" => "image/svg+xml",
        b"txt" => "text/plain",
        b"htm" | b"html" => "text/html",
        b"pdf" => "application/pdf",
        b"xml" => "application/xml",
        _ => "application/octet-stream",
    }
}

/// A text between quotes, as `-F` takes it.
fn escaped(text: &[u8]) -> Vec<u8> {
    text.iter().flat_map(|b| if b"\"\\".contains(b) { vec![b'\\', *b] } else { vec![*b] }).collect()
}
