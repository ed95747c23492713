//! The packs that come with reqlint, embedded when this crate is compiled.
//!
//! A folder on disk can stand in for them, so that a rule writer needs no compiler: `reqlint check --rules rules`.
//!
//! ```
//! let names: Vec<_> = reqlint_rules::packs().into_iter().map(|pack| pack.name).collect();
//! assert!(names.contains(&"edgecast".to_owned()));
//! ```

use reqlint_core::{PackSource, Prepared, SourceFile};

/// Each pack's folder, with the path and text of its files. Paths are relative to this crate's folder.
const PACKS: &[(&str, &[(&str, &str)])] = include!(concat!(env!("OUT_DIR"), "/packs.rs"));

/// The files of all packs, sorted by pack name. Their paths begin with `rules/`.
#[must_use]
pub fn packs() -> Vec<PackSource> {
    let file = |&(path, text): &(&str, &str)| SourceFile { path: format!("rules/{path}"), text: text.to_owned() };
    let pack = |&(folder, files): &(&str, &[(&str, &str)])| PackSource {
        name: folder.to_owned(),
        root: format!("rules/{folder}"),
        files: files.iter().map(file).collect(),
    };
    PACKS.iter().map(pack).collect()
}

/// All packs, as they were read when this crate was built. They load in far less time than their files, each when a request
/// first meets it.
///
/// ```
/// use reqlint_core::{Loaded, Project};
///
/// let rules = Loaded::prepared(Project::default(), reqlint_rules::prepared()).into_rules()?;
/// assert!(rules.packs().any(|pack| pack.name() == "edgecast"));
/// # Ok::<(), reqlint_core::Diagnostics>(())
/// ```
#[must_use]
pub const fn prepared() -> Prepared {
    Prepared::new(include_bytes!(concat!(env!("OUT_DIR"), "/packs.prepared")), packs)
}

/// The README's program is compiled and run here.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
