//! XML 1.0, read by `quick-xml`. Attributes are not read, prefixes are dropped. Entities of a DTD are never expanded: a body that
//! has one isn't looked at, since another reader may find any text in its place; nor is one in another encoding than UTF-8.

use super::{Key, MAX_DEPTH, Node, NodeKind, ReadError, close, leaf, without_mark};
use quick_xml::errors::{Error, IllFormedError};
use quick_xml::events::{BytesRef, Event};
use quick_xml::reader::Reader;
use std::borrow::Cow;
use std::ops::Range;

/// An element that is still open.
struct Open {
    node: usize,
    /// From the first to the last byte of its text.
    text: Option<Range<usize>>,
    content: usize,
}

/// Encodings of which the ASCII characters are those of UTF-8, besides it.
const LIKE_ASCII: [&str; 4] = ["ascii", "iso-8859-", "us-ascii", "windows-125"];

/// Whether a body is read in another encoding by whoever goes by its declaration. One that says UTF-16 in ASCII can't be
/// (XML 1.0 appendix F).
pub(super) fn is_in_utf8(text: &[u8]) -> Result<(), ReadError> {
    let Some(encoding) = declared_encoding(without_mark(text)) else { return Ok(()) };
    let encoding = encoding.to_ascii_lowercase();
    let begins_like = |names: [&str; 4]| names.iter().any(|name| encoding.starts_with(name));
    if begins_like(["utf-8", "utf8", "utf-16", "ucs-2"]) || text.is_ascii() && begins_like(LIKE_ASCII) {
        return Ok(());
    }
    Err(ReadError::not_looked_at(0, "the body is in another encoding than UTF-8", text))
}

fn declared_encoding(text: &[u8]) -> Option<String> {
    let end = memchr::memmem::find(text.strip_prefix(b"<?xml")?, b"?>")?;
    let declaration = std::str::from_utf8(text.get(..end + "<?xml?>".len())?).ok()?;
    let Ok(Event::Decl(declaration)) = Reader::from_str(declaration).read_event() else { return None };
    Some(declaration.encoding()?.ok()?.into_owned())
}

pub(super) fn read(text: &[u8], nodes: &mut Vec<Node>) -> Result<(), ReadError> {
    let mark = text.len() - without_mark(text).len();
    let source = std::str::from_utf8(without_mark(text)).unwrap_or_default();
    let mut reader = Reader::from_str(source);
    let mut open: Vec<Open> = Vec::new();
    let mut has_document_type = false;
    let position = |reader: &Reader<&[u8]>| mark + usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
    loop {
        let start = position(&reader);
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let at = mark + usize::try_from(reader.error_position()).unwrap_or(0);
                let mut stop = ReadError::new(at, sentence(&error), text);
                // an open element could be closed after the end
                let open_reference = matches!(error, Error::IllFormed(IllFormedError::UnclosedReference));
                let to_the_end = text.get(stop.at..).is_some_and(|rest| memchr::memchr(b'<', rest).is_none());
                stop.at_end |= matches!(error, Error::Syntax(_)) || open_reference && to_the_end;
                return Err(stop);
            }
        };
        let end = position(&reader);
        if let Event::GeneralRef(reference) = &event {
            check_reference(reference, has_document_type).map_err(|error| error(start, text))?;
        }
        match event {
            Event::Start(tag) => {
                begin(&open, nodes, text, start)?;
                let key = local_name(tag.name().as_ref().as_bytes(), start);
                open.push(Open { node: nodes.len(), text: None, content: end });
                nodes.push(Node::new(NodeKind::Object, key, start..end));
            }
            Event::Empty(tag) => {
                begin(&open, nodes, text, start)?;
                let key = local_name(tag.name().as_ref().as_bytes(), start);
                let kind = if open.is_empty() { NodeKind::Object } else { NodeKind::Text };
                let value = if open.is_empty() { start..end } else { start..start };
                leaf(nodes, Node::new(kind, key, value));
            }
            Event::End(_) => {
                if let Some(element) = open.pop() {
                    finish(element, nodes, text, start, open.is_empty());
                }
            }
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => {
                let blank = text.get(start..end).unwrap_or_default().trim_ascii().is_empty();
                match open.last_mut() {
                    Some(element) => {
                        let from = element.text.as_ref().map_or(start, |t| t.start);
                        element.text = Some(from..end);
                    }
                    None if blank => {}
                    None => {
                        let before = text.get(start..end).unwrap_or_default();
                        let spaces = before.len() - before.trim_ascii_start().len();
                        return Err(ReadError::new(start + spaces, "an element is expected here", text));
                    }
                }
            }
            Event::DocType(_) => has_document_type = true,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    if let Some(element) = open.last() {
        let name = nodes.get(element.node).map_or(0..0, Node::key_range);
        let name = String::from_utf8_lossy(text.get(name).unwrap_or_default()).into_owned();
        return Err(ReadError::new(text.len(), format!("`<{name}>` is never closed"), text));
    }
    if nodes.is_empty() {
        return Err(ReadError::new(text.len(), "the body ends where an element is expected", text));
    }
    Ok(())
}

