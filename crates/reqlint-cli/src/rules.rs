//! The rule set of a run: the embedded packs, or those of a folder.

use crate::args::CommonArgs;
use crate::exit::Stop;
use reqlint_core::{PackSource, RuleSet, SourceFile};
use std::fs;
use std::path::{Path, PathBuf};

/// Loads the packs that the options name.
///
/// # Errors
/// When a file can't be read, every mistake in the rule files, or a pack that isn't there.
pub(crate) fn load(common: &CommonArgs) -> Result<RuleSet, Stop> {
    let sources = match &common.rules {
        Some(folder) => packs_in(folder)?,
        None => reqlint_rules::packs(),
    };
    let mut rules = RuleSet::load(sources).map_err(Stop::Mistakes)?;
    if let Some(pack) = &common.pack {
        rules.judge_with(pack).map_err(|unknown| Stop::usage(unknown.to_string()))?;
    }
    Ok(rules)
}

/// The packs of a folder: itself, if it holds a `pack.toml`, else those below it.
pub(crate) fn packs_in(folder: &Path) -> Result<Vec<PackSource>, Stop> {
    let mut roots = Vec::new();
    find_packs(folder, &mut roots)?;
    if roots.is_empty() {
        return Err(Stop::Usage {
            message: format!("there is no pack in `{}`", folder.display()),
            help: Some("a pack is a folder that holds a `pack.toml`".to_owned()),
        });
    }
    roots.iter().map(|root| pack(root)).collect()
}

fn find_packs(folder: &Path, roots: &mut Vec<PathBuf>) -> Result<(), Stop> {
    let entries = entries(folder)?;
    if entries.iter().any(|entry| entry.ends_with("pack.toml")) {
        roots.push(folder.to_owned());
        return Ok(());
    }
    entries.iter().filter(|entry| entry.is_dir()).try_for_each(|entry| find_packs(entry, roots))
}

fn pack(root: &Path) -> Result<PackSource, Stop> {
    let named = fs::canonicalize(root).map_err(|error| Stop::unreadable(root, &error))?;
    let name = named.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut files = Vec::new();
    read_files(root, &mut files)?;
    Ok(PackSource { name, root: shown(root), files })
}

fn read_files(folder: &Path, files: &mut Vec<SourceFile>) -> Result<(), Stop> {
    for entry in entries(folder)? {
        if entry.is_dir() {
            read_files(&entry, files)?;
        } else if entry.extension().is_some_and(|extension| extension == "toml") {
            let text = fs::read_to_string(&entry).map_err(|error| Stop::unreadable(&entry, &error))?;
            files.push(SourceFile { path: shown(&entry), text });
        }
    }
    Ok(())
}

/// What is in a folder and not hidden, by name.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Stop> {
    crate::inputs::entries(folder).map_err(|error| Stop::unreadable(folder, &error))
}

/// A path as messages show it: with slashes.
fn shown(path: &Path) -> String {
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}
