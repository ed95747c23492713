//! The files whose settings a request of Bruno inherits.

use reqlint_formats::read::Environments;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// How many folders a request may be in.
const MAX_DEPTH: usize = 32;

/// The texts of `collection.bru` and of each `folder.bru` above an input, the outermost first; empty where it is in no collection of
/// Bruno, whose folder has a `bruno.json`.
pub(super) fn of(input: Option<&Path>) -> Vec<String> {
    let Some(path) = input.filter(|path| path.extension().is_some_and(|end| end.eq_ignore_ascii_case("bru"))) else {
        return Vec::new();
    };
    let Ok(path) = std::path::absolute(path) else { return Vec::new() };
    let folders: Vec<&Path> = path.ancestors().skip(1).take(MAX_DEPTH).collect();
    let Some(root) = folders.iter().position(|folder| folder.join("bruno.json").is_file()) else { return Vec::new() };
    let kept = |(at, folder): (usize, &&Path)| {
        let file = folder.join(if at == root { "collection.bru" } else { "folder.bru" });
        // one that isn't there sets nothing, and keeps its place
        (file != path).then(|| read(&file).unwrap_or_default())
    };
    folders.iter().enumerate().take(root + 1).rev().filter_map(kept).collect()
}

fn read(file: &Path) -> Option<String> {
    let mut text = String::new();
    File::open(file).ok()?.take(Environments::MAX as u64).read_to_string(&mut text).ok()?;
    Some(text)
}
