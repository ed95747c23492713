//! What any engine would need, HTTP or not: numbers, times, texts, patterns, bytes.

pub(crate) mod number;
pub(crate) mod time;
pub(crate) mod text;
pub(crate) mod scalar;
pub(crate) mod bytes;
pub mod near;
pub mod escape;
pub(crate) mod interner;
pub(crate) mod pattern;
pub(crate) mod template;
pub(crate) mod finding;
