//! Documentation generated from rules: JSON Schemas for editors, the rule language reference, and a website for the packs.
//!
//! Schemas and reference come from the engine's key tables ([`reqlint_core::inspect::keys`]), the site from loaded packs.
//! This crate returns text; it reads and writes no files.

pub mod schema;
pub mod words;

mod diagnostics;
mod reference;
mod site;

pub use diagnostics::diagnostics;
pub use reference::reference;
pub use site::{Page, site};
