//! JSON of RFC 8259, in one pass: every value's place, and a place for what is wrong.
//!
//! Written for the engine, since a general lexer took twice as long as all rules together. The text is UTF-8 already.

mod quoted;

pub(super) use quoted::unescape;

use super::{Key, MAX_DEPTH, Node, NodeKind, ReadError, close, leaf, without_mark};
use std::ops::Range;

/// Takes what is read, in document order. `None` of any method: nothing more need be read.
pub(crate) trait Sink {
    /// Whether the text may be no UTF-8; reading stops then.
    const TAKES_BYTES: bool;

    /// What there is to know about an object or list while it is open.
    type Open;

    /// What there is to know about a member or item before its value.
    type Key;

    /// The member whose name begins at `start`, if the sink knows it; and where its name ends, before a quote.
    #[inline]
    fn known(&mut self, _inside: &mut Self::Open, _start: usize) -> Option<(Self::Key, usize)> {
        None
    }

    /// A member of that name.
    fn member(&mut self, inside: &mut Self::Open, name: Range<usize>, escaped: bool) -> Option<Self::Key>;

    /// An item of a list.
    fn item(&mut self, inside: &mut Self::Open) -> Self::Key;

    /// A value that holds no other.
    fn leaf(&mut self, key: Self::Key, leaf: Leaf) -> Option<()>;

    /// An object or list begins.
    fn open(&mut self, key: Self::Key, kind: NodeKind, start: usize) -> Option<Enter<Self::Open>>;

    /// It ends there.
    fn close(&mut self, open: Self::Open, end: usize, is_empty: bool) -> Option<()>;
}

/// What to do about an object or list.
pub(crate) enum Enter<O> {
    Inside(O),
    /// Nobody asks what is in it, as long as it is JSON.
    Around,
}

/// A value that holds no other.
pub(crate) struct Leaf {
    pub(crate) kind: NodeKind,
    /// As written; of a text the part between the quotes.
    pub(crate) value: Range<usize>,
    /// Of a text, that it has no escapes; of a number, that it is whole digits.
    pub(crate) is_plain: bool,
}

/// Why reading stopped.
pub(crate) enum Stop {
    Error(Box<ReadError>),
    /// The sink has enough.
    Enough,
}

pub(super) fn read(text: &[u8], nodes: &mut Vec<Node>) -> Result<(), ReadError> {
    match read_into(text, nodes, Key::default()) {
        Err(Stop::Error(error)) => Err(*error),
        Ok(()) | Err(Stop::Enough) => Ok(()),
    }
}

/// Whether a text is UTF-8 and JSON.
pub(super) fn holds(text: &[u8]) -> bool {
    read_into(text, &mut Nothing, ()).is_ok()
}

/// Reads a text into a sink; `root` is the key of all of it.
pub(crate) fn read_into<S: Sink>(text: &[u8], sink: &mut S, root: S::Key) -> Result<(), Stop> {
    let at = text.len() - without_mark(text).len();
    let mut reader = Reader { text, at, sink, error: None };
    let read = reader.value(root, 0);
    if read.is_some() && reader.peek().is_none() {
        return Ok(());
    }
    if read.is_some() {
        reader.expected::<()>("nothing more");
    }
    Err(reader.error.map_or(Stop::Enough, Stop::Error))
}

impl Sink for Vec<Node> {
    const TAKES_BYTES: bool = false;

    /// The number of its node.
    type Open = usize;

    type Key = Key;

    #[inline]
    fn member(&mut self, _: &mut usize, name: Range<usize>, escaped: bool) -> Option<Key> {
        Some(Key::new(name, escaped))
    }

    #[inline]
    fn item(&mut self, _: &mut usize) -> Key {
        Key::default()
    }

    #[inline]
    fn leaf(&mut self, key: Key, new: Leaf) -> Option<()> {
        let escaped = new.kind == NodeKind::Text && !new.is_plain;
        leaf(self, Node::new(new.kind, key, new.value).escaped(escaped));
        Some(())
    }

    #[inline]
    fn open(&mut self, key: Key, kind: NodeKind, start: usize) -> Option<Enter<usize>> {
        self.push(Node::new(kind, key, start..start));
        Some(Enter::Inside(self.len() - 1))
    }

    #[inline]
    fn close(&mut self, open: usize, end: usize, _: bool) -> Option<()> {
        close(self, open, end);
        Some(())
    }
}

/// Takes nothing.
struct Nothing;

impl Sink for Nothing {
    const TAKES_BYTES: bool = true;

    type Open = ();
    type Key = ();

    #[inline]
    fn member(&mut self, (): &mut (), _: Range<usize>, _: bool) -> Option<()> {
        Some(())
    }

    #[inline]
    fn item(&mut self, (): &mut ()) {}

    #[inline]
    fn leaf(&mut self, (): (), _: Leaf) -> Option<()> {
        Some(())
    }

    #[inline]
    fn open(&mut self, (): (), _: NodeKind, _: usize) -> Option<Enter<()>> {
        Some(Enter::Inside(()))
    }

    #[inline]
    fn close(&mut self, (): (), _: usize, _: bool) -> Option<()> {
        Some(())
    }
}

/// Reading stops where a method gives `None`, with an error if something is wrong.
struct Reader<'t, 's, S> {
    text: &'t [u8],
    at: usize,
    sink: &'s mut S,
    error: Option<Box<ReadError>>,
}

