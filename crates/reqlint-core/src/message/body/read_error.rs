//! Why a body can't be read.

use super::{MAX_DEPTH, MAX_VALUES, Node};

/// Why a body can't be read, and where reading stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReadError {
    pub(crate) at: usize,
    pub(crate) message: String,
    /// The text ended too early: a longer one might be right.
    pub(crate) at_end: bool,
    /// The text is more than is looked at, and may be right.
    pub(crate) is_bound: bool,
}

impl ReadError {
    pub(super) fn new(at: usize, message: impl Into<String>, text: &[u8]) -> Self {
        Self { at: at.min(text.len()), message: message.into(), at_end: at >= text.len(), is_bound: false }
    }

    /// Of a sort that isn't looked at, and may be right.
    pub(super) fn not_looked_at(at: usize, message: &str, text: &[u8]) -> Self {
        Self { is_bound: true, ..Self::new(at, message, text) }
    }

    /// Nested more than is looked at.
    pub(super) fn too_deep(at: usize, text: &[u8]) -> Self {
        Self { is_bound: true, ..Self::new(at, format!("the body is nested more than {MAX_DEPTH} deep"), text) }
    }

    /// More values than are looked at, if there are.
    pub(super) fn too_many(nodes: &[Node], text: &[u8]) -> Result<(), Self> {
        if nodes.len() <= MAX_VALUES {
            return Ok(());
        }
        let at = nodes.last().map_or(0, |node| node.value.0 as usize);
        Err(Self { is_bound: true, ..Self::new(at, format!("the body has more than {MAX_VALUES} values"), text) })
    }
}
