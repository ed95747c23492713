//! Text in and text out: what people and tools write down about requests, and what reqlint says about them.

// text in
mod body;
mod bounds;
mod format;
pub mod http;
pub mod ndjson;
mod place;
mod record;

pub use bounds::{MAX_BODY, MAX_HEADERS, MAX_LINE, MAX_TEXT};
pub use format::{Format, recognise};
pub use place::{Note, Place, ReadError};
pub use record::{FieldPlace, Record, SourceMap};
