//! The client, tried against real servers on loopback.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod answers;
mod bodies;
mod modes;
mod redirects;
mod renewals;
mod retries;
mod secrets;
mod services;
mod support;
