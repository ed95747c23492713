//! `PUT /path HTTP/1.1`, and what people write instead.

use super::cursor::{Cursor, Line};
use super::editor::{self, Special};
use crate::read::{called, foreign};
use crate::record::place::{Note, Trouble};
use memchr::{memchr, memmem};
use std::ops::Range;

const METHODS: [&str; 9] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "CONNECT"];

/// Where method and target are.
pub(super) struct RequestLine {
    pub(super) line: Range<usize>,
    /// `None` when there is only a URL.
    pub(super) method: Option<Range<usize>>,
    pub(super) target: Range<usize>,
    pub(super) version: Option<Range<usize>>,
}

/// What is said of a request line without a version.
pub(super) const NO_VERSION: &str = "no version: taken as HTTP/1.1";

/// Reads a request line: the first word is the method, a last word like `HTTP/1.1` the version, all between the target. Where an
/// editor's file `takes_paths`, a path alone is one, too.
pub(super) fn read(
    cursor: &Cursor<'_>,
    line: &Line<'_>,
    takes_paths: bool,
    notes: &mut Vec<Note>,
) -> Result<RequestLine, Trouble> {
    let text = line.text;
    let trouble = |message: &str| Trouble::new(cursor.place(line.start), message);
    if let Some(nul) = memchr(0, text) {
        return Err(Trouble::new(cursor.place(line.start + nul), "this is not text: found a NUL byte"));
    }
    if super::status_line::begins(text) {
        return Err(trouble("a response without a request").help("put the request before it"));
    }

    if let Some((method, rest)) = glued(text) {
        let end = text.trim_ascii_end().len();
        let version = version(rest).unwrap_or(0);
        let message = "no space between the method and the target".to_owned();
        notes.push(Note { place: cursor.place(line.start + method), message });
        let target = rest.get(..rest.len() - version).unwrap_or_default().trim_ascii_end().len();
        return Ok(RequestLine {
            line: line.start..line.end(),
            method: Some(line.start..line.start + method),
            target: line.start + method..line.start + method + target,
            version: Some(line.start + end - version..line.start + end),
        });
    }

    let lead = text.len() - text.trim_ascii_start().len();
    let end = text.trim_ascii_end().len();
    let words = text.get(lead..end).unwrap_or_default();
    let method_length = words.iter().position(u8::is_ascii_whitespace).unwrap_or(words.len());
    let method = words.get(..method_length).unwrap_or_default();
    let rest = words.get(method_length..).unwrap_or_default();
    let target_start = lead + method_length + (rest.len() - rest.trim_ascii_start().len());
    let version = version(rest);
    let target = rest.get(..rest.len() - version.unwrap_or(0)).unwrap_or_default().trim_ascii();

    if is_url(method) || takes_paths && method.starts_with(b"/") && target.is_empty() {
        notes.push(Note { place: cursor.place(line.start + lead), message: "no method: taken as GET".to_owned() });
        let written = words.len() - version.unwrap_or(0);
        let length = words.get(..written).unwrap_or_default().trim_ascii_end().len();
        let target = line.start + lead..line.start + lead + length;
        let version = version.map(|length| line.start + end - length..line.start + end);
        return Ok(RequestLine { line: line.start..line.end(), method: None, target, version });
    }
    if !looks_like_a_request(method, target, version.is_some()) {
        if let Some(Special::Other(what)) = Special::of(method) {
            let help = "only requests over HTTP are read";
            return Err(trouble(&format!("this is {what}, which is not read")).help(help));
        }
        if let Some((says, help)) = foreign::alone(cursor.slice(line.start..cursor.end_of_section())) {
            return Err(trouble(&says).help(help));
        }
        if let Some(program) = called::called(text) {
            let help = "commands are read in a text of their own";
            return Err(trouble(&format!("this is a {program} command among requests")).help(help));
        }
        let help = "a request begins with a method and a target: `GET /path HTTP/1.1`";
        return Err(trouble("this is not an HTTP request").help(help));
    }
    if target.is_empty() {
        return Err(trouble("the request line has no target").help("write it between the method and the version"));
    }

    let mut note = |offset: usize, message: &str| {
        notes.push(Note { place: cursor.place(line.start + offset), message: message.to_owned() });
    };
    if version.is_none() {
        note(end, NO_VERSION);
    }
    let plain = editor::plain_placeholders(target);
    let has_space = plain.as_deref().unwrap_or(target).iter().any(|b| matches!(b, b' ' | b'\t'));
    if let Some(space) = target.iter().position(|b| matches!(b, b' ' | b'\t')).filter(|_| has_space) {
        note(target_start + space, "the target contains a space");
    }
    let range = |from: usize, length: usize| line.start + from..line.start + from + length;
    // one space ends the target; more are part of what a server reads as the version
    let begin = |length: usize| {
        let gap = text.get(target_start + target.len()..end - length).unwrap_or_default();
        end - length - if gap.iter().all(|b| *b == b' ') { gap.len().saturating_sub(1) } else { 0 }
    };
    Ok(RequestLine {
        line: range(0, text.len()),
        method: Some(range(lead, method_length)),
        target: range(target_start, target.len()),
        version: version.map(|length| range(begin(length), end - begin(length))),
    })
}

