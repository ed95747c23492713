//! Tests of what the workspace promises. Tests are data: a new case is a new file or row, and Rust only runs it.
//!
//! `data/` contains requests, tables and broken rule files; `snapshots/` shows what people see of each rule.
#![cfg(test)]

mod support;

// the packs
mod examples;
mod prepared;
mod recognised;
mod right;
mod shown;
mod weighed;

// the Edgecast API
mod answers;
mod circles;
mod clean;
mod documented;
mod endpoints;
mod overlaps;
mod page;

// rule files
mod codes;
mod mistakes;

// the repository
mod crates;
mod curl_versions;
mod layers;
mod licences;
mod links;
mod sources;
mod specification;
mod surface;

// whatever the request
mod anything;
mod limits;
mod secrets;
mod views;
