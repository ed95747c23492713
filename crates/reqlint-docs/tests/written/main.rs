//! The generated documentation: schemas, reference and site.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod committed;
mod diagnostics;
mod reference;
mod schema;
mod site;