/// Whether a line has a method, a target and a version, and nothing else.
pub(super) fn is_whole(line: &[u8]) -> bool {
    let mut words = line.trim_ascii_end().split(|b| *b == b' ');
    let (Some(method), Some(target), Some(version), None) = (words.next(), words.next(), words.next(), words.next())
    else {
        return false;
    };
    METHODS.iter().any(|known| known.as_bytes() == method)
        && (target.starts_with(b"/") || is_url(target))
        && version.starts_with(b"HTTP/")
}

/// Whether a line is neither a request line nor what may be meant as one: prose, or what a console shows.
pub(super) fn is_talk(line: &[u8]) -> bool {
    let first = line.trim_ascii_start().split(u8::is_ascii_whitespace).next().unwrap_or_default();
    let is_method = METHODS.iter().any(|known| first.eq_ignore_ascii_case(known.as_bytes()));
    let is_shout = first.len() > 1 && first.iter().all(|b| b.is_ascii_uppercase() || *b == b'-');
    let is_header = first.iter().position(|b| *b == b':').is_some_and(|at| at == 0 || at + 1 == first.len());
    !is_method
        && !is_shout
        && !is_header
        && !is_url(first)
        && !line.starts_with(b"HTTP/")
        && memmem::find(line, b" HTTP/").is_none()
}

/// Whether a line is talk of several words.
pub(super) fn is_sentence(line: &[u8]) -> bool {
    is_talk(line) && line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).count() > 2
}

/// Whether a line is surely a request line: a URL, or a method and a target.
pub(super) fn begins(line: &[u8]) -> bool {
    let mut words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let (Some(first), second) = (words.next(), words.next()) else { return false };
    let is_known = METHODS.iter().any(|known| first.eq_ignore_ascii_case(known.as_bytes()));
    let is_method = first.iter().all(|b| b.is_ascii_uppercase() || *b == b'-');
    let is_open = |target: &[u8]| target.starts_with(b"{{") || target.starts_with(b"$");
    is_url(first)
        || second.is_some_and(|target| (is_known || is_method) && (is_target(target) || is_open(target)))
        || is_known && version(line).is_some()
}

/// Whether a line can be nothing but a request line: a known method, a target and a version. Where requests are written
/// without a version, `is_loose`, a method and one word are enough.
pub(super) fn is_one(line: &[u8], is_loose: bool) -> bool {
    let method =
        METHODS.iter().find(|known| line.starts_with(known.as_bytes()) && line.get(known.len()) == Some(&b' '));
    let Some(rest) = method.and_then(|method| line.get(method.len()..)) else { return false };
    let target = rest.trim_ascii();
    match version(target) {
        Some(length) => target.len() > length,
        None => is_loose && !target.is_empty() && !target.iter().any(u8::is_ascii_whitespace),
    }
}

/// Whether a line among headers is another request, though it has no version: a known method and a target, and no header could
/// be meant.
pub(super) fn is_next(line: &[u8]) -> bool {
    let target = line.split(|b| *b == b' ').nth(1).unwrap_or_default();
    is_one(line, true) && (is_target(target) || editor::is_open(target))
}

