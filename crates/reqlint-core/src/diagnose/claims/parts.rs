//! The parts of a multipart body, as far as they have names (RFC 7578).

use memchr::memmem;
use std::ops::Range;

/// How many parts are looked at, and how long the head of one may be.
const MAX_PARTS: usize = 256;
const MAX_HEAD: usize = 4 * 1024;

/// A part with a name.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Its name, in the body.
    pub(super) name: Range<usize>,
    pub(super) value: Range<usize>,
    /// Whether it is said to be a file.
    pub(super) is_file: bool,
}

/// The named parts of a body.
pub(super) fn parts(body: &[u8], content_type: &[u8]) -> Vec<Part> {
    let Some(boundary) = boundary(content_type) else { return Vec::new() };
    let delimiter = [b"--", boundary].concat();
    let starts: Vec<usize> = memmem::find_iter(body, &delimiter).take(MAX_PARTS + 1).collect();
    let ends = starts.iter().skip(1);
    starts.iter().zip(ends).filter_map(|(start, end)| part(body, start + delimiter.len()..*end)).collect()
}

fn part(body: &[u8], range: Range<usize>) -> Option<Part> {
    let text = body.get(range.clone())?;
    let head = text.get(..text.len().min(MAX_HEAD))?;
    let (head_end, value_start) = [&b"\r\n\r\n"[..], b"\n\n"].into_iter().find_map(|blank| {
        let at = memmem::find(head, blank)?;
        Some((at, at + blank.len()))
    })?;
    let head = text.get(..head_end)?;
    let mut at = 0;
    let (line, line_at) = head.split_inclusive(|b| *b == b'\n').find_map(|line| {
        let start = at;
        at += line.len();
        let is_disposition = line.get(..20).is_some_and(|name| name.eq_ignore_ascii_case(b"content-disposition:"));
        is_disposition.then_some((line, start))
    })?;
    let name = parameter(line, b" name=")?;
    let value_end = text.strip_suffix(b"\r\n").or_else(|| text.strip_suffix(b"\n")).map_or(text.len(), <[u8]>::len);
    let begin = range.start;
    Some(Part {
        name: begin + line_at + name.start..begin + line_at + name.end,
        value: begin + value_start..begin + value_end.max(value_start),
        is_file: parameter(line, b" filename=").or_else(|| parameter(line, b" filename*=")).is_some(),
    })
}

/// The value of a parameter of a header line, without its quotes.
fn parameter(line: &[u8], name: &[u8]) -> Option<Range<usize>> {
    let at = memmem::find(line, name).or_else(|| {
        // `;name=` without a space
        let bare = [b";", name.trim_ascii_start()].concat();
        memmem::find(line, &bare)
    })? + name.len();
    let rest = line.get(at..)?;
    let (start, len) = match rest.strip_prefix(b"\"") {
        Some(quoted) => (at + 1, memchr::memchr(b'"', quoted)?),
        None => (at, rest.iter().take_while(|b| !b.is_ascii_whitespace() && **b != b';').count()),
    };
    Some(start..start + len)
}

fn boundary(content_type: &[u8]) -> Option<&[u8]> {
    let is_multipart = content_type.get(..10).is_some_and(|start| start.eq_ignore_ascii_case(b"multipart/"));
    let mut parameters = content_type.split(|b| *b == b';').skip(1).map(<[u8]>::trim_ascii);
    let is_boundary = |one: &&[u8]| one.get(..9).is_some_and(|name| name.eq_ignore_ascii_case(b"boundary="));
    let value = parameters.find(is_boundary).filter(|_| is_multipart)?.get(9..)?;
    let value = value.strip_prefix(b"\"").and_then(|value| value.strip_suffix(b"\"")).unwrap_or(value);
    (!value.is_empty()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_with_their_names() {
        let body = b"--x\r\nContent-Disposition: form-data; name=\"a b\"\r\n\r\none\r\n--x\r\ncontent-disposition: form-data;name=f; filename=\"t.csv\"\r\nContent-Type: text/csv\r\n\r\n1,2\r\n--x--\r\n";
        let found = parts(body, b"multipart/form-data; boundary=x");
        let text = |range: &Range<usize>| std::str::from_utf8(&body[range.clone()]).unwrap();
        let shown: Vec<_> = found.iter().map(|part| (text(&part.name), text(&part.value), part.is_file)).collect();
        assert_eq!(shown, [("a b", "one", false), ("f", "1,2", true)]);
        let bare = b"--x\nContent-Disposition: form-data; name=a\n\none\n--x--\n";
        assert_eq!(parts(bare, b"Multipart/Form-Data; charset=utf-8; boundary=\"x\"").len(), 1);
    }

    #[test]
    fn what_is_broken_has_no_parts() {
        for (body, content_type) in [
            (&b"--x\r\n\r\n--x--"[..], &b"multipart/form-data; boundary=x"[..]),
            (b"--x\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n--x--", b"multipart/form-data; boundary=x"),
            (b"a=1", b"multipart/form-data"),
            (b"a=1", b"text/plain; boundary=a"),
            (b"", b"multipart/form-data; boundary="),
        ] {
            assert_eq!(parts(body, content_type), []);
        }
    }
}
