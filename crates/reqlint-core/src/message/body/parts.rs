//! `multipart/form-data` (RFC 7578) as a body: each part with a name is a member, whose value is what is in the part.
//!
//! Readers of such forms differ in what they forgive: where a line ends, what a boundary in the middle of a line means, which of
//! two names counts. So only what all of them read alike is read here; anything else is left unread, as a whole.

use super::multipart::{closing_quote, essence_of_form};
use super::{Key, MAX_VALUES, Node, NodeKind, close, leaf};
use memchr::memmem;
use std::borrow::Cow;
use std::ops::Range;

/// How long the head of a part may be.
const MAX_HEAD: usize = 4 * 1024;

/// The longest boundary (RFC 2046 section 5.1.1).
const MAX_BOUNDARY: usize = 70;

/// What else a boundary may have than letters and digits.
const OF_BOUNDARY: &[u8] = b"'()+_,-./:=? ";

/// What may precede a text and say in which encoding it is.
const MARKS: [&[u8]; 3] = [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"];

/// The boundary of a form in parts, where every reader finds the same.
pub(crate) fn boundary(content_type: &[u8]) -> Option<&[u8]> {
    essence_of_form(content_type)?;
    let mut own = parameters(content_type)?.into_iter().filter(|one| one.is("boundary"));
    let value = content_type.get(own.next()?.value)?;
    let is_right = |byte: &u8| byte.is_ascii_alphanumeric() || OF_BOUNDARY.contains(byte);
    let is_boundary = (1..=MAX_BOUNDARY).contains(&value.len()) && value.iter().all(is_right) && !value.ends_with(b" ");
    (is_boundary && own.next().is_none()).then_some(value)
}

/// Reads a whole form of parts into nodes; `None` where readers may find something else in it.
pub(super) fn read(body: &[u8], boundary: &[u8], nodes: &mut Vec<Node>) -> Option<()> {
    let delimiter = [b"--", boundary].concat();
    let first = memmem::find(body, &delimiter)?;
    nodes.push(Node::new(NodeKind::Object, Key::default(), 0..body.len()));
    let mut at = first + delimiter.len();
    let (before, after) = (body.get(..first)?, body.get(at..)?);
    let line_break: &[u8] =
        if before.ends_with(b"\r\n") || before.is_empty() && !after.starts_with(b"\n") { b"\r\n" } else { b"\n" };
    if !before.is_empty() && !before.ends_with(line_break) {
        return None;
    }
    let separator = [line_break, &delimiter].concat();
    loop {
        let rest = body.get(at..)?;
        if let Some(end) = rest.strip_prefix(b"--") {
            close(nodes, 0, body.len());
            return end.trim_ascii().is_empty().then_some(());
        }
        at += rest.starts_with(line_break).then_some(line_break.len())?;
        let rest = body.get(at..)?;
        let length = memmem::find(rest, &separator)?;
        let Part { name, value } = part(body, at..at + length, line_break)?;
        let is_divided = |inside: usize| matches!(rest.get(inside.checked_sub(1)?), Some(b'\r' | b'\n')).then_some(());
        if rest.starts_with(&delimiter)
            || memmem::find_iter(rest.get(..length)?, &delimiter).any(|inside| is_divided(inside).is_some())
            || line_break == b"\n" && rest.get(..length)?.ends_with(b"\r")
        {
            return None;
        }
        let is_escaped = body.get(name.clone()).is_some_and(|name| memchr::memchr2(b'\\', b'%', name).is_some());
        leaf(nodes, Node::new(NodeKind::Text, Key::new(name, is_escaped), value));
        if nodes.len() > MAX_VALUES {
            return None;
        }
        at += length + separator.len();
    }
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

/// A part with a name.
struct Part {
    /// Its name, in the body, as written.
    name: Range<usize>,
    value: Range<usize>,
}

fn part(body: &[u8], range: Range<usize>, line_break: &[u8]) -> Option<Part> {
    let text = body.get(range.clone())?;
    let blank = [line_break, line_break].concat();
    let head_end = memmem::find(text.get(..text.len().min(MAX_HEAD))?, &blank)?;
    let head = text.get(..head_end)?;
    let value = range.start + head_end + blank.len()..range.end;
    let (mut at, mut disposition) = (0, None);
    while at <= head.len() {
        let rest = head.get(at..)?;
        let line = rest.get(..memmem::find(rest, line_break).unwrap_or(rest.len()))?;
        let (own, content) = line.split_at(memchr::memchr(b':', line)?);
        let is = |name: &str| own.eq_ignore_ascii_case(name.as_bytes());
        let content = content.get(1..)?;
        let is_plain = !own.is_empty() && own.iter().all(|byte| is_of_token(*byte));
        if !is_plain || memchr::memchr3(b'\r', b'\n', 0, line).is_some() {
            return None;
        }
        if is("content-disposition") && disposition.replace(at + own.len() + 1..at + line.len()).is_some()
            || is("content-transfer-encoding") && !is_identity(content)
            || is("content-type") && !is_plain_text(content, body.get(value.clone())?)
        {
            return None;
        }
        at += line.len() + line_break.len();
    }
    let disposition = disposition?;
    let line = head.get(disposition.clone())?;
    let kind = line.split(|byte| *byte == b';').next()?.trim_ascii();
    let all = parameters(line).filter(|_| kind.eq_ignore_ascii_case(b"form-data"))?;
    let mut names = all.iter().filter(|one| one.is("name"));
    let name = names.next()?.value.clone();
    let is_file = all.iter().any(|one| one.is("filename") || one.is("filename*"));
    let is_another = names.next().is_some() || all.iter().any(|one| one.begins("name*"));
    let (spelled, content) = (line.get(name.clone())?, body.get(value.clone())?);
    let is_marked = MARKS.iter().any(|mark| content.starts_with(mark)) && !is_file;
    let says_charset = spelled.eq_ignore_ascii_case(b"_charset_") && !content.eq_ignore_ascii_case(b"utf-8");
    if is_another || is_marked || says_charset || !is_spelled_alike(spelled) {
        return None;
    }
    let begin = range.start + disposition.start;
    Some(Part { name: begin + name.start..begin + name.end, value })
}

/// Whether readers take a name for the same one: of escapes they have only those of quotes and backslashes in common.
fn is_spelled_alike(name: &[u8]) -> bool {
    let mut rest = name;
    while let Some((first, tail)) = rest.split_first() {
        rest = match (first, tail) {
            (b'\\', [b'"' | b'\\', after @ ..]) | (b'%', [b'2', b'2', after @ ..]) => after,
            (b'\\', _) | (b'=', [b'?', ..]) => return false,
            (b'%', [high, low, ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => return false,
            _ => tail,
        };
    }
    std::str::from_utf8(name).is_ok()
}

/// Whether a Content-Transfer-Encoding leaves the content as it is.
fn is_identity(coding: &[u8]) -> bool {
    [&b"7bit"[..], b"8bit", b"binary"].iter().any(|name| coding.trim_ascii().eq_ignore_ascii_case(name))
}

/// Encodings of which the ASCII characters are those of UTF-8, besides it: Apache's HttpClient says ISO-8859-1 of every text.
const LIKE_ASCII: [&[u8]; 2] = [b"iso-8859-", b"windows-125"];

/// Whether the content of a part is one text or file, and reads as UTF-8 if it is a text.
fn is_plain_text(content_type: &[u8], content: &[u8]) -> bool {
    let Some(parameters) = parameters(content_type) else { return false };
    let begins =
        |text: &[u8], with: &[u8]| text.get(..with.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(with));
    let is_known = |charset: &[u8]| {
        [&b"utf-8"[..], b"utf8", b"us-ascii"].iter().any(|name| charset.eq_ignore_ascii_case(name))
            || content.is_ascii() && LIKE_ASCII.iter().any(|name| begins(charset, name))
    };
    let mut charsets = parameters.iter().filter(|one| one.is("charset"));
    !begins(content_type.trim_ascii(), b"multipart/")
        && charsets.all(|one| content_type.get(one.value.clone()).is_some_and(is_known))
}

/// A parameter of a header.
struct Parameter<'h> {
    name: &'h [u8],
    /// Its value, in the header, without quotes.
    value: Range<usize>,
}

impl Parameter<'_> {
    fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.as_bytes())
    }

    fn begins(&self, name: &str) -> bool {
        self.name.get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name.as_bytes()))
    }
}

