//! What readers make of texts.

mod http;
mod ndjson;
mod shown;
