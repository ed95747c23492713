//! The layer around real servers, asked by real clients on loopback.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod bodies;
mod contract;
mod facts;
mod faults;
mod gate;
mod reload;
mod sql;
mod support;
