//! What a reload would lose, since a folder that is being copied looks like one from which something was removed.

use super::error::LoadError;
use crate::rules::Contents;
use reqlint_core::RuleSet;
use reqlint_core::inspect::PackView;

/// Whether every pack in force is there, with as many rules, and what the project says of the gate and of facts.
pub(super) fn keeps_all(old: &Contents, new: &Contents) -> Result<(), LoadError> {
    let packs = old.rules.packs().filter_map(|pack| of_pack(pack, &new.rules));
    let mut lost: Vec<String> = packs.collect();
    let keys = old.gate.keys().filter(|key| !new.gate.keys().any(|kept| kept == *key));
    lost.extend(keys.map(|key| format!("`[gate]` has no `{key}` any more")));
    if new.sources.len() < old.sources.len() {
        lost.push(format!("`[facts]` has {} sources, {} are in force", new.sources.len(), old.sources.len()));
    }
    if lost.is_empty() {
        Ok(())
    } else {
        Err(LoadError::Fewer(format!("{}; send SIGHUP if that is meant", lost.join("; "))))
    }
}

/// What of a pack would be lost, in a sentence.
fn of_pack(pack: PackView<'_>, new: &RuleSet) -> Option<String> {
    let (name, had) = (pack.name(), pack.rules().count());
    match new.packs().find(|new| new.name() == name).map(|new| new.rules().count()) {
        Some(has) if has >= had => None,
        Some(has) => Some(format!("the pack `{name}` has {has} rules, {had} are in force")),
        None => Some(format!("the pack `{name}` is gone")),
    }
}
