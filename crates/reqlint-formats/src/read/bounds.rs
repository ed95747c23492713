//! How much of one input is read.

/// Bytes of one text that holds raw HTTP.
pub const MAX_TEXT: usize = 256 << 20;

/// Bytes of one line of NDJSON.
pub const MAX_LINE: usize = 64 << 20;

/// Bytes of one recording of a test suite.
pub(crate) const MAX_RECORDING: usize = 64 << 20;

/// Bytes of one body.
pub const MAX_BODY: usize = 16 << 20;

/// Header lines of one message.
pub const MAX_HEADERS: usize = 1_000;

/// Facts of one record, and items of one.
pub(crate) const MAX_FACTS: usize = 1_000;

/// `16 MiB`, for messages.
pub(crate) fn mebibytes(bytes: usize) -> String {
    format!("{} MiB", bytes >> 20)
}
