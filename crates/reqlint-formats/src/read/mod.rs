//! Which format an input has.

pub(crate) mod body;
pub(crate) mod bounds;
pub mod curl;
pub mod facts;
pub(crate) mod files;
pub mod har;
pub mod ndjson;
pub(crate) mod origin;
pub mod raw;
pub(crate) mod untangle;
pub(crate) mod url;

pub use bounds::{MAX_BODY, MAX_HEADERS, MAX_LINE, MAX_TEXT};
pub use files::Files;
pub use untangle::{Untangled, untangle};

/// A format that requests are read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Raw HTTP/1.1 text: see [`crate::read::raw`].
    Http,
    /// curl commands: see [`crate::read::curl`].
    Curl,
    /// HAR 1.2: see [`crate::read::har`].
    Har,
    /// One JSON object a line: see [`crate::read::ndjson`].
    Ndjson,
}

/// The format of a text that begins like this; `None` when more of it must be seen.
#[must_use]
pub fn recognise(start: &[u8]) -> Option<Format> {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    Some(match start.first()? {
        b'{' => match start.get(1..)?.trim_ascii_start() {
            b"" => return None,
            inside if inside.starts_with(b"\"log\"") => Format::Har,
            inside if b"\"log\"".starts_with(inside) => return None,
            _ => Format::Ndjson,
        },
        _ if curl::is_curl(start) => Format::Curl,
        _ => Format::Http,
    })
}

impl Format {
    /// Every format, by the name that a person gives it.
    pub const ALL: [(&'static str, Format); 4] =
        [("curl", Format::Curl), ("har", Format::Har), ("http", Format::Http), ("ndjson", Format::Ndjson)];
}
