//! JSON of RFC 8259, in one pass: every value's place, and a place for what is wrong.
//!
//! Written for the engine, since a general lexer took twice as long as all rules together.

mod quoted;
mod reader;

pub(super) use quoted::unescape;

use super::{Key, MAX_VALUES, Node, NodeKind, ReadError, close, is_utf8, leaf, without_mark};
use reader::Reader;
use std::ops::Range;

/// Takes what is read, in document order. `None` of any method: nothing more need be read.
pub(crate) trait Sink {
    /// What there is to know about an object or list while it is open.
    type Open;

    /// What there is to know about a member or item before its value.
    type Key;

    /// The member whose name, and a quote, a text begins with, if the sink knows it; and what follows.
    #[inline]
    fn known<'t>(&mut self, _inside: &mut Self::Open, _from: &'t [u8]) -> Option<(Self::Key, &'t [u8])> {
        None
    }

    /// A member of that name.
    fn member(&mut self, inside: &mut Self::Open, name: Range<usize>, escaped: bool) -> Option<Self::Key>;

    /// An item of a list.
    fn item(&mut self, inside: &mut Self::Open) -> Self::Key;

    /// A value that holds no other.
    fn leaf(&mut self, key: Self::Key, leaf: Leaf<'_>) -> Option<()>;

    /// An object or list begins.
    fn open(&mut self, key: Self::Key, kind: NodeKind, start: usize) -> Option<Enter<Self::Open>>;

    /// It ends there.
    fn close(&mut self, open: Self::Open, end: usize, is_empty: bool) -> Option<()>;
}

/// What to do about an object or list.
pub(crate) enum Enter<O> {
    Inside(O),
    /// Its content isn't wanted, as long as it is valid JSON.
    Around,
}

/// A value that holds no other.
pub(crate) struct Leaf<'t> {
    pub(crate) kind: NodeKind,
    /// As written; of a text the part between the quotes.
    pub(crate) value: &'t [u8],
    /// All that is left of the body where it begins.
    pub(crate) from: &'t [u8],
    /// Where it begins.
    pub(crate) start: usize,
    /// Of a text, that it has no escapes; of a number, that it is whole digits.
    pub(crate) is_plain: bool,
}

/// Why reading stopped.
pub(crate) enum Stop {
    Error(Box<ReadError>),
    /// The sink has enough, or this isn't UTF-8.
    Enough,
}

pub(super) fn read(text: &[u8], nodes: &mut Vec<Node>) -> Result<(), ReadError> {
    let Err(stop) = read_into(text, nodes, Key::default()) else { return Ok(()) };
    // invalid UTF-8 is reported before invalid JSON, wherever it is
    is_utf8(text).inspect_err(|_| nodes.clear())?;
    match stop {
        Stop::Error(error) => Err(*error),
        Stop::Enough => ReadError::too_many(nodes, text),
    }
}

/// Whether a text is UTF-8 and JSON.
pub(super) fn holds(text: &[u8]) -> bool {
    read_into(text, &mut Nothing, ()).is_ok()
}

/// Reads a text into a sink; `root` is the key of all of it.
pub(crate) fn read_into<S: Sink>(text: &[u8], sink: &mut S, root: S::Key) -> Result<(), Stop> {
    let mut reader = Reader::new(text, sink);
    reader.all(without_mark(text), root).ok_or_else(|| reader.error.map_or(Stop::Enough, Stop::Error))
}

impl Sink for Vec<Node> {
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
    fn leaf(&mut self, key: Key, new: Leaf<'_>) -> Option<()> {
        let escaped = new.kind == NodeKind::Text && !new.is_plain;
        leaf(self, Node::new(new.kind, key, new.start..new.start + new.value.len()).escaped(escaped));
        (self.len() <= MAX_VALUES).then_some(())
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
    type Open = ();
    type Key = ();

    #[inline]
    fn member(&mut self, (): &mut (), _: Range<usize>, _: bool) -> Option<()> {
        Some(())
    }

    #[inline]
    fn item(&mut self, (): &mut ()) {}

    #[inline]
    fn leaf(&mut self, (): (), _: Leaf<'_>) -> Option<()> {
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

#[cfg(test)]
mod tests {
    use crate::message::body::{Document, NodeKind, Syntax};
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
        let theirs = serde_json::from_str::<Value>(text);
        // a number that no float holds is JSON all the same
        if theirs.as_ref().is_err_and(|error| error.to_string().starts_with("number out of range")) {
            return Ok(());
        }
        let mut document = Document::default();
        document.read(text.as_bytes(), Syntax::Json);
        let ours = document.error.is_none().then(|| value(&document, 0, text.as_bytes()));
        prop_assert_eq!(ours, theirs.ok(), "{:?} {:?}", text, document.error);
        Ok(())
    }

    #[test]
    fn invalid_utf8_is_reported_first() {
        for text in [&b"{\"a\": \"\xff\"}"[..], b"{\"\xc3\": 1}", b"[1, \xff", b"x\xff", b"[\"\\q\xff\"]", b"[] \xff"] {
            let mut document = Document::default();
            document.read(text, Syntax::Json);
            let error = document.error.unwrap();
            let at = std::str::from_utf8(text).unwrap_err().valid_up_to();
            assert_eq!((error.at, error.message.as_str()), (at, "this byte is not UTF-8"), "{text:?}");
            assert!(document.nodes.is_empty() && !super::holds(text), "{text:?}");
        }
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
