//! The entries of a folder, and I/O errors in plain words.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The entries of a folder that aren't hidden, sorted by name. Links to folders are not followed: they may form a cycle.
///
/// # Errors
/// When the folder can't be read.
pub fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        let leads_away = entry.file_type()?.is_symlink() && path.is_dir();
        if !is_hidden && !leads_away {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// An I/O error in plain words.
#[must_use]
pub fn said(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::InvalidData => "not UTF-8 text".to_owned(),
        _ => format!("cannot be read: {error}"),
    }
}
