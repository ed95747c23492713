//! What each node of a document lies in, found once for whoever names many of them.

use super::{Document, NodeIx};

/// Where a node lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Above {
    pub(crate) parent: NodeIx,
    /// How many lie there before it.
    pub(crate) position: usize,
}

impl Document {
    /// Where each node lies; `None` for the root.
    pub(crate) fn lineage(&self) -> Vec<Option<Above>> {
        let mut all = Vec::with_capacity(self.nodes.len());
        // what is still open: where it lies, where it ends, and how many lie directly in it so far
        let mut open: Vec<(NodeIx, NodeIx, usize)> = Vec::new();
        for (node, at) in self.nodes.iter().zip(0..) {
            while open.last().is_some_and(|(_, end, _)| *end <= at) {
                open.pop();
            }
            all.push(open.last_mut().map(|(parent, _, inside)| {
                *inside += 1;
                Above { parent: *parent, position: *inside - 1 }
            }));
            open.push((at, node.next, 0));
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::super::Syntax;
    use super::*;

    #[test]
    fn each_node_lies_in_one() {
        let mut document = Document::default();
        document.read(br#"{"a": [1, {"b": 2}, []], "c": 3}"#, Syntax::Json);
        let above: Vec<_> = document.lineage().iter().map(|above| above.map(|a| (a.parent, a.position))).collect();
        assert_eq!(above, [None, Some((0, 0)), Some((1, 0)), Some((1, 1)), Some((3, 0)), Some((1, 2)), Some((0, 1))]);
        for at in 0..7 {
            let inside: Vec<_> = document.children(at).collect();
            let found: Vec<_> = (0..7).filter(|n| above[*n as usize].is_some_and(|(p, _)| p == at)).collect();
            assert_eq!(inside, found);
        }
    }
}
