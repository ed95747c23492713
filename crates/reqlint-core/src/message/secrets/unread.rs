//! Secrets in a body that could not be read as what it is, or not to its end: multipart, CSV, other text, and what follows an
//! error.

use super::names::{OwnNames, Place, Weight};
use super::scan;
use crate::message::credential::looks::looks_random;
use std::ops::Range;

/// The secrets of a text of no known structure. Here a word that looks like a credential is one: nothing else says what it
/// is.
pub(crate) fn secrets(text: &[u8], names: &OwnNames) -> Vec<Range<usize>> {
    let mut found = scan::secrets(text, names);
    words(text, &mut found);
    after_names(text, names, &mut found);
    parts(text, names, &mut found);
    columns(text, names, &mut found);
    found
}

/// Words that look like credentials.
fn words(text: &[u8], found: &mut Vec<Range<usize>>) {
    let is_inside = |b: u8| b.is_ascii_alphanumeric() || b"+/_-.~".contains(&b);
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let length = rest.iter().take_while(|b| is_inside(**b)).count();
        let run = rest.get(..length).unwrap_or_default();
        if looks_random(run) {
            found.push(at..at + length);
        }
        at += length.max(1);
    }
}

/// What follows the quoted name of a secret where the sign between them is missing or another: `"password" "…"`.
fn after_names(text: &[u8], names: &OwnNames, found: &mut Vec<Range<usize>>) {
    let mut quotes = memchr::memchr_iter(b'"', text);
    let (mut open, mut is_next) = (None, false);
    for quote in &mut quotes {
        let Some(start) = open.take() else {
            // between two texts
            open = Some(quote + 1);
            continue;
        };
        let inside: Range<usize> = start..quote;
        let written = text.get(inside.clone()).unwrap_or_default();
        if is_next {
            found.push(inside);
            is_next = false;
            continue;
        }
        if names.weigh(written, Place::Member) != Weight::Secret {
            continue;
        }
        let after = text.get(quote + 1..).unwrap_or_default();
        let blank = after.iter().take_while(|b| b.is_ascii_whitespace() || b":=>".contains(b)).count();
        match after.get(blank) {
            Some(b'"') => is_next = true,
            Some(b'{' | b'[' | b',' | b'}' | b']') | None => {}
            Some(_) => {
                let word = after.get(blank..).unwrap_or_default();
                let length = word.iter().position(|b| b"\r\n,}]".contains(b)).unwrap_or(word.len());
                let word = word.get(..length).unwrap_or_default();
                if !matches!(word.trim_ascii(), b"true" | b"false" | b"null") {
                    let start = quote + 1 + blank;
                    found.push(start..start + word.trim_ascii_end().len());
                }
            }
        }
    }
    // a text that isn't closed
    if let Some(start) = open.filter(|_| is_next) {
        found.push(start..text.len());
    }
}

/// Parts of a form (RFC 7578) whose names are secret.
fn parts(text: &[u8], names: &OwnNames, found: &mut Vec<Range<usize>>) {
    if !text.starts_with(b"--") {
        return;
    }
    let boundary = text.get(..memchr::memchr2(b'\r', b'\n', text).unwrap_or(text.len())).unwrap_or_default();
    let mut starts = memchr::memmem::find_iter(text, boundary).peekable();
    while let Some(start) = starts.next() {
        let end = starts.peek().copied().unwrap_or(text.len());
        let start = start + boundary.len();
        let Some(part) = text.get(start..end) else { continue };
        let blank = [&b"\r\n\r\n"[..], b"\n\n"].into_iter();
        let Some(body) = blank.filter_map(|blank| Some(memchr::memmem::find(part, blank)? + blank.len())).min() else {
            continue;
        };
        let head = part.get(..body).unwrap_or_default();
        let Some(name) = quoted_after(head, b"name=\"") else { continue };
        let content = part.get(body..).unwrap_or_default().trim_ascii_end();
        if names.weigh(name, Place::Parameter).covers(content) {
            found.push(start + body..start + body + content.len());
        }
    }
}

fn quoted_after<'t>(text: &'t [u8], mark: &[u8]) -> Option<&'t [u8]> {
    let start = memchr::memmem::find_iter(text, mark)
        .find(|at| at.checked_sub(1).is_none_or(|i| text.get(i) != Some(&b'e')))?
        + mark.len();
    let inside = text.get(start..)?;
    inside.get(..memchr::memchr(b'"', inside)?)
}

/// Columns of a table whose first line names a secret.
fn columns(text: &[u8], names: &OwnNames, found: &mut Vec<Range<usize>>) {
    let head = text.get(..memchr::memchr(b'\n', text).unwrap_or(text.len())).unwrap_or_default();
    let separator = [b',', b';', b'\t'].into_iter().find(|sign| head.contains(sign));
    let Some(separator) = separator.filter(|_| head.len() < 4096 && head.len() < text.len()) else { return };
    let is_name = |name: &[u8]| name.iter().all(|b| b.is_ascii_alphanumeric() || b"_-. \"".contains(b));
    let heads: Vec<&[u8]> = head.split(|b| *b == separator).map(<[u8]>::trim_ascii).collect();
    let is_secret = |name: &&[u8]| names.weigh(name, Place::Member) == Weight::Secret;
    let secret: Vec<bool> = heads.iter().map(is_secret).collect();
    if !heads.iter().all(|name| is_name(name)) || !secret.contains(&true) {
        return;
    }
    let mut at = head.len() + 1;
    for line in text.get(at..).unwrap_or_default().split(|b| *b == b'\n') {
        let mut start = at;
        for (cell, secret) in line.split(|b| *b == separator).zip(&secret) {
            if *secret {
                found.push(start..start + cell.trim_ascii_end().len());
            }
            start += cell.len() + 1;
        }
        at += line.len() + 1;
    }
}
