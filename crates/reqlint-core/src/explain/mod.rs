//! A report gets its sentences.

mod brackets;
pub(crate) mod edit;
mod entry;
pub(crate) mod expected;
mod findings;
pub(crate) mod mask;
pub(crate) mod order;
pub(crate) mod renderer;
pub(crate) mod reply;
pub(crate) mod resolve;
pub(crate) mod suppress;
pub(crate) mod trial;

pub use crate::base::finding::{
    AnswerKind, ChecklistItem, Conclusion, Edit, Expected, Finding, HeaderPart, Location, Part, Resolved, Server,
    ServerSource, Servers, Severity,
};
pub use crate::base::outcome::{Outcome, SkipReason, UnknownReason};
pub use crate::base::prevalence::{Answer, KnownServer};
pub use crate::check::verdict::MAX_FINDINGS;
pub use crate::message::secrets::masked::{MaskedText, collapsed};
pub use crate::message::secrets::names::is_secret_name;
pub use entry::Explained;
pub use mask::Masked;
pub use reply::Reply;
pub use trial::{Reached, Trial};
