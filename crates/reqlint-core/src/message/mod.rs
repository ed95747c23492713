//! What was sent and what came back: requests, responses, targets, headers, bodies, and what in them is secret.

pub(crate) mod answer;
pub(crate) mod body;
pub(crate) mod credential;
pub(crate) mod exchange;
pub(crate) mod header_lines;
pub(crate) mod header_names;
mod header_size;
mod headers_alone;
pub(crate) mod http_view;
pub(crate) mod jwt;
pub(crate) mod placeholder;
pub(crate) mod secrets;
pub(crate) mod target;
pub(crate) mod unencoded;
pub(crate) mod visibility;

pub use exchange::{Body, Change, Exchange, HeaderField, Headers, Request, Response};
pub use visibility::Visibility;
