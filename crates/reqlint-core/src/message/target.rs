//! The request target, taken apart without judging it (RFC 9112 section 3.2, RFC 3986).

use crate::base::bytes;
use crate::message::placeholder::placeholder;
use std::ops::Range;

/// The ranges of a target's parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) scheme: Option<Range<usize>>,
    /// `user:password` of an absolute form.
    pub(crate) credentials: Option<Range<usize>>,
    /// `host[:port]` of an absolute form.
    pub(crate) authority: Option<Range<usize>>,
    pub(crate) path: Range<usize>,
    /// Without the `?`.
    pub(crate) query: Option<Range<usize>>,
    /// Without the `#`.
    pub(crate) fragment: Option<Range<usize>>,
    /// Up to there path and query hold letters, digits, `-`, `.` and `/` only.
    pub(crate) simple: usize,
    /// The slashes among the first bytes of the path, one bit each.
    slashes: u64,
}

impl Target {
    pub(crate) fn read(text: &[u8]) -> Self {
        let mut target = Target::default();
        let mut at = 0;
        if let Some(scheme) = scheme(text) {
            target.scheme = Some(0..scheme);
            let start = scheme + 3;
            let mut end = find(text, start, b"/?#").unwrap_or(text.len());
            let mut sign = text.get(start..end).and_then(|a| memchr::memrchr(b'@', a)).map(|offset| start + offset);
            if let Some(later) = broken_password(text, start, end) {
                sign = Some(later);
                end = find(text, later, b"/?#").unwrap_or(text.len());
            }
            target.credentials = sign.map(|sign| start..sign);
            target.authority = Some(sign.map_or(start, |sign| sign + 1)..end);
            at = end;
        }
        // the first byte that isn't simple is nearly always the one that ends the path
        (target.simple, target.slashes) =
            bytes::find_and_mark(text, at, |block| !block.simple(), |block| block.is(b'/'));
        let first = match text.get(target.simple) {
            None | Some(b'?' | b'#') => target.simple,
            Some(_) => bytes::find_from(text, target.simple, |block| block.one_of(*b"?#")),
        };
        target.path = at..first;
        if first < text.len() {
            let (end, fragment) = cut(text, first..text.len(), b'#');
            target.query = (text.get(first) == Some(&b'?')).then_some(first + 1..end);
            target.fragment = fragment;
        }
        target
    }
}

impl Target {
    /// Where the segment of the path that begins at `at` ends.
    #[inline]
    pub(crate) fn segment_end(&self, text: &[u8], at: usize) -> usize {
        let offset = at - self.path.start;
        let slashes = if offset < 64 { self.slashes >> offset } else { 0 };
        if slashes != 0 {
            return (at + slashes.trailing_zeros() as usize).min(self.path.end);
        }
        let path = text.get(..self.path.end).unwrap_or_default();
        bytes::find_from(path, at, |block| block.is(b'/'))
    }

    /// Whether the path has two slashes in a row.
    pub(crate) fn has_empty_segment(&self, text: &[u8]) -> bool {
        let Range { start, end } = self.path;
        if end <= self.simple && end - start <= 64 {
            let in_path = self.slashes & (u64::MAX >> (64 - (end - start).max(1)));
            return in_path & (in_path << 1) != 0;
        }
        let mut at = start;
        while at < end {
            at = self.segment_end(text, at) + 1;
            if at < end && text.get(at) == Some(&b'/') {
                return true;
            }
        }
        false
    }

    /// Whether anything in the path may be percent-encoded.
    #[inline]
    pub(crate) fn is_escaped(&self, text: &[u8]) -> bool {
        let rest = text.get(self.simple..self.path.end).unwrap_or_default();
        !rest.is_empty() && memchr::memchr(b'%', rest).is_some()
    }
}

/// Splits `host[:port]`; an IPv6 address keeps its brackets.
pub(crate) fn host_and_port(authority: &[u8]) -> (&[u8], Option<&[u8]>) {
    let address = memchr::memchr(b']', authority).map_or(0, |i| i + 1);
    let colon = authority.get(address..).and_then(|a| memchr::memchr(b':', a)).map(|i| address + i);
    match colon.and_then(|c| authority.split_at_checked(c)) {
        Some((host, port)) => (host, port.get(1..)),
        None => (authority, None),
    }
}

