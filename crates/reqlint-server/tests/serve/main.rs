//! The layer around real servers, asked by real clients on loopback.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod contract;
mod faults;
mod support;
