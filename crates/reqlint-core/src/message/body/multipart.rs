//! `multipart/form-data` (RFC 7578): each part with a name is a member, whose value is what is in the part.

use super::{Key, Node, NodeKind, close, leaf};
use memchr::memmem;
use std::borrow::Cow;
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

/// The boundary of a form in parts.
pub(crate) fn boundary_of_form(content_type: &[u8]) -> Option<&[u8]> {
    super::essence(content_type).eq_ignore_ascii_case(b"multipart/form-data").then(|| boundary(content_type))?
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

/// Reads a whole form of parts into nodes; `None` where it isn't one from its first line to its last.
pub(super) fn read(body: &[u8], boundary: &[u8], nodes: &mut Vec<Node>) -> Option<()> {
    let (last, is_last) = delimiters(body, boundary).last()?;
    if !is_last || !body.get(last.end..)?.trim_ascii().is_empty() {
        return None;
    }
    nodes.push(Node::new(NodeKind::Object, Key::default(), 0..body.len()));
    for part in parts(body, boundary) {
        let Part { name, value, .. } = part?;
        let is_escaped = body.get(name.clone()).is_some_and(|name| memchr::memchr2(b'\\', b'%', name).is_some());
        leaf(nodes, Node::new(NodeKind::Text, Key::new(name, is_escaped), value));
        if nodes.len() > super::MAX_VALUES {
            return None;
        }
    }
    close(nodes, 0, body.len());
    Some(())
}

/// A name in quotes as it was meant: curl writes `\"`, browsers write `%22`.
pub(super) fn name(raw: &[u8]) -> Cow<'_, [u8]> {
    let mut out = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        match (first, tail) {
            (b'\\', [quoted @ (b'"' | b'\\'), after @ ..]) => {
                out.push(*quoted);
                rest = after;
            }
            (b'%', [b'2', b'2', after @ ..]) => {
                out.push(b'"');
                rest = after;
            }
            (byte, _) => out.push(*byte),
        }
    }
    Cow::Owned(out)
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
fn closing_quote(quoted: &[u8]) -> Option<usize> {
    let is_escaped =
        |at: usize| quoted.get(..at).is_some_and(|b| b.iter().rev().take_while(|b| **b == b'\\').count() % 2 == 1);
    let mut quotes = memchr::memchr_iter(b'"', quoted);
    quotes.find(|at| !is_escaped(*at))
}

#[cfg(test)]
mod tests {
    use super::super::tests::show;
    use super::super::{Document, Syntax};

    fn read(text: &str) -> String {
        let mut document = Document::default();
        document.read_parts(text.as_bytes(), b"x");
        match document.syntax {
            Some(Syntax::Parts) => show(&document, 0, text.as_bytes()),
            _ => "not read".to_owned(),
        }
    }

    #[test]
    fn parts_are_members() {
        let part =
            |head: &str, value: &str| format!("--x\r\nContent-Disposition: form-data; {head}\r\n\r\n{value}\r\n");
        let table = [
            (
                part("name=\"a\"", "1") + &part("name=\"b\"; filename=\"c.txt\"", "two\r\nlines") + "--x--\r\n",
                "{a:'1',b:'two\r\nlines'}",
            ),
            (part("name=a", "1") + &part("name=a", "2") + "--x--", "{a:'1',a:'2'}"),
            // as curl escapes a quote, and as browsers do
            (part("name=\"a\\\"b\"", "1") + &part("name=\"a%22b\"", "") + "--x--", "{a\"b:'1',a\"b:''}"),
            ("--x\nContent-Disposition: form-data;name=a\n\n1\n--x--\n".to_owned(), "{a:'1'}"),
            ("preamble\r\n".to_owned() + &part("name=a", "b --x c") + "--x--", "{a:'b --x c'}"),
            // no name, no last line, no blank line, something after the end
            (part("filename=a", "1") + "--x--", "not read"),
            (part("name=a", "1"), "not read"),
            ("--x\r\nContent-Disposition: form-data; name=a\r\n--x--".to_owned(), "not read"),
            (part("name=a", "1") + "--x--\r\nmore", "not read"),
            // the boundary is longer, or another part follows the last
            (part("name=a", "1\r\n--xy\r\n2") + "--x--", "{a:'1\r\n--xy\r\n2'}"),
            (part("name=a", "1") + "--x--\r\n" + &part("name=a", "1") + "--x--", "{a:'1'}"),
            (String::new(), "not read"),
        ];
        for (text, expected) in table {
            assert_eq!(read(&text), expected, "{text}");
        }
    }

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
        assert_eq!(super::boundary_of_form(b"multipart/mixed; boundary=x"), None);
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_panic(text in "(--x|--x--|\r\n|\n|Content-Disposition: form-data; name=\"a\"|\\\\|\"|b){0,24}") {
            let mut document = Document::default();
            document.read_parts(text.as_bytes(), b"x");
            for node in 0..u32::try_from(document.nodes.len()).unwrap() {
                let _ = (document.key(node, text.as_bytes()), document.value(node, text.as_bytes()));
                assert!(text.as_bytes().get(document.range(node)).is_some());
            }
        }
    }
}
