//! Bodies in parts as they are told apart leniently, to say what is wrong with them and what they name.

use memchr::memmem;
use std::ops::Range;

/// How long the head of a part may be.
const MAX_HEAD: usize = 4 * 1024;

/// A part with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// Its name, in the body, as written.
    pub(crate) name: Range<usize>,
    pub(crate) value: Range<usize>,
    /// Whether it is said to be a file.
    pub(crate) is_file: bool,
}

/// The boundary that a Content-Type of any multipart type names.
pub(crate) fn boundary(content_type: &[u8]) -> Option<&[u8]> {
    let is_multipart = content_type.get(..10).is_some_and(|start| start.eq_ignore_ascii_case(b"multipart/"));
    let mut parameters = content_type.split(|b| *b == b';').skip(1).map(<[u8]>::trim_ascii);
    let is_boundary = |one: &&[u8]| one.get(..9).is_some_and(|name| name.eq_ignore_ascii_case(b"boundary="));
    let value = parameters.find(is_boundary).filter(|_| is_multipart)?.get(9..)?;
    let value = value.strip_prefix(b"\"").and_then(|value| value.strip_suffix(b"\"")).unwrap_or(value);
    (!value.is_empty()).then_some(value)
}

/// The media type of a Content-Type, if it is that of a form in parts.
pub(crate) fn essence_of_form(content_type: &[u8]) -> Option<&[u8]> {
    Some(super::essence(content_type)).filter(|essence| essence.eq_ignore_ascii_case(b"multipart/form-data"))
}

/// The lines that divide the parts, each with whether it is the last: `--`, the boundary, and `--` after the last part.
pub(crate) fn delimiters<'b>(body: &'b [u8], boundary: &[u8]) -> impl Iterator<Item = (Range<usize>, bool)> + use<'b> {
    let delimiter = [b"--", boundary].concat();
    let starts: Vec<usize> = memmem::find_iter(body, &delimiter).collect();
    starts.into_iter().filter_map(move |at| {
        // in the middle of a line it is part of a value
        let is_line = at == 0 || body.get(at - 1) == Some(&b'\n');
        let rest = body.get(at + delimiter.len()..).filter(|_| is_line)?;
        let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
        let range = at..at + delimiter.len() + length;
        match rest.get(..length)?.trim_ascii_end() {
            b"" => Some((range, false)),
            b"--" => Some((range, true)),
            _ => None,
        }
    })
}

/// What is between those lines, each part with its place; `None` for one that has no head or no name.
pub(crate) fn parts<'b>(body: &'b [u8], boundary: &[u8]) -> impl Iterator<Item = Option<Part>> + use<'b> {
    let mut lines = delimiters(body, boundary).peekable();
    std::iter::from_fn(move || {
        let (line, _) = lines.next().filter(|(_, is_last)| !is_last)?;
        let (next, _) = lines.peek()?;
        Some(part(body, line.end..next.start))
    })
}

fn part(body: &[u8], range: Range<usize>) -> Option<Part> {
    let text = body.get(range.clone())?;
    let head = text.get(..text.len().min(MAX_HEAD))?;
    let blanks = [&b"\r\n\r\n"[..], b"\n\n"].into_iter().filter_map(|blank| {
        let at = memmem::find(head, blank)?;
        Some((at, at + blank.len()))
    });
    let (head_end, value_start) = blanks.min()?;
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
        Some(quoted) => (at + 1, closing_quote(quoted)?),
        None => (at, rest.iter().take_while(|b| !b.is_ascii_whitespace() && **b != b';').count()),
    };
    Some(start..start + len)
}

/// Where a quoted text ends: at a quote that no backslash precedes.
pub(super) fn closing_quote(quoted: &[u8]) -> Option<usize> {
    let is_escaped =
        |at: usize| quoted.get(..at).is_some_and(|b| b.iter().rev().take_while(|b| **b == b'\\').count() % 2 == 1);
    let mut quotes = memchr::memchr_iter(b'"', quoted);
    quotes.find(|at| !is_escaped(*at))
}

#[cfg(test)]
mod tests {
    #[test]
    fn parts_have_names_and_may_be_files() {
        let body = b"--x\r\nContent-Disposition: form-data; name=\"a b\"\r\n\r\none\r\n--x\r\ncontent-disposition: form-data;name=f; filename=\"t.csv\"\r\nContent-Type: text/csv\r\n\r\n1,2\r\n--x--\r\n";
        let found: Vec<_> = super::parts(body, b"x").flatten().collect();
        let text = |range: &std::ops::Range<usize>| std::str::from_utf8(&body[range.clone()]).unwrap();
        let shown: Vec<_> = found.iter().map(|part| (text(&part.name), text(&part.value), part.is_file)).collect();
        assert_eq!(shown, [("a b", "one", false), ("f", "1,2", true)]);
    }

    #[test]
    fn boundaries_are_those_of_content_type() {
        let table: [(&[u8], Option<&[u8]>); 5] = [
            (b"multipart/form-data; boundary=x", Some(b"x")),
            (b"Multipart/Form-Data; charset=utf-8; Boundary=\"x y\"", Some(b"x y")),
            (b"multipart/form-data", None),
            (b"text/plain; boundary=a", None),
            (b"multipart/form-data; boundary=", None),
        ];
        for (content_type, expected) in table {
            assert_eq!(super::boundary(content_type), expected);
        }
    }
}
