//! Text in: requests and facts, read leniently out of what people and tools write down.
//!
//! [`Format::read`] reads every format alike. The modules of single formats say what each of them takes.

// what the formats share
mod absolute;
mod address;
mod body;
mod bounds;
mod called;
mod counted;
mod definition;
mod environments;
mod files;
mod foreign;
mod interaction;
mod items;
mod jsonc;
mod mark;
mod members;
mod origin;
mod shell;
mod shown;
mod sieve;
mod told;
mod untangle;
pub(crate) mod url;
mod variables;
mod wrapped;

// a folder for each format
mod bruno;
pub mod curl;
pub mod har;
mod httpie;
mod hurl;
mod log;
pub mod ndjson;
mod pygithub;
pub mod raw;
mod transcript;
mod vcr;
mod wget;
mod wiremock;

// all formats alike
mod answered;
mod below;
mod format;
mod typed;

pub mod facts;

pub use answered::told_answer;
pub use bounds::{MAX_BODY, MAX_HEADERS, MAX_LINE, MAX_TEXT};
pub use definition::{FixedAs, Literal, Source};
pub use environments::Environments;
pub use files::Files;
pub use format::{Format, TakeOrStop, holds_no_request, recognise};
pub use typed::read_words;
pub use untangle::{Untangled, untangle};
pub use variables::Variables;
