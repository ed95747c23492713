//! What is in a folder, and what an operating system says about it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What is in a folder and not hidden, by name. Links to folders are not followed: they may lead in a circle.
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

/// What an operating system says about a file, in a person's words.
#[must_use]
pub fn said(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "it may not be read".to_owned(),
        io::ErrorKind::InvalidData => "it is not UTF-8 text".to_owned(),
        _ => format!("it can't be read: {error}"),
    }
}
