//! The packs of a folder, as text.

use crate::{entries, said};
use reqlint_core::{PackSource, Project, SourceFile};
use reqlint_formats::ReadError;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Packs as text, and what could not be read.
#[derive(Debug, Default)]
pub struct Found {
    /// The packs, in the order of their folders.
    pub packs: Vec<PackSource>,
    /// Files and folders that could not be read.
    pub unreadable: Vec<ReadError>,
}

/// A folder contains no pack.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no pack found in `{}`: a pack is a folder that contains a `pack.toml`", .folder.display())]
pub struct NoPack {
    /// The folder.
    pub folder: PathBuf,
}

/// The packs of a folder: itself, if it contains a `pack.toml`, otherwise those below it.
///
/// # Errors
/// When there is no pack.
pub fn find(folder: &Path) -> Result<Found, NoPack> {
    let mut found = Found::default();
    found.add(folder);
    if found.packs.is_empty() && found.unreadable.is_empty() {
        return Err(NoPack { folder: folder.to_owned() });
    }
    Ok(found)
}

impl Found {
    /// The packs of a project's own folders, which begin at `home`, where its file is. A folder without one is reported to
    /// the project.
    pub fn of_project(project: &mut Project, home: &Path) -> Self {
        let mut found = Self::default();
        let folders: Vec<PathBuf> = project.folders().map(|folder| home.join(folder)).collect();
        for (position, folder) in folders.iter().enumerate() {
            let before = found.packs.len() + found.unreadable.len();
            if !folder.is_dir() {
                let help = "paths are relative to the folder of this file";
                project.refuse_folder(position, "this folder doesn't exist", help);
                continue;
            }
            found.add(folder);
            if found.packs.len() + found.unreadable.len() == before {
                let help = "a pack is a folder with a `pack.toml`";
                project.refuse_folder(position, "this folder contains no pack", help);
            }
        }
        found
    }

    /// Adds the packs of a folder.
    pub fn add(&mut self, folder: &Path) {
        let mut roots = Vec::new();
        self.roots(folder, &mut roots);
        for root in roots {
            let mut files = Vec::new();
            self.files(&root, &mut files);
            self.packs.push(PackSource { name: name(&root), root: shown(&root), files });
        }
    }

    fn roots(&mut self, folder: &Path, roots: &mut Vec<PathBuf>) {
        let entries = self.entries(folder);
        if entries.iter().any(|entry| entry.ends_with("pack.toml")) {
            roots.push(folder.to_owned());
            return;
        }
        for entry in entries.iter().filter(|entry| entry.is_dir()) {
            self.roots(entry, roots);
        }
    }

    fn files(&mut self, folder: &Path, files: &mut Vec<SourceFile>) {
        for entry in self.entries(folder) {
            if entry.is_dir() {
                self.files(&entry, files);
            } else if is_misnamed(&entry) {
                self.refuse(&entry, "this file is ignored: the name of a rule file must end in `.toml`".to_owned());
            } else if entry.extension().is_some_and(|extension| extension == "toml") {
                match text(&entry) {
                    Ok(text) => files.push(SourceFile { path: shown(&entry), text }),
                    Err(message) => self.refuse(&entry, message),
                }
            }
        }
    }

    /// The entries of a folder that aren't hidden, sorted by name.
    fn entries(&mut self, folder: &Path) -> Vec<PathBuf> {
        entries(folder).unwrap_or_else(|error| {
            self.refuse(folder, said(&error));
            Vec::new()
        })
    }

    fn refuse(&mut self, path: &Path, message: String) {
        self.unreadable.push(ReadError { input: Some(shown(path)), place: None, message, help: None });
    }
}

/// Whether an editor has given a rule file the wrong name: `key-missing.toml.txt`, `key-missing.TOML`.
fn is_misnamed(path: &Path) -> bool {
    let name = path.to_string_lossy().to_ascii_lowercase();
    name.ends_with(".toml.txt") || name.ends_with(".toml") && path.extension().is_some_and(|end| end != "toml")
}

/// The text of a rule file, cut off just past the size limit. Bytes that aren't UTF-8 become replacement characters, which
/// the reader of rule files reports.
///
/// # Errors
/// Why it can't be read, in plain words.
pub fn text(path: &Path) -> Result<String, String> {
    let is_file = fs::metadata(path).map_err(|error| said(&error))?.is_file();
    if !is_file {
        return Err("not a readable file".to_owned());
    }
    let mut bytes = Vec::new();
    let limit = PackSource::MAX_FILE as u64 + 1;
    let read = File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes));
    read.map_err(|error: io::Error| said(&error))?;
    Ok(String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

/// A pack's name: that of its folder, even if that is given as `.`.
fn name(root: &Path) -> String {
    let named = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    named.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A path as messages show it: with slashes.
#[must_use]
pub fn shown(path: &Path) -> String {
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}
