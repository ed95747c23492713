//! What writers make of reports.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod json;
mod outputs;
mod sample;
mod text;
