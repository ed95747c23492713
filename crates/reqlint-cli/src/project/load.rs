//! The rule files of a run: those of a folder, those that the project uses, or the embedded packs.

use crate::host::clock;
use crate::host::exit::Stop;
use crate::project::Home;
use reqlint_core::{Loaded, RuleSet};
use reqlint_folder::Found;
use std::path::Path;

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

/// Loads a project's packs, or those of the folder that replaces them.
///
/// # Errors
/// As [`load_from`].
pub(crate) fn load(mut home: Home, folder: Option<&Path>, pack: Option<&str>) -> Result<Loaded, Stop> {
    let mut loaded = if folder.is_none() && home.project.uses_every_embedded_pack() {
        Loaded::prepared(home.project, reqlint_rules::prepared())
    } else {
        let found = packs(&mut home, folder)?;
        if !found.unreadable.is_empty() {
            return Err(Stop::Unreadable(found.unreadable));
        }
        Loaded::of(home.project, found.packs)
    };
    if !loaded.errors.is_empty() {
        return Err(Stop::Diagnostics(loaded.errors));
    }
    if let Some(pack) = pack {
        loaded.rules.judge_any_host_with(pack).map_err(|unknown| Stop::usage(unknown.to_string()))?;
    }
    Ok(loaded)
}

/// The packs that a project uses, or those of the folder that replaces them.
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
    reqlint_folder::find(folder).map_err(|none| Stop::Usage {
        message: format!("no pack found in `{}`", none.folder.display()),
        help: Some("a pack is a folder that holds a `pack.toml`".to_owned()),
    })
}
