//! Files of the repository, by paths below its root.

use serde::de::DeserializeOwned;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace is the folder above")
}

/// The text of a file.
pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The bytes of a file.
pub(crate) fn bytes(path: &str) -> Vec<u8> {
    fs::read(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A file of data as a table.
pub(crate) fn table<T: DeserializeOwned>(path: &str) -> T {
    toml::from_str(&read(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The entries of a folder by name, as paths below the root.
pub(crate) fn folder(path: &str) -> Vec<String> {
    let entries = fs::read_dir(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names.into_iter().map(|name| format!("{path}/{name}")).collect()
}

/// Every file below a folder with this extension, by path.
pub(crate) fn files(path: &str, extension: &str) -> Vec<String> {
    let deeper = |entry: String| match root().join(&entry).is_dir() {
        true => files(&entry, extension),
        false => vec![entry],
    };
    let all = folder(path).into_iter().flat_map(deeper);
    all.filter(|file| PathBuf::from(file).extension().is_some_and(|e| e == extension)).collect()
}

/// The name of a file without folders and extension.
pub(crate) fn stem(path: &str) -> &str {
    Path::new(path).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default()
}

/// The names in a folder, each with whether it is a folder itself. An empty path is the root.
pub(crate) fn entries(path: &str) -> Vec<(String, bool)> {
    let entries = fs::read_dir(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}")).map(Result::unwrap);
    entries.map(|entry| (entry.file_name().into_string().unwrap(), entry.file_type().unwrap().is_dir())).collect()
}

/// Whether there is a file or folder of that path.
pub(crate) fn is_there(path: &str) -> bool {
    root().join(path).exists()
}
