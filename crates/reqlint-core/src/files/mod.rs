//! The files of a pack and of a project, as written: rules, endpoints, replies, `pack.toml`, `reqlint.toml`.
//!
//! These types mirror the files and can represent every error in them; `compile` turns them into types that can't.

pub(crate) mod endpoint;
mod example_text;
pub(crate) mod fact;
pub(crate) mod field;
mod fingerprint;
pub(crate) mod gate;
pub(crate) mod hierarchy;
pub(crate) mod mark;
pub(crate) mod pack;
pub(crate) mod project;
pub(crate) mod reply;
pub(crate) mod rule;
mod secrets;
pub(crate) mod server;
pub(crate) mod servers;
pub(crate) mod shape;
pub(crate) mod sources;
pub(crate) mod strict;
pub(crate) mod variant;

pub use pack::PackSource;
pub use rule::{AlsoListed, Example, ExampleJwt, ExampleText};
