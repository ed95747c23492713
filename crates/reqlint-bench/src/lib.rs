//! Benchmark of the engine against code written by hand for one API.
//!
//! The [`corpus`] is 20,000 requests with known [`mistake`]s; the [`limit`] finds them with rules fixed at compile time; the
//! [`mod@pack`] expresses the same rules as rule files, which the [`engine`] evaluates.

pub mod corpus;
pub mod mistake;

pub mod limit;

pub mod engine;
pub mod pack;

pub mod api;
pub mod count;
pub mod measure;
pub mod table;
pub mod unpacked;
pub mod worst;
