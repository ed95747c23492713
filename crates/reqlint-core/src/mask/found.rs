//! Secrets that are known by their look, wherever they stand: JSON Web Tokens, and credentials in a URL.

use crate::pattern::Format;
use std::ops::Range;

/// Every secret in a text.
pub(super) fn secrets(text: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if memchr::memchr(b'.', text).is_some() {
        found.extend(tokens(text));
    }
    found.extend(memchr::memmem::find_iter(text, b"://").filter_map(|at| credentials(text, at + 3)));
    found
}

/// Runs of the letters of base64url and dots that are a token, or the beginning of one.
fn tokens(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let is_inside = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    let mut at = 0;
    let runs = text.split(move |b| !is_inside(b)).map(move |run| {
        let start = at;
        at += run.len() + 1;
        (start, run)
    });
    // `{"` in base64url, as every token begins that is written without white space
    let is_token = |run: &[u8]| run.len() > 20 && run.starts_with(b"eyJ") || Format::Jwt.holds(run);
    runs.filter(move |(_, run)| is_token(run)).map(|(start, run)| start..start + run.len())
}

/// `user:password` at the beginning of an authority.
fn credentials(text: &[u8], start: usize) -> Option<Range<usize>> {
    let rest = text.get(start..)?;
    let end = rest.iter().position(|b| b"/?#\"'<>".contains(b) || b.is_ascii_whitespace()).unwrap_or(rest.len());
    let sign = memchr::memrchr(b'@', rest.get(..end)?)?;
    Some(start..start + sign)
}
