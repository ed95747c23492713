//! How much an evaluation is asked for.

/// How much an evaluation is asked for. Each level gives all that the one before gives, and takes longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Want {
    /// Which rules fail. What is unknown for lack of a fact, or because it can't be seen, doesn't matter.
    Failures,
    /// Which rules fail, which are unknown, and the facts that those miss.
    Outcomes,
    /// Outcomes, and what was seen: every place at which a check fails, with its sentence and edits.
    Evidence,
}
