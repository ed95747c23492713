//! Embeds the packs: each folder beside this file that contains a `pack.toml`, with all its `.toml` files; and what a load
//! takes in place of these files.

use reqlint_core::{PackSource, SourceFile, prepare};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let here = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    println!("cargo::rerun-if-changed={}", here.display());
    let (mut list, mut packs) = (String::from("&[\n"), Vec::new());
    for folder in entries(&here)? {
        if folder.join("pack.toml").is_file() {
            packs.push(pack(&mut list, &here, &folder)?);
        }
    }
    list.push_str("]\n");
    // whoever loads broken files is told what is wrong with them
    let prepared = prepare(packs).unwrap_or_else(|errors| {
        println!("cargo::warning=the packs have errors, and are not prepared: {errors}");
        Vec::new()
    });
    let out = PathBuf::from(variable("OUT_DIR")?);
    fs::write(out.join("packs.rs"), list)?;
    fs::write(out.join("packs.prepared"), prepared)
}

/// One pack: its name, and the path (below this folder) and text of each of its files.
fn pack(list: &mut String, here: &Path, folder: &Path) -> io::Result<PackSource> {
    let mut paths = Vec::new();
    toml_files(folder, &mut paths)?;
    let name = below(folder, here);
    let _ = writeln!(list, "({name:?}, &[");
    let mut files = Vec::new();
    for path in paths {
        let shown = below(&path, here);
        let _ = writeln!(list, "  ({shown:?}, include_str!({:?})),", path.display().to_string());
        files.push(SourceFile { path: format!("rules/{shown}"), text: fs::read_to_string(path)? });
    }
    list.push_str("]),\n");
    Ok(PackSource { root: format!("rules/{name}"), name, files })
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
