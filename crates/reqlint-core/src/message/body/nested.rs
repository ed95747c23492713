//! Forms whose names say what is inside of what: `a[b]`, `a[]`, `a[0][b]`.

use super::form::{decode, pairs, refuse_other};
use super::{Key, MAX_DEPTH, Node, NodeKind, ReadError, close, leaf};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// How many names are looked at to find whether one is there.
const FEW: usize = 256;

/// Reads a form; what is nested has a node of its own.
pub(super) fn read(text: &[u8], nodes: &mut Vec<Node>) -> Result<(), ReadError> {
    refuse_other(text)?;
    let mut tree = Tree { text, drafts: vec![Draft::default()], known: HashMap::new() };
    for (name, value) in pairs(text) {
        let steps = steps(text, &name);
        if steps.len() > MAX_DEPTH {
            return Err(ReadError::too_deep(name.start, text));
        }
        tree.add(&steps, name.start..value.end, value);
    }
    nodes.push(Node::new(NodeKind::Object, Key::default(), 0..text.len()));
    tree.write(0, nodes);
    close(nodes, 0, text.len());
    ReadError::too_many(nodes, text)
}

/// The names of a nested one, as places in the text; one whose brackets don't match is plain.
fn steps(text: &[u8], name: &Range<usize>) -> Vec<Range<usize>> {
    let plain = || vec![name.clone()];
    let bracket = |at: usize, plain: u8, encoded: &[u8]| match text.get(at..name.end) {
        Some([first, ..]) if *first == plain => Some(1),
        Some(rest) if rest.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(encoded)) => Some(3),
        _ => None,
    };
    let (open, shut) = (|at| bracket(at, b'[', b"%5b"), |at| bracket(at, b']', b"%5d"));
    let Some(first) = name.clone().find(|at| open(*at).is_some()).filter(|first| *first > name.start) else {
        return plain();
    };
    let mut steps = Vec::new();
    steps.push(name.start..first);
    let mut at = first;
    while at < name.end {
        let Some(start) = open(at).map(|length| at + length) else { return plain() };
        let Some(end) = (start..name.end).find(|at| shut(*at).is_some()) else { return plain() };
        steps.push(start..end);
        at = end + shut(end).unwrap_or(1);
    }
    steps
}

/// A member or an item before its node is written.
#[derive(Default)]
struct Draft {
    key: Range<usize>,
    /// What was sent for it first.
    place: Range<usize>,
    /// `None` for what holds others.
    value: Option<Range<usize>>,
    inside: Vec<usize>,
}

struct Tree<'t> {
    text: &'t [u8],
    drafts: Vec<Draft>,
    /// What holds others, by what it is in and its name. Looked up, and never gone through.
    known: HashMap<(usize, Cow<'t, [u8]>), usize>,
}

impl<'t> Tree<'t> {
    fn add(&mut self, steps: &[Range<usize>], place: Range<usize>, value: Range<usize>) {
        let Some((last, before)) = steps.split_last() else { return };
        let mut at = 0;
        for (number, step) in before.iter().enumerate() {
            let next = before.get(number + 1).unwrap_or(last);
            at = self.holder(at, step, &place, next);
        }
        self.draft(at, Draft { key: last.clone(), place, value: Some(value), inside: Vec::new() });
    }

    /// What holds others under a name. An item without a number is the last one, until a name would be there twice.
    fn holder(&mut self, parent: usize, step: &Range<usize>, place: &Range<usize>, next: &Range<usize>) -> usize {
        let name = self.name(step);
        let known = self.known.get(&(parent, name.clone())).copied();
        if let Some(known) = known.filter(|known| !name.is_empty() || !self.has(*known, next)) {
            return known;
        }
        let draft = Draft { key: step.clone(), place: place.clone(), value: None, inside: Vec::new() };
        let index = self.draft(parent, draft);
        self.known.insert((parent, name), index);
        index
    }

