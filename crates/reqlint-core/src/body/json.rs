//! JSON of RFC 8259, in one pass: every value's place, and a place for what is wrong.
//!
//! Written for the engine, since a general lexer took twice as long as all rules together. The text is UTF-8 already.

mod quoted;

pub(super) use quoted::unescape;

use super::{Key, MAX_DEPTH, Node, NodeKind, ReadError, close, leaf, without_mark};
use std::ops::Range;

/// Takes what is read, in document order.
pub(crate) trait Sink {
    /// What there is to know about an object or list while it is open.
    type Open;

    /// The length of the member's name that a text begins with, where the sink knows it. A quote stands behind it.
    #[inline]
    fn known_name(&mut self, _inside: &mut Self::Open, _text: &[u8]) -> Option<usize> {
        None
    }

    /// A value that holds no other. `None` when nothing more need be read.
    fn leaf(&mut self, inside: &mut Self::Open, leaf: Leaf) -> Option<()>;

    /// An object or list begins.
    fn open(&mut self, inside: &mut Self::Open, kind: NodeKind, key: Key, start: usize) -> Option<Self::Open>;

    /// It ends there.
    fn close(&mut self, open: Self::Open, end: usize) -> Option<()>;
}

/// A value that holds no other.
pub(crate) struct Leaf {
    pub(crate) kind: NodeKind,
    pub(crate) key: Key,
    /// As written; of a text the part between the quotes.
    pub(crate) value: Range<usize>,
    pub(crate) escaped: bool,
}

/// Why reading stopped.
pub(crate) enum Stop {
    Error(Box<ReadError>),
    /// The sink has enough.
    Enough,
}

pub(super) fn read(text: &[u8], nodes: &mut Vec<Node>) -> Result<(), ReadError> {
    match read_into(text, nodes, 0) {
        Err(Stop::Error(error)) => Err(*error),
        Ok(()) | Err(Stop::Enough) => Ok(()),
    }
}

/// Reads a text, which is UTF-8, into a sink; `inside` is what the whole text stands in.
pub(crate) fn read_into<S: Sink>(text: &[u8], sink: &mut S, mut inside: S::Open) -> Result<(), Stop> {
    let at = text.len() - without_mark(text).len();
    let mut reader = Reader { text, at, sink };
    reader.value(Key::default(), &mut inside, 0)?;
    match reader.peek() {
        None => Ok(()),
        Some(_) => Err(reader.expected("nothing more")),
    }
}

impl Sink for Vec<Node> {
    /// The number of its node.
    type Open = usize;

    #[inline]
    fn leaf(&mut self, _: &mut usize, new: Leaf) -> Option<()> {
        leaf(self, Node::new(new.kind, new.key, new.value).escaped(new.escaped));
        Some(())
    }

    #[inline]
    fn open(&mut self, _: &mut usize, kind: NodeKind, key: Key, start: usize) -> Option<usize> {
        self.push(Node::new(kind, key, start..start));
        Some(self.len() - 1)
    }

    #[inline]
    fn close(&mut self, open: usize, end: usize) -> Option<()> {
        close(self, open, end);
        Some(())
    }
}

struct Reader<'t, 's, S> {
    text: &'t [u8],
    at: usize,
    sink: &'s mut S,
}

impl<S: Sink> Reader<'_, '_, S> {
    #[inline]
    fn value(&mut self, key: Key, inside: &mut S::Open, depth: usize) -> Result<(), Stop> {
        let next = self.peek();
        let start = self.at;
        let (kind, value, escaped) = match next {
            Some(b'"') => {
                let (range, escaped) = self.quoted()?;
                (NodeKind::Text, range, escaped)
            }
            Some(b'{') => return self.container(NodeKind::Object, key, inside, depth),
            Some(b'[') => return self.container(NodeKind::List, key, inside, depth),
            Some(b'-' | b'0'..=b'9') => {
                self.number()?;
                (NodeKind::Number, start..self.at, false)
            }
            Some(b'a'..=b'z') => (self.word()?, start..self.at, false),
            _ => return Err(self.expected("a value")),
        };
        self.sink.leaf(inside, Leaf { kind, key, value, escaped }).ok_or(Stop::Enough)
    }

    fn container(&mut self, kind: NodeKind, key: Key, inside: &mut S::Open, depth: usize) -> Result<(), Stop> {
        if depth >= MAX_DEPTH {
            return Err(self.error(self.at, format!("nested more than {MAX_DEPTH} deep")));
        }
        let (is_object, end) = (kind == NodeKind::Object, if kind == NodeKind::Object { b'}' } else { b']' });
        let mut open = self.sink.open(inside, kind, key, self.at).ok_or(Stop::Enough)?;
        self.at += 1;
        let mut next = self.peek();
        while next != Some(end) {
            let key = if is_object { self.key(&mut open)? } else { Key::default() };
            self.value(key, &mut open, depth + 1)?;
            next = self.peek();
            if next == Some(b',') {
                self.at += 1;
                // another one must follow: what else stands there is said where it is read
                next = None;
            } else if next != Some(end) {
                return Err(self.expected(if is_object { "a comma or `}`" } else { "a comma or `]`" }));
            }
        }
        self.at += 1;
        self.sink.close(open, self.at).ok_or(Stop::Enough)
    }

