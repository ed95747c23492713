//! A report gets its sentences.

pub(crate) mod edit;
pub(crate) mod mask;
pub(crate) mod order;
pub(crate) mod resolve;
pub(crate) mod suppress;
pub(crate) mod trial;
