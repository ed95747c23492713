//! Writing a file anew.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// Replaces a file's text: all of it, or nothing. Links are followed, permissions kept.
///
/// # Errors
/// Why it can't be written, for a person.
pub(super) fn replace(path: &str, text: &[u8]) -> Result<(), String> {
    replaced(Path::new(path), text).map_err(|error| match error.kind() {
        io::ErrorKind::PermissionDenied => "it may not be written".to_owned(),
        _ => format!("it can't be written: {error}"),
    })
}

fn replaced(path: &Path, text: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let permissions = fs::metadata(&path)?.permissions();
    if permissions.readonly() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.reqlint", std::process::id()));
    let written = File::create_new(&beside).and_then(|mut file| {
        file.write_all(text)?;
        file.set_permissions(permissions)?;
        file.sync_all()?;
        fs::rename(&beside, &path)
    });
    if written.is_err() {
        // what is left of the attempt is of no use
        let _ = fs::remove_file(&beside);
    }
    written
}
