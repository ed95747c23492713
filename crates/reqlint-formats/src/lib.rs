//! Text in and text out: what people and tools write down about requests, and what reqlint says about them.

use reqlint_core::base::escape;

// nouns
mod bounds;
mod diagnosed;
mod files;
mod judged;
mod origin;
mod place;
mod record;

// text in
pub mod baseline;
mod body;
pub mod curl;
pub mod examples;
pub mod facts;
mod format;
pub mod har;
pub mod http;
pub mod ndjson;
mod untangle;
mod url;

// text out
pub mod github;
pub mod gitlab;
pub mod html;
pub mod json;
pub mod junit;
pub mod markdown;
mod markup;
pub mod mend;
pub mod sarif;
mod sheet;
mod snippet;
mod spot;
pub mod text;
pub mod ticket;

pub use bounds::{MAX_BODY, MAX_HEADERS, MAX_LINE, MAX_TEXT};
pub use diagnosed::{Commands, Diagnosed};
pub use files::Files;
pub use format::{Format, recognise};
pub use judged::Judged;
pub use place::{Note, Place, ReadError};
pub use record::{FieldPlace, Record, SourceMap};
pub use untangle::{Untangled, untangle};
