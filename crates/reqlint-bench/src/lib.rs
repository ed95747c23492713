//! How long the engine takes, beside code written by hand for one API.
//!
//! The [`corpus`] is 20,000 requests with known [`slip`]s; the [`limit`] finds them with the rules fixed at compile time;
//! the [`mod@pack`] says the same in rule files, and the [`engine`] evaluates it.

pub mod corpus;
pub mod slip;

pub mod limit;

pub mod engine;
pub mod pack;

pub mod api;
pub mod count;
pub mod measure;
pub mod table;
pub mod worst;
