//! What readers make of texts.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod commands;
mod curl;
mod editors;
mod har;
mod http;
mod ndjson;
mod sent;
mod shown;
