//! A rule set as it is run.

pub(crate) mod exception;
pub(crate) mod hosts;
pub(crate) mod lazy_pack;
pub(crate) mod mark;
pub(crate) mod pack;
pub(crate) mod plans;
pub(crate) mod reply;
pub(crate) mod rule_set;
pub(crate) mod says;
pub(crate) mod sentence;
pub(crate) mod shape;

pub use exception::{Excepted, Exception};
pub use rule_set::{RuleSet, UnknownPack};
