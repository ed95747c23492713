//! What in a message is secret: by name, and by shape.
//!
//! [`table`] says which names, [`super::credential`] which shapes. A pack and a project add their own ([`names::OwnNames`]).

mod decoded;
pub(crate) mod header;
pub(crate) mod masked;
pub(crate) mod names;
pub(crate) mod path;
pub(crate) mod scan;
mod table;
pub(crate) mod unread;
mod value;
mod words;
