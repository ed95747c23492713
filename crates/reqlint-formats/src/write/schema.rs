//! Versions of the contract between the command and programs.

/// A version of the contract (docs/contract.md).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Schema {
    /// `reqlint/report/1`: without unjudged and contradicted requests, notes, and advice.
    One,
    /// `reqlint/report/2`.
    #[default]
    Two,
}