    #[inline]
    fn key(&mut self, inside: &mut S::Open) -> Result<Key, Stop> {
        if self.peek() != Some(b'"') {
            return Err(self.expected("a member's name in double quotes"));
        }
        let start = self.at + 1;
        let (range, escaped) = match self.sink.known_name(inside, self.text.get(start..).unwrap_or_default()) {
            Some(length) => {
                self.at = start + length + 1;
                (start..start + length, false)
            }
            None => self.quoted()?,
        };
        if self.peek() != Some(b':') {
            return Err(self.expected("a colon"));
        }
        self.at += 1;
        Ok(Key::new(range, escaped))
    }

    fn word(&mut self) -> Result<NodeKind, Stop> {
        let words: [(&[u8], _); 3] =
            [(b"true", NodeKind::Boolean), (b"false", NodeKind::Boolean), (b"null", NodeKind::Null)];
        let rest = self.text.get(self.at..).unwrap_or_default();
        if let Some((word, kind)) = words.iter().find(|(word, _)| rest.starts_with(word)) {
            self.at += word.len();
            return Ok(*kind);
        }
        if words.iter().any(|(word, _)| word.starts_with(rest)) {
            return Err(self.error(self.text.len(), "the body ends inside a word"));
        }
        Err(self.error(self.at, "a value is expected here"))
    }

    /// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`.
    fn number(&mut self) -> Result<(), Stop> {
        self.pass(b"-");
        if !self.pass(b"0") {
            self.digits()?;
        }
        if self.pass(b".") {
            self.digits()?;
        }
        if self.pass(b"eE") {
            self.pass(b"+-");
            self.digits()?;
        }
        Ok(())
    }

    #[inline]
    fn digits(&mut self) -> Result<(), Stop> {
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or_default();
        self.at += rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if self.at == start { Err(self.expected("a digit")) } else { Ok(()) }
    }

    /// Passes one of these bytes, if it is next.
    #[inline]
    fn pass<const N: usize>(&mut self, one_of: &[u8; N]) -> bool {
        let is_next = self.text.get(self.at).is_some_and(|byte| one_of.contains(byte));
        self.at += usize::from(is_next);
        is_next
    }

    /// The next byte that is no white space.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        loop {
            match self.text.get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                next => return next.copied(),
            }
        }
    }

    #[cold]
    fn expected(&self, what: &str) -> Stop {
        if self.at >= self.text.len() {
            return self.error(self.at, format!("the body ends where {what} is expected"));
        }
        self.error(self.at, format!("{what} is expected here"))
    }

    #[cold]
    fn error(&self, at: usize, message: impl Into<String>) -> Stop {
        Stop::Error(Box::new(ReadError::new(at, message, self.text)))
    }
}

#[cfg(test)]
mod tests {
    use crate::body::{Document, NodeKind, Syntax};
    use proptest::prelude::*;
    use serde_json::{Map, Value};

    /// A document as `serde_json` would have it; the last of several members of one name counts.
    fn value(document: &Document, node: u32, text: &[u8]) -> Value {
        let text_of = |node| String::from_utf8(document.value(node, text).into_owned()).unwrap();
        match document.kind(node) {
            NodeKind::Object => {
                let key = |n| String::from_utf8(document.key(n, text).into_owned()).unwrap();
                let members = document.children(node).map(|n| (key(n), value(document, n, text)));
                Value::Object(members.collect::<Map<_, _>>())
            }
            NodeKind::List => document.children(node).map(|n| value(document, n, text)).collect(),
            NodeKind::Text => Value::String(text_of(node)),
            NodeKind::Number | NodeKind::Boolean | NodeKind::Null => serde_json::from_str(&text_of(node)).unwrap(),
        }
    }

    fn agrees(text: &str) -> Result<(), TestCaseError> {
        let mut document = Document::default();
        document.read(text.as_bytes(), Syntax::Json);
        let ours = document.error.is_none().then(|| value(&document, 0, text.as_bytes()));
        prop_assert_eq!(ours, serde_json::from_str::<Value>(text).ok(), "{:?} {:?}", text, document.error);
        Ok(())
    }

    proptest! {
        /// Texts that are nearly JSON.
        #[test]
        fn reads_what_serde_json_reads(
            pieces in proptest::collection::vec(
                proptest::sample::select(vec![
                    "{", "}", "[", "]", ":", ",", "\"", "\"a\"", "\"b\":", "\\", "\\n", "\\u00e9", "\\ud83d\\ude00",
                    "\\u12", "é", "\t", " ", "\n", "0", "-", "12", ".", "5e", "+", "E-3", "true", "false", "null", "nul",
                    "x", "\"0123456789abcdef\"", "{\"a\":[1,{\"b\":\"\\\"\"}]}",
                ]),
                0..12,
            ),
        ) {
            agrees(&pieces.concat())?;
        }

        /// JSON with one byte changed.
        #[test]
        fn finds_what_is_wrong_where_serde_json_does(at in 0usize..86, byte in proptest::sample::select(
            b"{}[]:,\"\\ \t0-.eux\x01".to_vec(),
        )) {
            let text = r#" {"name": "a\"\u00e9\nb", "list": [1, -2.5e+3, true, null, {}], "long": "0123456789abcdef"} "#;
            let mut text = text.as_bytes().to_vec();
            text[at] = byte;
            agrees(std::str::from_utf8(&text).unwrap())?;
        }
    }
}
