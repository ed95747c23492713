//! What each node of a document lies in, found once for whoever names many of them.

use super::{Document, NodeIx, NodeKind};
use std::collections::BTreeMap;

/// How many members are looked at one by one.
const FEW: usize = 32;

/// Where each node of a document lies.
#[derive(Clone, Debug)]
pub(crate) struct Lineage(Vec<Option<Above>>);

/// Where a node lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Above {
    pub(crate) parent: NodeIx,
    /// How many lie there before it.
    pub(crate) position: usize,
    /// How many of its name do, where XML or a form repeats it.
    pub(crate) repetition: Option<usize>,
}

impl Lineage {
    /// Where a node lies; `None` for the root.
    pub(crate) fn above(&self, node: NodeIx) -> Option<Above> {
        self.0.get(node as usize).copied().flatten()
    }
}

impl Document {
    /// Where each node lies.
    pub(crate) fn lineage(&self, text: &[u8]) -> Lineage {
        let mut all = Vec::with_capacity(self.nodes.len());
        // what is still open: where it lies, where it ends, and how many lie directly in it so far
        let mut open: Vec<(NodeIx, NodeIx, usize)> = Vec::new();
        for (node, at) in self.nodes.iter().zip(0..) {
            while open.last().is_some_and(|(_, end, _)| *end <= at) {
                open.pop();
            }
            all.push(open.last_mut().map(|(parent, _, inside)| {
                *inside += 1;
                Above { parent: *parent, position: *inside - 1, repetition: None }
            }));
            open.push((at, node.next, 0));
        }
        if !self.is_typed() {
            self.count_repetitions(text, &mut all);
        }
        Lineage(all)
    }

    fn count_repetitions(&self, text: &[u8], all: &mut [Option<Above>]) {
        let mut same: BTreeMap<_, Vec<NodeIx>> = BTreeMap::new();
        for (above, node) in all.iter().zip(0..) {
            if let Some(above) = above.filter(|above| self.kind(above.parent) == NodeKind::Object) {
                same.entry((above.parent, self.key(node, text))).or_default().push(node);
            }
        }
        for repeated in same.into_values().filter(|same| same.len() > 1) {
            for (number, node) in repeated.into_iter().enumerate() {
                if let Some(Some(above)) = all.get_mut(node as usize) {
                    above.repetition = Some(number);
                }
            }
        }
    }

    /// The name of one of the first members of JSON as it was written, where that needs neither unescaping nor quotes.
    pub(crate) fn plain_key_at_root<'t>(&self, node: NodeIx, text: &'t [u8]) -> Option<&'t [u8]> {
        let is_member =
            self.is_typed() && self.kind(0) == NodeKind::Object && self.children(0).take(FEW).any(|c| c == node);
        let written = self.get(node).filter(|n| is_member && !n.key_escaped)?;
        text.get(written.key_range()).filter(|key| memchr::memchr(b'.', key).is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Syntax;
    use super::*;

    #[test]
    fn each_node_lies_in_one() {
        let text = br#"{"a": [1, {"b": 2}, []], "c": 3}"#;
        let mut document = Document::default();
        document.read(text, Syntax::Json);
        let lineage = document.lineage(text);
        let above: Vec<_> = (0..7).map(|node| lineage.above(node).map(|a| (a.parent, a.position))).collect();
        assert_eq!(above, [None, Some((0, 0)), Some((1, 0)), Some((1, 1)), Some((3, 0)), Some((1, 2)), Some((0, 1))]);
        for at in 0..7 {
            let inside: Vec<_> = document.children(at).collect();
            let found: Vec<_> = (0..7).filter(|n| above[*n as usize].is_some_and(|(p, _)| p == at)).collect();
            assert_eq!(inside, found);
        }
    }

    #[test]
    fn a_name_that_is_repeated_is_numbered() {
        let text = b"<P><a><b/><b/></a><c/><a/><a><b/></a></P>";
        let mut document = Document::default();
        document.read(text, Syntax::Xml);
        let lineage = document.lineage(text);
        let numbers: Vec<_> = (0..8).map(|node| lineage.above(node).and_then(|above| above.repetition)).collect();
        assert_eq!(numbers, [None, Some(0), Some(0), Some(1), None, Some(1), Some(2), None]);
    }
}
