//! A rule set as it is run.

pub(crate) mod exception;
pub(crate) mod hosts;
pub(crate) mod pack;
pub(crate) mod project;
pub(crate) mod reply;
pub(crate) mod rule_set;
pub(crate) mod sentence;

pub use exception::{Excepted, Exception};
pub use project::Project;
pub use reply::Reply;
pub use rule_set::{Loaded, RuleSet, UnknownPack};
