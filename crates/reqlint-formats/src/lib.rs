//! Text in and text out: what people and tools write down about requests, and what reqlint says about them.

use reqlint_core::base::escape;

// each uses only those above it
pub mod baseline;
pub mod examples;
pub mod fix;
pub mod read;
pub mod record;
pub mod write;

pub use read::Format;
pub use record::diagnosed::{Commands, Diagnosed};
pub use record::judged::Judged;
pub use record::place::{Note, Place, ReadError};
pub use record::{FieldPlace, Record, SourceMap};
pub use write::OutputFormat;
