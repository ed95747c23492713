//! Writing a fixed file back.

use crate::host::replacement;
use std::io;
use std::path::Path;

/// Replaces a file's text: all of it, or nothing.
///
/// # Errors
/// Why it can't be written, for a person.
pub(super) fn replace(path: &Path, text: &[u8]) -> Result<(), String> {
    replacement::replace(path, text).map_err(|error| match error.kind() {
        io::ErrorKind::PermissionDenied => "it may not be written".to_owned(),
        _ => format!("it can't be written: {error}"),
    })
}
