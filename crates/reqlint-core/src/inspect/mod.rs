//! Views of what is loaded, for hosts that show it.

pub(crate) mod endpoint;
pub mod keys;
pub(crate) mod plan;
pub(crate) mod probe;
pub(crate) mod view;
