//! A rule set as it is run.

pub(crate) mod exception;
pub(crate) mod hosts;
pub(crate) mod pack;
pub(crate) mod project;
pub(crate) mod reply;
pub(crate) mod rule_set;
pub(crate) mod sentence;
