//! Changes to a text.

use std::ops::Range;

/// Bytes of a text, and what replaces them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patch {
    /// The bytes.
    pub range: Range<usize>,
    /// What replaces them.
    pub replacement: Vec<u8>,
}

/// The text with changes made, no two of which overlap.
#[must_use]
pub fn apply(text: &[u8], patches: &[Patch]) -> Vec<u8> {
    let mut order: Vec<&Patch> = patches.iter().collect();
    order.sort_by_key(|patch| (patch.range.start, patch.range.end));
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    for Patch { range, replacement } in order {
        out.extend_from_slice(text.get(at..range.start).unwrap_or_default());
        out.extend_from_slice(replacement);
        at = range.end.max(at);
    }
    out.extend_from_slice(text.get(at..).unwrap_or_default());
    out
}
