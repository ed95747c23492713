//! Bodies: one pass over JSON, XML or form text into a flat tree of byte ranges.
//!
//! A [`Document`] holds offsets only, so its memory is kept between requests and its places are the finding's places. It
//! never unescapes or copies a value unless a rule asks for it.

pub(crate) mod form;
pub(crate) mod json;
mod lineage;
pub(crate) mod multipart;
mod nested;
pub(crate) mod parts;
mod read_error;
mod repeated;
mod syntax;
mod xml;

pub(crate) use lineage::{Above, Lineage};
pub(crate) use read_error::ReadError;
pub(crate) use repeated::number_digest;
pub(crate) use syntax::{Syntax, essence, without_mark};

use std::borrow::Cow;
use std::ops::Range;

/// How deep objects and lists may nest in a body that is looked at.
pub(crate) const MAX_DEPTH: usize = 256;

/// How many values a body may have that is looked at.
pub(crate) const MAX_VALUES: usize = 500_000;

/// Whether a body of JSON can't have too many values, by its length, or its brackets and commas.
#[inline]
pub(crate) fn is_bounded(text: &[u8]) -> bool {
    // fast path: a value takes a byte, and another to tell it from the next
    text.len() <= 2 * MAX_VALUES || memchr::memchr3_iter(b',', b'[', b'{', text).take(MAX_VALUES).count() < MAX_VALUES
}

/// A body as a tree in document order: each node is followed by its descendants.
#[derive(Debug, Default)]
pub(crate) struct Document {
    pub(crate) nodes: Vec<Node>,
    /// What it was read as; `None` when it is of a syntax that isn't read.
    pub(crate) syntax: Option<Syntax>,
    /// Whether the names of a form say what is inside of what.
    pub(crate) is_nested: bool,
    /// Where and why reading stopped.
    pub(crate) error: Option<ReadError>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) kind: NodeKind,
    /// The member's name as written, without quotes; empty for list items and the root.
    key: Span,
    /// The value as written; of a text the part between the quotes.
    value: Span,
    /// Index of the first node that isn't inside this one.
    pub(crate) next: u32,
    /// Whether the key or the value holds escapes.
    key_escaped: bool,
    value_escaped: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NodeKind {
    Object,
    List,
    Text,
    Number,
    Boolean,
    Null,
}

impl NodeKind {
    /// What it is, as a noun phrase.
    pub(crate) fn phrase(self) -> &'static str {
        match self {
            NodeKind::Object => "an object",
            NodeKind::List => "a list",
            NodeKind::Text => "a text",
            NodeKind::Number => "a number",
            NodeKind::Boolean => "true or false",
            NodeKind::Null => "null",
        }
    }
}

type Span = (u32, u32);

impl Document {
    /// Of a body that was not read.
    pub(crate) const UNREAD: Self = Self { nodes: Vec::new(), syntax: None, is_nested: false, error: None };

    /// Forgets the last body, keeping its memory.
    pub(crate) fn clear(&mut self) {
        self.nodes.clear();
        self.syntax = None;
        self.is_nested = false;
        self.error = None;
    }

    /// Whether a text can be read as that.
    pub(crate) fn can_read(text: &[u8], syntax: Syntax) -> bool {
        if syntax == Syntax::Json {
            return json::holds(text);
        }
        let mut document = Self::default();
        document.read(text, syntax);
        document.is_read()
    }

    /// Reads a text as what it is said to be.
    pub(crate) fn read(&mut self, text: &[u8], syntax: Syntax) {
        self.clear();
        self.syntax = Some(syntax);
        let read = match syntax {
            Syntax::Json => json::read(text, &mut self.nodes),
            Syntax::Xml => {
                xml::is_in_utf8(text).and_then(|()| is_utf8(text)).and_then(|()| xml::read(text, &mut self.nodes))
            }
            Syntax::Form => is_utf8(text).and_then(|()| form::read(text, &mut self.nodes)),
            // its boundary is in Content-Type
            Syntax::Parts => Err(ReadError::not_looked_at(0, "the boundary isn't known", text)),
        };
        self.error = read.err();
        if self.is_beyond_limits() {
            // nothing of it is looked at
            self.nodes = Vec::new();
        }
    }