    fn draft(&mut self, parent: usize, draft: Draft) -> usize {
        let index = self.drafts.len();
        self.drafts.push(draft);
        if let Some(parent) = self.drafts.get_mut(parent) {
            parent.inside.push(index);
        }
        index
    }

    /// Whether the last of what is in a draft, or any of few, has a name.
    fn has(&self, draft: usize, step: &Range<usize>) -> bool {
        let name = self.name(step);
        let inside = self.drafts.get(draft).map(|draft| &*draft.inside).unwrap_or_default();
        let mut drafts = inside.iter().rev().take(FEW).filter_map(|index| self.drafts.get(*index));
        drafts.any(|draft| self.name(&draft.key) == name)
    }

    fn name(&self, step: &Range<usize>) -> Cow<'t, [u8]> {
        decode(self.text.get(step.clone()).unwrap_or_default())
    }

    /// Whether all that is inside a draft is numbered, or has no name.
    fn is_list(&self, draft: &Draft) -> bool {
        let is_item = |index: &usize| {
            self.drafts.get(*index).is_some_and(|inner| self.name(&inner.key).iter().all(u8::is_ascii_digit))
        };
        draft.inside.iter().all(is_item)
    }

    /// Writes the nodes of what is inside a draft, which is a list or an object.
    fn write(&self, draft: usize, nodes: &mut Vec<Node>) {
        let inside = self.drafts.get(draft).map(|draft| &*draft.inside).unwrap_or_default();
        for index in inside {
            let Some(inner) = self.drafts.get(*index) else { continue };
            let escaped = |range: &Range<usize>| {
                self.text.get(range.clone()).is_some_and(|sent| memchr::memchr2(b'%', b'+', sent).is_some())
            };
            // an item keeps its number, which may be a name
            let key = Key::new(inner.key.clone(), escaped(&inner.key));
            if let Some(value) = &inner.value {
                leaf(nodes, Node::new(NodeKind::Text, key, value.clone()).escaped(escaped(value)));
                continue;
            }
            let is_list = self.is_list(inner);
            let at = nodes.len();
            nodes.push(Node::new(if is_list { NodeKind::List } else { NodeKind::Object }, key, inner.place.clone()));
            self.write(*index, nodes);
            close(nodes, at, inner.place.end);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::message::body::Document;
    use crate::message::body::tests::show;

    #[test]
    fn nested_names() {
        let table = [
            ("a=1&b[c]=2&b[d]=3", "{a:'1',b:{c:'2',d:'3'}}"),
            ("a[]=1&a[]=2", "{a:['1','2']}"),
            // a number may be the name of a member, too
            ("a%5B0%5D=1&a%5b1%5d=2", "{a:[0:'1',1:'2']}"),
            ("a[0][b]=1&a[0][c]=2&a[1][b]=3", "{a:[0:{b:'1',c:'2'},1:{b:'3'}]}"),
            ("a[][b]=1&a[][c]=2&a[][b]=3", "{a:[{b:'1',c:'2'},{b:'3'}]}"),
            ("a[b][]=1&x=y&a[b][]=2", "{a:{b:['1','2']},x:'y'}"),
            ("a[b]=1&a[b]=2", "{a:{b:'1',b:'2'}}"),
            ("a=1&a[b]=2", "{a:'1',a:{b:'2'}}"),
            ("a[b=1&a]=2&[c]=3&a[b]x=4", "{a[b:'1',a]:'2',[c]:'3',a[b]x:'4'}"),
            ("m[0]=x&m[k+%41]=y", "{m:{0:'x',k A:'y'}}"),
        ];
        for (text, expected) in table {
            let mut document = Document::default();
            document.read_nested_form(text.as_bytes());
            assert_eq!(document.error, None, "{text}");
            assert_eq!(show(&document, 0, text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn nesting_is_bounded() {
        let deep = format!("a{}=1", "[b]".repeat(10_000));
        let mut document = Document::default();
        document.read_nested_form(deep.as_bytes());
        assert!(document.error.is_some_and(|error| error.is_bound));
    }
}
