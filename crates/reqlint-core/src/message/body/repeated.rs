//! Items of a list that equal each other, as JSON Schema has it: the order of an object's members doesn't count, nor how a
//! number is written.

use super::{Document, NodeIx, NodeKind};
use crate::base::number::Number;
use std::hash::{DefaultHasher, Hash, Hasher};

/// What equal values have in common, and others don't: 128 bits of SipHash.
pub(crate) type Digest = [u64; 2];

/// Up to there every whole number is a floating-point number.
const EXACT: u64 = 1 << 53;

impl Document {
    /// The first item that equals an earlier one. Where items are `numbers`, a text that reads as one is one.
    pub(crate) fn repeated(
        &self,
        items: impl Iterator<Item = NodeIx>,
        text: &[u8],
        are_numbers: bool,
    ) -> Option<NodeIx> {
        let digest = |item| {
            let is_text = are_numbers && !self.is_typed() && self.kind(item) == NodeKind::Text;
            let number = is_text.then(|| number_digest(&self.value(item, text))).flatten();
            (number.unwrap_or_else(|| self.digest(item, text)), item)
        };
        let mut items: Vec<_> = items.map(digest).collect();
        items.sort_unstable();
        let neighbours = items.windows(2).filter_map(|two| match two {
            [(a, _), (b, later)] => (a == b).then_some(*later),
            _ => None,
        });
        neighbours.min()
    }

    fn digest(&self, node: NodeIx, text: &[u8]) -> Digest {
        let kind = self.kind(node);
        match kind {
            NodeKind::Null => of(kind, ()),
            NodeKind::Text | NodeKind::Boolean => of(kind, self.value(node, text)),
            NodeKind::Number => number_digest(&self.value(node, text)).unwrap_or_else(|| of(kind, ())),
            NodeKind::List => {
                let items = self.children(node).map(|item| self.digest(item, text));
                items.fold(of(kind, ()), |before, item| of(kind, (before, item)))
            }
            NodeKind::Object => {
                let members =
                    self.children(node).map(|member| of(kind, (self.key(member, text), self.digest(member, text))));
                let sum = members.fold([0u64; 2], |[a, b], [c, d]| [a.wrapping_add(c), b.wrapping_add(d)]);
                of(kind, sum)
            }
        }
    }
}

/// What equal numbers have in common, however they are written; `None` of what isn't one.
pub(crate) fn number_digest(text: &[u8]) -> Option<Digest> {
    let number = Number::read(text)?;
    let real: f64 = std::str::from_utf8(text).ok()?.parse().ok()?;
    let exact = match number {
        Number::Whole(whole) if whole.unsigned_abs() > EXACT => Some(whole),
        _ => None,
    };
    // -0 equals 0
    Some(of(NodeKind::Number, ((real + 0.0).to_bits(), exact)))
}

fn of(kind: NodeKind, value: impl Hash) -> Digest {
    [0u8, 1].map(|half| {
        let mut hasher = DefaultHasher::new();
        (half, kind as u8).hash(&mut hasher);
        value.hash(&mut hasher);
        hasher.finish()
    })
}

#[cfg(test)]
mod tests {
    use crate::message::body::{Document, Syntax};

    #[test]
    fn equal_items_are_found() {
        let table = [
            ("[]", None),
            ("[1]", None),
            ("[1, 2, 1.0]", Some("1.0")),
            ("[1, \"1\", true, null, [], {}, [1], {\"a\": 1}]", None),
            ("[[1, 2], [2, 1], [1, 2]]", Some("[1, 2]")),
            (r#"[{"a": 1, "b": [2]}, {"b": [2e0], "\u0061": 1}, 3, 3]"#, Some(r#"{"b": [2e0], "\u0061": 1}"#)),
            (r#"[{"a": 1, "b": 2}, {"a": 2, "b": 1}]"#, None),
            (r#"["x", "\u0078"]"#, Some("\\u0078")),
            ("[0, -0.0]", Some("-0.0")),
            ("[9007199254740992, 9007199254740993]", None),
            ("[null, null]", Some("null")),
        ];
        for (text, expected) in table {
            let mut document = Document::default();
            document.read(text.as_bytes(), Syntax::Json);
            let found =
                document.repeated(document.children(0), text.as_bytes(), false).map(|item| &text[document.range(item)]);
            assert_eq!(found, expected, "{text}");
        }
    }
}