impl<S: Sink> Reader<'_, '_, S> {
    #[inline]
    fn value(&mut self, key: S::Key, depth: usize) -> Option<()> {
        let next = self.peek();
        let start = self.at;
        let (kind, value, is_plain) = match next {
            Some(b'"') => {
                let is_plain = self.quoted()?;
                (NodeKind::Text, start + 1..self.at - 1, is_plain)
            }
            Some(b'-' | b'0'..=b'9') => {
                let is_plain = self.number()?;
                (NodeKind::Number, start..self.at, is_plain)
            }
            Some(b'{') => return self.container(NodeKind::Object, key, depth),
            Some(b'[') => return self.container(NodeKind::List, key, depth),
            Some(b'a'..=b'z') => (self.word()?, start..self.at, true),
            _ => return self.expected("a value"),
        };
        self.sink.leaf(key, Leaf { kind, value, is_plain })
    }

    fn container(&mut self, kind: NodeKind, key: S::Key, depth: usize) -> Option<()> {
        if depth >= MAX_DEPTH {
            return self.fail(self.at, format!("nested more than {MAX_DEPTH} deep"));
        }
        let Enter::Inside(open) = self.sink.open(key, kind, self.at)? else { return self.around(kind, depth) };
        self.inside(kind, open, depth)
    }

    /// Reads an object or list for nobody.
    #[inline(never)]
    fn around(&mut self, kind: NodeKind, depth: usize) -> Option<()> {
        let mut reader = Reader { text: self.text, at: self.at, sink: &mut Nothing, error: None };
        let read = reader.inside(kind, (), depth);
        (self.at, self.error) = (reader.at, reader.error);
        read
    }

    #[inline]
    fn inside(&mut self, kind: NodeKind, open: S::Open, depth: usize) -> Option<()> {
        if kind == NodeKind::Object { self.values::<true>(open, depth) } else { self.values::<false>(open, depth) }
    }

    /// Reads the members of an object, or the items of a list.
    #[inline]
    fn values<const OF_OBJECT: bool>(&mut self, mut open: S::Open, depth: usize) -> Option<()> {
        let end = if OF_OBJECT { b'}' } else { b']' };
        self.at += 1;
        let mut next = self.peek();
        let is_empty = next == Some(end);
        while next != Some(end) {
            let key = if OF_OBJECT { self.key(&mut open)? } else { self.sink.item(&mut open) };
            self.value(key, depth + 1)?;
            next = self.peek();
            if next == Some(b',') {
                self.at += 1;
                // another one must follow: what else stands there is said where it is read
                next = None;
            } else if next != Some(end) {
                return self.expected(if OF_OBJECT { "a comma or `}`" } else { "a comma or `]`" });
            }
        }
        self.at += 1;
        self.sink.close(open, self.at, is_empty)
    }

    #[inline]
    fn key(&mut self, inside: &mut S::Open) -> Option<S::Key> {
        if self.peek() != Some(b'"') {
            return self.expected("a member's name in double quotes");
        }
        let start = self.at + 1;
        let key = match self.sink.known(inside, start) {
            Some((key, end)) => {
                self.at = end + 1;
                key
            }
            None => {
                let is_plain = self.quoted()?;
                self.sink.member(inside, start..self.at - 1, !is_plain)?
            }
        };
        if self.peek() != Some(b':') {
            return self.expected("a colon");
        }
        self.at += 1;
        Some(key)
    }

    fn word(&mut self) -> Option<NodeKind> {
        let words: [(&[u8], _); 3] =
            [(b"true", NodeKind::Boolean), (b"false", NodeKind::Boolean), (b"null", NodeKind::Null)];
        let rest = self.text.get(self.at..).unwrap_or_default();
        if let Some((word, kind)) = words.iter().find(|(word, _)| rest.starts_with(word)) {
            self.at += word.len();
            return Some(*kind);
        }
        if words.iter().any(|(word, _)| word.starts_with(rest)) {
            return self.fail(self.text.len(), "the body ends inside a word");
        }
        self.fail(self.at, "a value is expected here")
    }

    /// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`; whether it is whole digits.
    #[inline]
    fn number(&mut self) -> Option<bool> {
        self.pass(b"-");
        if !self.pass(b"0") {
            self.digits()?;
        }
        match self.text.get(self.at) {
            Some(b'.' | b'e' | b'E') => self.fraction().map(|()| false),
            _ => Some(true),
        }
    }

    #[inline(never)]
    fn fraction(&mut self) -> Option<()> {
        if self.pass(b".") {
            self.digits()?;
        }
        if self.pass(b"eE") {
            self.pass(b"+-");
            self.digits()?;
        }
        Some(())
    }

    #[inline]
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.text.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        if self.at == start { self.expected("a digit") } else { Some(()) }
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
                Some(byte) if *byte > b' ' => return Some(*byte),
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                next => return next.copied(),
            }
        }
    }

    #[cold]
    fn expected<T>(&mut self, what: &str) -> Option<T> {
        if self.at >= self.text.len() {
            return self.fail(self.at, format!("the body ends where {what} is expected"));
        }
        self.fail(self.at, format!("{what} is expected here"))
    }

    #[cold]
    fn fail<T>(&mut self, at: usize, message: impl Into<String>) -> Option<T> {
        self.error = Some(Box::new(ReadError::new(at, message, self.text)));
        None
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
