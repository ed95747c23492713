//! The client, held against real servers on loopback.

mod answers;
mod bodies;
mod modes;
mod redirects;
mod renewals;
mod retries;
mod support;