/// The text that an element's content stands for: predefined entities replaced, CDATA marks dropped.
pub(super) fn unescape(raw: &[u8]) -> Cow<'_, [u8]> {
    let Ok(text) = std::str::from_utf8(raw) else { return Cow::Borrowed(raw) };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, markup)) = rest.find('<').and_then(|at| rest.split_at_checked(at)) {
        out.push_str(&entities(before));
        rest = match markup.strip_prefix("<![CDATA[") {
            Some(inside) => {
                let (data, after) = inside.split_once("]]>").unwrap_or((inside, ""));
                out.push_str(data);
                after
            }
            // a comment or an instruction says nothing of the value
            None => {
                let end = if markup.starts_with("<!--") { "-->" } else { ">" };
                markup.split_once(end).map_or("", |(_, after)| after)
            }
        };
    }
    out.push_str(&entities(rest));
    Cow::Owned(out.into_bytes())
}

fn entities(text: &str) -> Cow<'_, str> {
    quick_xml::escape::unescape(text).unwrap_or(Cow::Borrowed(text))
}

/// What is wrong at an offset of a text.
type Problem = fn(usize, &[u8]) -> ReadError;

/// Says what is wrong with a reference that isn't to a character, by its number or a name of XML's own.
fn check_reference(reference: &BytesRef<'_>, has_document_type: bool) -> Result<(), Problem> {
    match reference.resolve_char_ref() {
        Ok(Some(_)) => Ok(()),
        Err(_) => Err(|at, text| ReadError::new(at, "this is no character", text)),
        Ok(None) if quick_xml::escape::resolve_predefined_entity(reference).is_some() => Ok(()),
        Ok(None) if has_document_type => {
            Err(|at, text| ReadError::not_looked_at(at, "the body has an entity of a document type", text))
        }
        Ok(None) => Err(|at, text| ReadError::new(at, "this entity is not declared", text)),
    }
}

/// Says why no element may begin here.
fn begin(open: &[Open], nodes: &[Node], text: &[u8], at: usize) -> Result<(), ReadError> {
    if open.len() >= MAX_DEPTH {
        return Err(ReadError::too_deep(at, text));
    }
    ReadError::too_many(nodes, text)?;
    if open.is_empty() && !nodes.is_empty() {
        return Err(ReadError::new(at, "a second root element", text));
    }
    Ok(())
}

/// An element without elements inside is a text; the root is always an object.
fn finish(element: Open, nodes: &mut [Node], text: &[u8], end: usize, is_root: bool) {
    let has_children = nodes.len() > element.node + 1;
    close(nodes, element.node, end);
    if has_children || is_root {
        return;
    }
    let range = element.text.unwrap_or(element.content..element.content);
    let raw = text.get(range.clone()).unwrap_or_default();
    if let Some(node) = nodes.get_mut(element.node) {
        node.kind = NodeKind::Text;
        node.value = super::span(range);
        node.value_escaped = memchr::memchr2(b'&', b'<', raw).is_some();
    }
}

/// The name without its prefix, as a place in the text; `start` is the position of the tag's `<`.
fn local_name(name: &[u8], start: usize) -> Key {
    let prefix = memchr::memchr(b':', name).map_or(0, |colon| colon + 1);
    Key::new(start + 1 + prefix..start + 1 + name.len(), false)
}

fn sentence(error: &Error) -> String {
    match error {
        Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
            format!("expected `</{expected}>`, found `</{found}>`")
        }
        Error::IllFormed(IllFormedError::UnmatchedEndTag(name)) => format!("`</{name}>` closes nothing"),
        Error::Syntax(_) => "this markup is never closed".into(),
        _ => "this is not XML".into(),
    }
}
