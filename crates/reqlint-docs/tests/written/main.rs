//! What is written about rules: schemas and reference.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod committed;
mod reference;
mod schema;
