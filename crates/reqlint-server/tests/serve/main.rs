//! The layer around real servers, asked by real clients on loopback.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod bodies;
mod contract;
mod everyday;
mod facts;
mod faults;
mod gate;
mod http2;
mod project;
mod reload;
mod sql;
mod support;