    /// Reads a form whose names say what is inside of what: `a[b]`, `a[]`, `a[0][b]`.
    pub(crate) fn read_nested_form(&mut self, text: &[u8]) {
        self.clear();
        self.syntax = Some(Syntax::Form);
        self.is_nested = true;
        self.error = is_utf8(text).and_then(|()| nested::read(text, &mut self.nodes)).err();
        if self.error.is_some() {
            self.nodes = Vec::new();
        }
    }

    /// Reads a form in parts; one that readers may take in different ways is left unread.
    pub(crate) fn read_parts(&mut self, text: &[u8], boundary: &[u8]) {
        self.clear();
        match parts::read(text, boundary, &mut self.nodes) {
            Some(()) => self.syntax = Some(Syntax::Parts),
            None => self.nodes.clear(),
        }
    }

    /// Whether the whole body could be read.
    pub(crate) fn is_read(&self) -> bool {
        self.syntax.is_some() && self.error.is_none() && !self.nodes.is_empty()
    }

    /// Whether it is more than is looked at, and may be right.
    pub(crate) fn is_beyond_limits(&self) -> bool {
        self.error.as_ref().is_some_and(|error| error.is_bound)
    }

    /// Whether members have types of their own (JSON), or are all text.
    pub(crate) fn is_typed(&self) -> bool {
        self.syntax == Some(Syntax::Json)
    }

    /// Whether it tells a single value, a list and an object from one another: JSON does, and a form with brackets. In XML and
    /// other forms a list of one looks like its item.
    pub(crate) fn tells_shapes(&self) -> bool {
        self.is_typed() || self.is_nested
    }

    /// Whether a list may as well be an object, whose members have numbers for names: `a[0]=x` of a form.
    pub(crate) fn is_numbered(&self, node: NodeIx) -> bool {
        let has_number = |item: NodeIx| self.get(item).is_some_and(|item| item.key.0 < item.key.1);
        self.is_nested && self.kind(node) == NodeKind::List && self.children(node).all(has_number)
    }

    pub(crate) fn root(&self) -> Option<NodeIx> {
        (!self.nodes.is_empty()).then_some(0)
    }

    pub(crate) fn get(&self, node: NodeIx) -> Option<&Node> {
        self.nodes.get(node as usize)
    }

    pub(crate) fn kind(&self, node: NodeIx) -> NodeKind {
        self.get(node).map_or(NodeKind::Null, |n| n.kind)
    }

    /// The nodes directly inside this one.
    pub(crate) fn children(&self, node: NodeIx) -> impl Iterator<Item = NodeIx> {
        let end = self.get(node).map_or(0, |n| n.next);
        let mut at = node + 1;
        std::iter::from_fn(move || {
            let child = (at < end).then_some(at)?;
            at = self.get(child)?.next;
            Some(child)
        })
    }

