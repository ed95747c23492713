//! The rule files of a run: those of a folder, those that the project uses, or the embedded packs.

use crate::clock;
use crate::exit::Stop;
use crate::inputs::said;
use crate::project::Home;
use reqlint_core::{Loaded, PackSource, RuleSet, SourceFile};
use reqlint_formats::ReadError;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Packs as texts, and what could not be read of them.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) packs: Vec<PackSource>,
    pub(crate) unreadable: Vec<ReadError>,
}

/// Loads the packs of a folder, else those that the project uses; one of them judges every request if it is named.
///
/// # Errors
/// When a file can't be read, every mistake in the rule files, or a pack that isn't there.
pub(crate) fn load_from(folder: Option<&Path>, pack: Option<&str>) -> Result<RuleSet, Stop> {
    let home = match folder {
        Some(_) => Home::default(),
        None => Home::find(clock::now())?,
    };
    Ok(load(home, folder, pack)?.rules)
}

/// Loads a project's packs, or those of the folder that stands in for them.
///
/// # Errors
/// As [`load_from`].
pub(crate) fn load(mut home: Home, folder: Option<&Path>, pack: Option<&str>) -> Result<Loaded, Stop> {
    let found = packs(&mut home, folder)?;
    if !found.unreadable.is_empty() {
        return Err(Stop::Unreadable(found.unreadable));
    }
    let mut loaded = Loaded::of(home.project, found.packs);
    if !loaded.mistakes.is_empty() {
        return Err(Stop::Mistakes(loaded.mistakes));
    }
    if let Some(pack) = pack {
        loaded.rules.judge_with(pack).map_err(|unknown| Stop::usage(unknown.to_string()))?;
    }
    Ok(loaded)
}

/// The packs that a project uses, or those of the folder that stands in for them.
///
/// # Errors
/// When there is no pack in the folder.
pub(crate) fn packs(home: &mut Home, folder: Option<&Path>) -> Result<Found, Stop> {
    if let Some(folder) = folder {
        home.project.use_elsewhere();
        return find(folder);
    }
    let mut found = home.own_packs();
    found.packs = home.project.choose(found.packs, reqlint_rules::packs());
    Ok(found)
}

/// The packs of a folder: itself, if it holds a `pack.toml`, else those below it.
///
/// # Errors
/// When there is no pack.
pub(crate) fn find(folder: &Path) -> Result<Found, Stop> {
    let mut found = Found::default();
    found.add(folder);
    if found.packs.is_empty() && found.unreadable.is_empty() {
        return Err(Stop::Usage {
            message: format!("there is no pack in `{}`", folder.display()),
            help: Some("a pack is a folder that holds a `pack.toml`".to_owned()),
        });
    }
    Ok(found)
}

impl Found {
    /// Adds the packs of a folder.
    pub(crate) fn add(&mut self, folder: &Path) {
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
            } else if entry.extension().is_some_and(|extension| extension == "toml") {
                match text(&entry) {
                    Ok(text) => files.push(SourceFile { path: shown(&entry), text }),
                    Err(message) => self.refuse(&entry, message),
                }
            }
        }
    }

    /// What is in a folder and not hidden, by name.
    fn entries(&mut self, folder: &Path) -> Vec<PathBuf> {
        crate::inputs::entries(folder).unwrap_or_else(|error| {
            self.refuse(folder, said(&error));
            Vec::new()
        })
    }

    fn refuse(&mut self, path: &Path, message: String) {
        self.unreadable.push(ReadError { input: Some(shown(path)), place: None, message, help: None });
    }
}

/// The text of a rule file, not much more of it than is taken. What isn't UTF-8 is marked in it, and said when it is read.
pub(crate) fn text(path: &Path) -> Result<String, String> {
    let is_file = fs::metadata(path).map_err(|error| said(&error))?.is_file();
    if !is_file {
        return Err("this is no file that could be read".to_owned());
    }
    let mut bytes = Vec::new();
    let limit = PackSource::MAX_FILE as u64 + 1;
    let read = File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes));
    read.map_err(|error: io::Error| said(&error))?;
    Ok(String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

/// A pack's name: that of its folder, also where that is `.`.
fn name(root: &Path) -> String {
    let named = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    named.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A path as messages show it: with slashes.
pub(crate) fn shown(path: &Path) -> String {
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}
