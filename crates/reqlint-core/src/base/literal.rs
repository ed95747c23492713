//! Literals: values as TOML files write them.

use crate::base::number::Number;
use crate::base::time::Time;

/// A literal of a rule file.
#[derive(Clone, Debug, PartialEq)]
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
