//! What the workspace promises, tested. Tests are data: a new case is a new file or row, and Rust only drives it.
//!
//! `data/` holds requests, tables and rule files with slips; `snapshots/` what people see of each rule.
#![cfg(test)]

mod support;

// the packs
mod examples;
mod shown;

// the Edgecast API
mod answers;
mod clean;
mod documented;
mod endpoints;
mod overlaps;
mod page;

// rule files
mod mistakes;

// the repository
mod crates;
mod layers;
mod links;
mod sources;
mod specification;

// whatever the request
mod anything;
mod secrets;
mod views;
