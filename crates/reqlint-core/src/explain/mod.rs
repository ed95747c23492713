//! A report gets its sentences.

pub(crate) mod edit;
mod entry;
pub(crate) mod mask;
pub(crate) mod order;
pub(crate) mod reply;
pub(crate) mod resolve;
pub(crate) mod suppress;
pub(crate) mod trial;

pub use crate::base::finding::{
    Because, ChecklistItem, Conclusion, Edit, Expected, Finding, HeaderPart, Location, Outcome, Part, Resolved,
    Severity,
};
pub use mask::Masked;
pub use reply::Reply;
pub use trial::{Reached, Trial};
