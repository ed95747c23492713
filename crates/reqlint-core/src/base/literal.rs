//! Literals: values as TOML files write them.

use crate::base::number::Number;
use crate::base::time::Time;

/// A literal of a rule file.
///
/// It is what was written, before anything says what it is for: a list may hold lists, and `"30s"` is still a text.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub enum Literal {
    /// Text.
    Text(String),
    /// A number.
    Number(Number),
    /// `true` or `false`.
    Boolean(bool),
    /// A TOML date or time.
    Time(Time),
    /// A list.
    List(Vec<Literal>),
}
