//! Writes the list of embedded packs: each folder beside this file that contains a `pack.toml`, with all its `.toml` files.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let here = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    println!("cargo::rerun-if-changed={}", here.display());
    let mut list = String::from("&[\n");
    for folder in entries(&here)? {
        if folder.join("pack.toml").is_file() {
            pack(&mut list, &here, &folder)?;
        }
    }
    list.push_str("]\n");
    fs::write(Path::new(&variable("OUT_DIR")?).join("packs.rs"), list)
}

/// One pack: its name, and the path (below this folder) and text of each of its files.
fn pack(list: &mut String, here: &Path, folder: &Path) -> io::Result<()> {
    let mut files = Vec::new();
    toml_files(folder, &mut files)?;
    let _ = writeln!(list, "({:?}, &[", below(folder, here));
    for file in files {
        let _ = writeln!(list, "  ({:?}, include_str!({:?})),", below(&file, here), file.display().to_string());
    }
    list.push_str("]),\n");
    Ok(())
}

fn toml_files(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in entries(folder)? {
        if entry.is_dir() {
            toml_files(&entry, files)?;
        } else if entry.extension().is_some_and(|extension| extension == "toml") {
            files.push(entry);
        }
    }
    Ok(())
}

/// The entries of a folder, sorted by name.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

/// A path as messages show it: with slashes, below this folder.
fn below(path: &Path, here: &Path) -> String {
    let path = path.strip_prefix(here).unwrap_or(path);
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn variable(name: &str) -> io::Result<String> {
    env::var(name).map_err(io::Error::other)
}
