//! Generated files that are committed.

use std::fs;
use std::path::PathBuf;

/// Compares a generated text with its committed copy, or writes the copy if `UPDATE` is set in the environment.
#[track_caller]
pub(crate) fn committed(path: &str, text: &str) {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join(path);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, text).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == text, "{} is out of date: run ./test accept -p reqlint-docs", path.display());
}
