//! JSON of RFC 8259, lexed by `hifijson`.

use super::{Key, MAX_DEPTH, Node, NodeKind, ReadError, close, leaf, without_mark};
use hifijson::num::Lex as _;
use hifijson::str::{Lex as _, LexAlloc as _};
use hifijson::token::Lex as _;
use hifijson::{Read as _, SliceLexer, escape, str::Error as TextError};
use std::borrow::Cow;

pub(super) fn read(text: &[u8], nodes: &mut Vec<Node>) -> Result<(), ReadError> {
    let mut reader = Reader { lexer: SliceLexer::new(without_mark(text)), text, nodes };
    reader.value(Key::default(), 0)?;
    match reader.lexer.ws_peek() {
        None => Ok(()),
        Some(_) => Err(reader.expected("nothing more")),
    }
}

/// The text that an escaped one stands for.
pub(super) fn unescape(raw: &[u8]) -> Cow<'_, [u8]> {
    let mut quoted = Vec::with_capacity(raw.len() + 1);
    quoted.extend_from_slice(raw);
    quoted.push(b'"');
    match SliceLexer::new(&quoted).str_string() {
        Ok(text) => Cow::Owned(text.into_owned().into_bytes()),
        Err(_) => Cow::Borrowed(raw),
    }
}

struct Reader<'t, 'n> {
    lexer: SliceLexer<'t>,
    text: &'t [u8],
    nodes: &'n mut Vec<Node>,
}

impl Reader<'_, '_> {
    fn value(&mut self, key: Key, depth: usize) -> Result<(), ReadError> {
        let next = self.lexer.ws_peek();
        let start = self.at();
        match next {
            Some(b'"') => {
                let (range, escaped) = self.text()?;
                leaf(self.nodes, Node::new(NodeKind::Text, key, range).escaped(escaped));
            }
            Some(b'{') => self.container(key, depth, b'}')?,
            Some(b'[') => self.container(key, depth, b']')?,
            Some(b'-' | b'0'..=b'9') => {
                if self.lexer.num_ignore().validate().is_err() {
                    return Err(self.expected("a digit"));
                }
                leaf(self.nodes, Node::new(NodeKind::Number, key, start..self.at()));
            }
            Some(b'a'..=b'z') => {
                let kind = match self.lexer.null_or_bool() {
                    Some(None) => NodeKind::Null,
                    Some(Some(_)) => NodeKind::Boolean,
                    None => return Err(self.no_word(start)),
                };
                leaf(self.nodes, Node::new(kind, key, start..self.at()));
            }
            _ => return Err(self.expected("a value")),
        }
        Ok(())
    }

    fn container(&mut self, key: Key, depth: usize, end: u8) -> Result<(), ReadError> {
        let start = self.at();
        if depth >= MAX_DEPTH {
            return Err(self.error(start, format!("nested more than {MAX_DEPTH} deep")));
        }
        self.lexer.take_next();
        let node = self.nodes.len();
        let kind = if end == b'}' { NodeKind::Object } else { NodeKind::List };
        self.nodes.push(Node::new(kind, key, start..start));
        if self.lexer.ws_peek() == Some(end) {
            self.lexer.take_next();
        } else {
            loop {
                let key = if end == b'}' { self.key()? } else { Key::default() };
                self.value(key, depth + 1)?;
                let next = self.lexer.ws_peek();
                if next == Some(b',') {
                    self.lexer.take_next();
                } else if next == Some(end) {
                    self.lexer.take_next();
                    break;
                } else {
                    return Err(self.expected(if end == b'}' { "a comma or `}`" } else { "a comma or `]`" }));
                }
            }
        }
        let end = self.at();
        close(self.nodes, node, end);
        Ok(())
    }

    fn key(&mut self) -> Result<Key, ReadError> {
        if self.lexer.ws_peek() != Some(b'"') {
            return Err(self.expected("a member's name in double quotes"));
        }
        let (range, escaped) = self.text()?;
        if self.lexer.ws_peek() != Some(b':') {
            return Err(self.expected("a colon"));
        }
        self.lexer.take_next();
        Ok(Key::new(range, escaped))
    }

    /// The bytes between the quotes, and whether they hold escapes.
    fn text(&mut self) -> Result<(std::ops::Range<usize>, bool), ReadError> {
        self.lexer.take_next();
        let start = self.at();
        if let Err(error) = self.lexer.str_ignore() {
            let at = self.at();
            return Err(match error {
                TextError::Control => self.error(at, "a control character in a text must be escaped"),
                TextError::Eof => self.error(self.text.len(), "the body ends inside a text"),
                TextError::Escape(escape::Error::Eof) => self.error(self.text.len(), "the body ends inside an escape"),
                TextError::Escape(escape::Error::InvalidKind(_)) => {
                    self.error(at.saturating_sub(1), "this is no escape that JSON knows")
                }
                TextError::Escape(escape::Error::InvalidHex(_)) => {
                    self.error(at.saturating_sub(1), "four hexadecimal digits are expected here")
                }
                TextError::Escape(_) => self.error(at, "this is half of a surrogate pair"),
                TextError::Utf8(_) => self.error(at, "this byte is not UTF-8"),
            });
        }
        let end = self.at() - 1;
        let inside = self.text.get(start..end).unwrap_or_default();
        Ok((start..end, memchr::memchr(b'\\', inside).is_some()))
    }

    /// Something that is neither `true` nor `false` nor `null`, or the beginning of one.
    fn no_word(&self, start: usize) -> ReadError {
        let rest = self.text.get(start..).unwrap_or_default();
        if ["true", "false", "null"].iter().any(|word| word.as_bytes().starts_with(rest)) {
            return self.error(self.text.len(), "the body ends inside a word");
        }
        self.error(start, "a value is expected here")
    }

    fn at(&self) -> usize {
        self.text.len() - self.lexer.as_slice().len()
    }

    fn expected(&self, what: &str) -> ReadError {
        let at = self.at();
        if at >= self.text.len() {
            return self.error(at, format!("the body ends where {what} is expected"));
        }
        self.error(at, format!("{what} is expected here"))
    }

    fn error(&self, at: usize, message: impl Into<String>) -> ReadError {
        ReadError::new(at, message, self.text)
    }
}