    /// The members of this name.
    pub(crate) fn members<'d>(
        &'d self,
        node: NodeIx,
        name: &'d [u8],
        text: &'d [u8],
    ) -> impl Iterator<Item = NodeIx> + 'd {
        let is_object = self.kind(node) == NodeKind::Object;
        self.children(node).filter(move |child| is_object && self.has_key(*child, name, text))
    }

    /// The only member of an object in JSON: serde reads its name as that of a variant, where `"name"` is one.
    pub(crate) fn variant(&self, node: NodeIx) -> Option<NodeIx> {
        if !self.is_typed() || self.kind(node) != NodeKind::Object {
            return None;
        }
        let mut members = self.children(node);
        members.next().filter(|_| members.next().is_none())
    }

    /// The items of a list. XML has none, so there an element's children are its items.
    pub(crate) fn items(&self, node: NodeIx) -> impl Iterator<Item = NodeIx> {
        let is_list = match self.kind(node) {
            NodeKind::List => true,
            NodeKind::Object => !self.tells_shapes(),
            _ => false,
        };
        self.children(node).filter(move |_| is_list)
    }

    /// Whether a text that XML or a form repeats is an item by itself.
    pub(crate) fn is_lone_item(&self, node: NodeIx, text: &[u8]) -> bool {
        let is_text = !self.is_typed() && self.kind(node) == NodeKind::Text;
        is_text && !self.value(node, text).trim_ascii().is_empty()
    }

    pub(crate) fn has_key(&self, node: NodeIx, name: &[u8], text: &[u8]) -> bool {
        let Some(n) = self.get(node) else { return false };
        if n.key_escaped { *self.key(node, text) == *name } else { slice(text, n.key) == name }
    }

    /// The member's name, unescaped.
    pub(crate) fn key<'t>(&self, node: NodeIx, text: &'t [u8]) -> Cow<'t, [u8]> {
        let Some(n) = self.get(node) else { return Cow::Borrowed(&[]) };
        self.decoded(slice(text, n.key), n.key_escaped)
    }

    /// The value, unescaped.
    pub(crate) fn value<'t>(&self, node: NodeIx, text: &'t [u8]) -> Cow<'t, [u8]> {
        let Some(n) = self.get(node) else { return Cow::Borrowed(&[]) };
        self.decoded(slice(text, n.value), n.value_escaped)
    }

    pub(crate) fn range(&self, node: NodeIx) -> Range<usize> {
        self.get(node).map_or(0..0, |n| n.value.0 as usize..n.value.1 as usize)
    }

    fn decoded<'t>(&self, raw: &'t [u8], escaped: bool) -> Cow<'t, [u8]> {
        match (escaped, self.syntax) {
            (true, Some(Syntax::Json)) => json::unescape(raw),
            (true, Some(Syntax::Xml)) => xml::unescape(raw),
            (true, Some(Syntax::Form)) => form::decode(raw),
            (true, Some(Syntax::Parts)) => parts::name(raw),
            _ => Cow::Borrowed(raw),
        }
    }
}

pub(crate) type NodeIx = u32;

impl Node {
    fn new(kind: NodeKind, key: Key, value: Range<usize>) -> Self {
        Self { kind, key: key.span, value: span(value), next: 0, key_escaped: key.escaped, value_escaped: false }
    }

    fn escaped(mut self, escaped: bool) -> Self {
        self.value_escaped = escaped;
        self
    }

    /// Whether reading stopped inside it.
    pub(crate) fn is_open(&self) -> bool {
        self.next == 0
    }

    pub(crate) fn key_range(&self) -> Range<usize> {
        self.key.0 as usize..self.key.1 as usize
    }
}

/// A member's name, or none for the root and for items.
#[derive(Clone, Copy, Default)]
pub(crate) struct Key {
    span: Span,
    escaped: bool,
}

impl Key {
    fn new(range: Range<usize>, escaped: bool) -> Self {
        Self { span: span(range), escaped }
    }
}

fn is_utf8(text: &[u8]) -> Result<(), ReadError> {
    std::str::from_utf8(text).map(|_| ()).map_err(|error| {
        let mut stop = ReadError::new(error.valid_up_to(), "this byte is not UTF-8", text);
        stop.at_end |= error.error_len().is_none();
        stop
    })
}

fn span(range: Range<usize>) -> Span {
    let short = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    (short(range.start), short(range.end))
}

fn slice(text: &[u8], span: Span) -> &[u8] {
    text.get(span.0 as usize..span.1 as usize).unwrap_or_default()
}

/// Closes a container: its subtree ends where the next node will be, and its value ends at `end`.
fn close(nodes: &mut [Node], node: usize, end: usize) {
    let next = u32::try_from(nodes.len()).unwrap_or(u32::MAX);
    if let Some(node) = nodes.get_mut(node) {
        node.next = next;
        node.value.1 = span(0..end).1;
    }
}

/// Adds a node that holds no other.
fn leaf(nodes: &mut Vec<Node>, mut node: Node) {
    node.next = u32::try_from(nodes.len() + 1).unwrap_or(u32::MAX);
    nodes.push(node);
}

#[cfg(test)]
mod tests;
