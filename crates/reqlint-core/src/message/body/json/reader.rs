//! The reader: from the first byte of a value to what follows it.

use super::super::{MAX_DEPTH, NodeKind, ReadError};
use super::{Enter, Leaf, Nothing, Sink};
use crate::base::bytes::{digits, word_at};

/// Reads a text from its front on: each method takes what is left, and gives what it left itself. `None`: reading stops,
/// with an error if something is wrong.
pub(super) struct Reader<'t, 's, S> {
    text: &'t [u8],
    sink: &'s mut S,
    pub(super) error: Option<Box<ReadError>>,
}

impl<'t, 's, S: Sink> Reader<'t, 's, S> {
    pub(super) fn new(text: &'t [u8], sink: &'s mut S) -> Self {
        Self { text, sink, error: None }
    }

    /// Reads all of a text.
    pub(super) fn all(&mut self, text: &'t [u8], root: S::Key) -> Option<()> {
        let rest = self.value(next(text), root, 0)?;
        let rest = next(rest);
        if rest.is_empty() { Some(()) } else { self.expected(rest, "nothing more") }
    }

    #[inline(always)]
    fn value(&mut self, text: &'t [u8], key: S::Key, depth: usize) -> Option<&'t [u8]> {
        match text {
            [b'"', from @ ..] => {
                let (length, is_plain) = self.quoted(from)?;
                let rest = self.leaf(key, NodeKind::Text, from, length, is_plain)?;
                rest.split_first().map(|(_, rest)| rest)
            }
            [b'{', from @ ..] => self.container(NodeKind::Object, from, key, depth),
            [b'[', from @ ..] => self.container(NodeKind::List, from, key, depth),
            [b'-' | b'0'..=b'9', ..] => {
                let (length, is_plain) = self.number(text)?;
                self.leaf(key, NodeKind::Number, text, length, is_plain)
            }
            [b'a'..=b'z', ..] => {
                let (kind, length) = self.word(text)?;
                self.leaf(key, kind, text, length, true)
            }
            _ => self.expected(text, "a value"),
        }
    }

    #[inline(always)]
    fn leaf(&mut self, key: S::Key, kind: NodeKind, from: &'t [u8], length: usize, is_plain: bool) -> Option<&'t [u8]> {
        let start = self.position(from);
        let (value, rest) = from.split_at_checked(length)?;
        self.sink.leaf(key, Leaf { kind, from, value, start, is_plain })?;
        Some(rest)
    }

    /// Reads an object or list, from after its opening bracket.
    #[inline(never)]
    fn container(&mut self, kind: NodeKind, from: &'t [u8], key: S::Key, depth: usize) -> Option<&'t [u8]> {
        let start = self.position(from) - 1;
        if depth >= MAX_DEPTH {
            self.error = Some(Box::new(ReadError::too_deep(start, self.text)));
            return None;
        }
        match self.sink.open(key, kind, start)? {
            Enter::Inside(open) => self.inside(kind, from, open, depth),
            Enter::Around => self.around(kind, from, depth),
        }
    }

    /// Reads an object or list that no sink wants: only whether it is valid.
    #[inline(never)]
    fn around(&mut self, kind: NodeKind, from: &'t [u8], depth: usize) -> Option<&'t [u8]> {
        let mut reader = Reader { text: self.text, sink: &mut Nothing, error: None };
        let rest = reader.container(kind, from, (), depth);
        self.error = reader.error;
        rest
    }

    #[inline]
    fn inside(&mut self, kind: NodeKind, from: &'t [u8], open: S::Open, depth: usize) -> Option<&'t [u8]> {
        match kind {
            NodeKind::Object => self.values::<true>(from, open, depth),
            _ => self.values::<false>(from, open, depth),
        }
    }

    /// Reads the members of an object, or the items of a list.
    #[inline(always)]
    fn values<const OF_OBJECT: bool>(&mut self, from: &'t [u8], mut open: S::Open, depth: usize) -> Option<&'t [u8]> {
        let end = if OF_OBJECT { b'}' } else { b']' };
        let mut at = next(from);
        if let Some((_, rest)) = at.split_first().filter(|(byte, _)| **byte == end) {
            return self.close(open, rest, true);
        }
        loop {
            let (key, value) = if OF_OBJECT { self.key(at, &mut open)? } else { (self.sink.item(&mut open), at) };
            let rest = next(self.value(next(value), key, depth + 1)?);
            match rest.split_first() {
                Some((b',', rest)) => at = next(rest),
                Some((byte, rest)) if *byte == end => return self.close(open, rest, false),
                _ => return self.expected(rest, if OF_OBJECT { "a comma or `}`" } else { "a comma or `]`" }),
            }
        }
    }

    #[inline]
    fn close(&mut self, open: S::Open, rest: &'t [u8], is_empty: bool) -> Option<&'t [u8]> {
        self.sink.close(open, self.position(rest), is_empty)?;
        Some(rest)
    }

    /// Reads a member's name and the colon.
    #[inline(always)]
    fn key(&mut self, text: &'t [u8], inside: &mut S::Open) -> Option<(S::Key, &'t [u8])> {
        let [b'"', from @ ..] = text else { return self.expected(text, "a member's name in double quotes") };
        let (key, rest) = match self.sink.known(inside, from) {
            Some(known) => known,
            None => self.unknown(from, inside)?,
        };
        match next(rest) {
            [b':', rest @ ..] => Some((key, rest)),
            rest => self.expected(rest, "a colon"),
        }
    }

    #[inline]
    fn unknown(&mut self, from: &'t [u8], inside: &mut S::Open) -> Option<(S::Key, &'t [u8])> {
        let (length, is_plain) = self.quoted(from)?;
        let start = self.position(from);
        let key = self.sink.member(inside, start..start + length, !is_plain)?;
        Some((key, from.get(length + 1..)?))
    }

    /// The three are distinguished without a branch, since which of them it is can't be predicted.
    #[inline]
    fn word(&mut self, from: &'t [u8]) -> Option<(NodeKind, usize)> {
        let [a, b, c, d, e, ..] = word_at(from, 0).to_le_bytes();
        let four = [a, b, c, d];
        let (is_true, is_null, is_false) = (four == *b"true", four == *b"null", four == *b"fals" && e == b'e');
        if is_true | is_null | is_false {
            let kind = if is_null { NodeKind::Null } else { NodeKind::Boolean };
            return Some((kind, 4 + usize::from(is_false)));
        }
        self.no_word(from)
    }

    #[cold]
    fn no_word<T>(&mut self, from: &[u8]) -> Option<T> {
        if [&b"true"[..], b"false", b"null"].iter().any(|word| word.starts_with(from)) {
            return self.fail(self.text.len(), "the body ends inside a word");
        }
        self.fail(self.position(from), "a value is expected here")
    }

    /// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`; its length, and whether it is whole digits.
    #[inline(always)]
    fn number(&mut self, from: &'t [u8]) -> Option<(usize, bool)> {
        let length = digits(from);
        let is_whole = length == 1 || length > 1 && from.first() != Some(&b'0');
        match from.get(length) {
            Some(b'.' | b'e' | b'E') => self.any_number(from),
            _ if is_whole => Some((length, true)),
            _ => self.any_number(from),
        }
    }

    #[inline(never)]
    fn any_number(&mut self, from: &'t [u8]) -> Option<(usize, bool)> {
        let start = from.strip_prefix(b"-").unwrap_or(from);
        let whole = match start.strip_prefix(b"0") {
            Some(rest) => rest,
            None => self.digits(start)?,
        };
        let mut rest = whole;
        if let Some(fraction) = rest.strip_prefix(b".") {
            rest = self.digits(fraction)?;
        }
        if let [b'e' | b'E', exponent @ ..] = rest {
            rest = match exponent {
                [b'+' | b'-', exponent @ ..] => self.digits(exponent)?,
                exponent => self.digits(exponent)?,
            };
        }
        Some((from.len() - rest.len(), rest.len() == whole.len()))
    }

    fn digits(&mut self, from: &'t [u8]) -> Option<&'t [u8]> {
        match digits(from) {
            0 => self.expected(from, "a digit"),
            length => from.get(length..),
        }
    }

    /// Where what is left begins.
    #[inline]
    pub(super) fn position(&self, rest: &[u8]) -> usize {
        self.text.len() - rest.len()
    }

    #[cold]
    fn expected<T>(&mut self, rest: &[u8], what: &str) -> Option<T> {
        if rest.is_empty() {
            return self.ends(format!("the body ends where {what} is expected"));
        }
        self.fail(self.position(rest), format!("{what} is expected here"))
    }

    #[cold]
    pub(super) fn ends<T>(&mut self, message: impl Into<String>) -> Option<T> {
        self.fail(self.text.len(), message)
    }

    #[cold]
    pub(super) fn fail<T>(&mut self, at: usize, message: impl Into<String>) -> Option<T> {
        self.error = Some(Box::new(ReadError::new(at, message, self.text)));
        None
    }
}

/// The text from the next byte that isn't white space.
#[inline(always)]
fn next(text: &[u8]) -> &[u8] {
    match text {
        [byte, ..] if *byte > b' ' => text,
        // most write one space, if any
        [b' ', rest @ ..] if rest.first().is_some_and(|byte| *byte > b' ') => rest,
        _ => beyond_space(text),
    }
}

#[inline(never)]
fn beyond_space(text: &[u8]) -> &[u8] {
    let mut rest = text;
    while let [b' ' | b'\n' | b'\r' | b'\t', after @ ..] = rest {
        rest = after;
    }
    rest
}