/// The length of a method that runs into its target, and what follows it: `POST/a HTTP/1.1`.
fn glued(text: &[u8]) -> Option<(usize, &[u8])> {
    let method =
        METHODS.iter().find(|known| text.starts_with(known.as_bytes()) && text.get(known.len()) == Some(&b'/'))?;
    let rest = text.get(method.len()..)?.trim_ascii_end();
    version(rest).map(|_| (method.len(), rest))
}

/// The length of the version that a text ends with.
pub(super) fn version(text: &[u8]) -> Option<usize> {
    let last = text.rsplit(u8::is_ascii_whitespace).next()?;
    if is_of_another(last) {
        return Some(last.len());
    }
    let (name, rest) = last.split_at_checked(4)?;
    let secure = usize::from(rest.first().is_some_and(|b| b.eq_ignore_ascii_case(&b's')));
    let slash = usize::from(rest.get(secure) == Some(&b'/'));
    let number = rest.get(secure + slash..)?;
    // `HTTP/x.y` and `HTTP1.1` are meant as versions, too
    let is_number = match number.first()? {
        b'0'..=b'9' => number.iter().all(|b| b.is_ascii_digit() || *b == b'.'),
        _ => slash > 0 && number.len() < 4 && number.iter().all(|b| b.is_ascii_lowercase() || *b == b'.'),
    };
    (name.eq_ignore_ascii_case(b"HTTP") && is_number).then_some(last.len())
}

/// Whether a word is the version of another protocol, or of a name spelled wrong: `FTP/1.1`, `HTP/1.1`.
fn is_of_another(word: &[u8]) -> bool {
    let name = word.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let number = word.get(name..).unwrap_or_default();
    (2..=8).contains(&name)
        && matches!(number, [b'/', major, b'.', minor] if [major, minor].iter().all(|b| b.is_ascii_digit()))
}

fn looks_like_a_request(method: &[u8], target: &[u8], has_version: bool) -> bool {
    let is_token = !method.is_empty() && method.iter().all(|b| is_token_byte(*b));
    let is_known = METHODS.iter().any(|known| method.eq_ignore_ascii_case(known.as_bytes()));
    is_token && (has_version || is_known || is_target(target))
}

/// Whether a text is a target by its beginning: a path, a URL, or the `*` of OPTIONS.
fn is_target(text: &[u8]) -> bool {
    text == b"*" || text.starts_with(b"/") || is_url(text)
}

/// Whether a text begins like `https://`.
pub(super) fn is_url(text: &[u8]) -> bool {
    let scheme = text.iter().take_while(|b| b.is_ascii_alphanumeric() || b"+-.".contains(b)).count();
    text.first().is_some_and(u8::is_ascii_alphabetic) && text.get(scheme..).is_some_and(|t| t.starts_with(b"://"))
}

/// What follows on the next lines of a URL that editors let go on: `?page=2`, then `&size=10`, or what comes after a line
/// that ends with one of these signs; behind such lines, `has_more`, also `#fragment`. Its last line may have the version.
pub(super) fn goes_on<'a>(line: &Line<'a>, before: &[u8], has_more: bool) -> Option<&'a [u8]> {
    let text = line.text.trim_ascii();
    let is_indented = line.text.first().is_some_and(|b| b" \t".contains(b));
    let is_pair = matches!(text, [b'?' | b'&', next, ..] if !next.is_ascii_whitespace())
        && !super::script::is_assertion(text)
        && text.contains(&b'=');
    let plain = text.get(..text.len() - version(text).unwrap_or(0)).unwrap_or_default().trim_ascii_end();
    let is_more = matches!(text, [b'?' | b'&', ..])
        || is_indented && (text.starts_with(b"/") || is_cut(before) || has_more && text.starts_with(b"#"));
    (is_pair || is_more && !plain.is_empty() && !plain.contains(&b' ')).then_some(text)
}

/// Whether a URL ends where its query goes on.
fn is_cut(text: &[u8]) -> bool {
    text.ends_with(b"?") || text.ends_with(b"&")
}

/// A character of a method or a header name (RFC 9110, section 5.6.2).
fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
