//! What in a message is secret: by name, and by shape.

pub(crate) mod found;
pub(crate) mod header;
pub(crate) mod hide;
pub(crate) mod names;
