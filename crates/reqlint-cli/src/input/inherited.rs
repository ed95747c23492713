//! The files whose settings a request of Bruno inherits.

use reqlint_formats::read::Environments;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The texts of `collection.bru` and of each `folder.bru` above an input, the outermost first; empty where it is in no collection of
/// Bruno, whose folder has a `bruno.json`. `say` is told where it may be in one, and that isn't looked for.
pub(super) fn of(input: Option<&Path>, say: &mut dyn FnMut(String)) -> Vec<String> {
    let Some(path) = input.filter(|path| path.extension().is_some_and(|end| end.eq_ignore_ascii_case("bru"))) else {
        return Vec::new();
    };
    let Ok(path) = std::path::absolute(path) else { return Vec::new() };
    let folders: Vec<&Path> = path.ancestors().skip(1).take(Environments::MAX_FOLDERS).collect();
    let Some(root) = folders.iter().position(|folder| folder.join("bruno.json").is_file()) else {
        if path.ancestors().skip(1).nth(Environments::MAX_FOLDERS).is_some() {
            say(Environments::too_deep(&input.unwrap_or(&path).display().to_string()));
        }
        return Vec::new();
    };
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
