//! Generated texts that the repository holds.

use std::fs;
use std::path::PathBuf;

/// Compares a generated text with its committed copy; with `UPDATE` in the environment it is written.
#[track_caller]
pub(crate) fn committed(path: &str, text: &str) {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join(path);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, text).unwrap();
    }
    let held = fs::read_to_string(&path).unwrap_or_default();
    assert!(held == text, "{} is out of date: run ./test accept -p reqlint-docs", path.display());
}
