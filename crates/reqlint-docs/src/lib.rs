//! What reqlint writes about rules: JSON Schemas for editors, the reference of the rule language, a site of the packs.
//!
//! Schemas and reference come from the engine's key tables ([`reqlint_core::inspect::keys`]), the site from packs that were loaded.
//! This crate gives texts; it reads and writes no file.

pub mod schema;
pub mod words;

mod reference;
mod site;

pub use reference::reference;
pub use site::{Page, site};
