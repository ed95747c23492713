//! How much is shown of a report.

use super::schema::Schema;

/// How much is shown of a report.
#[derive(Clone, Copy, Debug, Default)]
pub struct Detail {
    /// Every rule of the pack, not only what failed and what is open.
    pub checklist: bool,
    /// Only which request it is, and the answer.
    pub answer_only: bool,
    /// In which version of the contract, in formats for programs.
    pub schema: Schema,
}
