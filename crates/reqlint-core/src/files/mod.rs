//! The files of a pack and of a project, as written: rules, endpoints, replies, `pack.toml`, `reqlint.toml`.
//!
//! What is here mirrors the files honestly and can be wrong in many ways; `compile` turns it into what can be wrong in none.

pub(crate) mod endpoint;
mod example_text;
mod fingerprint;
pub(crate) mod pack;
pub(crate) mod project;
pub(crate) mod reply;
pub(crate) mod rule;
pub(crate) mod sources;

pub use pack::PackSource;
pub use rule::{AlsoListed, Example, ExampleJwt, ExampleText};
