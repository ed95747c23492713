//! Which format an input has.

use crate::curl;

/// A format that requests are read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Raw HTTP/1.1 text: see [`crate::http`].
    Http,
    /// curl commands: see [`crate::curl`].
    Curl,
    /// HAR 1.2: see [`crate::har`].
    Har,
    /// One JSON object a line: see [`crate::ndjson`].
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
