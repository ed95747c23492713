//! Secrets that are recognized by their shape, wherever they are: JSON Web Tokens, and credentials in a URL.

use crate::base::pattern::Format;
use std::ops::Range;

/// Every secret in a text.
pub(crate) fn secrets(text: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if memchr::memchr(b'.', text).is_some() {
        found.extend(tokens(text));
    }
    let colons = memchr::memchr_iter(b':', text);
    let authorities = colons.filter(|at| text.get(at + 1..).is_some_and(|rest| rest.starts_with(b"//")));
    found.extend(authorities.filter_map(|at| credentials(text, at + 3)));
    found
}

/// Runs of the letters of base64url and dots that are a token, or the beginning of one.
fn tokens(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let is_inside = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    // what `{` is in base64url
    let starts = memchr::memchr_iter(b'e', text);
    let starts = starts.filter(move |at| at.checked_sub(1).and_then(|i| text.get(i)).is_none_or(|b| !is_inside(b)));
    let runs = starts.filter_map(move |start| {
        let length = text.get(start..)?.iter().take_while(|b| is_inside(b)).count();
        Some((start, text.get(start..start + length)?))
    });
    // `{"` in base64url, as every token begins that is written without white space
    let is_begun = |run: &[u8]| run.len() > 20 && run.starts_with(b"eyJ");
    let is_token = |run: &[u8]| memchr::memchr(b'.', run).is_some() && Format::Jwt.holds(run);
    runs.filter(move |(_, run)| is_begun(run) || is_token(run)).map(|(start, run)| start..start + run.len())
}

/// `user:password` at the beginning of an authority.
fn credentials(text: &[u8], start: usize) -> Option<Range<usize>> {
    let rest = text.get(start..)?;
    let end = rest.iter().position(|b| b"/?#\"'<>".contains(b) || b.is_ascii_whitespace()).unwrap_or(rest.len());
    let sign = memchr::memrchr(b'@', rest.get(..end)?)?;
    Some(start..start + sign)
}
