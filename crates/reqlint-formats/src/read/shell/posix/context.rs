//! What a shell knows when it reads a command.

use std::collections::BTreeMap;

/// What a shell knows when it reads a command.
#[derive(Clone, Copy, Default)]
pub(in crate::read::shell) struct Context<'c> {
    /// Whether only what it does counts, and not what was meant.
    pub(in crate::read::shell) is_exact: bool,
    /// Whether it is typed at a prompt, where `!` is history.
    pub(in crate::read::shell) is_interactive: bool,
    /// The variables that the text sets.
    pub(in crate::read::shell) variables: Option<&'c Variables>,
}

/// Variables and their values.
pub(in crate::read::shell) type Variables = BTreeMap<Vec<u8>, Vec<u8>>;
