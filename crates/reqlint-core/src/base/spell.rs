//! Single bytes and characters, as sentences name them.

use std::fmt;

/// A byte as a sentence names it.
pub(crate) fn byte(byte: Option<&u8>) -> impl fmt::Display {
    character(byte.map(std::slice::from_ref).unwrap_or_default())
}

/// A character as a sentence names it.
pub(crate) fn character(bytes: &[u8]) -> impl fmt::Display {
    fmt::from_fn(move |f| match (bytes, std::str::from_utf8(bytes)) {
        (b" ", _) => f.write_str("a space"),
        (b"\t", _) => f.write_str("a tab"),
        (_, Ok(text)) if text.chars().count() == 1 && !text.chars().any(char::is_control) => write!(f, "`{text}`"),
        ([byte], _) if *byte < 0x80 => write!(f, "the control character 0x{byte:02x}"),
        ([byte, ..], _) => write!(f, "the byte 0x{byte:02x}"),
        ([], _) => f.write_str("nothing"),
    })
}