/// The `@` after a password that contains an unencoded slash: before the slash is a colon that no port follows.
fn broken_password(text: &[u8], start: usize, end: usize) -> Option<usize> {
    let port = host_and_port(text.get(start..end)?).1?;
    let is_port = port.iter().all(u8::is_ascii_digit) || placeholder(port).is_some();
    if is_port || port.contains(&b'@') {
        return None;
    }
    let first = end + memchr::memchr(b'@', text.get(end..)?)?;
    let authority = start..find(text, first, b"/?#").unwrap_or(text.len());
    memchr::memrchr(b'@', text.get(authority)?).map(|last| start + last)
}

fn scheme(text: &[u8]) -> Option<usize> {
    let length = text.iter().take_while(|b| b.is_ascii_alphanumeric() || b"+-.".contains(b)).count();
    let named = text.first().is_some_and(u8::is_ascii_alphabetic);
    (named && text.get(length..length + 3) == Some(b"://")).then_some(length)
}

/// Cuts a part of a text at a mark: where it ends then, and what follows the mark.
fn cut(text: &[u8], part: Range<usize>, mark: u8) -> (usize, Option<Range<usize>>) {
    match text.get(part.clone()).and_then(|text| memchr::memchr(mark, text)) {
        Some(offset) => (part.start + offset, Some(part.start + offset + 1..part.end)),
        None => (part.end, None),
    }
}

fn find(text: &[u8], from: usize, any: &[u8]) -> Option<usize> {
    text.get(from..)?.iter().position(|b| any.contains(b)).map(|i| from + i)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> String {
        let t = Target::read(text.as_bytes());
        let show = |r: &Option<Range<usize>>| r.clone().map_or("-", |r| &text[r]).to_owned();
        [
            show(&t.scheme),
            show(&t.credentials),
            show(&t.authority),
            text[t.path].into(),
            show(&t.query),
            show(&t.fragment),
        ]
        .join(" ")
    }

    #[test]
    fn takes_every_form_apart() {
        assert_eq!(parts("/a/b?x=1#f"), "- - - /a/b x=1 f");
        assert_eq!(parts("https://u:p@h:80/a?b?c"), "https u:p h:80 /a b?c -");
        assert_eq!(parts("https://u:p/w@h:80/a"), "https u:p/w h:80 /a - -");
        assert_eq!(parts("https://u:p/w@d@h/a@b"), "https u:p/w@d h /a@b - -");
        assert_eq!(parts("https://h:80/a@b"), "https - h:80 /a@b - -");
        assert_eq!(parts("https://h:{{port}}/a@b"), "https - h:{{port}} /a@b - -");
        assert_eq!(parts("https://u:p@h/a@b"), "https u:p h /a@b - -");
        assert_eq!(parts("https://h?x"), "https - h  x -");
        assert_eq!(parts("/my zone#?x"), "- - - /my zone - ?x");
        assert_eq!(parts("*"), "- - - * - -");
        assert_eq!(parts("//h/a"), "- - - //h/a - -");
        assert_eq!(host_and_port(b"[::1]:8080"), (&b"[::1]"[..], Some(&b"8080"[..])));
        assert_eq!(host_and_port(b"h"), (&b"h"[..], None));
    }

    #[test]
    fn knows_where_segments_end() {
        let long = "/a".repeat(40);
        for path in ["/", "/a", "/a/b", "/a//b", "//a", "/a/", "/a//", "/a%2Fb/c", "/a b//c", &long] {
            for whole in
                [path.to_owned(), format!("{path}?x=/y//z"), format!("https://h{path}"), format!("{path}{long}//")]
            {
                let target = Target::read(whole.as_bytes());
                let path = &whole[target.path.clone()];
                assert_eq!(target.has_empty_segment(whole.as_bytes()), path.contains("//"), "{whole}");
                for (at, _) in path.char_indices() {
                    let expected = path[at..].find('/').map_or(path.len(), |offset| at + offset);
                    let from = target.path.start;
                    assert_eq!(target.segment_end(whole.as_bytes(), from + at), from + expected, "{whole} {at}");
                }
            }
        }
    }
}