/// The parameters after the first `;`; `None` where they aren't written as RFC 9110 section 5.6.6 has them.
fn parameters(header: &[u8]) -> Option<Vec<Parameter<'_>>> {
    let spaces = |at: usize| header.iter().skip(at).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let mut found = Vec::new();
    let mut at = memchr::memchr(b';', header).unwrap_or(header.len());
    while at < header.len() {
        at += 1;
        at += spaces(at);
        if at == header.len() {
            break;
        }
        let name = header.iter().skip(at).take_while(|byte| is_of_token(**byte)).count();
        let begin = at + name + 1;
        (name > 0 && header.get(at + name) == Some(&b'=')).then_some(())?;
        let name = header.get(at..at + name)?;
        let rest = header.get(begin..)?;
        let value = match rest.strip_prefix(b"\"") {
            Some(quoted) => begin + 1..begin + 1 + closing_quote(quoted)?,
            None => begin..begin + rest.iter().take_while(|byte| is_unquoted(**byte)).count(),
        };
        at = value.end + usize::from(value.start > begin);
        at += spaces(at);
        matches!(header.get(at), None | Some(b';')).then_some(())?;
        found.push(Parameter { name, value });
    }
    Some(found)
}

fn is_of_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// Clients leave out the quotes of more than tokens.
fn is_unquoted(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && !b";\"\\,".contains(&byte)
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
            ("--x--\r\n".to_owned(), "{}"),
            (String::new(), "not read"),
        ];
        for (text, expected) in table {
            assert_eq!(read(&text), expected, "{text}");
        }
    }

    #[test]
    fn what_readers_take_in_different_ways_is_not_read() {
        let part = |head: &str, value: &str| format!("--x\r\n{head}\r\n\r\n{value}\r\n");
        let named = |head: &str| format!("Content-Disposition: form-data; {head}");
        let a = named("name=a");
        let heads = [
            named("filename=\"; name=b\"; name=c; name=d"),
            named("name=a; name*=utf-8''b"),
            named("name=\"\\a\""),
            named("name=\"%61\""),
            named("name=\"a"),
            named("name =a"),
            named("x; name=a"),
            "Content-Disposition: attachment; name=a".to_owned(),
            "Content-Disposition : form-data; name=a".to_owned(),
            format!("{a}\r\n{a}"),
            format!("{a};\r\n x=y"),
            format!("{a}\n\nb"),
            format!("{a}\nX: b"),
            format!("{a}\r\nX"),
            format!("{a}\r\nContent-Transfer-Encoding: base64"),
            format!("{a}\r\nContent-Type: text/plain; charset=utf-16le"),
            format!("{a}\r\nContent-Type: multipart/mixed; boundary=y"),
            named("name=_charset_"),
        ];
        for head in &heads {
            assert_eq!(read(&(part(head, "1") + "--x--")), "not read", "{head}");
        }
        let bodies = [
            format!("text--x\r\n{a}\r\n\r\n1\r\n{}--x--", part(&a, "2")),
            format!("text\n{}--x--", part(&a, "2")),
            part(&a, "1\n--x\r\n2") + "--x--",
            part(&a, "1\r--x\r\n2") + "--x--",
            part(&a, "1\r\n--xy\r\n2") + "--x--",
            part(&a, "1\r\n--x \r\n2") + "--x--",
            part(&a, "1") + "--x--\r\n" + &part(&a, "1") + "--x--",
            part(&a, "\u{feff}1") + "--x--",
        ];
        for body in &bodies {
            assert_eq!(read(body), "not read", "{body}");
        }
    }

    #[test]
    fn a_boundary_is_named_once() {
        let table: [(&[u8], Option<&[u8]>); 8] = [
            (b"multipart/form-data; boundary=x", Some(b"x")),
            (b"Multipart/Form-Data; charset=utf-8; Boundary=\"x y\"", Some(b"x y")),
            (b"multipart/form-data; a=\"; boundary=x\"; boundary=y", Some(b"y")),
            (b"multipart/form-data; boundary=x; boundary=y", None),
            (b"multipart/form-data; boundary=\"x\\y\"", None),
            (b"multipart/form-data", None),
            (b"multipart/mixed; boundary=x", None),
            (b"multipart/form-data; boundary=", None),
        ];
        for (content_type, expected) in table {
            assert_eq!(super::boundary(content_type), expected);
        }
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
